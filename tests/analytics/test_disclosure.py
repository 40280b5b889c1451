import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.disclosure import (
    Cell,
    State,
    Thresholds,
    disclose,
    disclose_dossiers,
    disclose_response,
    disclose_with_excluded,
)
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


def dossiers(
    answers: tuple[int, int] | None, kind: str = "unit", satisfaction: Share | None = None
) -> Cell:
    """90 of 100 dossiers are well; behind the rate stand so many satisfied of so many answers."""
    asked = disclose(kind, satisfaction or a_share(80, 90))
    return disclose_dossiers(kind, 100, Share(90, 100), Share(*answers) if answers else None, asked)


@pytest.mark.parametrize(
    ("kind", "answers", "state"),
    [
        ("unit", None, State.SHOWN),  # no answer is in it
        ("unit", (0, 1), State.WITHHELD),
        ("unit", (8, 9), State.WITHHELD),
        ("unit", (9, 10), State.SHOWN),
        ("unit", (10, 10), State.WITHHELD),  # it would tell that each of the ten was satisfied
        ("unit", (0, 10), State.WITHHELD),
        ("officer", (28, 29), State.WITHHELD),
        ("officer", (29, 30), State.SHOWN),
        ("officer", None, State.SHOWN),
    ],
)
def test_a_dossier_rate_is_shown_where_the_answers_behind_it_may_be_told(
    kind: str, answers: tuple[int, int] | None, state: State
) -> None:
    cell = dossiers(answers, kind)

    assert cell.state is state
    assert (cell.share is None) == (state is State.WITHHELD)
    assert cell.n == 100


@pytest.mark.parametrize("count", [0, 40])
def test_beside_a_bound_no_dossier_rate_gives_the_answers_away(count: int) -> None:
    assert dossiers((9, 10), satisfaction=a_share(count, 40)).state is State.WITHHELD
    assert dossiers(None, satisfaction=a_share(count, 40)).state is State.SHOWN


def test_few_dossiers_are_few_whatever_was_answered() -> None:
    few, none = Share(3, 9), disclose("unit", None)

    assert disclose_dossiers("unit", few.n, few, Share(1, 1), none).state is State.TOO_FEW
    assert disclose_dossiers("unit", 0, None, None, none).state is State.EMPTY


def test_where_more_would_be_subtracted_than_there_are_that_is_told_like_a_rate() -> None:
    """Of twelve dossiers thirteen complaints: there is no rate, and whoever is told so knows them."""
    none = disclose("unit", None)

    assert disclose_dossiers("unit", 1, None, Share(0, 2), none).state is State.TOO_FEW
    assert disclose_dossiers("unit", 12, None, Share(0, 13), none).state is State.WITHHELD
    assert disclose_dossiers("unit", 12, None, Share(1, 14), none).state is State.EMPTY


def test_a_dossier_bound_is_withheld_too_where_it_would_say_that_all_were_satisfied() -> None:
    spotless, none = Share(100, 100), disclose("unit", None)

    assert disclose_dossiers("unit", spotless.n, spotless, Share(20, 20), none).state is State.WITHHELD
    assert disclose_dossiers("unit", spotless.n, spotless, None, none).state is State.AT_LEAST


@pytest.mark.parametrize(
    ("kind", "excluded", "state"),
    [
        ("unit", None, State.EMPTY),
        ("unit", (0, 1), State.TOO_FEW),
        ("unit", (5, 9), State.TOO_FEW),
        ("unit", (5, 10), State.SHOWN),
        ("unit", (0, 10), State.WITHHELD),
        ("unit", (10, 10), State.WITHHELD),
        ("officer", (15, 29), State.TOO_FEW),
        ("officer", (15, 30), State.SHOWN),
    ],
)
def test_both_rates_are_told_where_their_difference_tells_no_few_and_no_equal_answers(
    kind: str, excluded: tuple[int, int] | None, state: State
) -> None:
    left_out = Share(*excluded) if excluded else None
    count, n = (excluded[0] + 80, excluded[1] + 90) if excluded else (80, 90)

    cell = disclose_with_excluded(kind, a_share(count, n), left_out)

    assert cell.state is state
    assert (cell.share is not None) == (state is State.SHOWN)
    assert cell.n == (0 if excluded is None else n)


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
