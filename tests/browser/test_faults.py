"""Whatever the network does: what was shown as recorded is in the record, exactly once."""

import json
from collections.abc import Iterator
from itertools import cycle

import pytest
from playwright.sync_api import Browser

from tests.browser import network_faults as faults
from tests.browser.conftest import an_instance, serving
from tests.browser.paired import CONTACTS, RESUMES, Tablet, a_tablet, outbox
from tests.browser.proxy import Exchange, Fault, Reply, Request
from tests.browser.screens import TABLET, expect_screen
from tests.browser.waiting import wait_until

SETTINGS = (
    "OPEN_TABLETS = False\nIDLE_SECONDS = 300\nTHANKS_SECONDS = 60\n"
    "REPEAT_SECONDS = 0\nBURST_PRESSES = 0\n"
)
PROCEDURE = ("Chứng thực việc sửa đổi", "2.000913")
NOT_DELIVERED: dict[str, Fault] = {
    "connection cut": faults.cut,
    "500": faults.answer(500),
    "500 after commit": faults.answer_after_commit(500),
    "503": faults.answer(503, '{"error":{"code":"busy"}}'),
    "403": faults.answer(403, '{"error":{"code":"forbidden"}}'),
    "204": faults.answer(204),
    "204 after commit": faults.answer_after_commit(204),
    "200 with HTML": faults.answer(200, faults.PORTAL, faults.HTML),
    "200 with broken JSON": faults.answer(200, '{"contact":'),
    "wrong id": faults.tampered(faults.name_others),
    "unsigned": faults.unsigned,
    "truncated": faults.truncate,
    "reset after commit": faults.reset_after_commit,
}


@pytest.fixture(scope="module")
def paired(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tablet]:
    """One tablet for all tests of this module."""
    instance = an_instance(tmp_path_factory.mktemp("faults"), SETTINGS)
    with serving(instance) as server, a_tablet(browser, server) as tablet:
        yield tablet


@pytest.fixture
def tablet(paired: Tablet) -> Iterator[Tablet]:
    """The tablet at its first screen with nothing waiting; nobody has complained of it afterwards."""
    paired.road.heal()
    paired.page.goto(TABLET)  # a new page begins with a new patience
    paired.delivered()
    yield paired
    assert paired.marks() == []
    assert paired.record.conn.execute("SELECT count(*) FROM quarantine").fetchone() == (0,)
    assert paired.record.conn.execute("SELECT count(*) FROM rating WHERE rule <> ''").fetchone() == (0,)


def wait_for_a_try(tablet: Tablet, before: int) -> None:
    """Until there have been more contacts than that."""
    wait_until(tablet.page, lambda: tablet.road.count(CONTACTS) > before, "the tablet does not try")


@pytest.mark.parametrize(
    ("fault", "satisfied"), list(zip(NOT_DELIVERED.values(), cycle([True, False]))), ids=NOT_DELIVERED
)
def test_no_answer_but_the_servers_own_moves_anything_and_all_arrives_once(
    tablet: Tablet, fault: Fault, satisfied: bool
) -> None:
    before = tablet.stored()
    tablet.road.break_down(CONTACTS, fault)
    tries = tablet.road.count(CONTACTS)
    rating_id = tablet.rate(satisfied, PROCEDURE[0])
    wait_for_a_try(tablet, tries)
    assert list(outbox(tablet.page).values()) == [rating_id, rating_id]  # the rating and its detail
    tablet.heal()
    assert tablet.delivered() == before | {rating_id: int(satisfied)}
    procedure = "SELECT procedure_id FROM rating_procedure WHERE rating_id = ?"
    assert tablet.record.conn.execute(procedure, [rating_id]).fetchall() == [(PROCEDURE[1],)]


