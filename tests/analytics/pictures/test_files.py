import io
import re
from pathlib import Path

import pytest
from matplotlib.text import Text
from PIL import Image

from analytics.pictures import files, page
from analytics.pictures.difference import Comparison, Side
from analytics.pictures.files import Picture, to_bytes
from analytics.words import Words
from tests.analytics.pictures.cells_by_hand import a_cell, a_chart
from tests.analytics.pictures.gallery import GALLERY
from tests.analytics.pictures.looking import parsed, texts

STEADY = a_chart((45, 5), (40, 10), (48, 2))
GAPS = a_chart((45, 5), (3, 1), (40, 10))


@pytest.mark.parametrize("form", ["svg", "png"])
def test_equal_charts_give_equal_bytes(form: str) -> None:
    assert to_bytes(STEADY, form) == to_bytes(a_chart((45, 5), (40, 10), (48, 2)), form)


def test_other_charts_give_other_bytes() -> None:
    assert to_bytes(STEADY) != to_bytes(GAPS)


def test_files_are_what_their_endings_say(tmp_path: Path) -> None:
    for form in ("svg", "png"):
        files.write(STEADY, tmp_path / f"x.{form.upper()}")

    assert to_bytes(STEADY, "pdf").startswith(b"%PDF-")
    assert parsed((tmp_path / "x.SVG").read_bytes()).tag == "{http://www.w3.org/2000/svg}svg"
    with Image.open(io.BytesIO((tmp_path / "x.PNG").read_bytes())) as image:
        assert image.width == 1600


def test_a_dollar_sign_in_a_name_is_a_dollar_sign() -> None:
    assert "$x^2$ phí" in texts(a_chart((45, 5), name="$x^2$ phí"), titled=True)
    assert b"$x^2$" in to_bytes(a_chart((45, 5), name="$x^2$ phí"))


def test_a_long_name_takes_two_lines_and_stays_whole_in_the_title() -> None:
    name = " ".join(["Cấp giấy chứng nhận quyền sử dụng đất"] * 8)
    chart = a_chart((45, 5), name=name)

    lines = [text for text in texts(chart, titled=True) if "giấy" in text]

    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert parsed(to_bytes(chart))[0].text == name


def test_vietnamese_letters_stay_text_in_an_svg() -> None:
    svg = to_bytes(a_chart((45, 5), name="Đăng ký biến động đất đai")).decode()

    assert ">Đăng ký biến động đất đai</text>" in svg


@pytest.mark.parametrize("titled", [True, False])
@pytest.mark.parametrize("name", GALLERY)
def test_every_picture_can_be_drawn_with_and_without_its_name(name: str, titled: bool) -> None:
    found = texts(GALLERY[name], files.NARROW.width, titled)

    assert (found[0] == GALLERY[name].name.split(" …")[0][: len(found[0])]) is titled


@pytest.mark.parametrize("picture", GALLERY.values(), ids=GALLERY)
def test_every_picture_is_told_in_words(picture: Picture) -> None:
    root = parsed(to_bytes(picture))

    assert root[0].text == picture.name
    assert root[1].text == picture.description()
    assert picture.description().startswith(picture.name)
    assert len(picture.description()) > 60


ENGLISH = Comparison(
    "Land", Side("Week 34/2026", a_cell(35, 21)), Side("Week 33/2026", a_cell(50, 6)), Words("en")
)


@pytest.mark.parametrize("picture", [*GALLERY.values(), ENGLISH], ids=[*GALLERY, "english"])
def test_no_letter_of_a_picture_lies_beyond_its_edges(picture: Picture) -> None:
    for size in (files.WIDE, files.NARROW):
        figure = picture.draw(size.width)
        for text in (child for child in figure.get_children() if isinstance(child, Text)):
            box = text.get_window_extent()
            assert box.x0 >= -1, text.get_text()
            assert box.x1 <= figure.bbox.x1 + 1, text.get_text()
            assert box.y0 >= -1, text.get_text()


@pytest.mark.parametrize("picture", GALLERY.values(), ids=GALLERY)
def test_every_ink_has_a_class_that_the_pages_sheet_colours(picture: Picture) -> None:
    sheet = Path("analytics/dashboard/static/pictures.css").read_text("utf-8")

    used = set(re.findall(r'class="(hl-[a-z0-9-]+)"', page.inline(picture, "broad", files.MEDIUM)))
    plain = {"hl-text-ink", "hl-stroke-ink", "hl-fill-band"}  # currentColor, and one middle tone
    assert {name for name in used - plain if f".{name} " not in sheet} == set()


def test_what_is_equal_is_not_drawn_again() -> None:
    page.inline.cache_clear()

    one = page.inline(STEADY, "wide", files.WIDE)
    other = page.inline(a_chart((45, 5), (40, 10), (48, 2)), "wide", files.WIDE)

    assert one is other
    assert page.inline.cache_info().misses == 1
    assert page.inline(GAPS, "wide", files.WIDE) != one
