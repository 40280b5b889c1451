import pytest

from analytics.disclosure import Cell, State
from analytics.pictures.difference import Comparison, Side
from analytics.words import Words
from tests.analytics.pictures.cells_by_hand import a_cell
from tests.analytics.pictures.looking import drawn, texts

EN = Words("en")


def compared(one: tuple[int, int], other: tuple[int, int], words: Words = EN) -> Comparison:
    return Comparison("Land", Side("Week 34", a_cell(*one)), Side("Week 33", a_cell(*other)), words)


FELL = compared((40, 16), (61, 7))


def test_the_difference_is_newcombes_with_its_interval() -> None:
    # Newcombe (1998), Stat. Med. 17:873, table II (a): 56/70 less 48/80.
    published = compared((56, 14), (48, 32)).difference

    assert published is not None
    assert (published.low, published.high) == pytest.approx((0.0524, 0.3339), abs=0.0001)


def test_the_difference_is_told_in_points_with_signs() -> None:
    told = "Difference: −18.3 percentage points (−32.2 to −4.4)"

    assert told in texts(FELL)
    assert f"{told}. Clearly lower." in FELL.description()
    assert "−18,3 điểm phần trăm" in compared((40, 16), (61, 7), Words("vi")).description()


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ((61, 7), (40, 16), "Clearly higher."),
        ((45, 5), (44, 6), "No clear difference: chance alone may explain it."),
        ((45, 5), (2, 1), "Not enough data for a comparison."),
        ((20, 0), (44, 6), "No clear difference, wherever the figures lie within their bounds."),
    ],
)
def test_the_verdict_says_no_more_than_the_interval(
    one: tuple[int, int], other: tuple[int, int], verdict: str
) -> None:
    assert compared(one, other).verdict() == verdict
    assert verdict in texts(compared(one, other))


def stepped(one: tuple[float, float], other: tuple[float, float]) -> Comparison:
    """Two figures of a hundred answers each, told only between two shares."""
    cells = [Cell(State.BETWEEN, 100, 10, None, *ends) for ends in (one, other)]
    return Comparison("Land", Side("A", cells[0]), Side("B", cells[1]), EN)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ((0.9, 0.94), (0.6, 0.66), "Clearly higher, wherever the figures lie within their bounds."),
        ((0.6, 0.66), (0.9, 0.94), "Clearly lower, wherever the figures lie within their bounds."),
        ((0.8, 0.84), (0.8, 0.84), "No clear difference, wherever the figures lie within their bounds."),
        ((0.8, 0.9), (0.7, 0.8), "Cannot be said: the figures are told only within bounds."),
    ],
)
def test_of_figures_told_within_bounds_it_says_what_holds_for_all_of_them(
    one: tuple[float, float], other: tuple[float, float], verdict: str
) -> None:
    found = stepped(one, other)

    assert found.verdict() == verdict
    assert verdict in " ".join(texts(found))
    assert found.difference is None


def test_what_lies_within_bounds_is_drawn_as_a_bar_without_a_mark() -> None:
    found = stepped((0.9, 0.94), (0.6, 0.66))

    bars = drawn(found, "hl-stroke-accent")
    assert len(bars) == 2
    assert drawn(found, "hl-mark-high") == drawn(found, "hl-mark-accent") == []
    assert len(drawn(found, "hl-stroke-high")) == 1
    assert "Difference: +24.0 to +34.0 percentage points, with their intervals" in found.description()


def test_a_figure_that_is_withheld_is_not_compared() -> None:
    kept = Comparison("Land", Side("A", Cell(State.WITHHELD, 90, 10)), Side("B", a_cell(61, 7)), EN)

    assert kept.verdict() == "Not compared: a figure is not shown, since it would tell others."
    assert kept.gap() == ""


def test_each_side_is_written_with_interval_and_base() -> None:
    assert "71.4\u00a0% (58.5–81.6), n = 56" in texts(FELL)
    assert "89.7\u00a0% (80.2–94.9), n = 68" in texts(FELL)


def test_on_a_narrow_screen_a_long_name_and_its_figure_stand_below_each_other() -> None:
    name = "Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất " * 3
    long = Comparison("Land", Side(name, a_cell(40, 16)), Side("B", a_cell(61, 7)), EN)

    written = {text.get_text(): text for text in drawn(long, "hl-text-soft", width=4.1)}
    names = drawn(long, "hl-text-ink", width=4.1)

    figure = written["71.4\u00a0% (58.5–81.6), n = 56"]
    assert figure.get_horizontalalignment() == "left"
    assert all(abs(text.get_position()[1] - figure.get_position()[1]) > 0.1 for text in names)
    assert any(text.get_text().endswith("…") for text in names)


def test_the_mark_of_the_difference_stands_left_of_zero_where_it_is_lower() -> None:
    [mark] = drawn(FELL, "hl-mark-low")
    zero = next(line for line in drawn(FELL, "hl-stroke-ink"))

    assert mark.get_xdata()[0] < zero.get_xdata()[0]


def test_without_enough_data_no_difference_is_drawn() -> None:
    thin = compared((45, 5), (2, 1))

    assert drawn(thin, "hl-mark-low") == drawn(thin, "hl-mark-high") == []
    assert "66" not in "".join(texts(thin)) + thin.description()
