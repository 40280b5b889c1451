"""When the server cannot be reached: nothing is said to be recorded that is not."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from kiosk.storage.db import Database
from tests.browser import network_faults as faults
from tests.browser.conftest import Server
from tests.browser.screens import TABLET, expect_screen, press, screen, walk_to

pytestmark = pytest.mark.usefixtures("lost_requests_are_meant")

RATINGS = "**/api/v1/ratings"
OURS = {"Hailong-Release": "ours"}  # what no portal's reply bears
TROUBLE = "Chưa gửi được. Hệ thống đang thử lại…"


@pytest.fixture
def record(server: Server) -> Iterator[Database]:
    """The server's record, seen from outside."""
    with server.opened() as db:
        yield db


def count(db: Database) -> int:
    return int(db.conn.execute("SELECT count(*) FROM rating").fetchone()[0])


def lose(route: Route) -> None:
    route.abort("internetdisconnected")


def fail(route: Route) -> None:
    route.fulfill(status=503, json={"error": {"code": "busy"}})


def name_another(route: Route) -> None:
    route.fulfill(status=200, json={"rating_id": "f" * 32, "status": "recorded"})


def say_nothing(route: Route) -> None:
    route.fulfill(status=200, body="")


@pytest.mark.parametrize("trouble", [lose, fail, name_another, say_nothing])
def test_a_lost_press_is_said_to_be_lost_and_arrives_once_later(
    page: Page, record: Database, trouble: Callable[[Route], None]
) -> None:
    before = count(record)
    page.goto(TABLET)
    page.route(RATINGS, trouble)
    press(page, True)
    expect(page.get_by_role("status")).to_have_text(TROUBLE)
    assert "ghi nhận" not in page.locator("body").inner_text()
    expect(page.locator("[data-screen]:visible")).to_have_attribute("data-screen", "rate")
    assert count(record) == before
    page.unroute(RATINGS)
    expect(screen(page, "procedure")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("")
    assert count(record) == before + 1


def test_while_it_is_on_its_way_both_targets_look_alike(page: Page) -> None:
    page.goto(TABLET)
    page.route(RATINGS, lose)
    press(page, False)
    expect(page.get_by_role("status")).to_have_text(TROUBLE)
    page.mouse.move(5, 5)
    looks = page.locator(".target").evaluate_all(
        "targets => targets.map(t => { const s = getComputedStyle(t);"
        " return [s.opacity, s.transform, s.backgroundColor, t.getAttributeNames().join()]; })"
    )
    assert looks[0] == looks[1]


def test_an_acknowledgement_that_was_lost_does_not_store_twice(page: Page, record: Database) -> None:
    before = count(record)
    page.goto(TABLET)
    lost = faults.lose_the_first_answer(page, RATINGS)
    press(page, True)
    expect(screen(page, "procedure")).to_be_visible()
    assert lost == [200]
    assert count(record) == before + 1
    assert record.conn.execute("SELECT count(*) FROM set_aside").fetchone() == (0,)


def test_a_second_press_on_the_way_is_not_another_rating(page: Page, record: Database) -> None:
    before = count(record)
    page.goto(TABLET)
    page.route(RATINGS, lose)
    press(page, True)
    expect(page.get_by_role("status")).to_have_text(TROUBLE)
    press(page, False)
    page.unroute(RATINGS)
    expect(screen(page, "procedure")).to_be_visible()
    assert count(record) == before + 1


def test_a_refused_press_is_never_said_to_be_recorded(page: Page) -> None:
    page.goto(TABLET)
    refusal = {"status": 404, "headers": OURS, "json": {"error": {"code": "unknown_counter"}}}
    page.route(RATINGS, lambda route: route.fulfill(**refusal))
    press(page, True)
    expect(page.get_by_role("status")).to_have_text(
        "Rất tiếc, hệ thống chưa ghi nhận được đánh giá này."
    )
    expect_screen(page, "rate")


def test_a_portals_refusal_is_none_and_the_press_is_sent_again(page: Page) -> None:
    page.goto(TABLET)
    page.route(RATINGS, lambda route: route.fulfill(status=403, body="Sign in to this network"))
    press(page, True)
    expect(page.get_by_role("status")).to_have_text(TROUBLE)
    page.unroute(RATINGS)
    expect_screen(page, "procedure")


def test_whoever_walks_away_leaves_a_free_tablet_and_the_press_still_arrives(
    page: Page, hasty_server: Server
) -> None:
    db = hasty_server.record()
    before = count(db)
    page.goto(hasty_server.base + TABLET)
    page.route(RATINGS, lose)
    press(page, False)
    expect(page.locator(".countdown")).to_be_visible()
    expect(page.locator("main")).not_to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("status")).to_have_text(TROUBLE)
    assert count(db) == before
    page.unroute(RATINGS)
    expect(page.get_by_role("status")).to_have_text("")
    expect_screen(page, "rate")
    assert count(db) == before + 1
    db.conn.close()


def test_after_somebody_walked_away_from_a_press_on_its_way_the_next_one_can_press(
    page: Page, hasty_server: Server
) -> None:
    db = hasty_server.record()
    before = count(db)
    page.goto(hasty_server.base + TABLET)
    page.route(RATINGS, lose)
    press(page, False)
    expect(page.locator(".countdown")).to_be_visible()
    expect(page.locator(".countdown")).to_be_hidden()
    page.wait_for_timeout(500)  # longer than an answer travels unseen, and than a screen rests
    expect(page.locator("main")).not_to_have_attribute("aria-busy", "true")
    press(page, True)
    expect(page.locator(".countdown")).to_be_visible()
    page.unroute(RATINGS)
    expect(page.get_by_role("status")).to_have_text("")
    assert count(db) == before + 2
    db.conn.close()


def test_a_search_that_cannot_reach_the_server_leaves_the_usual_procedures(page: Page) -> None:
    page.goto(TABLET)
    walk_to(page, "procedure")
    tiles = screen(page, "procedure").locator(".found .tile")
    usual = tiles.all_inner_texts()
    page.route("**/api/v1/procedures*", lose)
    with page.expect_event("requestfailed"):
        page.get_by_role("searchbox").fill("khai sinh")
    expect(tiles).to_have_text(usual)
