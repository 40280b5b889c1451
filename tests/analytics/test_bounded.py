"""What two shares told within bounds allow to say of their difference."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.bounded import Verdict, bounded_difference, told_counts
from analytics.disclosure import Cell, State
from analytics.stats.comparison import share_difference
from tests.analytics.pictures.cells_by_hand import a_cell, a_share


def between(least: int, most: int, n: int) -> Cell:
    return Cell(State.BETWEEN, n, 10, None, least / n, most / n)


def said_of(satisfied: int, n: int, other: int, other_n: int) -> Verdict:
    found = share_difference(satisfied, n, other, other_n)
    if not found.excludes_zero:
        return Verdict.UNCLEAR
    return Verdict.HIGHER if found.value > 0 else Verdict.LOWER


@st.composite
def steps(draw: st.DrawFn) -> tuple[int, int, int]:
    n = draw(st.integers(10, 60))
    least = draw(st.integers(0, n - 1))
    return least, draw(st.integers(least + 1, min(n, least + 8))), n


@given(steps(), steps())
@settings(max_examples=50, deadline=None)
def test_a_verdict_is_given_where_it_holds_for_every_count_and_nowhere_else(
    one: tuple[int, int, int], other: tuple[int, int, int]
) -> None:
    found = bounded_difference(between(*one), between(*other))

    every = {
        said_of(a, one[2], b, other[2])
        for a, b in product(range(one[0], one[1] + 1), range(other[0], other[1] + 1))
    }
    assert found is not None
    assert found.verdict == (every.pop() if len(every) == 1 else Verdict.UNKNOWN)


@given(steps(), steps())
@settings(max_examples=50, deadline=None)
def test_the_other_way_round_the_verdict_is_the_opposite(
    one: tuple[int, int, int], other: tuple[int, int, int]
) -> None:
    opposite = {Verdict.HIGHER: Verdict.LOWER, Verdict.LOWER: Verdict.HIGHER}
    there = bounded_difference(between(*one), between(*other))
    back = bounded_difference(between(*other), between(*one))

    assert there is not None
    assert back is not None
    assert back.verdict == opposite.get(there.verdict, there.verdict)
    assert back.least.low == pytest.approx(-there.most.high)


def test_of_two_shares_told_in_full_it_is_newcombes() -> None:
    # Newcombe (1998), Stat. Med. 17:873, table II (a): 56/70 less 48/80.
    found = bounded_difference(a_share(56, 70), a_share(48, 80))

    assert found is not None
    assert found.is_exact
    assert (found.least.low, found.most.high) == pytest.approx((0.0524, 0.3339), abs=0.0001)


@pytest.mark.parametrize(
    "hidden",
    [
        Cell(State.WITHHELD, 50, 10),
        Cell(State.TOO_FEW, 5, 10),
        Cell(State.EMPTY, 0, 10),
        Cell(State.BETWEEN, 50, 10),
        Cell(State.AT_LEAST, 12, 10),  # at least 95 % of twelve would be all twelve
    ],
)
def test_what_is_not_told_is_not_compared(hidden: Cell) -> None:
    assert told_counts(hidden) is None
    assert bounded_difference(hidden, a_share(40, 50)) is None
    assert bounded_difference(a_share(40, 50), hidden) is None


def test_a_bound_of_all_alike_is_compared_as_the_bound_it_is() -> None:
    assert told_counts(a_cell(40, 0)) == (38, 40)
    found = bounded_difference(a_cell(40, 0), a_share(20, 50))

    assert found is not None
    assert found.verdict is Verdict.HIGHER
    assert found.least.satisfied == 38
