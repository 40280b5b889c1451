"""A tablet left alone goes home; whoever needs longer stays."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.screens import PHONE, TABLET, expect_screen, walk_to

COUNTDOWN = ".countdown"


@pytest.fixture(autouse=True)
def _clock_in_hand(page: Page) -> None:
    """The page's clock runs, and can be moved on. The server waits 300 seconds, and 60 at the end."""
    page.clock.install()


@pytest.mark.parametrize("left_at", ["procedure", "topics"])
def test_a_screen_left_alone_counts_down_before_eyes_and_goes_home(page: Page, left_at: str) -> None:
    page.goto(TABLET)
    walk_to(page, left_at, satisfied=False)
    expect(page.locator(COUNTDOWN)).to_contain_text("Về màn hình đầu sau 29")
    page.clock.fast_forward(280_000)
    expect_screen(page, left_at)
    page.clock.fast_forward(25_000)
    expect_screen(page, "rate")
    expect(page.locator(COUNTDOWN)).to_be_hidden()


def test_by_the_walls_clock_too_a_tablet_goes_home(page: Page, hasty_server: Server) -> None:
    page.goto(hasty_server.base + TABLET)
    walk_to(page, "topics")
    expect(page.locator(COUNTDOWN)).to_contain_text("Về màn hình đầu sau 3 giây")
    expect_screen(page, "rate")


def test_the_thanks_leave_after_their_own_time(page: Page) -> None:
    page.goto(TABLET)
    walk_to(page, "thanks")
    page.clock.fast_forward(50_000)
    expect_screen(page, "thanks")
    page.clock.fast_forward(11_000)
    expect_screen(page, "rate")


def test_more_time_is_more_time(page: Page) -> None:
    page.goto(TABLET)
    walk_to(page, "thanks")
    page.get_by_role("button", name="Thêm thời gian").click()
    expect(page.locator(COUNTDOWN)).to_contain_text("sau 35")  # 60 and 300, less a few
    page.clock.fast_forward(340_000)
    expect_screen(page, "thanks")


def test_ten_seconds_before_the_end_it_is_said_aloud(page: Page) -> None:
    page.goto(TABLET)
    walk_to(page, "procedure")
    page.clock.run_for(285_000)
    expect(page.get_by_role("status")).to_have_text("")
    page.clock.run_for(8_000)
    expect(page.get_by_role("status")).to_have_text("Màn hình này còn 10 giây.")


@pytest.mark.parametrize("how", ["more time", "typing"])
def test_the_warning_goes_with_the_hurry_and_is_said_again_with_the_next(page: Page, how: str) -> None:
    page.goto(TABLET)
    walk_to(page, "procedure")
    status = page.get_by_role("status")
    for word in ("khai", "sinh"):
        page.clock.run_for(292_000)
        expect(status).to_have_text("Màn hình này còn 10 giây.")
        if how == "typing":
            page.get_by_role("searchbox").fill(word)
        else:
            page.get_by_role("button", name="Thêm thời gian").click()
            page.clock.run_for(300_000)  # the press starts the time anew, and more comes on top
        expect(status).to_have_text("")


def test_typing_keeps_the_screen(page: Page) -> None:
    page.goto(TABLET)
    walk_to(page, "procedure")
    page.clock.fast_forward(200_000)
    page.get_by_role("searchbox").fill("kh")
    expect(page.locator(COUNTDOWN)).to_contain_text("sau 29")


def test_a_foreign_language_left_alone_gives_way_to_vietnamese(page: Page) -> None:
    page.goto(TABLET)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Were you satisfied")).to_be_visible()
    page.clock.fast_forward(301_000)
    expect(page.get_by_role("heading", name="Ông/Bà có hài lòng")).to_be_visible()


def test_a_phone_is_left_alone(page: Page) -> None:
    page.goto(PHONE)
    walk_to(page, "thanks")
    page.clock.fast_forward(3_600_000)
    expect_screen(page, "thanks")
    expect(page.locator(COUNTDOWN)).to_be_hidden()
