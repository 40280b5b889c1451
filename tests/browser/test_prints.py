"""The page of printed codes in a browser: it fits, reads aloud, and its progress comes to an end."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Download, Page, expect

from kiosk import periods
from kiosk.staff import access
from kiosk.storage import keys
from kiosk.storage.db import writing
from tests import factories
from tests.browser.conftest import Server, serving
from tests.browser.test_fleet_screens import LOOKS, PASSWORD, sign_in
from tests.browser.test_looks import OVERFLOWING
from tests.paper import Paper

INDEX = "/manage/prints?centre=H44.5"
COUNTERS = 20
LARGEST = 300  # counters of the other centre: its sheets take a minute, whoever cancels them is sooner


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A kiosk with a large centre, and an operator."""
    instance = tmp_path_factory.mktemp("prints")
    keys.load_or_make(instance / "keys")
    db = factories.a_record(instance / "kiosk.db")
    with writing(db):
        access.add_user(db, access.NewUser("binh", "Lê Văn Bình", "operator", PASSWORD), periods.now())
        for n in range(3, COUNTERS + 1):
            factories.a_version(
                db, "counter", counter_id=f"H44.5-{n}", name=f"Quầy {n}", centre_id="H44.5"
            )
        for n in range(2, LARGEST + 1):
            factories.a_version(
                db, "counter", counter_id=f"H44.9-{n}", name=f"Quầy {n}", centre_id="H44.9"
            )
    db.conn.close()
    with serving(instance) as running:
        yield running


def order_everything_apart(page: Page, index: str = INDEX) -> None:
    """A file for each counter and kind: long enough to be watched."""
    sign_in(page)
    page.goto(index)
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Mỗi quầy một tệp").check()
    page.get_by_role("button", name="Tạo bản in").click()


def download(page: Page) -> Download:
    link = page.get_by_role("link", name="Tải tệp codes-H44.5.zip")
    link.wait_for(timeout=90_000)
    with page.expect_download() as found:
        link.click()
    return found.value


def names_in(got: Download) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(Path(got.path()).read_bytes())) as archive:
        return archive.namelist()


@pytest.mark.parametrize(("lang", "options"), LOOKS)
def test_the_page_of_printed_codes_fits_every_screen_and_axe_finds_nothing(
    page: Page, lang: str, options: dict[str, Any]
) -> None:
    sign_in(page)
    page.goto(f"{INDEX}&lang={lang}")
    assert not page.evaluate(OVERFLOWING)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_bar_grows_without_loading_the_page_anew_and_ends_in_a_file(page: Page) -> None:
    order_everything_apart(page)
    page.evaluate("window.isTheSame = true")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert len(names_in(download(page))) == 5 * COUNTERS
    assert page.evaluate("window.isTheSame")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("options", [{"java_script_enabled": False}])
def test_without_script_the_page_asks_again_by_itself(page: Page, options: dict[str, Any]) -> None:
    order_everything_apart(page)
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert len(names_in(download(page))) == 5 * COUNTERS


def test_a_batch_that_is_cancelled_says_so_and_offers_nothing(page: Page) -> None:
    order_everything_apart(page, "/manage/prints?centre=H44.9")
    page.get_by_role("button", name="Hủy").click()
    expect(page.get_by_text("Đã hủy, không lưu lại gì.")).to_be_visible()
    expect(page.locator("a[download]")).to_have_count(0)


def test_a_single_counters_sheet_is_one_click_away(page: Page) -> None:
    sign_in(page)
    page.goto(INDEX)
    with page.expect_download() as found:
        page.get_by_role("link", name="Áp phích khổ A4, Quầy 12", exact=True).click()
    assert found.value.suggested_filename == "poster-a4-H44.5-12.pdf"
    (code,) = Paper(Path(found.value.path()).read_bytes()).codes()
    assert code.text == "http://127.0.0.1:8000/p/H44.5-12"
