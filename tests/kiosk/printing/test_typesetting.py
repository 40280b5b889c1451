"""How a sheet's template and its data become a PDF, and with which letters."""

import re
import threading
import time
from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pypdfium2
import pytest
import typst

from kiosk.printing import counter_sheets
from kiosk.printing.typesetting import FONTS, breakable, typeset, unbroken
from tests.kiosk.printing.test_counter_sheets import PLACE

# Every letter of Vietnamese with each of its marks.
LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"


def a_poster(centre: str) -> bytes:
    place = replace(PLACE, centre=centre)
    return counter_sheets.counter_sheets(counter_sheets.KINDS["poster-a4"], [place], "https://a.vn")


def fonts_of(content: bytes) -> set[str]:
    """The families embedded in a PDF, without what marks them as a part."""
    return {name.decode() for name in re.findall(rb"/FontName/[A-Z]{6}\+([\w-]+)", content)}


@pytest.mark.parametrize("letters", [LETTERS, LETTERS.upper()])
def test_every_vietnamese_letter_is_in_the_embedded_font(letters: str) -> None:
    content = a_poster(letters)
    assert fonts_of(content) == {"BeVietnamPro-Regular", "BeVietnamPro-Bold"}
    text = pypdfium2.PdfDocument(BytesIO(content))[0].get_textpage().get_text_range()
    assert letters in re.sub(r"[\s\u200b]", "", text)


def test_the_folder_holds_one_family() -> None:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    assert fonts.families() == ["Be Vietnam Pro"]


def test_a_letter_that_no_font_has_stops_no_sheet() -> None:
    usual, strange = a_poster("Trung tâm"), a_poster("Trung tâm 中心 \U0001f642")
    assert len(pypdfium2.PdfDocument(BytesIO(strange))) == 1
    assert b"pdfuaid:part" in usual
    assert b"pdfuaid:part" not in strange
    assert fonts_of(strange) >= fonts_of(usual)


def test_the_fonts_are_those_whose_source_is_told() -> None:
    told = (FONTS / "README.md").read_text("utf-8")
    found = list(FONTS.glob("*.ttf"))
    assert len(found) == 2
    for font in found:
        assert f"`{font.name}`" in told
        assert sha256(font.read_bytes()).hexdigest() in told
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text("utf-8")


def test_others_work_while_a_sheet_is_made() -> None:
    """A thread that sleeps and wakes is hindered by no more than a moment."""
    waits: list[float] = []
    done = threading.Event()

    def wake() -> None:
        while not done.is_set():
            began = time.perf_counter()
            time.sleep(0.001)
            waits.append(time.perf_counter() - began)

    places = [PLACE] * 100
    sleeper = threading.Thread(target=wake)
    sleeper.start()
    began = time.perf_counter()
    counter_sheets.counter_sheets(counter_sheets.KINDS["tent"], places, "https://a.vn")
    took = time.perf_counter() - began
    done.set()
    sleeper.join()
    assert len(waits) > 20 or took < 0.2


def test_a_mistake_in_the_data_is_no_sheet() -> None:
    with pytest.raises(typst.TypstError):
        typeset("poster", {"title": "x"})


def test_only_what_would_not_end_gets_places_to_break() -> None:
    assert breakable("Trung tâm Phục vụ hành chính công") == "Trung tâm Phục vụ hành chính công"
    assert breakable("x" * 45).split("\u200b") == ["x" * 20, "x" * 20, "x" * 5]
    assert breakable("x" * 20) == "x" * 20


def test_words_of_several_syllables_stay_on_one_line() -> None:
    assert unbroken("Hài lòng với lần phục vụ") == "Hài\u00a0lòng với lần phục\u00a0vụ"
    assert unbroken("Not satisfied") == "Not satisfied"
