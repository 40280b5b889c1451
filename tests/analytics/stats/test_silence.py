from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import EmptyBase
from analytics.stats.silence import silence_bounds


@st.composite
def answered(draw: st.DrawFn) -> tuple[int, int, int]:
    services = draw(st.integers(1, 10**6))
    n = draw(st.integers(0, services))
    return draw(st.integers(0, n)), n, services


@pytest.mark.parametrize(("satisfied", "n", "services"), [(2, 3, 6), (0, 0, 4), (3, 3, 3), (0, 2, 7)])
def test_every_answer_the_silent_could_give_lies_between_and_both_ends_are_reached(
    satisfied: int, n: int, services: int
) -> None:
    bounds = silence_bounds(satisfied, n, services)

    silent_answers = product((0, 1), repeat=services - n)
    possible = [(satisfied + sum(answers)) / services for answers in silent_answers]

    assert (bounds.low, bounds.high) == (min(possible), max(possible))


@given(answered())
def test_the_width_is_the_share_of_the_silent(counts: tuple[int, int, int]) -> None:
    _, n, services = counts

    assert silence_bounds(*counts).width == pytest.approx(1 - n / services, abs=1e-12)


@given(answered())
def test_the_rate_of_those_who_answered_lies_between(counts: tuple[int, int, int]) -> None:
    satisfied, n, _ = counts
    bounds = silence_bounds(*counts)

    assert 0 <= bounds.low <= bounds.high <= 1
    if n:
        assert bounds.low - 1e-12 <= satisfied / n <= bounds.high + 1e-12


@given(answered(), st.booleans())
def test_one_answer_more_never_widens_the_bounds(
    counts: tuple[int, int, int], is_satisfied: bool
) -> None:
    satisfied, n, services = counts
    before = silence_bounds(satisfied, n, services + 1)
    after = silence_bounds(satisfied + is_satisfied, n + 1, services + 1)

    assert before.low <= after.low
    assert after.high <= before.high


def test_if_nobody_answered_everything_is_possible() -> None:
    assert silence_bounds(0, 0, 1).width == 1


def test_without_services_there_is_nothing_to_bound() -> None:
    with pytest.raises(EmptyBase):
        silence_bounds(0, 0, 0)


@pytest.mark.parametrize("counts", [(3, 2, 5), (-1, 2, 5), (1, 6, 5), (0, 0, -1)])
def test_counts_that_contradict_each_other_are_refused(counts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="impossible"):
        silence_bounds(*counts)
