import pytest

from analytics.counts import TOTAL, Counts, NotCounted
from analytics.dashboard import phrases
from analytics.tables import Row, WeekTable, make_row
from analytics.weeks import Week
from analytics.words import Words

VI, EN = Words("vi"), Words("en")


def a_row(key: str, satisfied: int, unsatisfied: int) -> Row:
    return make_row("unit", key, None, Counts(satisfied=satisfied, unsatisfied=unsatisfied))


def a_table(number: int, total: tuple[int, int], *rows: Row) -> WeekTable:
    counts = Counts(satisfied=total[0], unsatisfied=total[1])
    return WeekTable(Week(2026, number), "unit", make_row(TOTAL, "", None, counts), rows)


@pytest.mark.parametrize(
    ("before", "after", "headline"),
    [
        ((90, 10), (88, 12), "Week 34: no clear change"),
        ((90, 10), (60, 40), "Week 34: clearly less satisfied than the week before"),
        ((60, 40), (90, 10), "Week 34: clearly more satisfied than the week before"),
        ((0, 0), (90, 10), "Week 34: nothing before it to compare with"),
        ((90, 10), (2, 1), "Week 34: not enough ratings to say"),
    ],
)
def test_a_headline_claims_no_more_than_the_data_can_say(
    before: tuple[int, int], after: tuple[int, int], headline: str
) -> None:
    assert phrases.story(a_table(33, before), a_table(34, after), EN).headline == headline


def test_a_week_that_says_nothing_has_no_basis_to_tell() -> None:
    assert phrases.story(a_table(33, (90, 10)), a_table(34, (2, 1)), EN).basis == ""


def test_few_of_many_moved_rows_are_told_and_all_are_counted() -> None:
    before = [a_row(str(number), 90, 10) for number in range(6)]
    after = [a_row(str(number), 20, 80) for number in range(6)]

    story = phrases.story(a_table(33, (540, 60), *before), a_table(34, (120, 480), *after), EN)

    assert len(story.moved) == phrases.MOST_MOVED == 4
    assert story.moved_in_all == 6


def test_causes_have_names_and_unknown_ones_their_code() -> None:
    assert phrases.cause("poster", VI) == "lượt qua mã QR dán sẵn, chưa xác thực"
    assert phrases.cause("repeat-1", EN) == phrases.cause("repeat-2", EN) == "repeated presses"
    assert phrases.cause("other-1", EN) == "other-1"


@pytest.mark.parametrize(
    ("code", "english", "vietnamese"),
    [
        ("closed-1", "pressed outside opening hours", "bấm ngoài giờ làm việc"),
        ("clock-1", "the tablet's clock was wrong", "đồng hồ máy tính bảng sai"),
        (
            "burst-1",
            "more presses than a counter can serve people",
            "bấm nhiều hơn số người quầy có thể phục vụ",
        ),
        ("void", "declared void by two people", "hai người đã xác nhận không có giá trị"),
        ("clone-1", "from a tablet of which there are two", "từ máy tính bảng bị trùng định danh"),
    ],
)
def test_what_rules_find_wrong_with_a_tablet_has_a_name(
    code: str, english: str, vietnamese: str
) -> None:
    assert (phrases.cause(code, EN), phrases.cause(code, VI)) == (english, vietnamese)


@pytest.mark.parametrize(
    ("excluded", "text"),
    [
        ((0, 0), ""),
        ((3, 1), "các lượt bị loại theo quy tắc: quá ít để tính riêng"),
        ((12, 0), "các lượt bị loại theo quy tắc: không nêu riêng, vì sẽ lộ câu trả lời"),
        # 99 of 115: 78.6-91.3, by scipy's binomtest(99, 115).proportion_ci(method="wilson").
        (
            (9, 6),
            "nếu tính cả các lượt đã bị loại theo quy tắc: 86,1\u00a0% (78,6–91,3; n = 115)",
        ),
    ],
)
def test_the_rate_both_ways_is_told_where_it_gives_no_answer_away(
    excluded: tuple[int, int], text: str
) -> None:
    left_out = (NotCounted("poster", 50, 50), NotCounted("repeat-1", *excluded))
    row = make_row("unit", "u", None, Counts(satisfied=90, unsatisfied=10, not_counted=left_out))

    assert phrases.both_ways(row, VI) == text


def test_without_a_counted_rating_there_is_no_rate_both_ways() -> None:
    row = make_row("unit", "u", None, Counts(not_counted=(NotCounted("repeat-1", 9, 6),)))

    assert phrases.both_ways(row, EN) == ""


def test_dashes_are_explained_where_there_are_any() -> None:
    def served(kind: str, services: int) -> Row:
        return make_row(kind, "k", None, Counts(services=services, failed=1, tied=5))

    assert phrases.dash_note([served("unit", 10)], EN) == ""
    assert "fewer than 10," in phrases.dash_note([served("unit", 10), served("unit", 9)], EN)
    assert "chưa đủ 30 hồ sơ" in phrases.dash_note([served("officer", 29)], VI)
    assert phrases.dash_note([], EN) == ""


def test_the_small_pictures_share_one_scale_that_holds_every_interval() -> None:
    rows = [a_row("a", 10, 10), a_row("b", 90, 10)]  # 29.9-70.1 and 82.6-94.5

    assert phrases.scale(rows) == 0.2
    assert phrases.scale(rows[1:]) == 0.5
    assert phrases.scale([]) == 0.5


def test_a_place_on_the_scale_is_a_percentage_of_the_way() -> None:
    assert phrases.place(0.5, 0.5) == 0
    assert phrases.place(0.75, 0.5) == 50
    assert phrases.place(0.8, 0.7) == 33.3
    assert phrases.place(1.0, 0.5) == 100


def test_a_figure_reads_with_interval_and_base_and_a_bound_with_its_base() -> None:
    assert phrases.figure(a_row("a", 10, 10), VI) == "50,0\u00a0% (29,9–70,1; n = 20)"
    assert phrases.figure(a_row("a", 20, 0), VI) == "≥\u00a095\u00a0% (n = 20)"
