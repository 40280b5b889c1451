"""A closed tablet's page whose script does not run: it says so instead of asking in vain."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Server
from tests.browser.screens import TABLET

NOT_READY = "Vui lòng báo cán bộ: máy này chưa sẵn sàng nhận đánh giá."
NO_SCRIPT = "Vui lòng báo cán bộ: cần bật JavaScript trên máy này."
DELAY = "getComputedStyle(document.querySelector('noscript .unready')).animationDelay"
OPACITY = "getComputedStyle(document.querySelector('.targets')).opacity"


@pytest.fixture
def closed(browser: Browser, strict_server: Server, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A tablet of nobody's, whose script never arrives; or with no scripts at all."""
    made: BrowserContext = browser.new_context(
        base_url=strict_server.base, locale="vi-VN", java_script_enabled=request.param
    )
    page = made.new_page()
    page.route("**/*.js", lambda route: route.abort())
    yield page
    made.close()


@pytest.mark.parametrize("closed", [True], indirect=True)
def test_where_the_script_does_not_arrive_the_answers_dim_and_words_send_for_the_staff(
    closed: Page,
) -> None:
    session = closed.context.new_cdp_session(closed)
    session.send("Animation.enable")
    session.send("Animation.setPlaybackRate", {"playbackRate": 0})
    closed.goto(TABLET)
    words = closed.get_by_text(NOT_READY)
    expect(words).to_be_hidden()  # it may still be on its way
    assert closed.evaluate(OPACITY) == "1"
    session.send("Animation.setPlaybackRate", {"playbackRate": 10})  # six seconds of a citizen's
    expect(words).to_be_visible()
    assert 0.2 < float(closed.evaluate(OPACITY)) < 0.5
    box, target = words.bounding_box(), closed.locator(".targets").bounding_box()
    assert box and target
    assert target["y"] < box["y"] < box["y"] + box["height"] < target["y"] + target["height"]
    expect(closed.get_by_text(NO_SCRIPT)).to_have_count(0)  # it lies in a noscript


@pytest.mark.parametrize("closed", [False], indirect=True)
def test_where_scripts_are_switched_off_that_is_said_at_once(closed: Page) -> None:
    closed.goto(TABLET)
    words = closed.locator("noscript .unready")  # such words have no text for playwright
    expect(words).to_be_visible()
    assert closed.evaluate(DELAY) == "0s"
    assert NO_SCRIPT in closed.content()


def test_a_page_that_takes_presses_has_no_such_words_and_does_not_dim(page: Page) -> None:
    page.goto(TABLET)
    expect(page.locator(".unready")).to_have_count(0)
    page.wait_for_timeout(1_500)  # past the moment of dimming
    assert page.evaluate(OPACITY) == "1"


def test_a_paired_tablet_neither_dims_nor_says_so(paired: BrowserContext) -> None:
    (page,) = paired.pages
    page.wait_for_timeout(1_500)
    assert page.evaluate(OPACITY) == "1"
    expect(page.locator(".unready")).to_be_hidden()