def test_an_old_acknowledgement_is_not_one_of_what_came_later(tablet: Tablet) -> None:
    before = tablet.stored()
    first: list[Reply] = []
    tablet.road.break_down(CONTACTS, faults.old_reply(first))
    acknowledged = tablet.rate(True)
    tablet.delivered()
    tries = tablet.road.count(CONTACTS)
    repeated = tablet.rate(False)
    wait_for_a_try(tablet, tries)
    assert [one["rating_id"] for one in json.loads(first[0].body)["entries"]] == [acknowledged]
    assert list(outbox(tablet.page).values()) == [repeated]
    tablet.heal()
    assert tablet.delivered() == before | {acknowledged: 1, repeated: 0}


def test_a_contact_that_arrives_twice_is_one(tablet: Tablet) -> None:
    before = tablet.stored()
    tablet.road.break_down(CONTACTS, faults.duplicate)
    rated = {tablet.rate(True): 1, tablet.rate(False): 0}
    assert tablet.delivered() == before | rated


@pytest.mark.parametrize("after_commit", [False, True], ids=["before the server", "behind it"])
def test_a_contact_that_stalls_for_30_seconds_keeps_the_next_ones_back_no_longer_than_that(
    tablet: Tablet, after_commit: bool
) -> None:
    before = tablet.stored()
    stalled: list[int] = []

    def once(exchange: Exchange) -> Reply | None:
        if stalled:
            return exchange.forward()
        stalled.append(1)
        return faults.stall(30, after_commit=after_commit)(exchange)

    tablet.road.break_down(CONTACTS, once)
    rated = {tablet.rate(True): 1, tablet.rate(False): 0}
    wait_until(tablet.page, lambda: stalled, "the tablet does not try")
    assert tablet.delivered(RESUMES) == before | rated


def test_with_the_cable_out_people_rate_on_and_all_arrives_within_half_a_minute(tablet: Tablet) -> None:
    before = tablet.stored()
    tablet.road.go_dark()
    try:
        rated = {tablet.rate(number % 3 > 0): int(number % 3 > 0) for number in range(5)}
        tablet.page.wait_for_timeout(5_000)  # its patience has grown by then
        assert set(outbox(tablet.page).values()) == set(rated)
    finally:
        tablet.road.light()
    assert tablet.delivered(RESUMES) == before | rated


def test_a_page_reloaded_without_a_network_still_rates_and_keeps(tablet: Tablet) -> None:
    before = tablet.stored()
    tablet.road.go_dark()
    try:
        rated = {tablet.rate(True): 1}
        tablet.page.reload()
        expect_screen(tablet.page, "rate")
        rated |= {tablet.rate(False): 0}
        assert set(outbox(tablet.page).values()) == set(rated)
    finally:
        tablet.road.light()
    assert tablet.delivered() == before | rated


def test_a_captive_portal_before_everything_changes_neither_page_nor_outbox(tablet: Tablet) -> None:
    before = tablet.stored()
    tablet.road.break_down("/", faults.answer(200, faults.PORTAL, faults.HTML))
    rated = {tablet.rate(True): 1}
    tablet.page.reload()
    expect_screen(tablet.page, "rate")
    rated |= {tablet.rate(False): 0}
    assert set(outbox(tablet.page).values()) == set(rated)
    tablet.heal()
    assert tablet.delivered() == before | rated


def test_the_network_sees_the_same_of_either_answer(tablet: Tablet) -> None:
    """Requests, their order, the lengths of what is in each entry; the page's upkeep is put aside."""
    seen: list[Request] = []

    def look(exchange: Exchange) -> Reply | None:
        seen.append(exchange.request)
        return exchange.forward()

    tablet.road.break_down("/", look)
    looks = []
    for satisfied in (True, False):
        seen.clear()
        tablet.rate(satisfied)
        tablet.delivered()
        tablet.page.wait_for_timeout(500)
        asked = [look_of(one) for one in seen if not one.path.startswith("/t/")]
        looks.append([one for one in asked if one[2] != []])  # signs of life come at their own time
    assert looks[0] == looks[1]
    assert any(entries for _, _, entries in looks[0])


def look_of(request: Request) -> tuple[str, str, list[list[int]]]:
    entries = json.loads(request.body)["entries"] if request.path == CONTACTS else []
    return request.method, request.path, [[len(str(entry[name])) for name in entry] for entry in entries]
