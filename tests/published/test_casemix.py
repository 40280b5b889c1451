"""Indirect standardisation where a published number is to be had."""

import pytest

from analytics.stats.casemix import Stratum, standardise, standardise_all


@pytest.mark.parametrize(
    ("satisfied", "n", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3: of one kind of
        # cases, and compared with itself, a unit's standardised rate is its share.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_one_kind_of_cases_has_the_interval_of_newcombes_table(
    satisfied: int, n: int, low: float, high: float
) -> None:
    found = standardise([Stratum("all", satisfied, n, satisfied, n)], overall=satisfied / n)

    assert found.rate == pytest.approx(satisfied / n)
    assert found.interval.rounded(4).low == low
    assert found.interval.rounded(4).high == high


def test_the_officer_with_the_hard_cases_is_the_better_one() -> None:
    # Simpson's paradox: worse over all, better at both kinds of cases.
    found = standardise_all(
        {
            "A": {"certificate": (180, 190), "land": (6, 10)},
            "B": {"certificate": (39, 40), "land": (112, 160)},
        }
    )

    assert round(found["A"].observed / found["A"].n, 3) == 0.930
    assert round(found["B"].observed / found["B"].n, 3) == 0.755
    assert found["A"].ratio < 1 < found["B"].ratio
