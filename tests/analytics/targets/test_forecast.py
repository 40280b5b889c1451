import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import betabinom

from analytics.disclosure import Cell, State
from analytics.indices import Share
from analytics.stats.beta_binomial import BetaPrior
from analytics.stats.intervals import wilson_interval
from analytics.targets import answers_left, forecast
from analytics.targets.forecast import Forecast


def of(count: int, n: int, target: float, left: int) -> Forecast:
    found = forecast(Cell(State.SHOWN, n, 10, Share(count, n)), target, left)
    assert found is not None
    return found


@st.composite
def standings(draw: st.DrawFn) -> tuple[int, int, float, int]:
    n = draw(st.integers(1, 120))
    target = draw(st.integers(1, 100)) / 100
    return draw(st.integers(0, n)), n, target, draw(st.integers(0, 120))


@given(standings())
def test_counting_up_finds_how_many_are_needed(standing: tuple[int, int, float, int]) -> None:
    count, n, target, left = standing
    ways = range(left + 1)
    percent = round(target * 100)
    reaching = [k for k in ways if 100 * (count + k) >= percent * (n + left)]
    passing = [k for k in ways if wilson_interval(count + k, n + left).low >= target - 1e-9]

    found = of(*standing)

    assert found.share.possible == bool(reaching)
    assert found.surely.possible == bool(passing)
    if reaching:
        assert found.share.needed == reaching[0]
    if passing:
        assert found.surely.needed == passing[0]


@given(standings())
def test_summing_scipys_chances_of_each_outcome_gives_the_chance(
    standing: tuple[int, int, float, int],
) -> None:
    count, n, target, left = standing
    percent = round(target * 100)
    known = sum(
        betabinom.pmf(k, left, count + 0.5, n - count + 0.5)
        for k in range(left + 1)
        if 100 * (count + k) >= percent * (n + left)
    )

    assert of(*standing).share.chance == pytest.approx(known, rel=1e-6, abs=1e-9)


def test_units_whose_future_is_played_reach_their_target_as_often_as_said() -> None:
    rng = np.random.default_rng(4)
    shares = rng.beta(85.5, 15.5, size=200_000)  # what 85 of 100 leave open
    to_come = rng.binomial(60, shares)

    found = of(85, 100, 0.86, 60)

    assert found.share.chance == pytest.approx((85 + to_come >= 0.86 * 160).mean(), abs=0.005)


@given(standings())
def test_surely_takes_as_many_as_the_share_alone_or_more(standing: tuple[int, int, float, int]) -> None:
    found = of(*standing)

    assert found.surely.needed >= min(found.share.needed, found.left + 1)
    assert found.surely.chance <= found.share.chance + 1e-12


def test_a_target_that_even_all_cannot_bring_has_no_chance() -> None:
    found = of(50, 100, 0.90, 100)

    assert not found.share.possible
    assert found.share.chance == 0


def test_a_target_that_holds_anyway_needs_nobody() -> None:
    found = of(95, 100, 0.40, 100)

    assert (found.share.needed, found.share.share, found.share.chance) == (0, None, 1)


def test_what_is_known_of_other_units_steadies_a_small_one() -> None:
    cell = Cell(State.SHOWN, 12, 10, Share(12, 12))

    alone = forecast(cell, 0.95, 200)
    among = forecast(cell, 0.95, 200, prior=BetaPrior(18, 2))

    assert alone is not None and among is not None
    assert among.share.chance < alone.share.chance


@pytest.mark.parametrize("state", [State.TOO_FEW, State.WITHHELD, State.AT_LEAST, State.BETWEEN])
def test_a_cell_that_does_not_show_its_count_has_no_forecast(state: State) -> None:
    assert forecast(Cell(state, 40, 30, None, 0.9, 1.0), 0.9, 100) is None


def test_answers_go_on_at_the_pace_so_far() -> None:
    assert answers_left(100, 20 / 30) == 50
    assert answers_left(100, 1.0) == 0


@pytest.mark.parametrize("wrong", [(-1, 0.5), (5, 0.0), (5, 1.1)])
def test_from_nothing_no_pace_follows(wrong: tuple[int, float]) -> None:
    with pytest.raises(ValueError, match="pace"):
        answers_left(*wrong)


@pytest.mark.parametrize("wrong", [(0.0, 5), (1.2, 5), (0.9, -1)])
def test_a_forecast_that_cannot_be_is_refused(wrong: tuple[float, int]) -> None:
    with pytest.raises(ValueError, match="impossible"):
        of(5, 10, *wrong)
