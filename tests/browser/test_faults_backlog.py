"""A month without a network, a new release in the middle of a visit, thousands of presses."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Server, an_instance, serving, start_server
from tests.browser.ordeals import HURRY, press_often
from tests.browser.paired import CONTACTS, Tablet, a_tablet, fill_outbox, outbox
from tests.browser.screens import expect_screen, press, screen, skip
from tests.browser.test_faults import SETTINGS
from tests.browser.waiting import wait_until

QUEUED = 600
PRESSES = 300
SOONEST = 60  # seconds to deliver any backlog


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with paired tablets."""
    return an_instance(tmp_path_factory.mktemp("backlog"), SETTINGS)


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    """Its server."""
    with serving(folder) as running:
        yield running


def test_a_backlog_is_delivered_whole_in_less_than_a_minute(browser: Browser, server: Server) -> None:
    with a_tablet(browser, server) as tablet:
        before = tablet.stored()
        tablet.road.go_dark()
        fill_outbox(tablet.page, QUEUED)
        waiting = outbox(tablet.page)
        assert sorted(waiting) == list(range(min(waiting), min(waiting) + QUEUED))
        tablet.road.light()
        tablet.heal()
        start = time.monotonic()
        assert set(tablet.delivered(SOONEST)) == set(before) | set(waiting.values())
        assert time.monotonic() - start < SOONEST
        assert tablet.road.count(CONTACTS) < QUEUED / 10


def test_a_new_release_waits_until_nobody_stands_there(browser: Browser, folder: Path) -> None:
    server, process = start_server(folder)
    following = process
    try:
        with a_tablet(browser, server) as tablet:
            before = tablet.stored()
            tablet.page.locator("[data-field=ready][data-state=online]").wait_for()
            old = release(tablet)
            press(tablet.page, True)
            expect_screen(tablet.page, "procedure")
            rated = {tablet.page.evaluate("window.kept.at(-1)"): 1}
            process.terminate()
            process.wait(20)
            newer, following = start_server(folder, "tests.browser.next_release:create_app")
            tablet.road.target = int(newer.base.rsplit(":", 1)[1])
            tablet.heal()
            wait_for_worker(tablet)
            expect_screen(tablet.page, "procedure")  # still the same person's
            assert release(tablet) == old
            skip(tablet.page, "procedure")
            skip(tablet.page, "topics")
            expect_screen(tablet.page, "thanks")
            screen(tablet.page, "thanks").locator("[data-action=start]").click()
            rated |= rate_until_changed(tablet, old)
            assert tablet.delivered() == before | rated
    finally:
        for one in {process, following}:
            one.terminate()
            one.wait(20)


def release(tablet: Tablet) -> str:
    return str(tablet.page.evaluate("document.body.dataset.release"))


def wait_for_worker(tablet: Tablet) -> None:
    """Until the next release lies ready in the browser."""
    waiting = "navigator.serviceWorker.getRegistration('/t/').then(({ waiting }) => Boolean(waiting))"
    wait_until(tablet.page, lambda: tablet.page.evaluate(waiting), "no new service worker came")


def rate_until_changed(tablet: Tablet, old: str) -> dict[str, int]:
    """People go on rating; between two of them the page changes, and takes the next one's press.

    Each time one has gone there is a contact, which on a counter comes once a minute.
    """
    rated = {}
    for number in range(10):
        rated[tablet.rate(number % 2 == 0)] = int(number % 2 == 0)
        tablet.heal()
        tablet.page.wait_for_timeout(500 * number)
        if release(tablet) != old:
            rated[tablet.rate(False)] = 0
            return rated
    raise AssertionError("the page never changed to the new release")


def test_a_page_that_takes_many_presses_does_not_grow(browser: Browser, server: Server) -> None:
    with a_tablet(browser, server, HURRY) as tablet:
        growth = press_often(tablet, PRESSES, every=PRESSES // 3)
        assert growth.nodes[-1] <= growth.nodes[0] + 5, growth
        assert growth.listeners[-1] <= growth.listeners[0] + 5, growth
        assert growth.heap_bytes[-1] <= growth.heap_bytes[0] * 1.3, growth
        assert len(tablet.delivered(SOONEST)) >= PRESSES
