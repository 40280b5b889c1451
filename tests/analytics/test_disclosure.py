import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.disclosure import State, Thresholds, disclose, disclose_response
from analytics.indices import Share
from analytics.stats.intervals import wilson_interval


def a_share(count: int, n: int) -> Share:
    return Share(count, n, wilson_interval(count, n))


@pytest.mark.parametrize(
    ("kind", "n", "state"),
    [
        ("officer", 29, State.TOO_FEW),
        ("officer", 30, State.SHOWN),
        ("procedure", 9, State.TOO_FEW),
        ("procedure", 10, State.SHOWN),
        ("unit", 1, State.TOO_FEW),
        ("total", 9, State.TOO_FEW),
    ],
)
def test_the_threshold_is_thirty_for_officers_and_ten_for_all_else(
    kind: str, n: int, state: State
) -> None:
    assert disclose(kind, a_share(n - 1, n)).state is state


def test_a_withheld_cell_keeps_its_base_and_says_what_is_needed() -> None:
    cell = disclose("officer", a_share(8, 12))

    assert (cell.n, cell.needed) == (12, 30)
    assert cell.share is None
    assert cell.value is None


def test_an_all_equal_cell_is_a_bound() -> None:
    assert disclose("unit", a_share(40, 40)).state is State.AT_LEAST
    assert disclose("unit", a_share(0, 40)).state is State.AT_MOST


def test_few_and_all_equal_is_too_few() -> None:
    assert disclose("unit", a_share(3, 3)).state is State.TOO_FEW


def test_nothing_is_empty_not_too_few() -> None:
    cell = disclose("unit", None)

    assert (cell.state, cell.n) == (State.EMPTY, 0)


def test_everybody_may_be_seen_to_have_answered() -> None:
    assert disclose_response("unit", Share(40, 40)).value == 1.0
    assert disclose_response("unit", Share(9, 9)).state is State.TOO_FEW


def test_thresholds_can_be_raised() -> None:
    strict = Thresholds(officer=100, other=50)

    assert disclose("officer", a_share(60, 99), strict).state is State.TOO_FEW
    assert disclose("unit", a_share(40, 50), strict).state is State.SHOWN


@given(
    st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.sampled_from(["officer", "unit", "total", "counter"]),
)
def test_nothing_is_shown_that_is_small_or_all_equal(share: tuple[int, int], kind: str) -> None:
    count, n = share
    cell = disclose(kind, a_share(count, n))

    shown = cell.share is not None
    assert shown == (n >= (30 if kind == "officer" else 10) and 0 < count < n)
