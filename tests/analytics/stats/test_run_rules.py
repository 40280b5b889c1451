"""Each rule by hand, and the stated run lengths by two ways that share no code with the rules."""

from collections.abc import Callable
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from analytics.stats.run_rules import (
    BEYOND_THREE,
    EIGHT_AVOIDING,
    EIGHT_ON_A_SIDE,
    FIFTEEN_HUGGING,
    FOUR_OF_FIVE,
    FOURTEEN_ALTERNATING,
    NELSON,
    NINE_ON_A_SIDE,
    SIX_TREND,
    TWO_OF_THREE,
    WEEKLY,
    WESTERN_ELECTRIC,
    RuleSet,
    RunRule,
    run_signals,
)

from .markov import zone_run_length

ALL_RULES = (*NELSON.rules, EIGHT_ON_A_SIDE)


def signals_of(rule: RunRule, scores: list[float]) -> list[tuple[int, int, int]]:
    found = run_signals(scores, RuleSet("one", (rule,), rule.run_length))
    return [(signal.first, signal.last, signal.side) for signal in found]


@pytest.mark.parametrize(
    ("rule", "scores", "expected"),
    [
        (BEYOND_THREE, [0, 3.01, -3.01, 3.0], [(1, 1, 1), (2, 2, -1)]),
        (NINE_ON_A_SIDE, [0.1] * 9, [(0, 8, 1)]),
        (NINE_ON_A_SIDE, [0.1] * 8 + [-0.1], []),
        (NINE_ON_A_SIDE, [-0.1] * 10, [(0, 8, -1), (1, 9, -1)]),
        (EIGHT_ON_A_SIDE, [-0.1] * 8, [(0, 7, -1)]),
        (SIX_TREND, [1, 2, 3, 4, 5, 6], [(0, 5, 1)]),
        (SIX_TREND, [6, 5, 4, 3, 2, 1], [(0, 5, -1)]),
        (SIX_TREND, [1, 2, 3, 3, 5, 6], []),
        (SIX_TREND, [1, 2, 3, 4, 5], []),
        (FOURTEEN_ALTERNATING, [0, 1] * 7, [(0, 13, 0)]),
        (FOURTEEN_ALTERNATING, [0, 1] * 6 + [0], []),
        (FOURTEEN_ALTERNATING, [0, 1] * 6 + [1, 0], []),
        (TWO_OF_THREE, [2.1, 0, 2.1], [(0, 2, 1)]),
        (TWO_OF_THREE, [-2.1, -2.1, 0], [(0, 1, -1)]),
        (TWO_OF_THREE, [2.1, 0, -2.1], []),
        (TWO_OF_THREE, [2.1, 0, 0, 2.1], []),
        (FOUR_OF_FIVE, [1.1, 1.1, -5, 1.1, 1.1], [(0, 4, 1)]),
        (FOUR_OF_FIVE, [1.1, 1.1, 0, 0, 1.1, 1.1], []),
        (FIFTEEN_HUGGING, [0.9, -0.9, 0] * 5, [(0, 14, 0)]),
        (FIFTEEN_HUGGING, [0.9, -0.9, 0] * 4 + [0, 0, 1.0], []),
        (EIGHT_AVOIDING, [1.1, -1.1] * 4, [(0, 7, 0)]),
        (EIGHT_AVOIDING, [1.1] * 8, []),
        (EIGHT_AVOIDING, [1.1, -1.1, 1.0] + [1.1, -1.1] * 3, []),
    ],
)
def test_a_rule_sees_its_pattern_and_only_that(
    rule: RunRule, scores: list[float], expected: list[tuple[int, int, int]]
) -> None:
    assert signals_of(rule, scores) == expected


@given(st.lists(st.floats(-5, 5), max_size=60))
def test_mirrored_charts_have_mirrored_signals(scores: list[float]) -> None:
    found = {(it.rule.name, it.last, it.side) for it in run_signals(scores, NELSON)}
    mirrored = {
        (it.rule.name, it.last, -it.side) for it in run_signals([-score for score in scores], NELSON)
    }

    assert mirrored == found


@given(st.lists(st.floats(-5, 5), max_size=60), st.integers(0, 60))
def test_what_comes_later_changes_no_earlier_signal(scores: list[float], cut: int) -> None:
    whole = run_signals(scores, NELSON)

    assert run_signals(scores[:cut], NELSON) == tuple(it for it in whole if it.last < cut)


@given(st.lists(st.floats(-5, 5), max_size=60))
def test_a_signal_names_points_that_exist_and_no_more_than_its_rule_looks_at(
    scores: list[float],
) -> None:
    for signal in run_signals(scores, NELSON):
        assert 0 <= signal.first <= signal.last < len(scores)
        assert signal.last - signal.first < signal.rule.span


