import csv
import io
import json

import pytest

from analytics import listing
from analytics.counts import TOTAL, Counts, NotCounted
from analytics.disclosure import Cell, State
from analytics.listing import cell_text, interval_text
from analytics.source import Name
from analytics.stats.intervals import Interval
from analytics.tables import WeekTable, make_row
from analytics.weeks import Week
from analytics.words import Words

VI, EN = Words("vi"), Words("en")
SHOWN = Counts(
    satisfied=45,
    unsatisfied=5,
    services=200,
    failed=20,
    tied=40,
    tied_satisfied=38,
    tied_unsatisfied=2,
    not_counted=(NotCounted("poster", 5, 2), NotCounted("repeat-1", 3, 1)),
)
FEW = Counts(satisfied=19, unsatisfied=2, services=28, tied=21, tied_satisfied=20, tied_unsatisfied=1)
EQUAL = Counts(satisfied=44, services=100, tied=44, tied_satisfied=44)
# Enough dossiers for a rate, which would tell that two of these five were unsatisfied: 100 - 3 - 95.
BEHIND = Counts(
    satisfied=40, unsatisfied=9, services=100, failed=3, tied=5, tied_satisfied=3, tied_unsatisfied=2
)


def a_table(*rows: tuple[str, Name | None, Counts], by: str = "officer") -> WeekTable:
    total = make_row(TOTAL, "", None, SHOWN)
    return WeekTable(
        Week(2026, 34), by, total, tuple(make_row(by, key, name, counts) for key, name, counts in rows)
    )


TABLE = a_table(
    ("A-01", Name("Cán bộ A-01", of="UBND Phường Việt Trì"), SHOWN),
    ("A-02", Name("Cán bộ A-02"), FEW),
    ("A-03", Name("Cán bộ A-03"), EQUAL),
    ("A-04", Name("Cán bộ A-04"), BEHIND),
    ("", None, Counts()),
)


def as_rows(table: WeekTable) -> dict[str, dict[str, str]]:
    rows = csv.DictReader(io.StringIO(listing.as_csv(table, EN), newline=""))
    return {f"{row['by']}:{row['key']}": row for row in rows}


def test_a_row_of_the_text_tells_every_figure_with_its_base() -> None:
    line = listing.as_text(TABLE, VI).splitlines()[1]

    # 45/50; its Wilson bounds by scipy (binomtest(45, 50).proportion_ci); 40/200; (200-20-2)/200.
    figures = ["90,0\u00a0%", "78,6–95,7", "50", "20,0\u00a0%", "200", "89,0\u00a0%", "5,93", "4", "7"]
    name, *cells = [part.strip(" ") for part in line.split("  ") if part.strip(" ")]
    assert name == "Cán bộ A-01, UBND Phường Việt Trì"
    assert cells == figures


def test_a_withheld_cell_says_what_is_missing() -> None:
    assert "chưa đủ dữ liệu (cần ít nhất 30 lượt)" in listing.as_text(TABLE, VI).splitlines()[2]
    assert "not enough data (needs at least 30)" in listing.as_text(TABLE, EN).splitlines()[2]


def test_a_rate_of_services_asks_for_services_not_for_ratings() -> None:
    line = listing.as_text(TABLE, VI).splitlines()[2]

    assert line.count("chưa đủ dữ liệu (cần ít nhất 30 hồ sơ)") == 2  # response rate and dossiers
    assert line.count("chưa đủ dữ liệu (cần ít nhất 30 lượt)") == 1


def test_an_all_equal_cell_reads_as_a_bound() -> None:
    line = listing.as_text(TABLE, VI).splitlines()[3]

    assert "≥\u00a095\u00a0%" in line
    assert "100,0" not in line


def test_a_cell_without_one_satisfied_answer_reads_as_a_bound_too() -> None:
    row = make_row("unit", "u", None, Counts(unsatisfied=12))

    assert listing.cell_text(row.satisfaction, VI) == "≤\u00a05\u00a0%"


def test_what_nobody_knew_and_the_total_have_names() -> None:
    lines = listing.as_text(TABLE, VI).splitlines()

    assert lines[-2].startswith("Không rõ")
    assert lines[-1].startswith("Tất cả")


def test_a_long_name_is_cut_in_a_terminal_only() -> None:
    name = "Đăng ký " * 30
    table = a_table(("x", Name(name), SHOWN), by="procedure")

    assert "…" in listing.as_text(table, VI)
    assert as_rows(table)["procedure:x"]["name"] == name


@pytest.mark.parametrize("letters", [45, 46, 47, 60])
def test_a_name_is_cut_where_it_would_be_longer_than_its_column(letters: int) -> None:
    name = "Đ" * letters
    table = a_table(("x", Name(name), SHOWN), by="procedure")

    shown = listing.as_text(table, VI).splitlines()[1].split()[0]

    assert shown == (name if letters <= 46 else "Đ" * 45 + "…")


def test_columns_line_up() -> None:
    lines = listing.as_text(TABLE, VI).splitlines()

    assert len({len(line) for line in lines}) == 1


