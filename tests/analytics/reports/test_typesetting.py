import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pypdfium2
import pytest

import analytics
import kiosk
from analytics.reports.model import Section
from analytics.reports.typesetting import as_pdf
from tests.analytics.reports.samples import a_line, a_report, a_table
from tests.paper import Paper

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"


def test_everything_that_is_said_stands_in_the_pdf_as_text() -> None:
    paper = Paper(as_pdf(a_report()))

    text = paper.words()
    assert paper.size() == (210, 297)
    for said in ("phường Việt Trì", "Tuần 34: không có thay đổi rõ rệt", "n = 90", "Đăng ký khai sinh"):
        assert said in text
    assert "82,1–94,6" in text  # the interval of 81 of 90 stands below the share
    assert "tuần 34" in text  # of the picture: its text stays text


def test_pages_have_room_to_be_bound_and_numbers_as_official_papers_have() -> None:
    """Decree 30/2020/ND-CP: 30 to 35 mm at the left, 15 to 20 at the right, the number above, none on
    the first page."""
    paper = Paper(as_pdf(a_report(a_table(*[f"Thủ tục {number}" for number in range(60)]))))

    for page in range(len(paper)):
        left, _top, right, _bottom = paper.edges(page)
        assert 29 <= left <= 35
        assert 14 <= right <= 20
        assert paper.words(page).endswith(f"{len(paper)} trang")
    assert paper.words(1).startswith("2 ")
    assert not paper.words(0).startswith("1")
    assert "Tuần 34/2026" in paper.words(1)  # whose page it is, when it lies alone


def test_a_base_is_not_torn_from_its_sign() -> None:
    content = as_pdf(a_report(basis=("90,0 % (n = 8.938)",)))

    text = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    assert "n\u00a0=\u00a08.938" in text


@pytest.mark.parametrize("letters", [LETTERS, LETTERS.upper()])
def test_every_vietnamese_letter_is_set_in_the_embedded_face(letters: str) -> None:
    content = as_pdf(a_report(headline=" ".join(letters)))

    families = {name.decode() for name in re.findall(rb"/FontName/[A-Z]{6}\+([\w-]+)", content)}
    assert families == {"BeVietnamPro-Regular", "BeVietnamPro-Bold"}
    assert " ".join(letters) in Paper(content).words()


def test_it_is_tagged_for_whoever_hears_it() -> None:
    content = as_pdf(a_report())

    assert b"pdfuaid:part" in content
    assert b"/StructTreeRoot" in content
    assert b"/Lang(vi)" in content.replace(b" ", b"")


def test_its_outline_leads_to_each_section() -> None:
    found = [mark.get_title() for mark in pypdfium2.PdfDocument(as_pdf(a_report())).get_toc()]

    assert found[0] == "Tuần 34: không có thay đổi rõ rệt"
    assert {"Thay đổi", "Biểu đồ", "Theo thủ tục"} <= set(found)


def test_the_same_report_gives_the_same_bytes_and_bears_the_editions_day() -> None:
    content = as_pdf(a_report())

    assert as_pdf(a_report()) == content
    assert pypdfium2.PdfDocument(content).get_metadata_value("CreationDate").startswith("D:20260824")
    assert pypdfium2.PdfDocument(content).get_metadata_value("Title") == a_report().title


def test_a_name_is_printed_as_it_is_and_never_as_markup() -> None:
    name = "#strong[x] $y$ *z* <b>&amp;</b> \\ @a"

    assert name in Paper(as_pdf(a_report(a_table(name)))).words()


def test_a_letter_that_no_font_has_stops_no_report() -> None:
    content = as_pdf(a_report(headline="Tuần 34 中 \U0001f642"))

    assert len(Paper(content)) == 1
    assert b"pdfuaid:part" not in content


def test_a_long_table_repeats_its_head_and_no_row_is_torn() -> None:
    table = replace(a_table(), rows=tuple(a_line(f"Thủ tục {number}") for number in range(120)))
    paper = Paper(as_pdf(a_report(table)))

    assert len(paper) > 3
    for page in range(1, len(paper) - 1):
        assert "Tỷ lệ hài lòng" in paper.words(page)
        assert paper.words(page).count("82,1–94,6") == paper.words(page).count("1.001193")


def test_a_report_of_nothing_is_still_a_page() -> None:
    bare = a_report(figures=(), to_do=(), basis=(), sections=(Section("Trống"),), colophon=())

    assert "Trống" in Paper(as_pdf(bare)).words()


def test_a_cell_without_a_figure_says_why() -> None:
    line = a_line("A")
    line = (
        line[0],
        replace(line[1], text="chưa đủ dữ liệu (cần ít nhất 10 lượt)", value=None),
        *line[2:],
    )
    text = Paper(as_pdf(a_report(replace(a_table(), rows=(line,))))).words()

    assert "chưa đủ dữ liệu (cần ít nhất 10 lượt)" in text
    assert "82,1" not in text.split("Theo thủ tục")[1]


def test_the_fonts_are_those_of_what_the_kiosk_prints() -> None:
    def prints(package: object) -> dict[str, str]:
        folder = Path(str(getattr(package, "__file__", ""))).parent / "fonts"
        files = [*folder.glob("*.ttf"), folder / "OFL.txt"]
        return {file.name: sha256(file.read_bytes()).hexdigest() for file in files}

    assert len(prints(analytics)) == 3
    assert prints(analytics) == prints(kiosk)


@pytest.mark.parametrize("lines", [20, 22, 35, 37])
def test_how_it_was_made_is_never_alone_on_a_page(lines: int) -> None:
    filling = Section("Đầy trang", texts=tuple(f"Dòng {number}." for number in range(lines)))
    tail = Section("Bảng cuối", tables=(a_table("A", "B"),))
    paper = Paper(as_pdf(a_report(sections=(filling, tail))))

    assert "Bảng cuối" in paper.words(len(paper) - 1)
    assert "Ấn bản" in paper.words(len(paper) - 1)
