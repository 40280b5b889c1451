"""Attackers who know all but the answers find out nothing that is hidden."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure import Thresholds
from analytics.suppression import Rule, Table, freeze

from . import attacker
from .provinces import WEEKLY, Province, a_province, by_each

SMALL = Rule(Thresholds(officer=9, other=4))
CROSSED = [*WEEKLY, Table("unit by procedure", ("week", "unit", "procedure"))]
MONTH = [*WEEKLY, *by_each("unit", "counter", "officer", "procedure", period="month")]


def attacked(province: Province, tables: list[Table], rule: Rule) -> attacker.Knowledge:
    return attacker.learn(freeze(province.answers, tables, rule).as_json(), province)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("tables", [WEEKLY, CROSSED, MONTH], ids=["week", "crossed", "month"])
def test_subtraction_and_intervals_find_nothing(seed: int, tables: list[Table]) -> None:
    known = attacked(a_province(seed, 150 + 70 * seed, trouble=0.05 * (seed + 1)), tables, SMALL)
    widths = attacker.promised(known, SMALL.spread, SMALL.minority)

    assert any(cell.hidden for cell in known.cells)
    assert any(not cell.hidden for cell in known.cells)
    assert attacker.derivable(known) == []
    for width, (low, high) in zip(widths, attacker.propagated(known), strict=True):
        assert high - low >= width


@settings(max_examples=12)
@given(
    seed=st.integers(0, 10**6),
    ratings=st.integers(1, 90),
    trouble=st.sampled_from([0.0, 0.03, 0.15, 0.5, 1.0]),
    spread=st.integers(1, 3),
    minority=st.integers(1, 2),
)
def test_the_best_attack_in_whole_numbers_leaves_the_promised_doubt(
    seed: int, ratings: int, trouble: float, spread: int, minority: int
) -> None:
    rule = Rule(Thresholds(officer=9, other=5), minority=minority, spread=spread)
    province = a_province(seed, ratings, units=2, days=5, trouble=trouble)
    known = attacked(province, by_each("unit", "officer", "procedure"), rule)

    for number, width in enumerate(attacker.promised(known, spread, minority)):
        low, high = attacker.best_interval(known, number)
        truth = sum(province.satisfied[row] for row in known.cells[number].rows)
        assert low <= truth <= high
        assert high - low >= width, known.cells[number]


def told_groups(known: attacker.Knowledge) -> list[tuple[frozenset[int], attacker.Cell]]:
    """For all pairs of shown filters: the rows that one has beyond the other, which it contains."""
    shown = [(frozenset(cell.rows), cell) for cell in known.cells if not cell.hidden]
    pairs = [*combinations(shown, 2), *((b, a) for a, b in combinations(shown, 2))]
    return [(a[0] - b[0], a[1]) for a, b in pairs if b[0] < a[0]]


@pytest.mark.parametrize(
    ("ratings", "units"),
    [(1200, 8), pytest.param(9000, 40, marks=pytest.mark.soak)],
    ids=["province", "large"],
)
def test_no_two_filters_of_a_month_differ_by_a_few_or_by_a_group_that_is_all_alike(
    ratings: int, units: int
) -> None:
    rule = Rule()
    province = a_province(1, ratings, units=units, days=22, trouble=0.12)
    known = attacked(province, [*MONTH, *by_each("unit", "officer", "field")], rule)
    groups = told_groups(known)

    assert len(groups) > 200
    assert attacker.derivable(known) == []
    for rows, outer in groups:
        base = rule.thresholds.needed("officer" if "officer" in outer.table else "")
        assert len(rows) >= base, outer
        assert 0 < sum(province.satisfied[row] for row in rows) < len(rows), outer


def test_the_attackers_do_find_what_a_naive_edition_tells() -> None:
    """Hiding small cells alone is not enough: else these tests would prove nothing."""
    province = a_province(3, 400)
    naive = freeze(province.answers, WEEKLY, SMALL)
    text = naive.as_json().replace("withheld", "exact")
    known = attacker.learn(text, province)

    assert attacker.derivable(known) != []


def test_intervals_find_what_bounds_and_totals_tell() -> None:
    """Two cells of at most one unsatisfied each, two in all: one each."""
    cells = (
        attacker.Cell("all", (), tuple(range(40)), "exact", 38, 38),
        attacker.Cell("part", ("a",), tuple(range(20)), "high", 19, 20),
        attacker.Cell("part", ("b",), tuple(range(20, 40)), "high", 19, 20),
    )
    known = attacker.Knowledge(cells, np.array([[1, 1], [1, 0], [0, 1]]), np.array([20, 20]))

    assert attacker.propagated(known)[1:] == [(19, 19), (19, 19)]
    assert attacker.best_interval(known, 1) == (19, 19)
