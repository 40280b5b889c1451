"""Long runs of equal answers."""

from itertools import groupby, product

import numpy as np
import pytest

from analytics.integrity.days import Day
from analytics.integrity.runs import LEAST, all_alike, longest_run, run_chance


def day(number: int, satisfied: int, n: int) -> Day:
    return Day("o", f"2026-08-{number:02d}", tied=n, tied_satisfied=satisfied)


@pytest.mark.parametrize("rate", [0.3, 0.9])
@pytest.mark.parametrize("length", [1, 2, 3, 5, 8])
def test_the_chance_of_a_run_is_that_of_counting_all_sequences(length: int, rate: float) -> None:
    n, chance = 8, 0.0
    for answers in product([0, 1], repeat=n):
        longest = max((len(list(run)) for value, run in groupby(answers) if value), default=0)
        if longest >= length:
            chance += rate ** sum(answers) * (1 - rate) ** (n - sum(answers))
    assert run_chance(length, n, rate) == pytest.approx(chance, abs=1e-12)


def test_a_run_longer_than_everything_cannot_be_and_none_is_refused() -> None:
    assert run_chance(9, 8, 0.9) == 0.0
    with pytest.raises(ValueError, match="no run"):
        run_chance(0, 8, 0.9)


def test_a_run_goes_over_days_without_answers_and_ends_with_the_day_of_another() -> None:
    days = [day(3, 9, 9), day(4, 0, 0), day(5, 5, 5), day(6, 7, 8), day(7, 3, 3)]
    assert longest_run(days) == 14
    assert longest_run([]) == 0


def test_a_month_without_one_unsatisfied_is_told_of_an_officer_who_had_many() -> None:
    days = [day(number, 10, 10) for number in range(1, 23)]
    found = all_alike("o", "2026-08", days, prior=(170.0, 30.0))
    assert found is not None
    assert (found.observed, found.n, found.expected) == (220, 220, 0.85)
    assert found.chance < 1e-6


def test_an_officer_whom_all_like_has_such_runs_by_right() -> None:
    days = [day(number, 10, 10) for number in range(1, 23)]
    assert all_alike("o", "2026-08", days, prior=(995.0, 5.0)) is None


def test_of_whom_little_is_known_nothing_is_said() -> None:
    days = [day(number, 2, 2) for number in range(1, 23)]
    assert all_alike("o", "2026-08", days, prior=(18.0, 2.0)) is None


def test_a_short_run_is_never_told() -> None:
    days = [day(3, LEAST - 1, LEAST - 1), day(4, 0, 5)]
    assert all_alike("o", "2026-08", days, prior=(50.0, 50.0)) is None


def test_honest_months_are_hardly_ever_told() -> None:
    rng = np.random.default_rng(9)
    told = 0
    for _ in range(1_000):
        counts = rng.poisson(6, 22)
        days = [day(at + 1, rng.binomial(n, 0.9), n) for at, n in enumerate(counts)]
        told += all_alike("o", "2026-08", days, prior=(270.0, 30.0)) is not None
    assert told <= 3
