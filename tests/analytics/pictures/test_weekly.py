import pytest

from analytics.disclosure import Cell, State
from analytics.pictures.weekly import Event, WeeklyChart
from analytics.pictures.weekly_drawing import value_range
from analytics.weeks import Week
from tests.analytics.pictures.cells_by_hand import LAST, a_chart
from tests.analytics.pictures.looking import NARROW, drawn, share_at, texts

STEADY = a_chart((45, 5), (40, 10), (48, 2))
GAPS = a_chart((45, 5), (3, 1), (40, 10), (0, 0), (44, 6))
FALL = a_chart(*[(90, 10), (88, 12)] * 5, (60, 40), judged=True)
LAW = Event(Week(2026, 33), "Bớt hai loại giấy tờ")


def test_the_line_goes_through_every_rate() -> None:
    [line] = drawn(STEADY, "hl-stroke-accent")

    rates = [share_at(STEADY, height) for height in line.get_ydata()]
    assert rates == pytest.approx([0.9, 0.8, 0.96])


def test_the_band_reaches_from_bound_to_bound() -> None:
    [band] = drawn(STEADY, "hl-fill-band")

    rates = [share_at(STEADY, height) for _x, height in band.get_path().vertices]
    # Wilson for 40/50 and 48/50, from scipy: binomtest(k, 50).proportion_ci(method="wilson").
    assert min(rates) == pytest.approx(0.6696, abs=0.0001)
    assert max(rates) == pytest.approx(0.9890, abs=0.0001)


def test_line_and_band_break_where_a_week_is_withheld() -> None:
    lines, bands = drawn(GAPS, "hl-stroke-accent"), drawn(GAPS, "hl-fill-band")

    assert [len(line.get_xdata()) for line in lines] == [1, 1, 1]
    assert len(bands) == 3


def test_line_and_band_break_where_another_way_of_asking_began() -> None:
    chart = a_chart(*[(45, 5)] * 4, events=(Event(Week(2026, 33), "tablet mới", breaks=True),))

    assert [len(line.get_xdata()) for line in drawn(chart, "hl-stroke-accent")] == [2, 2]
    assert len(drawn(chart, "hl-fill-band")) == 2


def test_an_event_that_breaks_nothing_is_a_numbered_line_before_its_week() -> None:
    chart = a_chart(*[(45, 5)] * 4, events=(LAW,))

    [line] = drawn(chart, "hl-stroke-soft")
    [marks] = drawn(chart, "hl-mark-accent")
    weeks = marks.get_xdata()
    assert line.get_xdata()[0] == pytest.approx((weeks[1] + weeks[2]) / 2)
    assert "1" in texts(chart)
    assert "tuần 33/2026: Bớt hai loại giấy tờ." in chart.description()


def test_a_withheld_rate_is_nowhere_in_the_picture() -> None:
    heights = [height for line in drawn(GAPS, "hl-stroke-accent") for height in line.get_ydata()]

    assert 0.75 not in [round(share_at(GAPS, height), 3) for height in heights]  # 3 of 4
    assert "75" not in "".join(texts(GAPS)) + GAPS.description()


def test_a_single_week_has_a_band_of_some_width() -> None:
    [band] = drawn(a_chart((45, 5)), "hl-fill-band")

    across = [x for x, _height in band.get_path().vertices]
    assert 0.05 < max(across) - min(across) < 0.5  # inches


def test_all_equal_weeks_are_strokes_from_the_bound_to_the_end() -> None:
    chart = a_chart((20, 0), (45, 5), (0, 20))

    strokes = [line for line in drawn(chart, "hl-stroke-accent") if len(set(line.get_xdata())) == 1]
    ends = [[round(share_at(chart, height), 3) for height in line.get_ydata()] for line in strokes]
    assert [0.95, 1.0] in ends
    assert [0.05, 0.0] in ends
    assert len(drawn(chart, "hl-hollow-accent")) == 2


def test_limits_are_drawn_as_steps_and_the_week_that_fell_out_has_a_triangle_downwards() -> None:
    low, high = drawn(FALL, "hl-stroke-low")
    [signal] = drawn(FALL, "hl-mark-low")

    assert share_at(FALL, low.get_ydata()[-1]) == pytest.approx(FALL.usual.weeks[-1].low)  # type: ignore[union-attr]
    assert share_at(FALL, high.get_ydata()[0]) == pytest.approx(FALL.usual.weeks[0].high)  # type: ignore[union-attr]
    assert signal.get_marker() == "v"
    assert share_at(FALL, signal.get_ydata()[0]) == pytest.approx(0.6)
    assert "Các tuần khác thường: tuần 34/2026." in FALL.description()


def test_a_week_that_stands_out_upwards_points_upwards_in_another_ink() -> None:
    rise = a_chart(*[(60, 40), (62, 38)] * 5, (90, 10), judged=True)

    [signal] = drawn(rise, "hl-mark-high")
    assert signal.get_marker() == "^"


def test_what_merely_wobbles_has_limits_and_no_triangle() -> None:
    calm = a_chart(*[(90, 10), (88, 12)] * 6, judged=True)

    assert drawn(calm, "hl-mark-low") == []
    assert len(drawn(calm, "hl-stroke-low")) == 2
    assert "Không có tuần nào khác thường." in calm.description()


