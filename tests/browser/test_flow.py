"""A real browser presses; the record has it. With script and without."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from kiosk.storage.db import Database
from tests.browser.conftest import Server
from tests.browser.screens import PHONE, TABLET, expect_screen, expect_sent, press, screen, skip, walk_to
from tests.browser.waiting import stop_the_clock

SETTLED = 16_000  # milliseconds, past the first look at the hours
WITHOUT_SCRIPT = {"java_script_enabled": False}


@pytest.fixture
def record(server: Server) -> Iterator[Database]:
    """The server's record, seen from outside."""
    with server.opened() as db:
        yield db


def stored(db: Database) -> set[tuple[str, int, str]]:
    """Every rating: identifier, answer, channel."""
    return set(db.conn.execute("SELECT rating_id, satisfied, channel FROM rating"))


def the_new(db: Database, before: set[tuple[str, int, str]]) -> tuple[str, int, str]:
    """The one rating that was not there before."""
    (rating,) = stored(db) - before
    return rating


def untouched(page: Page) -> str:
    """The page but for what merely says which screen is open."""
    changing = r'( inert=""| hidden=""|(?<=giây"></p>)|(?<=giây">)[^<]*)'
    return re.sub(changing, "", page.locator("#kiosk").inner_html())


@pytest.mark.parametrize("options", [{}, WITHOUT_SCRIPT], ids=["script", "forms"])
@pytest.mark.parametrize("address", [TABLET, PHONE], ids=["tablet", "phone"])
@pytest.mark.parametrize("satisfied", [True, False], ids=["yes", "no"])
def test_a_whole_visit_is_in_the_record(
    page: Page, record: Database, address: str, satisfied: bool, options: dict[str, object]
) -> None:
    before = stored(record)
    page.goto(address)
    press(page, satisfied)
    expect(screen(page, "procedure")).to_be_visible()
    if address == PHONE and not options:
        expect_sent(page)
    rating_id, answer, channel = the_new(record, before)
    assert (answer, channel) == (int(satisfied), "tablet" if address == TABLET else "phone")

    screen(page, "procedure").get_by_role("button", name="Chứng thực việc sửa đổi").click()
    screen(page, "topics").get_by_role("button", name="Thời gian chờ").click()
    if address == PHONE:
        expect(screen(page, "comment")).to_be_visible()
        skip(page, "comment")
    expect(page.get_by_role("heading", name="Đã ghi nhận. Xin cảm ơn Ông/Bà!")).to_be_visible()
    procedure = "SELECT procedure_id FROM rating_procedure WHERE rating_id = ?"
    assert record.conn.execute(procedure, [rating_id]).fetchone() == ("2.000913",)
    reason = "SELECT reason_code FROM rating_reason WHERE rating_id = ?"
    expected = "short_wait" if satisfied else "long_wait"
    assert record.conn.execute(reason, [rating_id]).fetchall() == [(expected,)]
    assert the_new(record, before)[0] == rating_id


def test_the_same_number_of_taps_leads_through_either_answer(page: Page) -> None:
    taps = []
    for satisfied in (True, False):
        page.goto(TABLET)
        page.evaluate("window.taps = 0; addEventListener('click', () => { window.taps += 1; }, true)")
        walk_to(page, "topics", satisfied=satisfied)
        screen(page, "topics").locator(".tile").first.click()
        expect_screen(page, "thanks")
        taps.append(page.evaluate("window.taps"))
    assert taps == [3, 3]


def test_nothing_on_the_page_tells_which_answer_was_given(page: Page) -> None:
    seen: dict[str, list[str]] = {}
    for satisfied in (True, False):
        page.clock.install()
        page.goto(TABLET, wait_until="networkidle")
        stop_the_clock(page)
        page.clock.run_for(SETTLED)  # the hours, which come from the server, are on the page now
        for name in ("procedure", "topics", "thanks"):
            if name == "procedure":
                press(page, satisfied)
            else:
                skip(page, "procedure" if name == "topics" else "topics")
            expect(screen(page, name)).to_be_visible()
            page.clock.run_for(400)
            expect_screen(page, name)
            seen.setdefault(name, []).append(page.content())
    for name, (after_yes, after_no) in seen.items():
        assert after_yes == after_no, name


def test_nothing_on_the_wire_tells_which_answer_was_given(page: Page) -> None:
    sizes = []
    for satisfied in (True, False):
        page.goto(TABLET)
        with page.expect_response("**/api/v1/ratings") as waiting:
            press(page, satisfied)
        response = waiting.value
        sent = response.request.post_data_buffer or b""
        sizes.append((len(sent), len(response.body()), response.status))
    assert sizes[0] == sizes[1]
    assert sizes[0][0] == 256


