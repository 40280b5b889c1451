"""The binomial, on which exact funnel limits rest, against a table in print."""

import pytest

from analytics.stats.binomial import binomial


@pytest.mark.parametrize(
    ("share", "chance"),
    [
        # Montgomery (2009), Introduction to Statistical Quality Control, 6th ed., table 15.1: the
        # chance of accepting a lot by a sample of 89 with 2 defective ones at most.
        (0.005, 0.9897),
        (0.010, 0.9397),
        (0.020, 0.7366),
        (0.030, 0.4985),
        (0.040, 0.3042),
        (0.050, 0.1721),
        (0.060, 0.0919),
        (0.070, 0.0468),
        (0.080, 0.0230),
        (0.090, 0.0109),
    ],
)
def test_chances_of_two_or_fewer_of_89_are_montgomerys(share: float, chance: float) -> None:
    assert binomial(89, share).at_most(2) == pytest.approx(chance, abs=0.00011)
