"""What a report says first, what stands in its tables, and how its edition is found again."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.counts import TOTAL
from analytics.disclosure import State
from analytics.editions import Restatement, Row
from analytics.editions.codec import digest_of
from analytics.reports.contents import make_report
from analytics.reports.letter import as_text
from analytics.reports.spreadsheet import as_xlsx
from analytics.reports.typesetting import as_pdf
from analytics.tables import LeftOut
from analytics.words import Words
from tests.analytics.editions_by_hand import a_row, an_edition
from tests.analytics.reports.made import EN, VI, a_total, excerpt_of, report_of, table_of
from tests.paper import Paper


@pytest.mark.parametrize(
    ("before", "headline"),
    [
        (a_total(200, 260), "Week 34/2026: clearly more satisfied than before"),
        (a_total(254, 260), "Week 34/2026: clearly less satisfied than before"),
        (a_total(228, 260), "Week 34/2026: no clear change"),
    ],
)
def test_the_headline_says_whether_the_intervals_overlap(
    tmp_path: Path, before: Row, headline: str
) -> None:
    report = report_of(tmp_path, an_edition("2026-W33", total=before), an_edition())

    assert report.headline == headline
    assert report.basis[0].startswith("88.5\u00a0% (84.0–91.8; n = 260) after")


def test_the_first_edition_has_nothing_to_compare_with(tmp_path: Path) -> None:
    report = report_of(tmp_path, an_edition())

    assert report.headline == "Week 34/2026: nothing before it to compare with"
    assert "There is no edition before this one" in as_text(report)


def test_too_few_ratings_are_no_headline(tmp_path: Path) -> None:
    few = a_total(8, 9, state=State.TOO_FEW)

    assert report_of(tmp_path, an_edition(total=few)).headline.endswith("not enough ratings to say")


def test_a_rate_that_is_withheld_is_not_called_too_few(tmp_path: Path) -> None:
    kept = a_total(200, 260, state=State.WITHHELD)

    headline = report_of(tmp_path, an_edition(total=kept)).headline
    assert headline == "Week 34/2026: the rate may not be shown, since it would tell other figures"


def test_every_cell_is_that_of_the_edition_with_its_interval_and_base(tmp_path: Path) -> None:
    edition = an_edition()
    table = table_of(report_of(tmp_path, edition), "unit")

    for items, row in zip(table.rows, (*edition.rows("unit"), edition.total), strict=True):
        share = row.satisfaction.share
        assert share is not None
        assert (items[1].value, items[1].interval) == (share.value, share.interval)
        assert items[2].value == row.satisfaction.n
        assert items[4].value == row.services
    assert table.totals == 1


@pytest.mark.parametrize(
    ("state", "text", "note"),
    [
        (State.TOO_FEW, "not enough data", "fewer than 10"),
        (State.WITHHELD, "withheld", "what single citizens answered"),
        (State.AT_LEAST, "≥\u00a095\u00a0%", "all answers, or all but one"),
    ],
)
def test_what_is_not_told_has_no_value_anywhere(
    tmp_path: Path, state: State, text: str, note: str
) -> None:
    rows = [a_row("unit", "H44.1", 39, 40, state=state)]
    table = table_of(report_of(tmp_path, an_edition(tables={"unit": rows})), "unit")

    item = table.rows[0][1]
    assert (item.text, item.value, item.interval) == (text, None, None)
    assert note in table.note


def test_what_was_not_counted_is_told_by_cause_and_both_ways(tmp_path: Path) -> None:
    both = a_row(TOTAL, "", 250, 300).satisfaction
    total = a_total(230, 260, not_counted=(LeftOut("repeat-1", 40),), with_excluded=both)
    report = report_of(tmp_path, an_edition(total=total))

    text = as_text(report)
    assert "- 40 ratings: repeated presses" in text
    assert "The rate would be 83.3" in text.replace("\u00a0", " ")
    assert report.to_do[0].startswith("Find out why 40 ratings were not counted: that is 13.3")


def test_the_weeks_of_a_year_are_told_by_their_ends(tmp_path: Path) -> None:
    weeks = [f"2026-W{number:02d}" for number in range(1, 54)]
    total = a_total(230, 260, covers=(*weeks[:20], *weeks[22:]))
    said = report_of(tmp_path, an_edition("2026", total=total, missing=tuple(weeks[20:22]))).basis

    assert "whole weeks 2026-W01 – 2026-W20, 2026-W23 – 2026-W53: figures" in said[0]
    assert said[1] == "Not contained, since never published: 2026-W21, 2026-W22."


def test_a_month_on_whole_weeks_says_so(tmp_path: Path) -> None:
    total = a_total(230, 260, covers=("2026-W32", "2026-W33"))
    report = report_of(tmp_path, an_edition("2026-08", total=total))

    assert report.period == "Month 8/2026 · whole weeks 32 to 33, 3–16/8/2026"
    assert "whole weeks 2026-W32, 2026-W33" in report.basis[0]


def test_not_counted_is_what_tables_and_pages_call_so(tmp_path: Path) -> None:
    """Unverified answers stand apart: they are no part of it."""
    causes = (LeftOut("poster", 12), LeftOut("repeat-1", 13))
    unit = a_row("unit", "H44.1", 170, 187, not_counted=causes)
    report = report_of(tmp_path, an_edition(tables={"unit": [unit]}), key="H44.1")

    assert (report.figures[3].text, report.figures[3].about) == ("13", ("6.5\u00a0% of 200 ratings",))


def test_the_colophon_lets_an_auditor_find_the_edition(tmp_path: Path) -> None:
    restated = Restatement(1, 12, 3, (), 0)
    edition = an_edition(number=2, restatement=restated)
    facts = dict(report_of(tmp_path, edition).colophon)

    assert facts["SHA-256"].replace(" ", "") == digest_of(edition)
    assert facts["Edition"] == "2026-W34.2"
    assert facts["Restates"] == "edition 1: 12 answers arrived since, 3 no longer count"
    assert facts["Frozen at"] == "06:00, 24/8/2026"


@pytest.mark.parametrize("words", [VI, EN])
@pytest.mark.parametrize("layout", ["full", "766", "elements"])
@pytest.mark.parametrize("period", ["2026-W34", "2026-08", "2026-Q3", "2026"])
def test_each_layout_of_each_period_takes_every_form(
    tmp_path: Path, period: str, layout: str, words: Words
) -> None:
    tables = {
        "unit": [a_row("unit", "H44.1", 170, 190)],
        "counter": [a_row("counter", "H44.1-1", 170, 190)],
        "ending": [replace(a_row("ending", "post", 50, 60), name=None)],
        "hour_weekday": [replace(a_row("hour_weekday", "1-08", 50, 60), name=None)],
        "officer": [a_row("officer", "A", 20, 25, state=State.TOO_FEW)],
    }
    excerpt = excerpt_of(tmp_path, an_edition(period, tables=tables), key="H44.1")
    report = make_report(excerpt, words, layout)

    text = re.sub(r"\s+", " ", Paper(as_pdf(report)).words())
    assert report.headline.split(":")[0] in text
    assert as_xlsx(report).startswith(b"PK")
    assert report.figures[0].text in as_text(report)
