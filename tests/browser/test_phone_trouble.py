"""A phone that is old, whose page is opened again, or that has two of them."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Watch
from tests.browser.screens import PHONE, expect_screen, press, screen, skip
from tests.browser.slips import Slips
from tests.browser.test_phone import (
    IN_HAND,
    RECORDED,
    WAITING,
    expect_nothing_waiting,
    expect_recorded,
)

# An answer, and a tap as soon as the topics stand there; a tap by script passes over what is inert.
TAP_AT_ONCE = """
  () => new Promise((resolve) => {
    document.querySelector(".target").click();
    const look = () => {
      const skip = document.querySelector("[data-screen=topics]:not([hidden]) .skip");
      if (!skip) return requestAnimationFrame(look);
      skip.click();
      setTimeout(resolve, 100);
    };
    look();
  })
"""


@pytest.fixture(autouse=True, params=[IN_HAND], ids=["in hand"])
def options(request: pytest.FixtureRequest) -> Any:
    """What `context` makes its window of."""
    return request.param


def ratings(slips: Slips) -> int:
    """How many the record holds."""
    count: int = slips.db.conn.execute("SELECT count(*) FROM rating").fetchone()[0]
    return count


def test_a_phone_of_2021_brings_its_answer_to_the_record_too(
    page: Page, context: BrowserContext, slips: Slips
) -> None:
    context.add_init_script("delete AbortSignal.timeout;")
    before = len(slips.answers())
    page.goto(slips.path())
    assert page.evaluate("AbortSignal.timeout") is None
    press(page, True)
    expect(screen(page, "topics").get_by_text("Đánh giá đã được ghi nhận.")).to_be_visible()
    assert len(slips.answers()) == before + 1


def test_a_browser_that_does_not_say_which_button_was_pressed_takes_answers_too(
    page: Page, context: BrowserContext, slips: Slips
) -> None:
    context.add_init_script("delete SubmitEvent.prototype.submitter;")
    before = slips.answers()
    page.goto(slips.path())
    expect_screen(page, "rate")
    press(page, False)
    expect_recorded(page)
    expect_screen(page, "topics")
    assert sorted(slips.answers()) == sorted([*before, (0,)])
    screen(page, "topics").get_by_role("button", name="Thời gian chờ").click()
    expect_screen(page, "comment")
    page.get_by_role("textbox", name="Góp ý").fill("Nhanh")
    page.get_by_role("button", name="Gửi góp ý").click()
    expect_screen(page, "thanks")
    expect_nothing_waiting(page)


def test_a_second_tap_rests_even_where_the_browser_lets_it_through(page: Page, slips: Slips) -> None:
    page.goto(slips.path())
    expect_screen(page, "rate")
    page.evaluate(TAP_AT_ONCE)
    expect_screen(page, "topics")
    skip(page, "topics")
    expect_screen(page, "comment")


def test_what_a_posters_page_left_is_sent_when_it_is_opened_again_and_not_asked_again(
    page: Page, context: BrowserContext, slips: Slips, watch: Watch
) -> None:
    watch.expected = "ERR_INTERNET_DISCONNECTED"
    before = ratings(slips)
    page.goto(PHONE)
    expect_screen(page, "rate")
    context.set_offline(True)
    press(page, True)
    expect(screen(page, "rate")).to_be_hidden()
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(PHONE)
    expect(again.get_by_role("heading", name=RECORDED)).to_be_visible()
    expect_nothing_waiting(again)
    assert ratings(slips) == before + 1


def test_what_waits_from_a_slip_does_not_answer_the_poster_of_its_counter(
    page: Page, context: BrowserContext, slips: Slips, watch: Watch
) -> None:
    watch.expected = "ERR_"
    context.route("**/api/v1/ratings", lambda route: route.abort())
    page.goto(slips.path(counter_id="H44.5-1"))
    press(page, True)
    expect_screen(page, "topics")
    page.close()
    other = context.new_page()
    other.goto("/p/H44.5-1")
    expect_screen(other, "rate")
    other.wait_for_timeout(500)
    expect_screen(other, "rate")
    assert other.evaluate(WAITING) == 1


def test_what_another_page_of_the_phone_has_sent_is_not_called_unsent_here(
    page: Page, context: BrowserContext, slips: Slips, watch: Watch
) -> None:
    watch.expected = "ERR_"
    before, path = ratings(slips), slips.path()
    page.route("**/api/v1/ratings", lambda route: route.abort())
    page.goto(path)
    press(page, False)
    expect_screen(page, "topics")
    expect(page.locator("#kiosk")).to_have_attribute("data-delivery", "kept")
    other = context.new_page()
    other.goto(path)
    expect(other.get_by_role("heading", name=RECORDED)).to_be_visible()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#kiosk")).to_have_attribute("data-delivery", "sent")
    expect(page.locator(".status")).to_have_text("")
    assert ratings(slips) == before + 1
