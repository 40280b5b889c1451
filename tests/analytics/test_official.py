from pathlib import Path

import pytest

from analytics.errors import WrongFile
from analytics.official import COLUMNS, check_file, summary
from analytics.words import Words

HEADS = ",".join(COLUMNS)
# unit, satisfied, dossiers, petitions, on time, satisfied; three published scores, the percentage
GOOD = "UBND xã A,45,100,4,3,2,3.00,4.50,3.00,45.00"


def a_file(tmp_path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "month.csv"
    path.write_text("\n".join(lines) + "\n", encoding)
    return path


def test_each_row_gives_three_scores_and_a_percentage(tmp_path: Path) -> None:
    checks = check_file(a_file(tmp_path, HEADS, GOOD))

    assert [round(check.computed, 2) for check in checks] == [3.0, 4.5, 3.0, 45.0]
    assert all(check.agrees for check in checks)
    assert {check.line for check in checks} == {2}


def test_a_unit_without_dossiers_has_none_and_without_petitions_all_points(tmp_path: Path) -> None:
    checks = check_file(a_file(tmp_path, HEADS, "X,0,0,0,0,0,0,6,6,0"))

    assert [check.computed for check in checks] == [0.0, 6.0, 6.0, 0.0]


@pytest.mark.parametrize(("published", "agrees"), [("3.01", True), ("3.015", True), ("3.02", False)])
def test_figures_agree_within_their_rounding(tmp_path: Path, published: str, agrees: bool) -> None:
    checks = check_file(a_file(tmp_path, HEADS, GOOD.replace("3.00", published, 1)))

    assert checks[0].agrees is agrees


def test_the_summary_names_what_differs(tmp_path: Path) -> None:
    path = a_file(tmp_path, HEADS, GOOD, GOOD.replace("4.50", "5.50").replace("xã A", "xã B"))

    lines = summary(check_file(path), Words("vi")).splitlines()

    assert lines[0] == "Tính lại đúng 5 trên 6 điểm đã công bố (2 dòng)"
    assert lines[1] == "Tính lại đúng 2 trên 2 tỷ lệ phần trăm đã công bố"
    assert lines[2] == ("dòng 3, UBND xã B: petition_on_time_score công bố 5,50, tính được 4,50")
    assert len(lines) == 3


def test_columns_may_stand_in_any_order_and_others_between(tmp_path: Path) -> None:
    heads, values = HEADS.split(","), GOOD.split(",")
    path = a_file(tmp_path, ",".join(["x", *reversed(heads)]), ",".join(["?", *reversed(values)]))

    assert all(check.agrees for check in check_file(path))


def test_a_mark_at_the_beginning_of_the_file_is_no_part_of_a_name(tmp_path: Path) -> None:
    assert check_file(a_file(tmp_path, HEADS, GOOD, encoding="utf-8-sig"))


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((HEADS.replace("petitions,", ""), GOOD), "no column petitions"),
        ((HEADS,), "no rows"),
        ((HEADS, GOOD.replace("45,100", "many,100")), "line 2: satisfied is 'many'"),
        ((HEADS, GOOD.replace("45,100", "-1,100")), "line 2: satisfied is '-1'"),
        ((HEADS, GOOD.replace("45,100", "4.5,100")), "satisfied is '4.5'"),
        ((HEADS, GOOD.replace("45,100", ",100")), "satisfied is ''"),
        ((HEADS, GOOD.replace("45,100", "101,100")), "satisfied is 101, more than dossiers 100"),
        ((HEADS, GOOD.replace("4,3,2", "4,5,2")), "petition_on_time is 5, more than petitions 4"),
        ((HEADS, GOOD.replace("4,3,2", "4,3,5")), "petition_satisfied is 5, more than"),
        ((HEADS, GOOD, GOOD.replace("3.00", "NaN", 1)), "line 3: satisfied_score is 'NaN'"),
        ((HEADS, GOOD.replace("3.00", "1e3", 1)), "satisfied_score is '1e3'"),
        ((HEADS, "X,1,2"), "petitions is ''"),
        (("",), "no column"),
    ],
)
def test_a_file_of_another_shape_is_refused_in_one_line(
    tmp_path: Path, lines: tuple[str, ...], words: str
) -> None:
    with pytest.raises(WrongFile) as caught:
        check_file(a_file(tmp_path, *lines))

    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongFile, match="cannot be read"):
        check_file(tmp_path / "none.csv")


def test_a_spreadsheet_is_not_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "month.xlsx"
    path.write_bytes(b"PK\x03\x04\xff\xfe\x00\x80")

    with pytest.raises(WrongFile, match="not a CSV file in UTF-8"):
        check_file(path)
