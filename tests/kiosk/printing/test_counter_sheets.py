"""A printed poster or tent: read back by a scanner, its words by whoever copies them out."""

import io
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image

from kiosk.catalogue.lookup import Place
from kiosk.printing import links
from kiosk.printing.counter_sheets import KINDS, Kind, counter_sheets
from tests.paper import Paper

BASE = "https://hailong.phutho.gov.vn"
PLACE = Place(
    counter_id="H44.5-2",
    counter="Quầy 2",
    field_id="chung-thuc",
    field="Chứng thực",
    field_en="Certification",
    centre_id="H44.5",
    centre="Trung tâm Phục vụ hành chính công Phường Việt Trì",
    unit_id="H44.5",
)
EVERY_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
HOSTILE = [
    "#let x = 1; $a$ *b* _c_ `d` [e] @f <g>",
    '</svg><script>alert("1")</script>',
    "\\u{41} {{ 7 * 7 }} %s",
]


def printed(kind: Kind, *places: Place) -> Paper:
    return Paper(counter_sheets(kind, places or [PLACE], BASE))


@EVERY_KIND
@pytest.mark.parametrize("dpi", [150, 300])
def test_every_code_on_it_is_the_counters_address(kind: Kind, dpi: int) -> None:
    codes = printed(kind).codes(dpi=dpi)
    assert {code.text for code in codes} == {f"{BASE}/p/H44.5-2"}
    assert len(codes) == (2 if kind.name == "tent" else 1)  # one on each side


@EVERY_KIND
def test_its_code_is_large_and_bears_a_scratch(kind: Kind) -> None:
    for code in printed(kind).codes(dpi=300):
        assert code.error_correction == "M"
        assert code.width >= 50  # mm; a phone reads it from half a metre, ten times its width


@EVERY_KIND
def test_it_fills_exactly_one_page_of_its_size(kind: Kind) -> None:
    paper = printed(kind)
    assert (len(paper), paper.size()) == (1, (kind.width, kind.height))


@EVERY_KIND
def test_nothing_comes_so_near_the_edge_that_a_printer_cuts_it_off(kind: Kind) -> None:
    left, top, right, bottom = printed(kind).edges()
    assert min(top, bottom) >= 5
    # On a tent the line to fold goes from edge to edge; to lose its ends harms nothing.
    assert min(left, right) >= (3 if kind.name == "tent" else 5)


@EVERY_KIND
def test_it_says_in_both_languages_where_what_and_how(kind: Kind) -> None:
    words = printed(kind).words()
    for text in (
        "Trung tâm Phục vụ hành chính công Phường Việt Trì",
        "Quầy 2 · Chứng thực",
        "Ông/Bà có hài lòng với lần phục vụ này không?",
        "Were you satisfied with this service?",
        "Hài lòng",
        "Không hài lòng",
        "Not satisfied",
        "hailong.phutho.gov.vn/p/H44.5-2",
        "Ẩn danh. Cán bộ tại quầy không xem được câu trả lời của Ông/Bà.",
        "Anonymous. The officer at the counter cannot see your answer.",
    ):
        assert text in words, text
    assert words.count("Ông/Bà có hài lòng") == (2 if kind.name == "tent" else 1)


def test_both_sides_of_a_tent_read_upright_once_it_is_folded() -> None:
    """Turned by half a turn the sheet shows the same picture, but for the words on the fold."""
    picture = printed(KINDS["tent"]).picture()
    width, height = picture.size
    for box in ((0, 0, width, height // 2 - 12), (0, height // 2 + 12, width, height)):
        turned = picture.rotate(180).crop(box)
        differing = sum(
            abs(a - b) > 96 for a, b in zip(picture.crop(box).tobytes(), turned.tobytes(), strict=True)
        )
        assert differing < 0.01 * width * height


@EVERY_KIND
@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_looks_like_markup_is_printed_as_it_is(kind: Kind, name: str) -> None:
    words = printed(kind, replace(PLACE, counter=name, centre=name[::-1])).words()
    assert name in words
    assert name[::-1] in words


@EVERY_KIND
@pytest.mark.parametrize("name", ["Đ" * 120, "Trung tâm Phục vụ hành chính công " * 3 + "ở xã Hy Cương"])
def test_a_name_of_120_characters_leaves_the_rest_where_it_was(kind: Kind, name: str) -> None:
    usual, long = printed(kind), printed(kind, replace(PLACE, centre=name, counter=name, field=name))
    assert len(long) == 1
    assert "".join(name.split()) in "".join(long.words().split())
    assert [round(code.width) for code in long.codes()] == [round(code.width) for code in usual.codes()]
    assert min(long.edges()) >= 3


def test_decomposed_letters_are_printed_composed() -> None:
    assert "Quầy Ế" in printed(KINDS["poster-a4"], replace(PLACE, counter="Quâ\u0300y Ê\u0301")).words()


def test_a_counter_without_a_field_shows_its_name_alone() -> None:
    words = printed(KINDS["poster-a4"], replace(PLACE, field=None)).words()
    assert "Quầy 2 Ông/Bà" in words


@EVERY_KIND
def test_twenty_counters_are_twenty_pages_each_with_its_own_code(kind: Kind) -> None:
    places = [replace(PLACE, counter_id=f"H44.5-{n}", counter=f"Quầy {n}") for n in range(1, 21)]
    paper = printed(kind, *places)
    assert len(paper) == 20
    for page, place in enumerate(places):
        assert {code.text for code in paper.codes(page)} == {f"{BASE}/p/{place.counter_id}"}
        assert f"{place.counter} ·" in paper.words(page)


@EVERY_KIND
def test_the_same_counters_give_the_same_bytes_without_a_date(kind: Kind) -> None:
    first = counter_sheets(kind, [PLACE], BASE)
    assert first == counter_sheets(kind, [PLACE], BASE)
    assert b"CreationDate" not in first and b"ModDate" not in first


@EVERY_KIND
def test_its_title_and_language_are_told_to_readers_aloud(kind: Kind) -> None:
    content = counter_sheets(kind, [PLACE], BASE)
    assert b"<pdfuaid:part>1<" in content
    assert b"/Lang(vi)" in content and b"/Lang(en)" in content


@pytest.mark.parametrize("address", [links.counter_url(BASE, "H44.5-2"), "https://a.vn/k/" + "A" * 45])
@pytest.mark.parametrize("dpi", [150, 300])
def test_a_code_is_read_from_two_centimetres_of_print(address: str, dpi: int) -> None:
    """Up to the longest link, of sixty characters."""
    assert len(address) <= 60
    picture = Image.open(io.BytesIO(links.qr_png(address))).convert("L")
    side = round(20 / 25.4 * dpi)
    small = picture.resize((side, side), Image.Resampling.BOX)
    assert [code.text for code in zxingcpp.read_barcodes(small)] == [address]