def test_the_answer_stays_in_no_storage_and_in_no_address(page: Page, context: BrowserContext) -> None:
    page.goto(f"{TABLET}?lang=en")
    walk_to(page, "thanks", satisfied=False)
    assert page.url.endswith(TABLET)
    assert context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length, history.state]") == [0, 0, None]


def test_after_the_thanks_neither_back_nor_reload_shows_anything_of_it(page: Page) -> None:
    page.goto("/sign-in")
    page.goto(TABLET)
    expect_screen(page, "rate")
    clean = untouched(page)
    walk_to(page, "procedure", satisfied=False)
    page.get_by_role("searchbox").fill("sửa đổi")
    skip(page, "procedure")
    walk_on = screen(page, "topics").locator(".tile").first
    expect_screen(page, "topics")
    walk_on.click()
    page.get_by_role("link", name="Về màn hình đầu").click()
    expect_screen(page, "rate")
    expect(page.locator("form[inert]")).to_have_count(0)
    assert untouched(page) == clean
    page.reload()
    expect_screen(page, "rate")
    page.go_back()
    expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible()
    page.go_forward()
    expect_screen(page, "rate")
    assert page.get_by_role("searchbox", include_hidden=True).input_value() == ""


def test_a_second_tap_of_a_nervous_finger_presses_nothing_on_the_next_screen(
    page: Page, record: Database
) -> None:
    before = stored(record)
    page.goto(TABLET)
    page.locator(".target").first.dblclick()
    expect_screen(page, "procedure")
    rating_id, _, _ = the_new(record, before)
    found = record.conn.execute("SELECT 1 FROM rating_procedure WHERE rating_id = ?", [rating_id])
    assert found.fetchone() is None


def test_a_procedure_is_found_while_typing_and_the_usual_ones_come_back(page: Page) -> None:
    page.goto(TABLET)
    walk_to(page, "procedure")
    tiles = screen(page, "procedure").locator(".found .tile")
    usual = tiles.all_inner_texts()
    box = page.get_by_role("searchbox")
    box.press_sequentially("khai sinh")
    expect(tiles).to_have_text(["Đăng ký khai sinh"])
    box.fill("xyz")
    expect(page.get_by_text("Không tìm thấy.")).to_be_visible()
    box.fill("")
    expect(tiles).to_have_text(usual)
    expect(page.get_by_text("Không tìm thấy.")).to_be_hidden()


def test_the_language_changes_in_the_middle_without_losing_the_place(
    page: Page, record: Database
) -> None:
    before = stored(record)
    page.goto(TABLET)
    walk_to(page, "topics", satisfied=False)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="What mattered most in your rating?")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"
    expect_screen(page, "topics")
    page.get_by_role("button", name="Waiting time").click()
    expect(page.get_by_role("heading", name="Recorded. Thank you!")).to_be_visible()
    rating_id, _, _ = the_new(record, before)
    reason = "SELECT reason_code FROM rating_reason WHERE rating_id = ?"
    assert record.conn.execute(reason, [rating_id]).fetchall() == [("long_wait",)]
    page.get_by_role("link", name="Back to the start").click()
    expect(page.get_by_role("heading", name="Ông/Bà có hài lòng")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "vi"


def test_the_whole_visit_goes_by_keyboard(page: Page) -> None:
    page.goto(TABLET)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Hài lòng", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(screen(page, "procedure").get_by_role("heading")).to_be_focused()
    expect_screen(page, "procedure")
    screen(page, "procedure").locator(".skip").focus()
    page.keyboard.press("Space")
    expect(screen(page, "topics").get_by_role("heading")).to_be_focused()
    expect_screen(page, "topics")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(screen(page, "thanks").get_by_role("heading")).to_be_focused()


def test_what_is_focused_shows_a_thick_outline(page: Page) -> None:
    page.goto(TABLET)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
    assert width >= 4


def test_a_kiosk_shows_no_menu_and_selects_no_text(page: Page) -> None:
    page.goto(TABLET)
    prevented = page.evaluate(
        "!document.querySelector('h1').dispatchEvent("
        "new MouseEvent('contextmenu', {bubbles: true, cancelable: true}))"
    )
    assert prevented
    page.get_by_role("heading").dblclick()
    assert page.evaluate("getSelection().toString()") == ""