@pytest.mark.parametrize("scores", [[], [0.0], [0.0] * 14, [0.5]])
def test_few_or_equal_points_are_no_signal(scores: list[float]) -> None:
    assert run_signals(scores, NELSON) == ()


def test_a_point_infinitely_far_out_is_a_signal() -> None:
    assert signals_of(BEYOND_THREE, [0.0, -inf]) == [(1, 1, -1)]


@pytest.mark.parametrize(
    ("rules", "stated"),
    [
        *(
            ((rule,), rule.run_length)
            for rule in ALL_RULES
            if rule not in (SIX_TREND, FOURTEEN_ALTERNATING)
        ),
        (WESTERN_ELECTRIC.rules, WESTERN_ELECTRIC.run_length),
        (WEEKLY.rules, WEEKLY.run_length),
    ],
    ids=lambda it: "" if isinstance(it, float) else " + ".join(rule.name for rule in it),
)
def test_stated_run_lengths_are_those_of_a_markov_chain(
    rules: tuple[RunRule, ...], stated: float
) -> None:
    assert zone_run_length({rule.name for rule in rules}) == pytest.approx(stated, rel=5e-5)


def by_recursion(length: int, goes_on: Callable[[int, int], bool], cells: int = 200) -> float:
    """Run length of a pattern of ranks: points fall uniformly into cells, half of a tie rises.

    A pattern is `length` points long; a step goes on with it if it fits the step before.
    """
    rising = (np.arange(cells) + 0.5) / cells / cells
    alive = {(1, 2): rising, (-1, 2): rising[::-1]}
    total, chances = 2.0, [1.0, 1.0]
    for _ in range(300):
        total += chances[-1]
        following = {(step, k): np.zeros(cells) for step in (1, -1) for k in range(2, length)}
        for (before, k), mass in alive.items():
            below = (mass.cumsum() - mass / 2) / cells
            for step, moved in ((1, below), (-1, mass.sum() / cells - below)):
                reached = k + 1 if goes_on(before, step) else 2
                if reached < length:
                    following[step, reached] += moved
        alive = following
        chances.append(float(sum(mass.sum() for mass in alive.values())))
    # By now each point takes the same part of what is left: the rest is a geometric series.
    return total + chances[-1] / (1 - chances[-1] / chances[-2])


def test_stated_run_lengths_of_rank_rules_are_those_of_a_recursion() -> None:
    trend = by_recursion(6, lambda before, step: before == step)
    alternating = by_recursion(14, lambda before, step: before != step)

    assert trend == pytest.approx(SIX_TREND.run_length, rel=5e-4)
    assert alternating == pytest.approx(FOURTEEN_ALTERNATING.run_length, rel=5e-4)


def run_length_of_a_long_chart(rules: RuleSet, scores: list[float]) -> float:
    """Points an alarm, where the chart starts afresh after each."""
    alarms, start = 0, 0
    for at in range(len(scores)):
        window = scores[max(start, at - 14) : at + 1]
        if any(rule.sides(window[-rule.span :]) for rule in rules.rules):
            alarms, start = alarms + 1, at + 1
    return len(scores) / alarms


@pytest.mark.parametrize("rules", [NELSON, WESTERN_ELECTRIC, WEEKLY], ids=lambda it: it.name)
def test_charts_on_which_nothing_changes_raise_the_false_alarms_stated(rules: RuleSet) -> None:
    scores = np.random.default_rng(20261122).standard_normal(50_000).tolist()
    alarms = len(scores) / rules.run_length

    # Three standard errors of a Poisson number of alarms: 12 % for the rarest set.
    found = run_length_of_a_long_chart(rules, scores)

    assert found == pytest.approx(rules.run_length, rel=3 / alarms**0.5)


def test_a_set_raises_more_alarms_than_each_of_its_rules_and_fewer_than_all_of_them() -> None:
    for rules in (NELSON, WESTERN_ELECTRIC, WEEKLY):
        single = [1 / rule.run_length for rule in rules.rules]
        assert max(single) < rules.false_alarm_rate < sum(single)


def test_rules_are_told_apart_by_name() -> None:
    names = [rule.name for rule in ALL_RULES]

    assert len(set(names)) == len(names)


def test_the_hand_check_of_a_run_on_one_side() -> None:
    # A fair coin: r equal sides in a row take 2 ** r - 1 throws of either side on average.
    assert NINE_ON_A_SIDE.run_length == 2**9 - 1
    assert EIGHT_ON_A_SIDE.run_length == 2**8 - 1
    assert pytest.approx(1 / (2 * norm.sf(3)), abs=0.005) == BEYOND_THREE.run_length
    inside = norm.cdf(1) - norm.cdf(-1)
    assert pytest.approx((inside**-15 - 1) / (1 - inside), abs=0.01) == FIFTEEN_HUGGING.run_length
