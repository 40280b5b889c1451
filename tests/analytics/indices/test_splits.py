from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from analytics.counts import Counts
from analytics.indices import METHODS, timeliness_split, user_kind_split

answers = st.builds(Counts, satisfied=st.integers(0, 200), unsatisfied=st.integers(0, 200))


def test_the_difference_has_the_interval_that_newcombe_printed() -> None:
    # Newcombe (1998), Statistics in Medicine 17:873-890, table II (a), method 10.
    found = timeliness_split({"on_time": Counts(56, 14), "late": Counts(48, 32)})

    assert found.difference is not None
    assert found.difference.value == pytest.approx(0.2)
    assert round(found.difference.low, 4) == 0.0524
    assert round(found.difference.high, 4) == 0.3339


@given(answers, answers)
def test_the_difference_is_that_of_two_intervals_of_scipys(one: Counts, other: Counts) -> None:
    found = timeliness_split({"on_time": one, "late": other})

    if not one.n or not other.n:
        assert found.difference is None
        return
    shares = [(counts.satisfied / counts.n) for counts in (one, other)]
    theirs = [
        binomtest(counts.satisfied, counts.n).proportion_ci(method="wilson") for counts in (one, other)
    ]
    assert found.difference is not None
    value = shares[0] - shares[1]
    low = value - hypot(shares[0] - theirs[0].low, theirs[1].high - shares[1])
    high = value + hypot(theirs[0].high - shares[0], shares[1] - theirs[1].low)
    assert (found.difference.low, found.difference.high) == pytest.approx((low, high), abs=1e-9)


@given(answers, answers, answers)
def test_every_answer_is_on_one_side_or_unknown(one: Counts, other: Counts, unknown: Counts) -> None:
    found = timeliness_split({"on_time": one, "late": other, "": unknown})

    bases = sum(share.n for share in found.shares.values() if share)
    assert bases + found.unknown == one.n + other.n + unknown.n
    assert {*found.present, *found.absent} == {"on_time", "late"}


@given(answers, answers)
def test_turned_round_the_difference_is_its_opposite(one: Counts, other: Counts) -> None:
    there = user_kind_split({"citizen": one, "business": other}).difference
    back = user_kind_split({"citizen": other, "business": one}).difference

    assert (there is None) == (back is None)
    if there and back:
        assert (there.low, there.high) == pytest.approx((-back.high, -back.low))


def test_what_nobody_said_is_no_side() -> None:
    found = user_kind_split({"": Counts(5, 5), "citizen": Counts(3, 1)})

    assert (found.present, found.absent, found.unknown) == (("citizen",), ("business",), 10)
    assert found.difference is None
    assert found.method in METHODS
