"""Tables arrive in four encodings, two delimiters and two formats; doubt means refusal."""

import io
import unicodedata
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors.faults import Faults, ImportRefused
from kiosk.formats import sheets, tables
from kiosk.formats.tables import Column

COLUMNS = (
    Column("procedure", ("ma_thu_tuc",), required=True),
    Column("name", ("ten",)),
    Column("due", ("ngay_hen_tra",)),
)
NAME = "Đăng ký khai sinh – trẻ em dưới 6 tuổi"
VIETNAMESE = "Đăng ký kết hôn, khai tử; chứng thực bản sao"


def read(path: Path, faults: Faults | None = None) -> list[tuple[int, dict[str, str]]]:
    return list(tables.read_table(path, COLUMNS, faults or Faults()))


def refusal_of(path: Path) -> str:
    with pytest.raises(ImportRefused) as refusal:
        faults = Faults()
        read(path, faults)
        faults.refuse_if_any()
    return str(refusal.value)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "table"


def a_workbook(rows: list[list[Any]]) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def windows_1258(text: str) -> bytes:
    """As a Vietnamese Windows writes it: base letters that the page has, then the tone marks."""
    parts = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            parts.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            *base, tone = list(unicodedata.normalize("NFD", letter))
            if len(base) == 2 and ord(tone) in (0x302, 0x306, 0x31B):  # the tone came first
                base[1], tone = tone, base[1]
            parts.append(
                unicodedata.normalize("NFC", "".join(base)).encode("cp1258") + tone.encode("cp1258")
            )
    return b"".join(parts)


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8"),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
        windows_1258,
        lambda text: unicodedata.normalize("NFD", text).encode("utf-8"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 le", "utf-16 be", "windows-1258", "decomposed"],
)
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_every_encoding_and_delimiter_gives_the_same_text(
    file: Path, encode: Any, delimiter: str
) -> None:
    text = f'procedure{delimiter}name\r\n1.001193{delimiter}"{VIETNAMESE}"\r\n'
    file.write_bytes(encode(text))
    assert read(file) == [(2, {"procedure": "1.001193", "name": VIETNAMESE})]
    assert unicodedata.is_normalized("NFC", read(file)[0][1]["name"])


def test_windows_1258_needs_marks_put_together(file: Path) -> None:
    """The page has no letter ộ: it comes as ô and a dot below, which must not stay apart."""
    file.write_bytes(b"procedure,name\n1.001193,H\xf4\xf2 ti\xf2ch\n")
    assert read(file)[0][1]["name"] == "Hộ tịch"


@pytest.mark.parametrize(
    "header", ["ma_thu_tuc,ten", "Mã thủ tục,Tên", "PROCEDURE,Name", " procedure , name ,"]
)
def test_headings_are_known_by_their_vietnamese_names_too(file: Path, header: str) -> None:
    file.write_text(f"{header}\n1.001193,{NAME}\n", "utf-8")
    assert read(file) == [(2, {"procedure": "1.001193", "name": NAME})]


def test_line_numbers_are_those_of_the_file_past_blank_and_broken_lines(file: Path) -> None:
    file.write_text('procedure,name\n\n1.000001,"two\nlines"\n,\n1.000002,b\n', "utf-8")
    assert [(line, values["procedure"]) for line, values in read(file)] == [
        (3, "1.000001"),
        (6, "1.000002"),
    ]
    assert read(file)[0][1]["name"] == "two lines"


def test_codes_keep_their_zeros(file: Path) -> None:
    file.write_text("procedure\n1.000100\n", "utf-8")
    assert read(file)[0][1] == {"procedure": "1.000100"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "line 0: the file is empty"),
        (b"\n\n", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"procedure,procedure\n", "line 1: the column procedure stands twice"),
        (b"procedure,ma_thu_tuc\n", "line 1: the column procedure stands twice"),
        (b"name\nx\n", "line 1: these columns are missing: procedure"),
        (b"procedure,price\n", "the heading “price” is not known; known are: procedure, name, due"),
        (b"procedure,,name\n", "the heading “” is not known"),
        (b"procedure,name\n1.000001\n", "line 2: the line has 1 cells, the header 2"),
        (b"procedure,name\n1.000001,a,b\n", "line 2: the line has 3 cells, the header 2"),
        (b'procedure,name\n1.000001,"a"b\n', "line 2: the line cannot be read as CSV"),
        (b'procedure,name\n1.000001,"a\n', "line 2: the line cannot be read as CSV"),
        (b"procedure\n" + b"x" * 2_001 + b"\n", "line 2: procedure has more than 2000 characters"),
        (b"procedure\n" + b"x" * 200_000 + b"\n", "line 2: the line cannot be read as CSV"),
        ("procedure\nx\n".encode("utf-16-le"), "no text in UTF-8, UTF-16 or Windows-1258"),
        (b"procedure\n\xff\xd2\x00\n", "no text in UTF-8, UTF-16 or Windows-1258"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "old workbook"),
        (b"PK\x03\x04 not a package", "the workbook is damaged"),
    ],
)
def test_what_cannot_be_read_with_certainty_is_refused(file: Path, content: bytes, reason: str) -> None:
    file.write_bytes(content)
    assert reason in refusal_of(file)


