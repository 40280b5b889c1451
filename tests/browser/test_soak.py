"""The same at length, by `make soak`: each prints what was pressed, shown, stored, doubled and lost."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Server, an_instance, serving
from tests.browser.ordeals import HURRY, Tally, fault_storm, look, power_cuts, press_often
from tests.browser.paired import a_tablet, fill_outbox, outbox
from tests.browser.test_faults import SETTINGS

KILLS = 500
QUEUED = 9_000  # thirty days of 300 presses
TAPS, EVERY = 100_000, 5_000
TAPS_OF_ONE = 4  # of a visit: the answer, two questions passed over, back to the start
VISITS = 250  # in a storm: about ten minutes
SOONEST = 60  # seconds

say = print  # `make soak` lets it through

pytestmark = pytest.mark.soak


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of its own for each ordeal, so that every rating in its record is of that one."""
    (tmp_path / "instance").mkdir()
    with serving(an_instance(tmp_path / "instance", SETTINGS)) as running:
        yield running


def report(name: str, tally: Tally) -> None:
    """Print the counts, and insist on them."""
    say(f"\n{name}: {tally}")
    assert (tally.lost, tally.duplicates) == (0, 0)


def test_power_fails_five_hundred_times(browser: Browser, server: Server, tmp_path: Path) -> None:
    draw = random.Random(500)  # noqa: S311 (repeatable on purpose)
    tally = power_cuts(browser.browser_type, server, tmp_path / "profile", KILLS, draw)
    report(f"{KILLS} power cuts", tally)
    assert tally.pressed == KILLS


def test_thirty_days_without_a_network(browser: Browser, server: Server) -> None:
    with a_tablet(browser, server) as tablet:
        tablet.road.go_dark()
        fill_outbox(tablet.page, QUEUED)
        waiting = outbox(tablet.page)
        first = min(waiting)
        tablet.road.light()
        tablet.heal()
        start = time.monotonic()
        tablet.delivered(300)
        seconds = time.monotonic() - start
        shown = {rating_id: int((n - first) % 5 > 0) for n, rating_id in waiting.items()}
        tally = look(Tally(QUEUED, shown), server)
        report(f"{QUEUED:,} queued ratings delivered in {seconds:.0f} s", tally)
        assert len(tally.shown) == QUEUED
        assert seconds <= SOONEST


def test_a_storm_of_faults(browser: Browser, server: Server) -> None:
    draw = random.Random(17)  # noqa: S311 (repeatable on purpose)
    with a_tablet(browser, server) as tablet:
        start = time.monotonic()
        tally = fault_storm(tablet, VISITS, draw)
        report(f"a storm of {(time.monotonic() - start) / 60:.0f} minutes", tally)
        assert tablet.marks() == []


def test_a_hundred_thousand_presses_in_one_page(browser: Browser, server: Server) -> None:
    with a_tablet(browser, server, HURRY) as tablet:
        visits = TAPS // TAPS_OF_ONE
        growth = press_often(tablet, visits, EVERY // TAPS_OF_ONE)
        tally = look(Tally(pressed=visits), server)
        say(f"\nnodes {growth.nodes}\nlisteners {growth.listeners}\nheap bytes {growth.heap_bytes}")
        report(f"{TAPS:,} taps in one page, {visits:,} of them ratings", tally)
        assert len(tally.stored) == visits
        assert growth.nodes[-1] <= growth.nodes[0] + 50
        assert growth.listeners[-1] <= growth.listeners[0] + 50
        assert growth.heap_bytes[-1] <= growth.heap_bytes[0] * 1.1 + 500_000
