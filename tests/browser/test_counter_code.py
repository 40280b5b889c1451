"""The code that a tablet shows for phones, drawn by the page and read by a scanner of another make."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kiosk.phones import rotating
from kiosk.storage.db import writing
from tests.browser.conftest import Server, Watch
from tests.browser.paired import COUNTER
from tests.browser.screens import TABLET, expect_screen, expect_sent, press, skip, walk_to
from tests.browser.waiting import wait_until_true
from tests.tablets import a_mark

PRINTED = "http://127.0.0.1:8000"  # the settings' address; the test's own port is not in it
MM = 1280 / 215.4  # points to the millimetre on a 10-inch screen of 1280 by 800
SIZES = [(1280, 800), (800, 1280), (1024, 600)]


def read(page: Page) -> list[str]:
    """What a scanner reads off the screen."""
    image = Image.open(io.BytesIO(page.screenshot())).convert("L")
    return [code.text for code in zxingcpp.read_barcodes(image)]


def the_tablet(paired: BrowserContext) -> Page:
    page = paired.pages[0]
    expect(page.locator(".by-phone")).to_be_visible()
    return page


def targets(page: Page) -> list[dict[str, float]]:
    """Where the two answers are."""
    found = [page.locator(f".target[value='{value}']").bounding_box() for value in (1, 0)]
    return [{side: float(box[side]) for side in ("x", "y", "width", "height")} for box in found if box]


def run(page: Page, body: str, *given: Any) -> Any:
    """What `body` gives, with the modules of the code as `rotating` and `sign`."""
    source = f"""
      async (given) => {{
        const rotating = await import("/static/js/rotating.js");
        const sign = await import("/static/js/sign.js");
        {body}
      }}
    """
    return page.evaluate(source, list(given))


def test_a_phone_that_scans_the_tablet_answers_for_its_counter(
    paired: BrowserContext, browser: Browser, strict_server: Server
) -> None:
    (code,) = read(the_tablet(paired))
    assert code.startswith(f"{PRINTED}/q/{COUNTER}.")
    assert len(code) <= 60
    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="vi-VN", base_url=strict_server.base
    )
    page = phone.new_page()
    page.goto(code.removeprefix(PRINTED))
    expect_screen(page, "rate")
    press(page, True)
    expect_screen(page, "procedure")
    expect_sent(page)
    rating_id = page.locator("#kiosk").get_attribute("data-rating")
    page.reload()
    press(page, False)  # going back to the page and answering anew changes nothing
    expect_screen(page, "procedure")
    expect_sent(page)
    phone.close()
    db = strict_server.record()
    stored = db.conn.execute(
        "SELECT rating_id, satisfied, counter_id, channel, tier FROM rating WHERE channel = 'phone'"
    ).fetchall()
    db.conn.close()
    assert stored == [(rating_id, 1, COUNTER, "phone", "rotating")]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_code_takes_nothing_from_the_answers(
    paired: BrowserContext, width: int, height: int
) -> None:
    page = the_tablet(paired)
    page.set_viewport_size({"width": width, "height": height})
    one, other = targets(page)
    code = page.locator(".by-phone").bounding_box()
    assert code is not None
    assert [one[side] for side in ("width", "height")] == pytest.approx(
        [other[side] for side in ("width", "height")], abs=0.1
    )
    assert min(one["width"], one["height"]) >= 24 * MM
    assert code["y"] + code["height"] <= one["y"]
    assert read(page)
    page.evaluate("document.querySelector('.by-phone').hidden = true")
    without = targets(page)[0]
    assert one["height"] >= without["height"] * 0.9


def test_on_a_ten_inch_screen_the_code_is_25_mm_wide(paired: BrowserContext) -> None:
    box = the_tablet(paired).locator(".by-phone path").bounding_box()
    assert box is not None
    assert box["width"] >= 25 * MM
    assert abs(box["width"] - box["height"]) < 1


def test_after_an_answer_there_is_no_code_and_at_the_start_there_is_again(
    paired: BrowserContext,
) -> None:
    page = the_tablet(paired)
    for satisfied in (True, False):
        walk_to(page, "procedure", satisfied=satisfied)
        expect(page.locator(".by-phone")).to_be_hidden()
        skip(page, "procedure")
        skip(page, "topics")
        page.locator("[data-action=start]").click()
        expect(page.locator(".by-phone")).to_be_visible()


def test_without_a_network_a_restarted_tablet_makes_its_codes(
    paired: BrowserContext, strict_server: Server, watch: Watch
) -> None:
    watch.expected = "ERR_INTERNET_DISCONNECTED"
    page = the_tablet(paired)
    wait_until_true(page, "navigator.serviceWorker.controller !== null")
    paired.set_offline(True)
    page.reload()
    expect(page.locator(".by-phone")).to_be_visible()
    (code,) = read(page)
    paired.set_offline(False)
    assert page.request.get(code.removeprefix(PRINTED), max_redirects=0).status == 302


def test_a_tablet_that_is_revoked_shows_no_more_codes_and_its_old_ones_open_nothing(
    paired: BrowserContext, strict_server: Server
) -> None:
    page = the_tablet(paired)
    (code,) = read(page)
    db = strict_server.record()
    (device_id,) = db.conn.execute(
        "SELECT device_id FROM device ORDER BY enrolled_at DESC, length(device_id) DESC, device_id DESC"
    ).fetchone()
    with writing(db):
        a_mark(db, device_id, "revoked")
    db.conn.close()
    assert page.request.get(code.removeprefix(PRINTED), max_redirects=0).status == 404
    page.evaluate("dispatchEvent(new Event('online'))")
    expect_screen(page, "notice")
    assert read(page) == []


def test_a_second_screen_shows_the_code_alone_and_takes_no_press(paired: BrowserContext) -> None:
    page = the_tablet(paired)
    page.goto("/t/service?lang=vi")
    page.get_by_role("button", name="Chỉ hiển thị mã cho điện thoại").click()
    expect(page.locator("[data-field=mode]")).to_have_text("chỉ mã cho điện thoại")
    page.goto(TABLET)
    expect(page.locator("[data-screen=code] .board:not(.empty)")).to_be_visible()
    assert len(read(page)) == 1
    expect(page.locator("button:visible, a:visible")).to_have_count(0)
    page.goto("/t/service?lang=vi")
    page.get_by_role("button", name="Hiển thị lại câu hỏi").click()
    expect(page.locator("[data-field=mode]")).to_have_text("câu hỏi")
    page.goto(TABLET)
    expect_screen(page, "rate")


def test_the_page_makes_the_code_that_the_server_expects(page: Page) -> None:
    page.goto("/t/")
    key, instant = "0f" * 32, datetime(2026, 8, 19, 2, 31, 59, tzinfo=UTC)
    body = "return rotating.writeCode(await rotating.importKey(given[0]), given[1], given[2])"
    made = run(page, body, key, COUNTER, round(instant.timestamp() * 1000))
    assert made == rotating.write_code(key, COUNTER, instant)


def test_each_minute_has_its_code_and_nothing_else_changes(page: Page) -> None:
    """With a clock of the test's own: drawn at once, then as each minute begins."""
    page.goto("/t/")
    body = """
      document.body.innerHTML = `<div id="kiosk" data-code-base="https://a.vn/q/">
        <figure data-field="code" hidden><svg class="code"><path d=""/></svg></figure></div>`;
      const root = document.getElementById("kiosk");
      const stage = { root, find: (selector) => root.querySelector(selector) };
      const texts = [], waits = [];
      let now = 59_000, next = null;
      const key = { code: async (instant) => `code-${Math.floor(instant / 60_000)}` };
      const setTimeout = (work, wait) => { next = work; waits.push(wait); };
      const clock = { clearTimeout() {}, setTimeout };
      const load = async () => ({ encode: (text) => (texts.push(text), { size: 1, data: [[true]] }) });
      const shown = new sign.Sign({ stage, key, time: { now: () => now }, clock, load });
      const changed = [];
      new MutationObserver((all) => changed.push(...all.map(({ target }) => target.localName)))
        .observe(root, { subtree: true, childList: true, attributes: true });
      await shown.renew();
      now = 60_010;
      await next();
      await shown.renew();
      return [texts, waits, [...new Set(changed)], root.querySelector("figure").hidden];
    """
    texts, waits, changed, is_hidden = run(page, body)
    assert texts == ["https://a.vn/q/code-0", "https://a.vn/q/code-1"]
    assert waits == [1_000, 59_990, 59_990]
    assert set(changed) <= {"figure", "svg", "path"}
    assert not is_hidden


def test_where_no_key_is_known_the_place_stays_hidden(page: Page) -> None:
    page.goto("/t/")
    body = """
      document.body.innerHTML = `<div id="kiosk" data-code-base="https://a.vn/q/">
        <figure data-field="code"><svg class="code"><path d=""/></svg></figure>
        <p data-field="no-code" hidden></p></div>`;
      const root = document.getElementById("kiosk");
      const stage = { root, find: (selector) => root.querySelector(selector) };
      const store = { run: async () => ({}) };
      const key = new rotating.CodeKey({ store, counter: "C1" });
      const clock = { clearTimeout() {}, setTimeout() {} };
      const shown = new sign.Sign({ stage, key, time: { now: () => 0 }, clock });
      const states = [];
      const look = async () => {
        await shown.renew();
        states.push(root.querySelector("figure").hidden, root.querySelector("p").hidden);
      };
      await key.recall();
      await look();
      await key.learn("C1", "0f".repeat(32));
      await look();
      await key.learn("C2", "0f".repeat(32));
      await look();
      await key.learn("C1", "0f".repeat(32));
      await key.learn("C1", "");
      await look();
      return states;
    """
    assert run(page, body) == [True, False, False, True, True, False, True, False]
