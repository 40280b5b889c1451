"""Run rules against the table in which their run lengths were first printed."""

import pytest

from analytics.stats.run_rules import (
    BEYOND_THREE,
    EIGHT_ON_A_SIDE,
    FOUR_OF_FIVE,
    TWO_OF_THREE,
    WESTERN_ELECTRIC,
    RunRule,
)
from tests.analytics.stats.markov import zone_run_length


def test_western_electrics_rules_raise_a_false_alarm_every_92_points() -> None:
    # Champ and Woodall (1987), Technometrics 29:393-399, table 1, no shift.
    assert WESTERN_ELECTRIC.run_length == 91.75
    assert BEYOND_THREE.run_length == 370.40


@pytest.mark.parametrize(
    ("others", "run_length"),
    [
        # The same table: the chart with one, two or all of the supplementary rules.
        ([TWO_OF_THREE], 225.44),
        ([FOUR_OF_FIVE], 166.05),
        ([EIGHT_ON_A_SIDE], 152.73),
        ([TWO_OF_THREE, FOUR_OF_FIVE], 132.89),
        ([TWO_OF_THREE, EIGHT_ON_A_SIDE], 122.05),
        ([FOUR_OF_FIVE, EIGHT_ON_A_SIDE], 105.78),
        ([TWO_OF_THREE, FOUR_OF_FIVE, EIGHT_ON_A_SIDE], 91.75),
    ],
)
def test_the_chain_that_checks_the_stated_run_lengths_has_the_published_ones(
    others: list[RunRule], run_length: float
) -> None:
    names = {BEYOND_THREE.name, *(rule.name for rule in others)}

    assert zone_run_length(names) == pytest.approx(run_length, abs=0.0051)
