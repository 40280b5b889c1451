from pathlib import Path

import pytest

from analytics.periods import parse
from analytics.targets import Commitment, WrongTargets, read_targets
from analytics.words import Words

HEADING = "unit_id,index,period,target_percent\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "targets.csv"


def refused(path: Path, text: str, units: list[str] | None = None) -> WrongTargets:
    path.write_text(text, "utf-8")
    with pytest.raises(WrongTargets) as error:
        read_targets(path, units)
    return error.value


def test_a_unit_and_all_together_commit_themselves(path: Path) -> None:
    path.write_text(HEADING + "H44.5,satisfaction,2026-Q3,92.5\ntotal,dossier,2026,90 %\n", "utf-8")

    assert read_targets(path, units=["H44.5"]) == (
        Commitment("H44.5", "satisfaction", parse("2026-Q3"), 0.925),
        Commitment("total", "dossier", parse("2026"), 0.9),
    )


def test_a_vietnamese_spreadsheets_file_is_read(path: Path) -> None:
    text = "period;unit_id;target_percent;index;note\n2026-08;H44.5;92,5;response;Công văn 12\n\n;;;;\n"
    path.write_text(text, "utf-8-sig")

    assert read_targets(path) == (Commitment("H44.5", "response", parse("2026-08"), 0.925),)


def test_without_a_file_nobody_has_committed_himself(path: Path) -> None:
    assert read_targets(path) == ()


@pytest.mark.parametrize(
    ("row", "english", "vietnamese"),
    [
        (",satisfaction,2026,90", "the unit is missing", "thiếu mã đơn vị"),
        ("H9,satisfaction,2026,90", "no unit “H9”", "không có đơn vị “H9”"),
        ("H44.5,sipas,2026,90", "“sipas” is no index", "không phải là chỉ số"),
        ("H44.5,satisfaction,2026-13,90", "“2026-13” is no period", "không phải là kỳ"),
        ("H44.5,satisfaction,2026-W54,90", "is no period", "không phải là kỳ"),
        ("H44.5,satisfaction,2026,", "“” is no target", "không phải là chỉ tiêu"),
        ("H44.5,satisfaction,2026,high", "“high” is no target", "không phải là chỉ tiêu"),
        ("H44.5,satisfaction,2026,-5", "“-5” is no target", "không phải là chỉ tiêu"),
        ("H44.5,satisfaction,2026,0.9", "write 90", "vui lòng ghi 90"),
        ("H44.5,satisfaction,2026,101", "more than all", "vượt quá 100"),
        ("H44.5,satisfaction,2026,90,x", "more cells than columns", "nhiều hơn số cột"),
    ],
)
def test_a_bad_row_is_named_in_both_languages(
    path: Path, row: str, english: str, vietnamese: str
) -> None:
    error = refused(path, HEADING + "total,response,2026,20\n" + row + "\n", units=["H44.5"])

    assert "targets.csv: line 3: " in error.said(Words("en"))
    assert english in error.said(Words("en"))
    assert "targets.csv: dòng 3: " in error.said(Words("vi"))
    assert vietnamese in error.said(Words("vi"))
    assert english in str(error) and vietnamese in str(error)


def test_every_bad_row_is_named_and_each_of_its_faults(path: Path) -> None:
    error = refused(path, HEADING + ",x,2026,90\ntotal,response,soon,90\n")

    assert [fault.line for fault in error.faults] == [2, 2, 3]


def test_of_many_bad_rows_the_rest_is_counted(path: Path) -> None:
    error = refused(path, HEADING + "total,response,soon,90\n" * 25)

    assert "… and 5 more bad lines" in error.said(Words("en"))
    assert len(error.said(Words("vi")).splitlines()) == 21


def test_the_same_target_twice_is_refused(path: Path) -> None:
    error = refused(path, HEADING + "total,response,2026,20\ntotal,response,2026,25\n")

    assert "already" in error.said(Words("en"))


def test_a_misspelt_column_is_told(path: Path) -> None:
    error = refused(path, "unit,index,period,target_percent\n")

    assert "lacks the column unit_id" in error.said(Words("en"))
    assert "nobody knows the column unit:" in error.said(Words("en"))


def test_a_file_that_is_no_text_is_told(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00PK")

    with pytest.raises(WrongTargets, match="not readable as CSV"):
        read_targets(path)
