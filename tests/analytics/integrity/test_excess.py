"""Too much of what fraud leaves is told; what chance explains is not."""

from dataclasses import replace

import numpy as np
import pytest

from analytics.integrity.days import Day, Month, month, months
from analytics.integrity.excess import (
    ANSWERS,
    CLOSE,
    KINDS,
    LEAST_EXCESS,
    LONE,
    UNTIED,
    Kind,
    excess,
    usual,
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
    for kind in KINDS:
        assert excess(kind, now, histories["o1"], usual(kind, histories)) is None


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
    assert LONE.counted(found["a"][0]) == (2, 0)
