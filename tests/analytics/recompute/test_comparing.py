"""Fair comparisons and targets, worked out by modules of the tests' own."""

import numpy as np
import pytest

from analytics.disclosure import Cell, State
from analytics.fairness import compare, gather
from analytics.indices import Share
from analytics.targets import judge
from tests.analytics.fairness.offices import officers
from tests.analytics.recompute.comparing import compared
from tests.analytics.recompute.formulas import wilson

SEEDS = [
    pytest.param(range(8), id="briefly"),
    pytest.param(range(200), id="at length", marks=pytest.mark.soak),
]


@pytest.mark.parametrize("seeds", SEEDS)
def test_every_verdict_and_the_numbers_behind_it_are_worked_out_alike(seeds: range) -> None:
    verdicts = set()
    for seed in seeds:
        rng = np.random.default_rng(seed)
        drops = {1: 0.25, 2: -0.02}
        counts = officers(rng, 3 + seed % 14, n=int(rng.integers(20, 120)), drops=drops)
        counts["019", "nobody else's"] = (int(rng.integers(0, 40)), 40)
        cases, reference = gather(counts)

        known = compared({key: (own.satisfied, own.n) for key, own in cases.items()}, reference)

        for row in compare(cases, reference).rows:
            own, figure = known[row.key], row.figure
            verdicts.add(row.verdict)
            assert row.verdict.value == own.verdict
            if figure is None:
                assert own.expected is None
                continue
            assert own.interval is not None
            assert figure.expected == pytest.approx(own.expected, rel=1e-12)
            assert figure.rate == pytest.approx(own.rate, rel=1e-12)
            assert (figure.interval.low, figure.interval.high) == pytest.approx(own.interval, abs=1e-11)
            assert figure.false_alarm == pytest.approx(own.false_alarm, rel=1e-8)
            assert figure.adjusted == pytest.approx(own.adjusted, rel=1e-8)
            point = figure.observed, figure.pooled, figure.variance
            assert point == pytest.approx(own.point, rel=1e-9)
    assert len(verdicts) >= 3


def test_a_target_is_judged_alike_by_an_interval_in_forty_decimals() -> None:
    for n in range(10, 130, 7):
        for count in range(n + 1):
            low, high = wilson(count, n)
            for percent in (50, 80, 90, 95):
                own = "pass" if low >= percent / 100 else "fail" if high < percent / 100 else "too_early"
                cell = Cell(State.SHOWN, n, 10, Share(count, n))
                assert judge(cell, percent / 100).value == own
