"""Faked ratings put into made-up months. The table itself is `python -m bench fraud`."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from bench import fraud
from bench import fraud_world as world
from bench.fraud import Judged, Measured, flagged, measure
from kiosk.integrity import watch
from kiosk.integrity.watch import CLOSE, FOLLOWED, LATE, LONE, SLIPLESS, TIMED, Watch

TOGETHER, APART = (world.TOGETHER, 2), (world.APART, 1)


def recall(found: Measured, how: str, fakes: int) -> float:
    return flagged(found.faked[how, fakes, False])


@pytest.fixture(scope="module")
def announced() -> Measured:
    return measure(world.ANNOUNCED, seed=31, number=60, frauds=[TOGETHER])


def test_two_fakes_in_a_row_each_day_are_found_out(announced: Measured) -> None:
    assert recall(announced, *TOGETHER) >= 0.9


def test_the_honest_are_left_in_peace(announced: Measured) -> None:
    assert flagged(announced.honest) <= 0.05


def test_with_receipts_one_fake_a_day_is_found_out() -> None:
    found = measure(world.RECEIPTS, seed=32, number=60, frauds=[APART])
    assert recall(found, *APART) >= 0.85
    assert flagged(found.honest) <= 0.05


def test_a_fake_raises_what_citizens_seem_to_say(announced: Measured) -> None:
    gains = [one.gain for one in announced.faked[*TOGETHER, False]]
    assert np.mean(gains) > 0.01
    assert all(one.gain == 0 for one in announced.honest)


def test_the_made_up_officers_have_one_to_twenty_five_ratings_a_day(announced: Measured) -> None:
    sizes = [one.a_day for one in announced.honest]
    assert 0.5 < min(sizes) < 2.5
    assert 12 < max(sizes) < 45
    assert 2 < np.median(sizes) < 10


def test_the_made_up_world_marks_presses_as_the_kiosk_does() -> None:
    """What is odd about a day's presses, by the world's short cut and by the kiosk's own rules."""
    rng = np.random.default_rng(5)
    for one in world.officers(rng, 12):
        day = world.honest_day(rng, one, world.ANNOUNCED, world.luck(rng), 0)
        day = world.with_fakes(rng, day, world.TOGETHER, 2)
        shown, counted = world.as_day(day, "o", "2026-08-17"), by_the_kiosk(day)
        theirs = [counted.get(mark, 0) for mark in (TIMED, LONE, LATE, FOLLOWED, SLIPLESS, CLOSE)]
        ours = [shown.timed, shown.lone, shown.late, shown.followed, shown.slipless, shown.close]
        assert ours == theirs


def by_the_kiosk(day: world.Presses) -> Mapping[str, int]:
    opens = datetime(2026, 8, 17, 0, 30, tzinfo=UTC)
    told = sorted(seconds for seconds in day.told if np.isfinite(seconds))
    marks: dict[str, int] = {}
    seen, door, last = 0, Watch(), -np.inf
    for place in np.argsort(day.at):
        at = float(day.at[place])
        if day.phone[place]:
            continue
        gap, last = at - last, at
        while seen < len(told) and told[seen] <= at:
            hear(door, opens + timedelta(seconds=told[seen]), marks)
            seen += 1
        press = watch.Watched(
            rating_id=str(place),
            counter_id="q",
            instant=opens + timedelta(seconds=at),
            hour=8,
            waited_seconds=0,
            officer_id="o",
            on_duty="o",
            is_tied=False,
            has_token=False,
            by_slip=False,
            by_service=False,
        )
        if gap >= world.REPEAT_SECONDS:
            for mark in door.marks(press):
                marks[mark] = marks.get(mark, 0) + 1
    for seconds in told[seen:]:
        hear(door, opens + timedelta(seconds=seconds), marks)
    return marks


def hear(door: Watch, instant: datetime, marks: dict[str, int]) -> None:
    """A service is announced: which presses it follows is counted."""
    for (*_, mark), n in door.followed(["q"], instant).items():
        marks[mark] = marks.get(mark, 0) + n
    door.note_served(["q"], instant)


def test_a_share_of_nobody_is_not_asked_for() -> None:
    honest = (Judged("o", 1.0, frozenset(), 0.0), Judged("p", 1.0, frozenset({"lone-1"}), 0.0))
    assert flagged(honest) == 0.5


@pytest.mark.soak
@pytest.mark.parametrize("setting", fraud.SETTINGS)
def test_a_thousand_officers_in_each_setting(setting: str) -> None:
    """What is promised: see docs/integrity.md."""
    found = measure(setting, seed=77, number=1_000)
    fraud.show(found)
    assert flagged(found.honest) <= 0.01
    assert recall(found, world.TOGETHER, 2) >= 0.95
    if setting == world.RECEIPTS:
        assert recall(found, world.APART, 1) >= 0.90
        assert recall(found, world.APART, 2) >= 0.95
