import re
from collections import Counter

import html5lib
import pytest

from analytics.pictures import files, svg
from analytics.pictures.sheet import COLOURS
from tests.analytics.pictures.cells_by_hand import a_chart
from tests.analytics.pictures.looking import parsed

CHART = a_chart((45, 5), (3, 1), (40, 10), (20, 0), name='Quầy "1" <b> & $')
FILE = files.to_bytes(CHART)
INLINE = svg.inline(FILE, "wide-")


def ids(text: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', text)


def test_the_file_announces_itself_as_a_picture_with_name_and_words() -> None:
    root = parsed(FILE)

    title, description = root[0], root[1]
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title desc"
    assert (title.get("id"), title.text) == ("title", CHART.name)
    assert (description.get("id"), description.text) == ("desc", CHART.description())


def test_ids_are_unique_in_the_file_and_inline() -> None:
    for text in (FILE.decode(), INLINE):
        assert [name for name, times in Counter(ids(text)).items() if times > 1] == []


def test_inline_nothing_needs_a_style_attribute_or_sheet() -> None:
    assert "style=" in FILE.decode()  # what matplotlib writes
    assert "style=" not in INLINE
    assert "<style" not in INLINE
    assert "<metadata" not in INLINE


def test_inline_every_id_has_the_prefix_and_every_reference_finds_one() -> None:
    assert all(name.startswith("wide-") for name in ids(INLINE))
    used = re.findall(r"url\(#([^)]+)\)", INLINE) + re.findall(r'href="#([^"]+)"', INLINE)
    assert used
    assert set(used) <= set(ids(INLINE))
    assert 'aria-labelledby="wide-title wide-desc"' in INLINE


def test_two_pictures_of_one_page_share_no_id() -> None:
    assert not set(ids(INLINE)) & set(ids(svg.inline(FILE, "narrow-")))


def test_inline_ink_and_font_are_the_pages() -> None:
    root = parsed(INLINE)

    letters = list(root.iter("{http://www.w3.org/2000/svg}text"))
    assert letters
    assert {letter.get("fill") for letter in letters} <= {"currentColor", *COLOURS.values()}
    assert "font-family" not in INLINE
    assert "#000000" not in INLINE


def test_inline_there_is_no_background_and_no_fixed_size() -> None:
    root = parsed(INLINE)

    assert "viewBox" in root.attrib
    assert "width" not in root.attrib
    assert "height" not in root.attrib
    assert 'id="wide-patch_1"' not in INLINE


@pytest.mark.parametrize(
    "name", ["hl-stroke-accent", "hl-fill-band", "hl-hollow-accent", "hl-text-soft", "hl-stroke-grid"]
)
def test_what_a_stylesheet_colours_has_a_class(name: str) -> None:
    assert f'class="{name}"' in INLINE


def test_marks_take_the_colour_of_their_use() -> None:
    root = parsed(INLINE)

    marks = list(root.iterfind(".//{http://www.w3.org/2000/svg}defs/{http://www.w3.org/2000/svg}path"))
    assert marks
    for mark in marks:
        assert "fill" not in mark.attrib
        assert "stroke" not in mark.attrib


def test_inline_it_is_valid_inside_a_page() -> None:
    parser = html5lib.HTMLParser(strict=True)

    parser.parse(f'<!doctype html><html lang="vi"><title>x</title><body>{INLINE}</body></html>')


def test_a_name_with_markup_in_it_stays_a_name() -> None:
    assert 'Quầy "1" &lt;b&gt; &amp; $' in INLINE
    assert "<b>" not in INLINE
