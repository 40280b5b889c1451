"""The service just finished at the counter: from the one-stop system to the tablet and the record."""

import itertools
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from kiosk.storage.db import writing
from tests import factories
from tests.browser.conftest import Server, an_instance, serving
from tests.browser.one_stop import OneStop
from tests.browser.paired import pair, wait_until_empty
from tests.browser.screens import expect_screen, press, screen, skip

SETTINGS = (
    "OPEN_TABLETS = False\nIDLE_SECONDS = 300\nTHANKS_SECONDS = 60\n"
    "REPEAT_SECONDS = 0\nBURST_PRESSES = 0\n"
)
BIRTH, COPY = ("1.001193", "Đăng ký khai sinh"), ("2.000815", "Chứng thực bản sao từ bản chính")
SEALED = """
  window.sealed = [];
  const add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function (entry, ...rest) {
    if (this.name === "outbox") window.sealed.push(entry.sealed.length);
    return add.call(this, entry, ...rest);
  };
"""
NUMBERS = itertools.count(3)  # of counters
SOMEBODY_LEAVES = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


@pytest.fixture(scope="module")
def announcing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A kiosk of its own: where services are announced, every tablet listens."""
    with serving(an_instance(tmp_path_factory.mktemp("announcing"), SETTINGS)) as running:
        yield running


@pytest.fixture(scope="module")
def everywhere(announcing: Server) -> OneStop:
    return OneStop(announcing)


@pytest.fixture
def one_stop(announcing: Server, everywhere: OneStop) -> OneStop:
    """Announces at a counter of the test's own, where nobody left anything unanswered."""
    everywhere.counter = f"H44.5-{next(NUMBERS)}"
    db = announcing.record()
    with writing(db):
        factories.a_version(
            db, "counter", counter_id=everywhere.counter, name="Quầy mới", centre_id="H44.5"
        )
    db.conn.close()
    return everywhere


@pytest.fixture
def tablet(browser: Browser, announcing: Server, one_stop: OneStop) -> Iterator[BrowserContext]:
    """A browser that will be a tablet."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="vi-VN", base_url=announcing.base
    )
    context.add_init_script(SEALED)
    yield context
    context.close()


@pytest.fixture
def page(tablet: BrowserContext, announcing: Server, one_stop: OneStop) -> Page:
    """A tablet that listens."""
    return listening(tablet.new_page(), announcing, one_stop.counter)


def listening(page: Page, server: Server, counter_id: str) -> Page:
    with page.expect_response("**/api/v1/offers"):
        pair(page, server, counter_id)
    return page


def card(page: Page) -> Any:
    return page.locator(".finished")


def expect_asked(page: Page, name: str) -> None:
    expect(card(page)).to_be_visible()
    expect(card(page)).to_contain_text(f"Ông/Bà vừa làm: {name}", use_inner_text=False)


def rows(server: Server, question: str) -> list[Any]:
    db = server.record()
    found = db.conn.execute(question).fetchall()
    db.conn.close()
    return found


def rate(page: Page, satisfied: bool, *screens: str) -> None:
    """From the question to the thanks by these screens, and back to the start."""
    press(page, satisfied)
    for name in screens:
        expect_screen(page, name)
        skip(page, name)
    expect_screen(page, "thanks")
    screen(page, "thanks").locator("[data-action=start]").click()
    expect_screen(page, "rate")


def test_what_is_finished_stands_on_the_tablet_within_a_second(page: Page, one_stop: OneStop) -> None:
    """Where the server is slow to take the news itself, within five times as long."""
    took = []
    for procedure_id, name in (BIRTH, COPY, BIRTH):
        began = time.monotonic()
        one_stop.finish(procedure_id)
        told = time.monotonic()
        expect_asked(page, name)
        took.append((time.monotonic() - began) / max(1, 5 * (told - began)))
    assert min(took) < 1, took


def test_the_press_is_tied_to_it_and_the_procedure_is_not_asked_for_after_either_answer(
    page: Page, announcing: Server, one_stop: OneStop
) -> None:
    dossiers = []
    for satisfied in (True, False):
        dossiers.append(one_stop.finish(BIRTH[0], outcome="granted" if satisfied else "refused"))
        expect_asked(page, BIRTH[1])
        rate(page, satisfied, "topics")
        expect(card(page)).to_be_hidden()
    wait_until_empty(page)
    answered = dict(rows(announcing, "SELECT service_id, channel FROM service_answered"))
    asked = rows(announcing, "SELECT service_id FROM service_offered WHERE channel = 'tablet'")
    assert {answered[dossier] for dossier in dossiers} == {"tablet"}
    assert {(dossier,) for dossier in dossiers} <= set(asked)
    tied = rows(announcing, "SELECT satisfied FROM rating WHERE procedure_by = 'service'")
    assert sorted(tied) == [(0,), (1,)]
    assert len(set(page.evaluate("window.sealed"))) == 1


def test_whoever_stands_there_is_let_be_and_can_say_that_it_was_another(
    page: Page, announcing: Server, one_stop: OneStop
) -> None:
    page.locator("a[hreflang=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    target = page.locator(".target").first
    before = target.bounding_box()
    dossier = one_stop.finish(COPY[0])
    page.wait_for_timeout(1_000)
    assert target.bounding_box() == before
    expect(card(page)).to_be_hidden()

    page.evaluate(SOMEBODY_LEAVES)
    expect_asked(page, COPY[1])
    before = target.bounding_box()
    page.get_by_role("button", name="Không phải tôi").click()
    expect(card(page)).to_be_hidden()
    assert target.bounding_box() == before
    rate(page, True, "procedure", "topics")
    expect(card(page)).to_be_hidden()
    wait_until_empty(page)
    assert (dossier,) not in rows(announcing, "SELECT service_id FROM service_answered")
    assert rows(announcing, "SELECT count(*) FROM set_aside") == [(0,)]


def test_where_streams_are_held_back_the_tablet_asks_every_few_seconds(
    tablet: BrowserContext, announcing: Server, one_stop: OneStop
) -> None:
    waits = []

    def hold_streams(route: Route) -> None:
        waits.append(json.loads(route.request.post_data or "{}")["wait"])
        if waits[-1] == 0:
            route.continue_()

    page = tablet.new_page()
    tablet.route("**/api/v1/offers", hold_streams)
    listening(page, announcing, one_stop.counter)
    one_stop.finish(COPY[0])
    expect_asked(page, COPY[1])
    assert (waits[0] > 0, waits[1]) == (True, 0)
