from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from analytics.stats.cusum import Change, cusum, cusum_run_length

charts = st.lists(st.floats(-4, 4), max_size=80)


@given(charts, st.floats(0, 2), st.floats(0.5, 8))
def test_sums_are_what_exceeds_the_lowest_partial_sum_so_far(
    scores: list[float], allowance: float, threshold: float
) -> None:
    found = cusum(scores, allowance, threshold)

    # The other definition: the partial sum less its running minimum (the arms of a V-mask).
    for side, sums in ((1, found.upper), (-1, found.lower)):
        partial = np.concatenate([[0.0], np.cumsum([side * score - allowance for score in scores])])
        assert sums == pytest.approx(partial[1:] - np.minimum.accumulate(partial)[1:], abs=1e-9)


@given(charts)
def test_a_mirrored_chart_has_mirrored_changes(scores: list[float]) -> None:
    found, mirrored = cusum(scores), cusum([-score for score in scores])

    assert mirrored.upper == found.lower
    assert {(it.side, it.began, it.signalled) for it in mirrored.changes} == {
        (-it.side, it.began, it.signalled) for it in found.changes
    }


@given(charts)
def test_a_change_begins_after_the_sum_was_last_0_and_is_signalled_above_the_threshold(
    scores: list[float],
) -> None:
    found = cusum(scores, threshold=2)

    for change in found.changes:
        sums = found.upper if change.side == 1 else found.lower
        assert change.began == 0 or sums[change.began - 1] == 0
        assert all(total > 0 for total in sums[change.began : change.signalled + 1])
        assert sums[change.signalled] > 2
        assert all(total <= 2 for total in sums[change.began : change.signalled])


@given(charts, st.integers(0, 80))
def test_what_comes_later_changes_no_earlier_signal(scores: list[float], cut: int) -> None:
    whole = cusum(scores, threshold=2)

    assert cusum(scores[:cut], threshold=2).changes == tuple(
        it for it in whole.changes if it.signalled < cut
    )


def test_a_lasting_fall_is_found_dated_and_measured() -> None:
    random = np.random.default_rng(20261122)
    scores = [*random.standard_normal(40), *(random.standard_normal(20) - 1.5)]

    change = next(it for it in cusum(scores).changes if it.side == -1)

    assert change.began == pytest.approx(40, abs=3)
    assert 40 < change.signalled <= 50
    assert change.shift == pytest.approx(-1.5, abs=0.7)


def test_one_change_is_one_signal_until_the_sum_is_back_at_0() -> None:
    scores = [2.0] * 6 + [-9.0] + [2.0] * 6

    changes = [it for it in cusum(scores).changes if it.side == 1]

    # By hand: 1.5 a point passes 5 at the fourth; the fall of 9.5 empties the sum.
    assert changes == [Change(1, 0, 3, 2.0), Change(1, 7, 10, 2.0)]


@pytest.mark.parametrize("scores", [[], [0.0], [0.0] * 100, [0.5, -0.5] * 50])
def test_nothing_and_what_stays_within_the_allowance_is_no_change(scores: list[float]) -> None:
    assert cusum(scores).changes == ()


@pytest.mark.parametrize(("allowance", "threshold"), [(0.5, 5.0), (0.25, 8.0), (1.0, 2.5), (0.5, 4.0)])
@pytest.mark.parametrize("shift", [0.0, 0.5, 1.0, 2.0])
def test_brook_and_evans_markov_chain_has_the_same_run_length(
    allowance: float, threshold: float, shift: float
) -> None:
    # Brook and Evans (1972), Biometrika 59:539-549: sums fall into cells, the first about 0.
    cells = 300
    width = 2 * threshold / (2 * cells - 1)

    def one_sided(towards: float) -> float:
        steps = np.arange(cells)[None, :] - np.arange(cells)[:, None]
        moves = norm.cdf((steps + 0.5) * width + allowance - towards)
        moves[:, 1:] -= norm.cdf((steps[:, 1:] - 0.5) * width + allowance - towards)
        return float(np.linalg.solve(np.eye(cells) - moves, np.ones(cells))[0])

    other = 1 / (1 / one_sided(shift) + 1 / one_sided(-shift))

    assert cusum_run_length(allowance, threshold, shift) == pytest.approx(other, rel=1e-3)


def test_a_chart_on_which_nothing_changes_signals_as_rarely_as_stated() -> None:
    random = np.random.default_rng(7)
    charts, points = 4000, 3000
    upper, lower = np.zeros(charts), np.zeros(charts)
    lengths = np.full(charts, points)
    for at in range(points):
        score = random.standard_normal(charts)
        upper, lower = np.maximum(0, upper + score - 0.5), np.maximum(0, lower - score - 0.5)
        first = (np.maximum(upper, lower) > 4) & (lengths == points)
        lengths[first] = at + 1

    # Threshold 4, so that hardly a chart outlasts the simulation; three standard errors.
    assert lengths.mean() == pytest.approx(cusum([], threshold=4).run_length, rel=0.05)


def test_a_shift_is_seen_sooner_the_larger_it_is_on_either_side() -> None:
    lengths = [cusum_run_length(shift=shift) for shift in (0, 0.25, 0.5, 1, 2, 4)]

    assert lengths == sorted(lengths, reverse=True)
    assert cusum_run_length(shift=-1) == pytest.approx(cusum_run_length(shift=1))


@pytest.mark.parametrize(("allowance", "threshold"), [(-0.1, 5.0), (0.5, 0.0), (nan, 5.0), (0.5, nan)])
def test_impossible_tunings_are_refused(allowance: float, threshold: float) -> None:
    with pytest.raises(ValueError, match="impossible"):
        cusum([1.0], allowance, threshold)
    with pytest.raises(ValueError, match="impossible"):
        cusum_run_length(allowance, threshold)


@pytest.mark.parametrize("score", [inf, -inf, nan])
def test_a_sum_needs_finite_scores(score: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        cusum([0.0, score])
