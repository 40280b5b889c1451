"""Too much of what fraud leaves is told; what chance explains is not."""

from dataclasses import replace

import numpy as np
import pytest

from analytics.integrity.days import Day, Month, month, months
from analytics.integrity.excess import all_usual, excess, usual
from analytics.integrity.kinds import (
    ANSWERS,
    CLOSE,
    IDLE,
    KINDS,
    LEAST_EXCESS,
    LONE,
    SLIPLESS,
    UNANNOUNCED,
    UNTIED,
    Kind,
)


def of(key: str, name: str, services: int, **counts: int) -> Month:
    return month(key, name, [Day(key, f"{name}-01", services=services, **counts)])


@pytest.fixture(scope="module")
def histories() -> dict[str, list[Month]]:
    rng = np.random.default_rng(3)
    return {
        f"o{at}": [
            of(f"o{at}", f"2026-0{number}", 200, untied=int(rng.poisson(8)), tied=int(rng.poisson(30)))
            for number in (5, 6, 7)
        ]
        for at in range(60)
    }


def test_a_month_like_the_others_is_no_finding(histories: dict[str, list[Month]]) -> None:
    now = of("o1", "2026-08", 200, untied=9, tied=31)
    found = all_usual(KINDS, histories)
    assert {kind.rule for kind in KINDS} - set(found) == {IDLE.rule, SLIPLESS.rule, UNANNOUNCED.rule}
    for kind in KINDS:
        if kind.rule in found:
            assert excess(kind, now, histories["o1"], found[kind.rule]) is None


def test_two_more_untied_presses_a_day_are(histories: dict[str, list[Month]]) -> None:
    now = of("o1", "2026-08", 200, untied=8 + 44, tied=30)
    found = excess(UNTIED, now, histories["o1"], usual(UNTIED, histories))
    assert found is not None
    assert (found.rule, found.key, found.period, found.n, found.observed) == (
        *("untied-1", "o1", "2026-08"),
        *(200, 52),
    )
    assert found.expected == pytest.approx(8, abs=2)
    assert found.chance < UNTIED.alarm


def test_a_newcomer_is_held_against_others_alone(histories: dict[str, list[Month]]) -> None:
    now = of("new", "2026-08", 200, untied=52)
    found = excess(UNTIED, now, [], usual(UNTIED, histories))
    assert found is not None
    assert found.expected == pytest.approx(8, rel=0.1)


def test_what_has_always_been_so_is_found_by_the_others(histories: dict[str, list[Month]]) -> None:
    always = [of("a", f"2026-0{number}", 200, untied=60) for number in (5, 6, 7)]
    assert excess(UNTIED, of("a", "2026-08", 200, untied=60), always, usual(UNTIED, histories))


def test_few_presses_are_not_worth_a_suspicion(histories: dict[str, list[Month]]) -> None:
    spread = usual(CLOSE, histories)  # nobody ever pressed close to another
    at_least = of("o1", "2026-08", 200, close=LEAST_EXCESS)
    assert excess(CLOSE, of("o1", "2026-08", 200, close=LEAST_EXCESS - 1), [], spread) is None
    assert excess(CLOSE, at_least, [], spread) is not None


def test_without_services_nothing_can_be_said(histories: dict[str, list[Month]]) -> None:
    assert excess(ANSWERS, of("o1", "2026-08", 0, tied=99), [], usual(ANSWERS, histories)) is None


@pytest.mark.parametrize("kind", KINDS)
def test_no_rule_of_these_looks_at_an_answer(kind: Kind) -> None:
    day = Day("o", "2026-08-03", services=9, tied=5, untied=4, phone=3, lone=2, close=1, repeats=1)
    other = replace(day, tied_satisfied=5, untied_satisfied=4, phone_satisfied=3)
    assert kind.count(day) == kind.count(other)


def test_days_become_months_by_their_key() -> None:
    days = [Day("b", "2026-08-04", tied=1), Day("a", "2026-09-01", lone=2), Day("b", "2026-08-03")]
    found = months(days)
    assert {key: [one.name for one in own] for key, own in found.items()} == {
        "a": ["2026-09"],
        "b": ["2026-08"],
    }
    assert [day.day for day in found["b"][0].days] == ["2026-08-03", "2026-08-04"]
    assert found["b"][0].total == Day("b", "2026-08", tied=1)
    assert LONE.counted(found["a"][0]) == (2, 0, 0)


# --- Where the other answers tell the luck of a month


def watched(key: str, name: str, *, on_phones: int, slipless: int, idle: int, timed: bool) -> Month:
    """A month of two hundred services in which presses without a slip were counted."""
    late = {"timed": slipless, "late": idle + 3, "followed": 3, "lone": idle} if timed else {}
    return of(key, name, 200, untied=slipless, phone=on_phones, slipless=slipless, **late)


def an_office(timed: bool) -> dict[str, list[Month]]:
    """Forty officers for half a year; luck makes months differ by a quarter, on phones and tablets."""
    rng = np.random.default_rng(6)
    return {
        f"o{at}": [
            watched(
                f"o{at}",
                f"2026-0{number}",
                on_phones=int(rng.poisson(60 * luck)),
                slipless=int(rng.poisson(80 * luck)),
                idle=int(rng.poisson(20 * luck)),
                timed=timed,
            )
            for number, luck in enumerate(rng.gamma(16, 1 / 16, 6), start=2)
        ]
        for at in range(40)
    }


@pytest.mark.parametrize(("kind", "timed"), [(IDLE, True), (SLIPLESS, True), (UNANNOUNCED, False)])
def test_what_phones_do_not_share_is_no_luck(kind: Kind, timed: bool) -> None:
    office = an_office(timed)
    found = usual(kind, office)
    now = watched("o1", "2026-08", on_phones=60, slipless=80 + 88, idle=20 + 88, timed=timed)
    lucky = watched("o1", "2026-08", on_phones=110, slipless=150, idle=37, timed=timed)
    told = excess(kind, now, office["o1"], found)
    assert told is not None
    assert told.expected < told.observed - 50
    assert excess(kind, lucky, office["o1"], found) is None


def test_only_months_of_the_own_tell_what_luck_leaves() -> None:
    office = an_office(timed=True)
    now = watched("new", "2026-08", on_phones=60, slipless=300, idle=200, timed=True)
    assert excess(IDLE, now, [], usual(IDLE, office)) is None


def test_a_month_in_which_a_mark_was_not_counted_yet_tells_nothing() -> None:
    office = an_office(timed=True)
    before = [of("o1", f"2026-0{at}", 200, untied=90, timed=90, lone=20) for at in (2, 3)]
    now = watched("o1", "2026-08", on_phones=60, slipless=90, idle=25, timed=True)
    for kind in (IDLE, SLIPLESS):
        assert not kind.is_known(before[0].total)
        assert excess(kind, now, before, usual(kind, office)) is None


def test_where_services_are_announced_slips_are_asked_for_once() -> None:
    announced = watched("o", "2026-08", on_phones=1, slipless=9, idle=2, timed=True)
    by_night = watched("o", "2026-08", on_phones=1, slipless=9, idle=2, timed=False)
    assert [
        [kind.is_known(one.total) for one in (announced, by_night)] for kind in (IDLE, SLIPLESS)
    ] == [
        [True, False],
        [True, False],
    ]
    assert [UNANNOUNCED.is_known(one.total) for one in (announced, by_night)] == [False, True]
