"""CUSUM against the example and the table of run lengths in Montgomery's textbook."""

import pytest

from analytics.stats.cusum import cusum, cusum_run_length

# Montgomery (2009), Introduction to Statistical Quality Control, 6th ed., section 9.1: target 10,
# deviation 1; the mean is 11 from the 21st observation on.
OBSERVATIONS = [9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.20, 10.34]
OBSERVATIONS += [9.03, 11.47, 10.51, 9.40, 10.08, 9.37, 10.62, 10.31, 8.52, 10.84]
OBSERVATIONS += [10.90, 9.33, 12.29, 11.50, 10.60, 11.08, 10.38, 11.62, 11.31, 10.52]


def test_montgomerys_process_goes_out_of_control_at_period_29_and_changed_after_22() -> None:
    found = cusum([observed - 10 for observed in OBSERVATIONS], allowance=0.5, threshold=5)

    (change,) = found.changes
    assert round(found.upper[28], 2) == 5.28
    assert (change.side, change.began + 1, change.signalled + 1) == (1, 23, 29)
    # His estimate of the new mean: 10 + 0.5 + 5.28 / 7 = 11.25.
    assert round(10 + change.shift, 2) == 11.25


@pytest.mark.parametrize(
    ("shift", "length_4", "length_5"),
    [
        # The same, table of run lengths of the tabular CUSUM with allowance 1/2, threshold 4 and 5.
        (0.00, 168, 465),
        (0.25, 74.2, 139),
        (0.50, 26.6, 38.0),
        (0.75, 13.3, 17.0),
        (1.00, 8.38, 10.4),
        (1.50, 4.75, 5.75),
        (2.00, 3.34, 4.01),
        (2.50, 2.62, 3.11),
        (3.00, 2.19, 2.57),
        (4.00, 1.71, 2.01),
    ],
)
def test_run_lengths_are_those_of_montgomerys_table(
    shift: float, length_4: float, length_5: float
) -> None:
    assert cusum_run_length(0.5, 4, shift) == pytest.approx(length_4, rel=4e-3)
    assert cusum_run_length(0.5, 5, shift) == pytest.approx(length_5, rel=4e-3)
