from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from analytics.errors import EmptyBase
from analytics.stats.binomial import binomial, sum_of

from .strategies import inner_shares


@given(st.integers(1, 200_000), inner_shares, st.floats(0.0005, 0.9995))
def test_scipy_gives_the_same_chances(n: int, share: float, chance: float) -> None:
    counts, other = binomial(n, share), binom(n, share)
    at = int(other.ppf(chance))

    assert counts.mass(at) == pytest.approx(other.pmf(at), rel=1e-8)
    assert counts.at_most(at) == pytest.approx(other.cdf(at), rel=1e-8)
    assert counts.at_least(at) == pytest.approx(other.sf(at - 1), rel=1e-8)


@pytest.mark.parametrize("n", [1, 2, 7, 30])
@pytest.mark.parametrize("share", [0.01, 0.5, 0.9])
def test_masses_are_those_of_the_textbooks_formula(n: int, share: float) -> None:
    counts = binomial(n, share)

    for count in range(n + 1):
        by_formula = comb(n, count) * share**count * (1 - share) ** (n - count)
        assert counts.mass(count) == pytest.approx(by_formula, rel=1e-12)


@given(st.integers(0, 5000), inner_shares)
def test_something_happens_for_certain(n: int, share: float) -> None:
    assert binomial(n, share).masses.sum() == pytest.approx(1, abs=1e-12)


@given(st.integers(1, 5000), inner_shares, st.integers(0, 5000))
def test_as_few_and_more_are_everything(n: int, share: float, count: int) -> None:
    counts = binomial(n, share)

    assert counts.at_most(count) + counts.at_least(count + 1) == pytest.approx(1, abs=1e-12)


@given(st.integers(1, 5000), inner_shares, st.floats(0.0001, 0.9999))
def test_the_quantile_is_the_first_count_to_reach_the_chance(
    n: int, share: float, chance: float
) -> None:
    counts = binomial(n, share)
    count = counts.quantile(chance)

    assert counts.at_most(count) >= chance - 1e-12
    assert counts.at_most(count - 1) < chance + 1e-12


def test_far_tails_keep_their_digits() -> None:
    assert binomial(1000, 0.9).at_most(800) == pytest.approx(binom.cdf(800, 1000, 0.9), rel=1e-9)
    assert binomial(1000, 0.1).at_least(200) == pytest.approx(binom.sf(199, 1000, 0.1), rel=1e-9)


@pytest.mark.parametrize(("n", "share", "certain"), [(0, 0.5, 0), (9, 0.0, 0), (9, 1.0, 9)])
def test_where_nothing_varies_one_count_is_certain(n: int, share: float, certain: int) -> None:
    counts = binomial(n, share)

    assert counts.mass(certain) == 1
    assert counts.quantile(0.5) == certain
    assert (counts.at_most(certain - 1), counts.at_least(certain + 1)) == (0, 0)


@pytest.mark.parametrize(("n", "share"), [(-1, 0.5), (3, -0.1), (3, 1.1), (3, float("nan"))])
def test_impossible_arguments_are_refused(n: int, share: float) -> None:
    with pytest.raises(ValueError, match=r"impossible|a share lies"):
        binomial(n, share)


@given(st.integers(0, 300), st.integers(0, 300), inner_shares)
def test_two_parts_of_one_share_are_one_larger_part(n: int, more: int, share: float) -> None:
    total, whole = sum_of([binomial(n, share), binomial(more, share)]), binomial(n + more, share)

    for count in range(0, n + more + 1, 7):
        assert total.mass(count) == pytest.approx(whole.mass(count), abs=1e-12)


def test_parts_of_different_shares_add_up_as_a_naive_double_loop_has_it() -> None:
    one, other = binomial(6, 0.9), binomial(4, 0.3)
    total = sum_of([one, other])

    for count in range(11):
        naive = sum(one.mass(part) * other.mass(count - part) for part in range(7))
        assert total.mass(count) == pytest.approx(naive, rel=1e-12)


def test_no_parts_have_no_sum() -> None:
    with pytest.raises(EmptyBase):
        sum_of([])
