import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betainc, betaincinv

from analytics.stats.beta import beta_at_most, beta_quantile
from analytics.stats.binomial import binomial

parameters = st.floats(-1, 5).map(lambda exponent: 10**exponent)
chances = st.floats(0.0001, 0.9999)


@given(parameters, parameters, chances)
def test_scipy_gives_the_same_chance(a: float, b: float, chance: float) -> None:
    share = float(betaincinv(a, b, chance))

    assert beta_at_most(share, a, b) == pytest.approx(betainc(a, b, share), rel=1e-8, abs=1e-9)


@given(parameters, parameters, chances)
def test_scipy_gives_the_same_quantile(a: float, b: float, chance: float) -> None:
    assert beta_quantile(chance, a, b) == pytest.approx(betaincinv(a, b, chance), rel=1e-8, abs=1e-10)


@given(st.integers(1, 400), st.data(), st.floats(0.001, 0.999))
def test_it_is_the_tail_of_a_binomial(n: int, data: st.DataObject, share: float) -> None:
    count = data.draw(st.integers(1, n))

    chance = beta_at_most(share, count, n - count + 1)

    assert chance == pytest.approx(binomial(n, share).at_least(count), rel=1e-8, abs=1e-12)


@given(parameters, parameters, st.floats(0.001, 0.999))
def test_swapping_the_parameters_mirrors_it(a: float, b: float, share: float) -> None:
    assert beta_at_most(share, a, b) == pytest.approx(1 - beta_at_most(1 - share, b, a), abs=1e-9)


@given(st.floats(0, 1))
def test_without_any_knowledge_every_share_is_as_likely(share: float) -> None:
    assert beta_at_most(share, 1, 1) == pytest.approx(share, abs=1e-12)


def test_beyond_the_ends_all_or_nothing_is_below() -> None:
    assert [beta_at_most(share, 3, 4) for share in (-1.0, 0.0, 1.0, 2.0)] == [0, 0, 1, 1]


@pytest.mark.parametrize(("a", "b"), [(0, 1), (1, 0), (-1, 2), (float("nan"), 1)])
def test_a_beta_without_ratings_on_a_side_does_not_exist(a: float, b: float) -> None:
    with pytest.raises(ValueError, match="does not exist"):
        beta_at_most(0.5, a, b)
    with pytest.raises(ValueError, match="does not exist"):
        beta_quantile(0.5, a, b)


def test_a_quantile_too_small_to_write_down_is_as_good_as_0() -> None:
    # About 0.01 ** 1000 for the first; scipy says 0 as well.
    assert beta_quantile(0.01, 0.001, 1) == pytest.approx(0, abs=1e-299)
    assert beta_quantile(0.99, 1, 0.001) == pytest.approx(1, abs=1e-14)


@pytest.mark.parametrize("chance", [0.0, 1.0, -0.2, 95.0])
def test_a_quantile_needs_a_chance_between_0_and_1(chance: float) -> None:
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        beta_quantile(chance, 2, 2)
