"""Wilson's score interval against the table in which Newcombe printed it."""

import pytest

from analytics.stats.intervals import wilson_interval


@pytest.mark.parametrize(
    ("satisfied", "n", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_bounds_are_those_of_newcombes_table(satisfied: int, n: int, low: float, high: float) -> None:
    interval = wilson_interval(satisfied, n)

    assert round(interval.low, 4) == low
    assert round(interval.high, 4) == high
