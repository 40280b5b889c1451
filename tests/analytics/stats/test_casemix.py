from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import EmptyBase
from analytics.stats.casemix import Standardised, Stratum, standardise, standardise_all

Cases = dict[str, tuple[int, int]]

PROCEDURES = ["birth", "land", "copies"]


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Cases]:
    """Two to four officers with counts of up to three procedures, somebody satisfied in each."""
    officers = draw(st.integers(2, 4))
    table: dict[str, Cases] = {}
    for officer in range(officers):
        cases: Cases = {}
        for procedure in PROCEDURES:
            n = draw(st.integers(1, 80))
            cases[procedure] = (draw(st.integers(1, n)), n)
        table[str(officer)] = cases
    return table


def test_an_easy_desk_does_not_win() -> None:
    found = standardise_all(
        {
            "A": {"certificate": (180, 190), "land": (6, 10)},
            "B": {"certificate": (39, 40), "land": (112, 160)},
        }
    )
    a, b = found["A"], found["B"]

    # By hand. Reference: certificates 219/230, land 118/170, overall 337/400.
    expected_a = Fraction(190 * 219, 230) + Fraction(10 * 118, 170)
    expected_b = Fraction(40 * 219, 230) + Fraction(160 * 118, 170)
    assert a.observed / a.n == pytest.approx(0.930)
    assert b.observed / b.n == pytest.approx(0.755)
    assert a.rate == pytest.approx(float(186 / expected_a * Fraction(337, 400)), rel=1e-12)
    assert b.rate == pytest.approx(float(151 / expected_b * Fraction(337, 400)), rel=1e-12)
    assert a.rate < b.rate


@given(tables())
def test_exact_fractions_give_the_same_ratio_and_score(table: dict[str, Cases]) -> None:
    found = standardise_all(table)

    for officer, cases in table.items():
        expected = variance = Fraction(0)
        for procedure, (_, n) in cases.items():
            everybody = [other[procedure] for other in table.values()]
            share = Fraction(sum(satisfied for satisfied, _ in everybody), sum(n for _, n in everybody))
            expected += n * share
            variance += n * share * (1 - share)
        observed = sum(satisfied for satisfied, _ in cases.values())
        assert found[officer].ratio == pytest.approx(float(observed / expected), rel=1e-9)
        if variance:
            score = float(observed - expected) / float(variance) ** 0.5
            assert found[officer].score == pytest.approx(score, abs=1e-7)


@given(tables())
def test_expectations_add_up_to_what_was_observed(table: dict[str, Cases]) -> None:
    found = standardise_all(table).values()

    assert sum(it.expected for it in found) == pytest.approx(sum(it.observed for it in found))


@given(tables())
def test_the_interval_leaves_out_expectation_exactly_if_the_score_does(table: dict[str, Cases]) -> None:
    for found in standardise_all(table).values():
        if found.variance == 0 or abs(abs(found.score) - 1.959964) < 1e-4:
            continue
        low, high = found.interval.low, found.interval.high
        # A bound of 1 may be a cut one: then the interval reaches at least to the overall rate.
        assert (high < found.overall * (1 - 1e-9)) == (found.score < -1.96)
        if high < 1:
            assert (low > found.overall * (1 + 1e-9)) == (found.score > 1.96)


@given(tables())
def test_the_rate_lies_in_its_interval(table: dict[str, Cases]) -> None:
    for found in standardise_all(table).values():
        assert 0 <= found.interval.low <= found.rate + 1e-9
        assert found.rate - 1e-9 <= found.interval.high <= 1


@given(tables())
def test_splitting_a_stratum_without_a_difference_changes_nothing(table: dict[str, Cases]) -> None:
    doubled = {
        officer: {f"{procedure} {half}": it for procedure, it in cases.items() for half in (1, 2)}
        for officer, cases in table.items()
    }
    twice = {
        officer: {procedure: (2 * satisfied, 2 * n) for procedure, (satisfied, n) in cases.items()}
        for officer, cases in table.items()
    }

    for officer, found in standardise_all(doubled).items():
        other = standardise_all(twice)[officer]
        assert found.rate == pytest.approx(other.rate)
        assert found.interval.low == pytest.approx(other.interval.low, abs=1e-9)


