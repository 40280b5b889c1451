import pytest

from analytics.changes import Change, compare, moved_rows
from analytics.counts import Counts
from analytics.disclosure import Cell, disclose
from analytics.indices import satisfaction_rate
from analytics.tables import Row, make_row


def a_cell(satisfied: int, unsatisfied: int) -> Cell:
    return disclose("unit", satisfaction_rate(Counts(satisfied=satisfied, unsatisfied=unsatisfied)))


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ((90, 10), (90, 10), Change.UNCLEAR),
        ((90, 10), (85, 15), Change.UNCLEAR),
        ((90, 10), (60, 40), Change.LOWER),  # 82.6-94.5 against 50.2-69.1
        ((60, 40), (90, 10), Change.HIGHER),
        ((9, 1), (6, 4), Change.UNCLEAR),  # the same rates of few answers say nothing
        ((90, 10), (1, 1), Change.NO_DATA),
        ((90, 10), (0, 0), Change.NO_DATA),
        ((1, 1), (90, 10), Change.NOTHING_BEFORE),
        ((0, 0), (90, 10), Change.NOTHING_BEFORE),
        ((50, 0), (10, 40), Change.UNCLEAR),  # a bound has no interval to compare with
        ((10, 40), (50, 0), Change.UNCLEAR),
    ],
)
def test_a_change_is_clear_only_where_both_intervals_stay_apart(
    before: tuple[int, int], after: tuple[int, int], change: Change
) -> None:
    assert compare(a_cell(*before), a_cell(*after)) is change


def test_without_an_earlier_week_there_is_nothing_to_compare() -> None:
    assert compare(None, a_cell(90, 10)) is Change.NOTHING_BEFORE
    assert compare(None, a_cell(1, 0)) is Change.NO_DATA


def a_row(key: str, satisfied: int, unsatisfied: int) -> Row:
    return make_row("unit", key, None, Counts(satisfied=satisfied, unsatisfied=unsatisfied))


def test_only_rows_that_clearly_changed_are_named_the_lower_first() -> None:
    before = [a_row("up", 60, 40), a_row("same", 90, 10), a_row("down", 90, 10), a_row("gone", 9, 9)]
    after = [a_row("up", 95, 5), a_row("same", 88, 12), a_row("new", 10, 90), a_row("down", 50, 50)]

    moved = moved_rows(before, after)

    assert [(one.after.key, one.change) for one in moved] == [
        ("down", Change.LOWER),
        ("up", Change.HIGHER),
    ]
    assert moved[0].before is before[2]
    assert moved[0].after is after[3]


def test_an_officer_with_few_ratings_has_not_changed() -> None:
    def officer(satisfied: int, unsatisfied: int) -> Row:
        counts = Counts(satisfied=satisfied, unsatisfied=unsatisfied)
        return make_row("officer", "o", None, counts)

    assert moved_rows([officer(28, 1)], [officer(1, 28)]) == []
    assert len(moved_rows([officer(29, 1)], [officer(1, 29)])) == 1
