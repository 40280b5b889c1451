"""The pages of tablets on every screen: they fit, and read aloud; a code is scanned and counted down."""

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from kiosk import periods
from kiosk.staff import access
from kiosk.storage import keys
from kiosk.storage.db import writing
from tests import factories
from tests.browser.conftest import Server, serving
from tests.browser.test_looks import OVERFLOWING
from tests.browser.test_screens import IN_HAND, LYING, STANDING
from tests.browser.waiting import stop_the_clock
from tests.tablets import a_contact, a_mark, a_tablet, arrived, set_aside

PASSWORD = "mật khẩu của phép thử"
DARK = {"color_scheme": "dark"}
LOOKS = [
    (lang, size | scheme)
    for size in (LYING, STANDING, IN_HAND)
    for lang, scheme in (("vi", {}), ("en", DARK))
]
PAGES = ("", "/T2", "/T4", "/pair", "/outbox")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A kiosk with tablets of every kind, and an operator."""
    instance = tmp_path_factory.mktemp("fleet")
    keys.load_or_make(instance / "keys")
    db = factories.a_record(instance / "kiosk.db")
    now = periods.now()
    with writing(db):
        access.add_user(db, access.NewUser("binh", "Lê Văn Bình", "operator", PASSWORD), now)
        for number, counter_id in enumerate(("H44.5-1", "H44.5-2", "H44.9-1", "H44.9-1"), start=1):
            a_tablet(db, f"T{number}", counter_id)
        a_contact(db, "T1", seen_at=now, last_sequence=1412)
        arrived(db, "T1", (1, 1412))
        a_contact(
            db,
            "T2",
            seen_at=now - timedelta(days=3),
            last_sequence=412,
            queued=41,
            oldest_seconds=400_000.0,
            battery_percent=12,
            charging=0,
            clock_offset_seconds=3_700.0,
            storage="none",
            late=3,
        )
        arrived(db, "T2", (1, 359))
        a_mark(db, a_tablet(db, "T5"), "revoked")
        a_mark(db, "T4", "cloned", "số thứ tự 17 đến hai lần với hai nội dung khác nhau")
        set_aside(db, "T4", 17, "wrong_counter", periods.civil_day(now).isoformat())
        set_aside(db, "T99", 3, "unreadable", periods.civil_day(now).isoformat())
        a_mark(db, "T3", "revoked", "mất máy")
    db.conn.close()
    with serving(instance) as running:
        yield running


def sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill("binh")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_url("/manage/tablets")


@pytest.mark.parametrize(("lang", "options"), LOOKS)
def test_the_pages_of_tablets_fit_every_screen_and_axe_finds_nothing(
    page: Page, lang: str, options: dict[str, Any]
) -> None:
    sign_in(page)
    for path in PAGES:
        page.goto(f"/manage/tablets{path}?lang={lang}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        assert not page.evaluate(OVERFLOWING), path
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def make_code(page: Page) -> str:
    page.goto("/manage/tablets")
    page.get_by_role("link", name="Ghép nối máy").click()
    page.get_by_role("button", name="Tạo mã").click()
    return page.locator(".code").inner_text()


def test_the_picture_holds_the_address_with_the_code_behind_the_hash(page: Page) -> None:
    sign_in(page)
    code = make_code(page)
    picture = Image.open(io.BytesIO(page.locator(".picture").screenshot()))
    (read,) = zxingcpp.read_barcodes(picture)
    assert read.text == f"http://127.0.0.1:8000/t/#{code}"
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_picture_can_be_scanned_in_the_dark(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    sign_in(page)
    code = make_code(page)
    picture = Image.open(io.BytesIO(page.locator(".picture").screenshot()))
    assert [read.text[-9:] for read in zxingcpp.read_barcodes(picture)] == [code]


def test_the_codes_life_is_counted_down_to_its_end(page: Page) -> None:
    page.clock.install()
    sign_in(page)
    stop_the_clock(page)
    make_code(page)
    left = page.locator("#left")
    expect(left).to_have_text("Còn hiệu lực 10:00")
    page.clock.run_for(61_000)
    expect(left).to_have_text("Còn hiệu lực 8:59")
    page.clock.run_for(538_000)
    expect(left).to_have_text("Còn hiệu lực 0:01")
    page.clock.run_for(2_000)
    expect(left).to_have_text("Mã đã hết hạn. Vui lòng tạo mã mới.")
    expect(page.locator(".code-sheet")).to_have_class("code-sheet over")


def test_on_paper_the_folded_lists_are_open(page: Page) -> None:
    sign_in(page)
    folded = page.locator("details li").first
    expect(folded).to_be_hidden()
    page.emulate_media(media="print")
    expect(folded).to_be_visible()
