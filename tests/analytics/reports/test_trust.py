"""The question of trust in a report: a section where it was asked, else a word in the colophon."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.editions.model import Trust
from analytics.reports.contents import make_report
from analytics.reports.delimited import TRUST, as_csv
from analytics.reports.excerpt import Excerpt
from analytics.reports.trust import trust
from analytics.words import Words
from tests.analytics.editions_by_hand import TOO_FEW, a_cell, a_row, an_edition
from tests.analytics.reports.made import excerpt_of

EN = Words("en")


def an_excerpt(folder: Path, *, asked: bool = True) -> Excerpt:
    """Two units, of which the second answered too seldom."""
    total, big, small = (
        a_row("total", "", 230, 260),
        a_row("unit", "H44.1", 170, 190),
        a_row("unit", "H44.2", 60, 70),
    )
    if asked:
        total = replace(total, trust=Trust(a_cell(80, 100), 260))
        big = replace(big, trust=Trust(a_cell(76, 95), 190))
        small = replace(small, trust=Trust(a_cell(4, 5, state=TOO_FEW), 70))
    return excerpt_of(folder, an_edition(total=total, tables={"unit": (big, small)}))


def test_the_answer_stands_with_interval_base_and_how_many_answered(tmp_path: Path) -> None:
    on_paper, _ = trust(an_excerpt(tmp_path), EN)
    said = on_paper.texts[0].replace("\xa0", " ")
    assert said == "80.0 % (71.1–86.7), n = 100; 38.5 % of 260 ratings answered it."


def test_the_units_stand_in_a_table_the_total_last(tmp_path: Path) -> None:
    _, on_sheet = trust(an_excerpt(tmp_path), EN)
    (table,) = on_sheet.tables
    texts = [[item.text.replace("\xa0", " ") for item in row] for row in table.rows]
    assert texts == [
        ["Name H44.1", "80.0 %", "95", "50.0 %"],
        ["Name H44.2", "not enough data", "5", "7.1 %"],
        ["All together", "80.0 %", "100", "38.5 %"],
    ]
    assert table.totals == 1
    assert table.rows[1][1].value is None


@pytest.mark.parametrize("asked", [True, False])
def test_a_report_has_the_section_or_says_that_it_was_not_asked(tmp_path: Path, asked: bool) -> None:
    report = make_report(an_excerpt(tmp_path, asked=asked), EN)
    assert ("Trust" in [section.title for section in report.sections]) is asked
    assert (("Trust", "not asked") in report.colophon) is not asked


@pytest.mark.parametrize(
    ("asked", "expected"),
    [(True, ["shown", "0.8", "0.7112", "0.8666", "100", "260"]), (False, ["not_asked", *[""] * 5])],
)
def test_the_file_of_values_has_it_of_units_and_the_place(
    tmp_path: Path, asked: bool, expected: list[str]
) -> None:
    content = as_csv(an_excerpt(tmp_path, asked=asked), EN).decode("utf-8-sig")
    *_, last = csv.DictReader(io.StringIO(content, newline=""))
    assert [last[column] for column in TRUST] == expected
