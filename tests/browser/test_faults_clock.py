"""A tablet's clock may stand anywhere and jump: its ratings count all the same, in their own hour."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from kiosk import periods
from tests.browser.conftest import Server, an_instance, serving
from tests.browser.paired import Tablet, a_tablet
from tests.browser.test_faults import SETTINGS

HOUR = 3_600_000
# The page's wall clock shows the true time and `shift`, which a test may change under its hands.
WRONG_CLOCK = """
  window.shift = %s;
  const True = Date;
  window.Date = class extends True {
    constructor(...given) { given.length ? super(...given) : super(True.now() + window.shift); }
    static now() { return True.now() + window.shift; }
  };
"""
CLOCKS = {
    "1970": "-Date.now()",
    "2099": "Date.UTC(2099, 0) - Date.now()",
    "an hour ahead": f"{HOUR}",
    "an hour behind": f"-{HOUR}",
}
JUMPS = (-HOUR, 20 * 365 * 24 * HOUR, -30 * 365 * 24 * HOUR, 0)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A kiosk whose tablets are paired."""
    with serving(an_instance(tmp_path_factory.mktemp("clocks"), SETTINGS)) as running:
        yield running


def rows(tablet: Tablet, ids: list[str]) -> set[tuple[str, int, str | None]]:
    """Day, hour and rule of these ratings, which are all there."""
    found = [
        tablet.record.conn.execute(
            "SELECT day, hour, rule FROM rating WHERE rating_id = ?", [rating_id]
        ).fetchall()
        for rating_id in ids
    ]
    assert [len(one) for one in found] == [1] * len(ids)
    return {one[0] for one in found}


@pytest.mark.parametrize("shift", CLOCKS.values(), ids=CLOCKS)
def test_a_clock_that_is_wrong_costs_no_rating_and_no_hour(
    browser: Browser, server: Server, shift: str
) -> None:
    with a_tablet(browser, server, WRONG_CLOCK % shift) as tablet:
        start = periods.slot(periods.now())
        ids = [tablet.rate(True)]
        tablet.delivered()
        tablet.road.go_dark()
        ids += [tablet.rate(False)]
        tablet.road.light()
        tablet.heal()
        tablet.delivered()
        end = periods.slot(periods.now())
        assert rows(tablet, ids) <= {(slot.day, slot.hour, None) for slot in (start, end)}
        assert tablet.marks() == []


def test_a_clock_that_jumps_costs_no_rating_and_no_hour(browser: Browser, server: Server) -> None:
    with a_tablet(browser, server, WRONG_CLOCK % "0") as tablet:
        start = periods.slot(periods.now())
        tablet.road.go_dark()
        ids = []
        for jump in JUMPS:
            ids.append(tablet.rate(True))
            tablet.page.evaluate(f"window.shift = {jump}")
        tablet.page.evaluate(f"window.shift = {JUMPS[1]}")
        tablet.road.light()
        tablet.heal()
        tablet.delivered()
        end = periods.slot(periods.now())
        slots = {(slot.day, slot.hour, None) for slot in (start, end)}
        assert rows(tablet, ids) <= slots
        assert tablet.marks() == []
