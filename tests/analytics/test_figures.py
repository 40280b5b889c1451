import io
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from analytics import figures
from analytics.charts import WeeklyChart
from analytics.figures import NARROW, WIDE, draw, to_bytes, value_range
from analytics.weeks import Week
from tests.analytics.charts_by_hand import a_chart, parsed

STEADY = a_chart((45, 5), (40, 10), (48, 2))
GAPS = a_chart((45, 5), (3, 1), (40, 10), (0, 0), (44, 6))


def drawn(chart: WeeklyChart, gid: str) -> list[Any]:
    [axes] = draw(chart).axes
    return [artist for artist in axes.get_children() if artist.get_gid() == gid]


def texts(chart: WeeklyChart, size: figures.Size = figures.FILE) -> list[str]:
    figure = draw(chart, size)
    [axes] = figure.axes
    return [text.get_text() for text in (*figure.texts, *axes.texts) if text.get_text()]


def test_the_line_goes_through_every_rate() -> None:
    [line] = drawn(STEADY, "hl-line")

    assert list(line.get_xdata()) == [0, 1, 2]
    assert list(line.get_ydata()) == pytest.approx([0.9, 0.8, 0.96])


def test_the_band_reaches_from_bound_to_bound() -> None:
    [band] = drawn(STEADY, "hl-band")

    [path] = band.get_paths()
    heights = path.vertices[:, 1]
    # Wilson for 40/50 and 48/50, from scipy: binomtest(k, 50).proportion_ci(method="wilson").
    assert min(heights) == pytest.approx(0.6696, abs=0.0001)
    assert max(heights) == pytest.approx(0.9890, abs=0.0001)


def test_line_and_band_break_where_a_week_is_withheld() -> None:
    lines, bands = drawn(GAPS, "hl-line"), drawn(GAPS, "hl-band")

    assert [list(line.get_xdata()) for line in lines] == [[0], [2], [4]]
    assert len(bands) == 3


def test_a_withheld_rate_is_nowhere_in_the_picture() -> None:
    svg = to_bytes(GAPS).decode()

    heights = [height for line in drawn(GAPS, "hl-line") for height in line.get_ydata()]
    assert 0.75 not in heights  # 3 of 4
    assert "75" not in "".join(re.findall(r">([^<]*)<", svg))


def test_a_single_week_has_a_band_of_some_width() -> None:
    [band] = drawn(a_chart((45, 5)), "hl-band")

    across = band.get_paths()[0].vertices[:, 0]
    assert 0 < max(across) - min(across) < 0.1


def test_all_equal_weeks_are_strokes_from_the_bound_to_the_end() -> None:
    strokes = drawn(a_chart((20, 0), (45, 5), (0, 20)), "hl-bound")

    assert [list(stroke.get_ydata()) for stroke in strokes] == [[0.95, 1.0], [0.05, 0.0]]
    assert [list(stroke.get_xdata()) for stroke in strokes] == [[0, 0], [2, 2]]


def test_every_week_has_its_number_and_its_base_below_it() -> None:
    found = texts(GAPS)

    for text in ("30", "31", "32", "33", "34", "2026", "50", "4", "0", "tuần", "n"):
        assert text in found
    assert found.count("50") == 3


def test_a_new_year_is_named_where_it_begins() -> None:
    found = texts(a_chart((45, 5), (45, 5), (45, 5), until=Week(2027, 2)))

    assert [text for text in found if text in {"2026", "2027", "53", "1", "2"}] == [
        "53",
        "2026",
        "1",
        "2027",
        "2",
    ]


def test_the_newest_rate_is_written_beside_its_point() -> None:
    assert "96,0\u00a0%" in texts(STEADY)
    assert "96.0\u00a0%" in texts(a_chart((48, 2), lang="en"))
    assert "90,0\u00a0%" in texts(a_chart((45, 5), (1, 0)))


def test_a_picture_without_any_rate_says_so() -> None:
    assert "chưa đủ dữ liệu (cần ít nhất 10 lượt)" in texts(a_chart((3, 1), (2, 2)))
    assert "không có đánh giá" in texts(a_chart((0, 0)))


def test_the_marks_that_occur_are_explained_and_no_others() -> None:
    assert figures.notes_below(STEADY) == []
    assert figures.notes_below(GAPS) == ["Chỗ trống: chưa đủ 10 lượt đánh giá."]
    assert len(figures.notes_below(a_chart((20, 0), (3, 1)))) == 2


def test_fewer_weeks_are_labelled_where_the_letters_would_touch() -> None:
    busy = a_chart(*[(6000, 1000)] * 26)

    found = texts(busy, NARROW)

    assert "34" in found  # the newest always
    assert found.count("7.000") < 12
    assert texts(a_chart(*[(45, 5)] * 26), WIDE).count("50") == 26


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
    assert value_range(a_chart(*answers).points) == pytest.approx((low, high))


def test_the_axis_is_told_in_percent() -> None:
    [axes] = draw(STEADY).axes

    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "60\u00a0%",
        "70\u00a0%",
        "80\u00a0%",
        "90\u00a0%",
        "100\u00a0%",
    ]


def test_a_dollar_sign_in_a_name_is_a_dollar_sign() -> None:
    assert "$x^2$ phí" in texts(a_chart((45, 5), name="$x^2$ phí"))
    assert b"$x^2$" in to_bytes(a_chart((45, 5), name="$x^2$ phí"))


def test_a_long_name_takes_two_lines_and_stays_whole_in_the_title() -> None:
    name = " ".join(["Cấp giấy chứng nhận quyền sử dụng đất"] * 8)
    chart = a_chart((45, 5), name=name)

    lines = [text for text in texts(chart) if "giấy" in text]

    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert parsed(to_bytes(chart))[0].text == name


@pytest.mark.parametrize("form", figures.FORMATS)
def test_equal_charts_give_equal_bytes(form: str) -> None:
    assert to_bytes(STEADY, form) == to_bytes(a_chart((45, 5), (40, 10), (48, 2)), form)
    assert to_bytes(STEADY, form) != to_bytes(GAPS, form)


def test_files_are_what_their_endings_say(tmp_path: Path) -> None:
    for form in figures.FORMATS:
        figures.write(STEADY, tmp_path / f"x.{form.upper()}")

    assert (tmp_path / "x.PDF").read_bytes().startswith(b"%PDF-")
    assert parsed((tmp_path / "x.SVG").read_bytes()).tag == "{http://www.w3.org/2000/svg}svg"
    with Image.open(io.BytesIO((tmp_path / "x.PNG").read_bytes())) as image:
        assert image.size == (1600, 736)


def test_vietnamese_letters_stay_text_in_an_svg() -> None:
    svg = to_bytes(a_chart((45, 5), name="Đăng ký biến động đất đai")).decode()

    assert ">Đăng ký biến động đất đai</text>" in svg
    assert "<path" in svg
