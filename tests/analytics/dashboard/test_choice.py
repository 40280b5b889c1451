from datetime import date

import pytest

from analytics.counts import TOTAL, Counts, NotCounted
from analytics.dashboard.choice import ORDERS, Choice, choose, ordered
from analytics.errors import UnknownKey, WrongWeek
from analytics.source import Name
from analytics.tables import DIMENSIONS, Row, WeekTable, make_row
from analytics.weeks import Week
from analytics.words import Words

W32, W33, W34 = (Week(2026, number) for number in (32, 33, 34))
SUNDAY, MONDAY = date(2026, 8, 23), date(2026, 8, 24)  # W34 ends between them


def test_the_page_opens_on_the_newest_week_that_has_ended() -> None:
    assert choose({}, [W32, W33, W34], SUNDAY).week == W33
    assert choose({}, [W32, W33, W34], MONDAY).week == W34


def test_a_gap_before_the_running_week_is_passed_over() -> None:
    assert choose({}, [W32, W34], SUNDAY).week == W32


def test_a_running_week_may_be_asked_for_and_is_all_there_is_at_the_beginning() -> None:
    assert choose({"week": "2026-W34"}, [W33, W34], SUNDAY).week == W34
    assert choose({}, [W34], SUNDAY).week == W34


@pytest.mark.parametrize("week", ["2026-W31", "2026-W54", "34", "2026-w34", "2026-W34 "])
def test_a_week_that_is_not_offered_is_refused(week: str) -> None:
    with pytest.raises(WrongWeek):
        choose({"week": week}, [W33, W34], MONDAY)


def test_an_empty_wish_is_no_wish() -> None:
    assert choose({"week": "", "by": "", "sort": "", "rows": ""}, [W34], MONDAY) == Choice(W34)


def test_every_dimension_and_order_may_be_asked_for_and_nothing_else() -> None:
    for by in DIMENSIONS:
        assert choose({"by": by}, [W34], MONDAY).by == by
    for order in ORDERS:
        assert choose({"sort": order}, [W34], MONDAY).order == order
    assert choose({"sort": "satisfaction_rate"}, [W34], MONDAY).order == "n"
    with pytest.raises(UnknownKey, match="'mood' is not a dimension"):
        choose({"by": "mood"}, [W34], MONDAY)


def test_the_row_of_what_nobody_knew_is_not_the_total() -> None:
    assert choose({"key": ""}, [W34], MONDAY).key == ""
    assert choose({}, [W34], MONDAY).key is None


def test_only_one_word_asks_for_every_row() -> None:
    assert choose({"rows": "all"}, [W34], MONDAY).every_row
    assert not choose({"rows": "1"}, [W34], MONDAY).every_row


def a_row(key: str, name: Name | None, ratings: int, services: int, left_out: int) -> Row:
    counts = Counts(
        satisfied=ratings, services=services, not_counted=(NotCounted("repeat-1", left_out, 0),)
    )
    return make_row("procedure", key, name, counts)


ROWS = (
    a_row("m", Name("Đất đai", "Land"), 9, 10, 1),
    a_row("b", Name("Biển số"), 8, 40, 0),
    a_row("", None, 7, 10, 5),
    a_row("k", Name("khai sinh", "Birth"), 6, 20, 1),
)
TABLE = WeekTable(W34, "procedure", make_row(TOTAL, "", None, Counts()), ROWS)


@pytest.mark.parametrize(
    ("order", "lang", "keys"),
    [
        ("n", "vi", "m b  k"),
        ("services", "vi", "b k m "),  # of the two with ten the one with more ratings comes first
        ("not_counted", "vi", " m k b"),
        ("name", "en", "b k m "),  # Biển số (it has no other name), Birth, Land; the nameless last
    ],
)
def test_rows_are_ordered_by_what_is_asked_and_equals_stay_in_the_order_of_n(
    order: str, lang: str, keys: str
) -> None:
    expected = keys.split(" ")

    assert [row.key for row in ordered(TABLE, order, Words(lang))] == expected


def test_names_are_ordered_as_in_a_vietnamese_dictionary() -> None:
    names = ("Xác nhận", "Ủy quyền", "Đăng ký", "Em", "Dân tộc", "Dự án", "an sinh", "Án phí")
    rows = tuple(a_row(name, Name(name), 1, 1, 0) for name in names)
    table = WeekTable(W34, "procedure", TABLE.total, rows)

    found = [row.key for row in ordered(table, "name", Words("vi"))]

    # Letter by letter, marks aside; đ is a letter of its own between d and e.
    assert found == [
        "Án phí",
        "an sinh",
        "Dân tộc",
        "Dự án",
        "Đăng ký",
        "Em",
        "Ủy quyền",
        "Xác nhận",
    ]


def test_ordering_leaves_the_table_itself_alone() -> None:
    ordered(TABLE, "services", Words("vi"))

    assert TABLE.rows == ROWS