def test_empty_cells_at_the_end_of_a_line_do_no_harm(file: Path) -> None:
    file.write_text("procedure,name,,\n1.000001,a,,\n", "utf-8")
    assert read(file) == [(2, {"procedure": "1.000001", "name": "a"})]


def test_bad_lines_do_not_hide_the_good_ones(file: Path) -> None:
    file.write_text("procedure,name\n1.000001\n1.000002,b\n", "utf-8")
    faults = Faults()
    assert read(file, faults) == [(3, {"procedure": "1.000002", "name": "b"})]
    with pytest.raises(ImportRefused):
        faults.refuse_if_any()


@pytest.mark.parametrize(
    ("limit", "reason"),
    [
        ("MAX_BYTES", "bytes; the limit is 3"),
        ("MAX_ROWS", "more than 3 lines"),
        ("MAX_COLUMNS", "more than 3 columns"),
    ],
)
def test_limits_hold(file: Path, monkeypatch: pytest.MonkeyPatch, limit: str, reason: str) -> None:
    monkeypatch.setattr(tables, limit, 3)
    header = "procedure,name,due" + (",x" if limit == "MAX_COLUMNS" else "")
    file.write_text(f"{header}\n" + "1,2,3\n" * 4, "utf-8")
    assert reason in refusal_of(file)


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1).filter(
            str.strip
        ),
        min_size=1,
        max_size=5,
    )
)
def test_a_name_survives_quoting_whatever_it_holds(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    import csv

    from kiosk.words import tidy

    file = tmp_path_factory.mktemp("t") / "t.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=";").writerows(
            [["procedure", "name"], *(["1.000001", name] for name in names)]
        )
    assert [values["name"] for _, values in read(file)] == [tidy(name) for name in names]


def test_a_workbook_reads_like_the_same_csv(file: Path) -> None:
    file.write_bytes(
        a_workbook([["Mã thủ tục", "Tên", "Ngày hẹn trả"], ["1.001193", f" {NAME} ", None]])
    )
    assert read(file) == [(2, {"procedure": "1.001193", "name": NAME, "due": ""})]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 8, 19), "2026-08-19"),
        (datetime(2026, 8, 19, 9, 30), "2026-08-19 09:30:00"),  # noqa: DTZ001 (a sheet has no zones)
        (5, "5"),
        (5.0, "5"),
        (True, "1"),
        (False, "0"),
        ("'=1", "'=1"),
    ],
)
def test_days_numbers_and_truths_of_a_sheet_become_text(file: Path, value: Any, text: str) -> None:
    file.write_bytes(a_workbook([["procedure", "name"], ["1.001193", value]]))
    assert read(file)[0][1]["name"] == text


def test_only_the_first_sheet_counts_and_line_numbers_are_its_rows(file: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet["A1"], sheet["A4"] = "procedure", "1.001193"
    workbook.create_sheet("other")["A1"] = "elsewhere"
    workbook.save(file)
    assert read(file) == [(4, {"procedure": "1.001193"})]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (1.001193, "line 2: a cell holds the number 1.001193"),
        (1.0001, "digits a spreadsheet may have changed"),
        ("=1+1", "line 2: a cell holds a formula"),
        ('=HYPERLINK("http://x")', "formula"),
        ("#REF!", "line 2: a cell holds the error #REF!"),
    ],
)
def test_cells_that_are_not_plain_values_are_refused(file: Path, value: Any, reason: str) -> None:
    file.write_bytes(a_workbook([["procedure", "name"], [value, "a"], ["1.000002", "b"]]))
    assert reason in refusal_of(file)


def test_a_cell_beyond_the_header_is_refused(file: Path) -> None:
    file.write_bytes(a_workbook([["procedure"], ["1.000001", None, "stray"]]))
    assert "line 2: the line has 3 cells, the header 1" in refusal_of(file)


def test_a_workbook_that_would_unpack_too_large_is_refused_before_it_is_opened(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000)
    monkeypatch.setattr(sheets, "MAX_UNPACKED_BYTES", 299_999)
    assert file.stat().st_size < 2_000
    assert "would unpack to 300000 bytes" in refusal_of(file)


def test_the_real_limit_on_unpacking_stops_a_bomb_of_a_thousand_to_one(file: Path) -> None:
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package,
        package.open("a", "w") as part,
    ):
        for _ in range(201):
            part.write(bytes(1_000_000))
    assert file.stat().st_size < 1_000_000
    assert "would unpack to 201000000 bytes" in refusal_of(file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_workbook_with_entities_is_refused(file: Path, encoding: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa">]><w>&a;</w>'
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("xl/workbook.xml", bomb.encode(encoding))
    assert "declarations that no spreadsheet writes" in refusal_of(file)


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_a_cut_workbook_is_refused(file: Path, cut: float) -> None:
    content = a_workbook([["procedure"], ["1.000001"]])
    file.write_bytes(content[: int(len(content) * cut)])
    assert "the workbook is damaged" in refusal_of(file)


def test_a_package_that_is_no_workbook_is_refused(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("readme.txt", "hello")
    assert "the workbook is damaged" in refusal_of(file)