def an_officer_as_good_as_all(random: np.random.Generator) -> Standardised:
    """One of many: the reference is 50 times the officer and has the same share in each stratum."""
    kinds = []
    for kind, (n, share) in enumerate([(60, 0.97), (40, 0.8), (20, 0.6)]):
        own, others = int(random.binomial(n, share)), int(random.binomial(49 * n, share))
        kinds.append(Stratum(kind, own, n, own + others, 50 * n))
    overall = sum(it.reference_satisfied for it in kinds) / sum(it.reference_n for it in kinds)
    return standardise(kinds, overall)


def test_one_officer_in_twenty_leaves_expectation_by_chance() -> None:
    random = np.random.default_rng(20261122)
    found = [an_officer_as_good_as_all(random) for _ in range(3000)]

    out = sum(not it.interval.low <= it.overall <= it.interval.high for it in found) / 3000

    assert out == pytest.approx(0.05, abs=0.012)


def test_the_chance_of_a_false_alarm_is_what_simulation_finds() -> None:
    parts = [Stratum("birth", 40, 50, 950, 1000), Stratum("land", 20, 30, 700, 1000)]
    found = standardise(parts, 0.825)
    random = np.random.default_rng(7)
    by_chance = random.binomial(50, 0.95, 200_000) + random.binomial(30, 0.7, 200_000)

    chance = found.by_chance.at_most(found.observed)

    assert chance == pytest.approx((by_chance <= 60).mean(), abs=0.001)
    assert chance < 0.025
    assert found.interval.high < found.overall


def test_without_variation_in_the_reference_the_interval_still_has_a_width() -> None:
    found = standardise([Stratum("copies", 5, 5, 500, 500)], overall=0.9)

    assert (found.ratio, found.rate, found.score) == (1.0, 0.9, 0.0)
    # Wilson's lower bound for 5 of 5 is 5 / (5 + 1.96 ** 2) = 0.5655.
    assert found.interval.low == pytest.approx(0.5655 * 0.9, abs=1e-4)
    assert found.interval.high == pytest.approx(0.9)


def test_a_rate_beyond_all_is_cut_and_the_ratio_tells_the_rest() -> None:
    found = standardise([Stratum("land", 10, 10, 30, 60)], overall=0.9)

    assert (found.ratio, found.rate, found.interval.high) == (2.0, 1.0, 1.0)


def test_a_single_unit_is_its_own_reference() -> None:
    assert standardise_all({"A": {"land": (6, 10), "copies": (9, 9)}})["A"].ratio == 1


def test_kinds_of_cases_without_a_rating_are_left_out() -> None:
    parts = [Stratum("land", 6, 10, 60, 100), Stratum("copies", 0, 0, 0, 0)]

    assert standardise(parts, 0.6).strata == (parts[0],)


def test_units_of_which_nothing_can_be_said_have_no_result() -> None:
    found = standardise_all(
        {"A": {"land": (6, 10)}, "B": {}, "C": {"land": (0, 0)}, "D": {"fee": (0, 4)}}
    )

    assert list(found) == ["A"]
    assert standardise_all({}) == {}


@pytest.mark.parametrize("parts", [[], [Stratum("land", 0, 0, 3, 5)], [Stratum("fee", 0, 4, 0, 9)]])
def test_without_ratings_or_anybody_satisfied_there_is_nothing_to_compare(parts: list[Stratum]) -> None:
    with pytest.raises(EmptyBase):
        standardise(parts, 0.9)


@pytest.mark.parametrize("numbers", [(6, 5, 60, 100), (6, 10, 5, 100), (1, 10, 95, 100), (-1, 3, 4, 9)])
def test_a_reference_that_does_not_contain_the_unit_is_refused(
    numbers: tuple[int, int, int, int],
) -> None:
    with pytest.raises(ValueError, match="does not contain"):
        standardise([Stratum("land", *numbers)], 0.9)


@pytest.mark.parametrize(("overall", "level"), [(1.1, 0.95), (-0.1, 0.95), (0.9, 1.0), (0.9, 95.0)])
def test_percentages_are_refused(overall: float, level: float) -> None:
    with pytest.raises(ValueError, match="impossible"):
        standardise([Stratum("land", 6, 10, 60, 100)], overall, level)
