"""Faked ratings put into made-up months. The table itself is `python -m bench fraud`."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from analytics.integrity.kinds import IDLE
from analytics.integrity.kinds import LONE as LONE_RULE
from bench import fraud
from bench import fraud_world as world
from bench.fraud import Judged, Measured, flagged, measure
from kiosk.integrity import watch
from kiosk.integrity.watch import CLOSE, FOLLOWED, LATE, LONE, SLIPLESS, TIMED, Watch

TOGETHER, APART, ONE_APART = (world.TOGETHER, 2), (world.APART, 2), (world.APART, 1)
ONE_FOR_OTHERS = (world.FOR_OTHERS, 1)


def recall(found: Measured, how: str, fakes: int) -> float:
    return flagged(found.faked[how, fakes, False])


@pytest.fixture(scope="module")
def announced() -> Measured:
    return measure(world.ANNOUNCED, seed=31, number=40, frauds=[TOGETHER, APART])


def test_two_fakes_in_a_row_each_day_are_found_out(announced: Measured) -> None:
    assert recall(announced, *TOGETHER) >= 0.9


def test_most_who_press_one_by_one_where_services_are_announced_are_found_out(
    announced: Measured,
) -> None:
    assert recall(announced, *APART) >= 0.7
    rules = [rule for one in announced.faked[*APART, False] for rule in one.rules]
    assert rules.count(IDLE.rule) > rules.count(LONE_RULE.rule)


def test_the_honest_are_left_in_peace(announced: Measured) -> None:
    assert flagged(announced.honest) <= 0.05


def test_with_receipts_one_fake_a_day_is_found_out() -> None:
    found = measure(world.RECEIPTS, seed=32, number=30, frauds=[ONE_APART, ONE_FOR_OTHERS])
    assert recall(found, *ONE_APART) >= 0.9
    assert recall(found, *ONE_FOR_OTHERS) >= 0.9
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
def test_what_is_promised_of_each_setting(setting: str) -> None:
    """The table of docs/integrity.md: what is reached, and no more."""
    found = measure(setting, seed=fraud.REPORTED_ON, number=fraud.NUMBER)
    fraud.show(found)
    assert flagged(found.honest) <= 0.01
    assert recall(found, world.TOGETHER, 2) >= 0.95
    if setting == world.ANNOUNCED:
        assert recall(found, world.APART, 2) >= 0.8
        assert recall(found, world.APART, 4) >= 0.95
    if setting in (world.SOME_RECEIPTS, world.RECEIPTS):
        assert recall(found, world.APART, 1) >= 0.95
        assert recall(found, world.FOR_OTHERS, 2) >= 0.95
