"""The index of trust, how many answered it, and where its series breaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.indices import METHODS, asking_breaks, trust_answered, trust_index
from analytics.weeks import Week

COUNTS = st.integers(0, 2_000)


def test_it_is_yes_of_yes_and_no_with_a_published_interval() -> None:
    index = trust_index((81, 182))  # Newcombe 1998, table I: 81 of 263
    assert (index.value, index.n) == (81 / 263, 263)
    assert index.interval is not None
    assert index.interval.rounded(4) == (type(index.interval)(0.2553, 0.3662))
    assert (index.method, index.present, index.absent) == ("trust-1", ("trust",), ())
    assert index.method in METHODS


@pytest.mark.parametrize("answers", [None, (0, 0)])
def test_not_asked_and_not_answered_have_no_share(answers: tuple[int, int] | None) -> None:
    index = trust_index(answers)
    assert (index.share, index.present, index.absent) == (None, (), ("trust",))


@given(yes=COUNTS, no=COUNTS)
def test_yes_and_no_exchanged_give_the_rest(yes: int, no: int) -> None:
    one, other = trust_index((yes, no)), trust_index((no, yes))
    if yes + no:
        assert one.value == pytest.approx(1 - (other.value or 0.0))
        assert one.interval is not None
        assert other.interval is not None
        assert one.interval.low == pytest.approx(1 - other.interval.high)


@given(answered=COUNTS, raters=COUNTS)
def test_nobody_answers_who_did_not_rate(answered: int, raters: int) -> None:
    share = trust_answered(answered, raters)
    assert (share is None) == (not raters or answered > raters)
    if share is not None:
        assert share.interval is not None
        assert 0 <= share.interval.low <= share.value <= share.interval.high <= 1


def test_its_series_breaks_where_the_asking_begins_and_ends() -> None:
    weeks = [Week(2026, number) for number in range(30, 36)]
    asked = [False, True, True, False, False, True]
    assert asking_breaks(zip(weeks, asked, strict=True)) == [weeks[1], weeks[3], weeks[5]]
    assert asking_breaks([(weeks[0], True)]) == []
    assert asking_breaks([]) == []
