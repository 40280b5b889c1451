from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from analytics.fairness import Cases, expectation, gather
from analytics.fairness.expectation import Expectation, widened
from analytics.stats.casemix import standardise_all

CERTIFICATES_AND_LAND = {
    ("A", "certificate"): (180, 190),
    ("A", "land"): (6, 10),
    ("B", "certificate"): (39, 40),
    ("B", "land"): (112, 160),
}


def of(counts: dict[tuple[str, str], tuple[int, int]], whom: str) -> Expectation:
    cases, reference = gather(counts)
    good, n = (sum(part) for part in zip(*reference.values(), strict=True))
    found = expectation(cases[whom], reference, good / n)
    assert found is not None
    return found


@st.composite
def two_sides(draw: st.DrawFn, least: int = 1) -> dict[tuple[str, str], tuple[int, int]]:
    """One officer beside all others, in one to three procedures, somebody satisfied in each.

    least: ratings of each side in each procedure.
    """
    counts = {}
    for procedure in range(draw(st.integers(1, 3))):
        for whom in ("one", "others"):
            n = draw(st.integers(least, least + 39))
            counts[whom, str(procedure)] = (draw(st.integers(1, n)), n)
    return counts


def test_b_who_has_the_hard_cases_is_better_though_his_raw_rate_is_lower() -> None:
    # The example of Simpson's paradox that this project must not fall for: .930 raw against .755.
    a, b = of(CERTIFICATES_AND_LAND, "A"), of(CERTIFICATES_AND_LAND, "B")

    assert round(a.observed / a.n, 3) == 0.930
    assert round(b.observed / b.n, 3) == 0.755
    assert a.ratio < 1 < b.ratio
    assert a.rate < b.rate


@given(two_sides())
def test_for_one_procedure_expected_is_the_rate_of_all_others(
    counts: dict[tuple[str, str], tuple[int, int]],
) -> None:
    counts = {key: count for key, count in counts.items() if key[1] == "0"}
    n, (good, others) = counts["one", "0"][1], counts["others", "0"]

    assert of(counts, "one").expected == pytest.approx(n * good / others)
    assert of(counts, "one").others == pytest.approx(others)


@given(two_sides())
def test_for_one_procedure_the_tails_are_those_of_fishers_exact_test(
    counts: dict[tuple[str, str], tuple[int, int]],
) -> None:
    (good, n), (others_good, others) = counts["one", "0"], counts["others", "0"]
    table = [[good, n - good], [others_good, others - others_good]]
    found = of({key: count for key, count in counts.items() if key[1] == "0"}, "one")

    assert found.tails[0] == pytest.approx(fisher_exact(table, "less")[1], rel=1e-9)
    assert found.tails[1] == pytest.approx(fisher_exact(table, "greater")[1], rel=1e-9)


def test_for_two_procedures_the_tails_are_found_by_dealing_the_answers_in_every_way() -> None:
    counts = {("one", "a"): (2, 3), ("others", "a"): (1, 4)}
    counts |= {("one", "b"): (1, 2), ("others", "b"): (3, 3)}
    ways = [
        sum(place < 3 for place in hand_a) + sum(place < 4 for place in hand_b)
        for hand_a in combinations(range(7), 3)
        for hand_b in combinations(range(5), 2)
    ]
    assert len(ways) == comb(7, 3) * comb(5, 2)

    found = of(counts, "one")

    assert found.tails[0] == pytest.approx(np.mean([way <= 3 for way in ways]))
    assert found.tails[1] == pytest.approx(np.mean([way >= 3 for way in ways]))


@given(two_sides(least=30))
def test_score_interval_and_overall_rate_agree(
    counts: dict[tuple[str, str], tuple[int, int]],
) -> None:
    found = of(counts, "one")
    assume(found.variance > 0 and found.expected > 0)
    assume(abs(abs(found.score) - 1.959964) > 3e-2)
    interval = found.interval()

    if interval.low > 0 and interval.high < 1:
        outside = not interval.low <= found.overall <= interval.high
        assert outside == (abs(found.score) > 1.959964)


@given(two_sides())
def test_the_interval_holds_the_rate(counts: dict[tuple[str, str], tuple[int, int]]) -> None:
    found = of(counts, "one")
    assume(found.variance > 0 and found.expected > 0)
    interval = found.interval()

    assert 0 <= interval.low <= found.rate + 1e-9
    assert found.rate - 1e-9 <= interval.high <= 1


@given(two_sides(), st.sampled_from([1.0, 2.5]))
def test_the_observed_is_below_the_limits_exactly_if_its_chance_is_below_theirs(
    counts: dict[tuple[str, str], tuple[int, int]], phi: float
) -> None:
    found = of(counts, "one")
    assume(found.expected > 0)
    limits = found.limits(0.95, phi)
    below, above = (widened(tail, phi) for tail in found.tails)
    assume(min(abs(below - 0.025), abs(above - 0.025)) > 1e-9)
    rate = found.rate_at(found.observed)

    assert (rate < limits.low - 1e-9) == (below < 0.025) or limits.low == rate == 0
    assert (rate > limits.high + 1e-9) == (above < 0.025) or limits.high == rate == 1


def test_beside_a_reference_many_times_larger_it_is_plain_standardisation() -> None:
    units = {
        "one": {"land": (60, 100), "copies": (50, 50)},
        "others": {"land": (70_000, 100_000), "copies": (95_000, 100_000)},
    }
    known = standardise_all(units)["one"]

    found = of({(whom, kind): n for whom, parts in units.items() for kind, n in parts.items()}, "one")

    assert found.rate == pytest.approx(known.rate, rel=1e-3)
    assert found.interval().low == pytest.approx(known.interval.low, rel=2e-3)
    assert found.interval().high == pytest.approx(known.interval.high, rel=2e-3)


def test_what_nobody_else_does_is_left_out_of_the_comparison() -> None:
    counts = {("one", "own"): (3, 90), ("one", "land"): (30, 40), ("others", "land"): (150, 200)}

    found = of(counts, "one")

    assert (found.observed, found.n) == (30, 40)
    assert found.expected == pytest.approx(30)


def test_where_nobody_else_does_any_of_it_there_is_nothing_to_compare_with() -> None:
    assert expectation(Cases(3, {"own": 9}), {"own": (3, 9), "land": (5, 9)}, 8 / 18) is None


def test_where_all_answers_are_satisfied_nothing_is_above_or_below() -> None:
    found = of({("one", "a"): (40, 40), ("others", "a"): (200, 200)}, "one")

    assert (found.score, found.ratio, found.tails) == (0, 1, (1, 1))
    assert found.interval().low < 1


@pytest.mark.parametrize(
    ("cases", "reference"),
    [
        (Cases(3, {"land": 5}), {"land": (2, 9)}),
        (Cases(1, {"land": 5}), {"land": (8, 9)}),
        (Cases(1, {"land": 10}), {"land": (8, 9)}),
        (Cases(1, {"birth": 1}), {"land": (8, 9)}),
    ],
)
def test_a_reference_without_the_cases_is_refused(
    cases: Cases, reference: dict[str, tuple[int, int]]
) -> None:
    with pytest.raises(ValueError, match="reference"):
        expectation(cases, reference, 0.5)


def test_widening_by_one_changes_no_chance_and_by_four_halves_its_score() -> None:
    assert widened(0.001, 1) == 0.001
    assert widened(0.022750131948, 4) == pytest.approx(0.158655, abs=1e-6)
    assert (widened(0.0, 2), widened(1.0, 2)) == (0, 1)