def test_every_week_has_its_number_and_its_base_below_it() -> None:
    found = texts(GAPS)

    for text in ("30", "31", "32", "33", "34", "2026", "50", "4", "0", "tuần", "n"):
        assert text in found
    assert found.count("50") == 3


def test_a_new_year_is_named_where_it_begins() -> None:
    found = texts(a_chart((45, 5), (45, 5), (45, 5), until=Week(2027, 2)))

    assert [text for text in found if text in {"2026", "2027"}] == ["2026", "2027"]
    assert {"53", "1", "2"} <= set(found)


def test_the_newest_rate_is_written_beside_its_point() -> None:
    assert "96,0\u00a0%" in texts(STEADY)
    assert "96.0\u00a0%" in texts(a_chart((48, 2), lang="en"))
    assert "90,0\u00a0%" in texts(a_chart((45, 5), (1, 0)))


def test_a_picture_without_any_rate_says_so() -> None:
    assert "chưa đủ dữ liệu (cần ít nhất 10 lượt)" in texts(a_chart((3, 1), (2, 2)))
    assert "không có đánh giá" in texts(a_chart((0, 0)))


def test_the_marks_that_occur_are_explained_and_no_others() -> None:
    assert STEADY.notes() == []
    assert GAPS.notes() == ["Chỗ trống: chưa đủ 10 lượt đánh giá."]
    assert len(a_chart((20, 0), (3, 1)).notes()) == 2
    assert "4 năm" in FALL.notes()[-1]  # one false alarm in so long, by the rules in force


def test_fewer_weeks_are_labelled_where_the_letters_would_touch() -> None:
    busy = a_chart(*[(6000, 1000)] * 26)

    found = texts(busy, NARROW)

    assert "34" in found  # the newest always
    assert found.count("7.000") < 12
    assert texts(a_chart(*[(45, 5)] * 26)).count("50") == 26


@pytest.mark.parametrize(
    ("answers", "low", "high"),
    [
        ([(45, 5)], 0.7, 1.0),  # 78.6-95.7
        ([(8700, 1300)], 0.8, 1.0),  # 86.3-87.6: widened to twenty points
        ([(10, 10)], 0.2, 0.8),  # 29.9-70.1
        ([(1, 99)], 0.0, 0.2),
        ([(20, 0)], 0.8, 1.0),
        ([(0, 20)], 0.0, 0.2),
        ([(1, 0)], 0.8, 1.0),
        ([], 0.8, 1.0),
    ],
)
def test_the_axis_holds_all_that_is_drawn_and_never_less_than_twenty_points(
    answers: list[tuple[int, int]], low: float, high: float
) -> None:
    assert value_range(a_chart(*answers)) == pytest.approx((low, high))


def test_the_axis_holds_the_limits_too() -> None:
    small = a_chart(*[(19, 1), (18, 2)] * 5, judged=True)

    low, _high = value_range(small)
    assert low <= min(week.low for week in small.usual.weeks if week)  # type: ignore[union-attr]


def test_the_last_weeks_are_kept_for_a_narrow_screen_with_their_limits_and_events() -> None:
    chart = a_chart(*[(90, 10)] * 12, judged=True, events=(LAW, Event(Week(2026, 20), "cũ")))

    short = chart.last(2)

    assert short.points == chart.points[-2:]
    assert short.usual is not None
    assert short.usual.weeks == chart.usual.weeks[-2:]  # type: ignore[union-attr]
    assert short.events == (LAW,)
    assert chart.last(99).points == chart.points


def test_equal_charts_are_equal_and_can_be_remembered() -> None:
    assert a_chart((45, 5)) == a_chart((45, 5))
    assert hash(a_chart((45, 5), events=(LAW,))) == hash(a_chart((45, 5), events=(LAW,)))
    assert a_chart((45, 5)) != a_chart((45, 5), lang="en")


def test_the_description_tells_span_newest_lowest_and_highest() -> None:
    told = STEADY.description()

    assert told.startswith("Quầy 1. Tỷ lệ hài lòng theo tuần")
    assert "tuần 32/2026 – tuần 34/2026" in told
    assert "Mới nhất: tuần 34/2026: 96,0\u00a0% (86,5–98,9), n = 50." in told
    assert "Thấp nhất: tuần 33/2026: 80,0\u00a0%" in told
    assert "Số tuần chưa đủ dữ liệu: 2." in GAPS.description()
    assert STEADY.points[-1][0] == LAST


def test_a_week_that_is_only_told_to_lie_between_two_shares_is_a_bar_without_a_mark() -> None:
    between = Cell(State.BETWEEN, 50, 10, least=0.8, most=0.86)
    chart = WeeklyChart("Quầy 1", (*STEADY.points, (Week(2026, 35), between)), STEADY.words)

    [bar] = drawn(chart, "hl-stroke-band")

    assert [round(share_at(chart, height), 3) for height in bar.get_ydata()] == [0.8, 0.86]
    [line] = drawn(chart, "hl-stroke-accent")
    assert len(line.get_xdata()) == 3
    assert chart.notes() == ["Thanh đứng: chỉ công bố theo khoảng giữa hai đầu."]
