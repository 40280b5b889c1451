import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from analytics.stats.binomial import binomial
from analytics.stats.hypergeometric import hypergeometric


@st.composite
def margins(draw: st.DrawFn) -> tuple[int, int, int]:
    everybody = draw(st.integers(1, 400))
    return draw(st.integers(0, everybody)), draw(st.integers(0, everybody)), everybody


@given(margins())
def test_scipy_has_the_same_chances(counts: tuple[int, int, int]) -> None:
    n, satisfied, everybody = counts
    found, known = hypergeometric(*counts), hypergeom(everybody, satisfied, n)

    for count in range(n + 1):
        assert found.mass(count) == pytest.approx(known.pmf(count), rel=1e-8, abs=1e-13)


def test_a_large_set_agrees_with_scipy_in_the_tails() -> None:
    found, known = hypergeometric(5_000, 900_000, 1_000_000), hypergeom(1_000_000, 900_000, 5_000)

    assert found.at_most(4400) == pytest.approx(known.cdf(4400), rel=1e-6)
    assert found.at_least(4600) == pytest.approx(known.sf(4599), rel=1e-6)


def test_the_lady_tasting_tea_is_right_by_chance_once_in_seventy() -> None:
    # Fisher (1935), The Design of Experiments, chapter II.
    assert hypergeometric(4, 4, 8).at_least(4) == pytest.approx(1 / 70)
    assert hypergeometric(4, 4, 8).at_least(3) == pytest.approx(17 / 70)


def test_of_a_reference_much_larger_than_the_unit_it_is_the_binomial() -> None:
    found, known = hypergeometric(50, 9_000_000, 10_000_000), binomial(50, 0.9)

    assert [found.mass(k) for k in range(51)] == pytest.approx(
        [known.mass(k) for k in range(51)], rel=1e-3, abs=1e-9
    )


@pytest.mark.parametrize("counts", [(0, 3, 5), (5, 3, 5), (4, 0, 9), (4, 9, 9), (0, 0, 0)])
def test_where_only_one_count_is_possible_it_is_certain(counts: tuple[int, int, int]) -> None:
    n, satisfied, everybody = counts
    only = satisfied if n == everybody else min(n, satisfied)

    assert hypergeometric(*counts).mass(only) == 1


@pytest.mark.parametrize("counts", [(-1, 2, 5), (6, 2, 5), (3, 6, 5), (3, -1, 5)])
def test_impossible_counts_are_refused(counts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="impossible"):
        hypergeometric(*counts)
