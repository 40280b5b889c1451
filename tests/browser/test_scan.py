"""A slip held before the tablet's camera. Camera and reader are the test's own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kiosk import periods
from kiosk.services.receipts import RECEIPT, Receipts
from kiosk.storage.db import writing
from kiosk.tablets import device_keys
from tests.browser.conftest import Server, an_instance, serving
from tests.browser.paired import pair, wait_until_empty
from tests.browser.screens import expect_screen, press, skip
from tests.factories import a_service

SETTINGS = (
    "OPEN_TABLETS = False\nIDLE_SECONDS = 300\nTHANKS_SECONDS = 60\n"
    "REPEAT_SECONDS = 0\nBURST_PRESSES = 0\n"
)
# Sees what the test puts into `seen`; counts how many cameras are on.
CAMERA = """
  window.seen = [];
  window.camerasOn = 0;
  window.BarcodeDetector = class {
    static getSupportedFormats() { return Promise.resolve(["qr_code"]); }
    detect() { return Promise.resolve(window.seen.map((rawValue) => ({ rawValue }))); }
  };
  const picture = document.createElement("canvas");
  picture.getContext("2d");
  navigator.mediaDevices.getUserMedia = async () => {
    const stream = picture.captureStream(5);
    window.camerasOn += 1;
    for (const track of stream.getTracks()) {
      const stop = track.stop.bind(track);
      track.stop = () => { window.camerasOn -= 1; stop(); };
    }
    return stream;
  };
"""
SCAN = "Quét mã trên phiếu đánh giá"


@pytest.fixture(scope="module")
def slips(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(an_instance(tmp_path_factory.mktemp("slips"), SETTINGS)) as running:
        yield running


@pytest.fixture
def context(browser: Browser, slips: Server) -> Iterator[BrowserContext]:
    made = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="vi-VN", base_url=slips.base
    )
    yield made
    made.close()


def a_tablet(context: BrowserContext, server: Server, *scripts: str) -> Page:
    for script in scripts:
        context.add_init_script(script)
    page = context.new_page()
    pair(page, server)
    return page


def a_slip(server: Server) -> str:
    """The address on the slip of a service of today, at another counter."""
    db = server.record()
    with writing(db):
        receipts = Receipts(device_keys.load_server_keys(server.instance, db), 30)
        token = receipts.issue(db, a_service(db, counter_id="H44.5-1", **today()), RECEIPT)
    db.conn.close()
    return f"http://127.0.0.1:8000/k/{token}"


def today() -> dict[str, str]:
    day = periods.civil_day(periods.now()).isoformat()
    return {"received_day": day, "finished_day": day}


def hold(page: Page, *texts: str) -> None:
    """Hold codes before the camera."""
    page.evaluate("(texts) => { window.seen = texts; }", list(texts))


def test_what_is_pressed_after_a_scan_is_tied_to_the_slips_service(
    context: BrowserContext, slips: Server
) -> None:
    page = a_tablet(context, slips, CAMERA)
    page.get_by_role("button", name=SCAN).click()
    expect_screen(page, "scan")
    expect(page.locator("video")).to_be_visible()
    hold(page, "https://stranger.example/k/" + "A" * 26)
    expect(page.locator(".status")).to_have_text("Đây không phải là mã trên phiếu đánh giá.")
    hold(page, "WIFI:S:quán;;", a_slip(slips))
    expect_screen(page, "rate")
    expect(page.locator("[data-field=finished]")).to_have_text("hồ sơ trên phiếu vừa quét")
    assert page.evaluate("window.camerasOn") == 0
    press(page, False)
    expect_screen(page, "topics")
    skip(page, "topics")
    page.locator("[data-action=start]:visible").click()
    expect(page.locator(".finished")).to_be_hidden()
    wait_until_empty(page)
    db = slips.record()
    stored = db.conn.execute("SELECT satisfied, counter_id, channel, tier, procedure_by FROM rating")
    assert stored.fetchall() == [(0, "H44.5-1", "tablet", "tablet", "service")]
    db.conn.close()


def test_whoever_goes_back_switches_the_camera_off(context: BrowserContext, slips: Server) -> None:
    page = a_tablet(context, slips, CAMERA)
    page.get_by_role("button", name=SCAN).click()
    expect(page.locator("video")).to_be_visible()
    assert page.evaluate("window.camerasOn") == 1
    page.get_by_role("button", name="Quay lại, không quét").click()
    expect_screen(page, "rate")
    assert page.evaluate("window.camerasOn") == 0
    expect(page.locator("video")).to_have_count(0)


def test_a_camera_that_is_refused_is_said_and_the_question_is_still_there(
    context: BrowserContext, slips: Server
) -> None:
    refused = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('refused'));"
    page = a_tablet(context, slips, CAMERA, refused)
    page.get_by_role("button", name=SCAN).click()
    expect(page.locator(".status")).to_contain_text("Không dùng được camera")
    with page.expect_response("**/api/v1/contacts"):
        page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(300)  # the tablet looks after each contact what is to be said of itself
    expect(page.locator(".status")).to_contain_text("Không dùng được camera")
    page.get_by_role("button", name="Quay lại, không quét").click()
    expect_screen(page, "rate")


def test_where_the_browser_reads_no_codes_there_is_no_button(
    context: BrowserContext, slips: Server
) -> None:
    page = a_tablet(context, slips, "delete window.BarcodeDetector;")
    expect(page.get_by_role("button", name=SCAN)).to_have_count(0)
