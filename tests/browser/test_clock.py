"""A tablet left alone goes home; whoever needs longer stays."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.screens import PHONE, TABLET, expect_screen, press, walk_to
from tests.browser.waiting import stop_the_clock

COUNTDOWN = ".countdown"


@pytest.fixture(autouse=True)
def _clock_in_hand(page: Page) -> None:
    """The page's clock runs, and can be moved on. The server waits 300 seconds, and 60 at the end."""
    page.clock.install()


def stop_and_read(page: Page) -> int:
    """The seconds that are left, while the page's time stands still."""
    stop_the_clock(page)
    found = re.search(r"sau (\d+) giây", page.locator(COUNTDOWN).inner_text())
    assert found
    return int(found[1])


def expect_home(page: Page) -> None:
    """The first screen, once its moment of rest is over."""
    page.clock.resume()
    expect_screen(page, "rate")


@pytest.mark.parametrize("left_at", ["procedure", "topics"])
def test_a_screen_left_alone_counts_down_before_eyes_and_goes_home(page: Page, left_at: str) -> None:
    page.goto(TABLET)
    walk_to(page, left_at, satisfied=False)
    expect(page.locator(COUNTDOWN)).to_contain_text(re.compile("Về màn hình đầu sau 2[0-9]{2} giây"))
    left = stop_and_read(page)
    page.clock.fast_forward((left - 1) * 1000)
    expect_screen(page, left_at)
    page.clock.fast_forward(2_000)
    expect_home(page)
    expect(page.locator(COUNTDOWN)).to_be_hidden()


def test_by_the_walls_clock_too_a_tablet_goes_home(page: Page, hasty_server: Server) -> None:
    page.goto(hasty_server.base + TABLET)
    press(page, True)
    expect(page.locator(COUNTDOWN)).to_contain_text(re.compile("Về màn hình đầu sau [1-5] giây"))
    expect_screen(page, "rate")


def test_the_thanks_leave_after_their_own_time(page: Page) -> None:
    page.goto(TABLET)
    walk_to(page, "thanks")
    left = stop_and_read(page)
    assert left <= 60
    page.clock.fast_forward((left - 1) * 1000)
    expect_screen(page, "thanks")
    page.clock.fast_forward(2_000)
    expect_home(page)


def test_more_time_is_more_time(page: Page) -> None:
    page.goto(TABLET)
    walk_to(page, "thanks")
    left = stop_and_read(page)
    page.get_by_role("button", name="Thêm thời gian").click()
    expect(page.locator(COUNTDOWN)).to_contain_text(f"sau {left + 300} giây")
    page.clock.fast_forward((left + 299) * 1000)
    expect_screen(page, "thanks")
    page.clock.fast_forward(2_000)
    expect_home(page)


def test_ten_seconds_before_the_end_it_is_said_aloud(page: Page) -> None:
    page.goto(TABLET)
    walk_to(page, "procedure")
    page.clock.run_for((stop_and_read(page) - 12) * 1000)
    expect(page.get_by_role("status")).to_have_text("")
    page.clock.run_for(3_000)
    expect(page.get_by_role("status")).to_have_text("Màn hình này còn 10 giây.")


@pytest.mark.parametrize("how", ["more time", "typing"])
def test_the_warning_goes_with_the_hurry_and_is_said_again_with_the_next(page: Page, how: str) -> None:
    page.goto(TABLET)
    walk_to(page, "procedure")
    left = stop_and_read(page)
    status = page.get_by_role("status")
    for word in ("khai", "sinh"):
        page.clock.run_for((left - 8) * 1000)
        left = 300
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
    stop_the_clock(page)
    page.clock.fast_forward(200_000)
    page.get_by_role("searchbox").fill("kh")
    expect(page.locator(COUNTDOWN)).to_contain_text("sau 300 giây")


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