def test_csv_holds_shares_between_zero_and_one() -> None:
    row = as_rows(TABLE)["officer:A-01"]

    assert row["satisfaction_rate"] == "0.9"
    assert (row["satisfaction_low"], row["satisfaction_high"]) == ("0.7864", "0.9565")
    assert (row["response_rate"], row["responses"], row["services"]) == ("0.2", "40", "200")
    assert (row["dossier_satisfaction"], row["dossier_points"]) == ("0.89", "5.9333")
    assert (row["n"], row["not_counted"], row["unverified"]) == ("50", "4", "7")


@pytest.mark.parametrize("key", ["A-02", "A-03"])
def test_no_export_holds_what_is_withheld(key: str) -> None:
    row = as_rows(TABLE)[f"officer:{key}"]
    [document] = [r for r in json.loads(listing.as_json(TABLE, EN))["rows"] if r["key"] == key]

    for name in ("satisfaction_rate", "satisfaction_low", "satisfaction_high"):
        assert row[name] == ""
        assert document[name] is None
    assert row["dossier_satisfaction"] == ""
    assert int(row["n"]) == document["n"] > 0


def test_a_dossier_rate_that_would_tell_few_answers_is_in_no_export() -> None:
    row = as_rows(TABLE)["officer:A-04"]
    [document] = [r for r in json.loads(listing.as_json(TABLE, EN))["rows"] if r["key"] == "A-04"]
    line = listing.as_text(TABLE, VI).splitlines()[4]

    assert (row["satisfaction_rate"], row["response_rate"]) == ("0.8163", "0.05")
    assert (row["dossier_satisfaction"], row["dossier_points"]) == ("", "")
    assert document["dossier_satisfaction"] is document["dossier_points"] is None
    assert row["dossier_state"] == document["dossier_state"] == "withheld"
    assert "95,0" not in line
    assert "6,00" not in line
    assert "không công bố" in line


def test_exports_say_why_a_cell_is_empty() -> None:
    rows = as_rows(TABLE)

    assert rows["officer:A-01"]["satisfaction_state"] == "shown"
    assert rows["officer:A-02"]["satisfaction_state"] == "too_few"
    assert rows["officer:A-03"]["satisfaction_state"] == "at_least"
    assert rows["officer:"]["satisfaction_state"] == "empty"


def test_the_total_comes_last_and_is_told_apart_from_what_nobody_knew() -> None:
    assert list(as_rows(TABLE))[-2:] == ["officer:", "total:"]


def test_json_holds_the_same_values_as_csv() -> None:
    document = json.loads(listing.as_json(TABLE, EN))

    assert (document["week"], document["by"]) == ("2026-W34", "officer")
    rows = as_rows(TABLE)
    for values in [*document["rows"], document["total"]]:
        kind = "total" if values is document["total"] else "officer"
        line = rows[f"{kind}:{values['key']}"]
        assert {name: "" if value is None else str(value) for name, value in values.items()} == {
            name: line[name] for name in values
        }


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_name_starts_a_formula(start: str) -> None:
    table = a_table(("k", Name(start + "cmd|' /C calc'!A0", of=start + "x"), SHOWN))

    row = as_rows(table)["officer:k"]

    assert row["name"].startswith("'" + start)
    assert row["belongs_to"].startswith("'" + start)


def test_a_table_without_rows_is_its_heads_and_the_total() -> None:
    assert len(listing.as_text(a_table(), VI).splitlines()) == 2
    assert list(as_rows(a_table())) == ["total:"]


def test_nothing_to_take_a_share_of_is_a_dash() -> None:
    cell = TABLE.rows[-1].satisfaction

    assert listing.cell_text(cell, VI) == "–"
    assert listing.cell_text(cell, VI, "không có") == "không có"
    assert listing.interval_text(cell, VI) == ""


def test_a_share_that_lies_between_two_is_told_as_both_with_the_interval_around_them() -> None:
    band = Interval(0.912, 0.981)
    cell = Cell(State.BETWEEN, 137, 30, None, 130 / 137, 132 / 137, band)

    assert cell_text(cell, VI) == "94,8–96,4\u00a0%"  # outwards: 94.89 and 96.35
    assert interval_text(cell, VI) == "91,2–98,1"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Cell(State.AT_LEAST, 100, 10, None, 0.99, 1.0), "≥\u00a095\u00a0%"),  # no more than usual
        (Cell(State.AT_LEAST, 12, 10, None, 11 / 12, 1.0), "≥\u00a091\u00a0%"),
        (Cell(State.AT_LEAST, 10, 10, None, 0.9, 1.0), "≥\u00a090\u00a0%"),
        (Cell(State.AT_MOST, 12, 10, None, 0.0, 1 / 12), "≤\u00a09\u00a0%"),
        (Cell(State.AT_MOST, 100, 10, None, 0.0, 0.01), "≤\u00a05\u00a0%"),
        (Cell(State.AT_LEAST, 100, 10), "≥\u00a095\u00a0%"),
    ],
)
def test_a_bound_of_few_answers_is_as_wide_as_it_must_be(cell: Cell, text: str) -> None:
    assert cell_text(cell, VI) == text
