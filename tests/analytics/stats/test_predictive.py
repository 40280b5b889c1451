from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import beta, betabinom, binom

from analytics.stats.predictive import beta_binomial


@given(st.integers(0, 200), st.floats(0.3, 300), st.floats(0.3, 300))
def test_scipy_has_the_same_chances(n: int, a: float, b: float) -> None:
    found = beta_binomial(n, a, b)

    for count in {0, n // 3, n // 2, n}:
        assert found.mass(count) == pytest.approx(betabinom.pmf(count, n, a, b), rel=1e-7, abs=1e-13)


def test_it_is_the_binomial_averaged_over_what_is_known_of_the_share() -> None:
    averaged, _ = quad(lambda share: binom.sf(6, 9, share) * beta.pdf(share, 18, 2), 0, 1)

    assert beta_binomial(9, 18, 2).at_least(7) == pytest.approx(averaged, rel=1e-9)


@given(st.integers(0, 12), st.integers(1, 9), st.integers(1, 9))
def test_polyas_urn_draws_the_same(n: int, a: int, b: int) -> None:
    # From a white balls and b black ones, each put back with another one of its colour.
    chances = {0: Fraction(1)}
    for drawn in range(n):
        following: dict[int, Fraction] = {}
        for white, chance in chances.items():
            share = Fraction(a + white, a + b + drawn)
            following[white + 1] = following.get(white + 1, Fraction(0)) + chance * share
            following[white] = following.get(white, Fraction(0)) + chance * (1 - share)
        chances = following

    found = beta_binomial(n, a, b)

    assert [found.mass(k) for k in range(n + 1)] == pytest.approx(
        [float(chances.get(k, 0)) for k in range(n + 1)], rel=1e-9
    )


def test_of_a_share_known_for_sure_it_is_the_binomial() -> None:
    found = beta_binomial(10, 9e9, 1e9)

    assert found.mass(9) == pytest.approx(comb(10, 9) * 0.9**9 * 0.1, rel=1e-6)


def test_of_no_ratings_to_come_none_are_satisfied() -> None:
    assert beta_binomial(0, 3, 4).at_least(0) == 1
    assert beta_binomial(0, 3, 4).at_least(1) == 0


@pytest.mark.parametrize("arguments", [(-1, 1, 1), (3, 0, 1), (3, 1, 0)])
def test_what_cannot_be_is_refused(arguments: tuple[int, float, float]) -> None:
    with pytest.raises(ValueError, match="impossible"):
        beta_binomial(*arguments)
