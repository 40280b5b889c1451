import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analytics.counts import TOTAL
from analytics.disclosure import Cell, State
from analytics.editions import Comparison, Edition, Editions, Matters, Restatement, Row
from analytics.editions.codec import digest_of
from analytics.periods import parse
from analytics.reports.contents import make_report
from analytics.reports.excerpt import Belonging, Excerpt, take
from analytics.reports.letter import as_text
from analytics.reports.model import Report, Table
from analytics.reports.spreadsheet import as_xlsx
from analytics.reports.typesetting import as_pdf
from analytics.tables import LeftOut
from analytics.targets import Commitment
from analytics.words import Words
from tests.analytics.editions_by_hand import a_reason, a_row, an_edition
from tests.paper import Paper

EN, VI = Words("en"), Words("vi")


def excerpt_of(folder: Path, *editions: Edition, key: str | None = None) -> Excerpt:
    """The last one's."""
    found = Editions(folder)
    for edition in editions:
        found.publish(edition)
    return take(found, editions[-1], key, Belonging({"counter": {"H44.1-1": "H44.1"}}))


def report_of(folder: Path, *editions: Edition, layout: str = "full", **changes: Any) -> Report:
    return make_report(excerpt_of(folder, *editions, **changes), EN, layout)


def cell_texts(table: Table) -> list[list[str]]:
    return [[item.text for item in row] for row in table.rows]


def table_of(report: Report, name: str) -> Table:
    return next(table for table in report.sheets if table.name == name)


def a_total(satisfied: int, n: int, **changes: Any) -> Row:
    return a_row(TOTAL, "", satisfied, n, **changes)


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


def test_what_was_promised_comes_first_the_places_own_and_the_units_counted(tmp_path: Path) -> None:
    promised = [
        Commitment(unit, "satisfaction", parse("2026-08"), target)
        for unit, target in ((TOTAL, 0.9), ("H44.1", 0.8), ("H44.2", 0.95))
    ]
    editions = Editions(tmp_path)
    editions.publish(an_edition())

    whole, unit = (
        make_report(take(editions, an_edition(), key, Belonging(), promised), EN).sections[0]
        for key in (None, "H44.1")
    )

    assert whole.title == unit.title == "Targets and commitments"
    assert whole.points[0].startswith(
        "All together, Satisfaction rate, Month 8/2026: Target 90.0\u00a0%. 88.5\u00a0% of 260 answers"
    )
    assert "to come" in whole.points[0]
    assert whole.texts == (
        "Commitments of units: 1 reached, 1 missed, 0 too early to say, 0 not shown.",
    )
    assert [point.split(",")[0] for point in unit.points] == ["Name H44.1"]
    assert unit.in_letter
    assert not unit.texts


@pytest.mark.parametrize(
    ("period", "on_paper"),
    [
        ("2026-W34", ["Satisfaction rate"]),
        ("2026-08", ["Satisfaction rate", "Name H44.1: Satisfaction rate"]),
    ],
)
def test_commitments_are_a_table_on_paper_and_a_spreadsheet_has_all_of_them(
    tmp_path: Path, period: str, on_paper: list[str]
) -> None:
    promised = [Commitment(unit, "satisfaction", parse("2026-08"), 0.9) for unit in (TOTAL, "H44.1")]
    editions, edition = Editions(tmp_path), an_edition(period)
    editions.publish(edition)
    report = make_report(take(editions, edition, None, Belonging(), promised), EN)

    found = [one for one in report.sections if any(table.name == "targets" for table in one.tables)]
    names = {section.on_paper: [row[0].text for row in section.tables[0].rows] for section in found}
    assert names[True] == on_paper
    assert names[False] == ["Satisfaction rate", "Name H44.1: Satisfaction rate"]
    target, so_far, n = found[0].tables[0].rows[0][1:4]
    assert (target.value, n.value) == (0.9, 260)
    assert so_far.interval is not None


@pytest.mark.parametrize(
    ("least", "most", "points", "value"),
    [
        (0.787, 0.788, "5.25", 5.25),  # 5.2467 and 5.2533: the same to two decimals
        (0.78, 0.79, "5.20–5.27", None),
        (0.91, 0.95, "6.00", 6.0),
    ],
)
def test_a_rate_told_between_two_has_the_points_of_both(
    tmp_path: Path, least: float, most: float, points: str, value: float | None
) -> None:
    between = Cell(State.BETWEEN, 760, 10, None, least, most)
    unit = a_row("unit", "H44.1", 170, 190, dossier=between, points=6.0 if least > 0.9 else None)
    report = report_of(tmp_path, an_edition(tables={"unit": [unit]}), layout="766")

    item = table_of(report, "points-766").rows[0][-1]
    assert (item.text, item.value) == (points, value)


def test_a_row_that_fell_is_told_and_asked_about(tmp_path: Path) -> None:
    before = an_edition("2026-W33", tables={"unit": [a_row("unit", "H44.1", 185, 190)]})
    now = an_edition(tables={"unit": [a_row("unit", "H44.1", 150, 190)]})

    report = report_of(tmp_path, before, now)

    assert report.to_do[0] == (
        "Units: ask what changed at Name H44.1, which fell to 78.9\u00a0% (72.6–84.1; n = 190)."
    )
    assert report.sections[0].points == (
        "Units: Name H44.1 fell to 78.9\u00a0% (72.6–84.1; n = 190) from 97.4\u00a0%",
    )


def test_nothing_to_do_is_said_as_such(tmp_path: Path) -> None:
    report = report_of(tmp_path, an_edition("2026-W33"), an_edition())

    assert report.to_do == ("Nothing calls for action: what differs is no more than chance explains.",)


def test_a_signal_is_told_with_the_chance_of_a_false_alarm_and_without_a_rank(tmp_path: Path) -> None:
    low = Comparison("below", 0.91, 0.83, 0.78, 0.88, 0.0006)
    units = [
        a_row("unit", "H44.1", 150, 190, comparison=low),
        a_row("unit", "H44.2", 60, 70, comparison=Comparison("as_expected", 0.9, 0.88, 0.8, 0.94, 0.5)),
    ]
    report = report_of(tmp_path, an_edition(tables={"unit": units}))

    assert report.to_do[0].startswith("Name H44.1: look for causes together. 78.9\u00a0%")
    assert "lead one to expect 91.0\u00a0%. By chance alone: 0.06\u00a0%." in report.to_do[0]
    compared = table_of(report, "unit-compared")
    assert [line[0] for line in cell_texts(compared)] == ["Name H44.1", "Name H44.2"]  # by name
    assert cell_texts(compared)[0][-1] == "below expectation"


def test_a_chance_is_never_none_at_all(tmp_path: Path) -> None:
    low = Comparison("below", 0.91, 0.6, 0.5, 0.7, 2e-9)
    unit = a_row("unit", "H44.1", 114, 190, comparison=low)
    report = report_of(tmp_path, an_edition(tables={"unit": [unit]}))

    assert "By chance alone: less than 0.0" in report.to_do[0]


def test_a_verdict_beside_a_hidden_rate_calls_for_nothing(tmp_path: Path) -> None:
    low = Comparison("below", 0.91, 0.83, 0.78, 0.88, 0.0006)
    hidden = a_row("unit", "H44.1", 5, 9, state=State.TOO_FEW, comparison=low)

    assert report_of(tmp_path, an_edition(tables={"unit": [hidden]})).to_do[0].startswith("Nothing")


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


def test_reasons_say_where_to_begin_and_stand_by_element(tmp_path: Path) -> None:
    reasons = (
        a_reason("", 10, 61, "results"),
        a_reason("time", 10, 60, "results"),
        a_reason("manner", 30, 40, "officials"),
    )
    edition = an_edition(total=a_total(200, 260, reasons=reasons))

    full = report_of(tmp_path, edition)
    assert full.to_do[0] == (
        "Begin with “Result on time”: 50 of the 60 unsatisfied answers name it, more than any other."
    )
    table = table_of(make_report(excerpt_of(tmp_path / "b", edition), EN, "elements"), "elements")
    assert [line[:4] for line in cell_texts(table)] == [
        ["Access", "named by nobody", "0", "–"],
        ["Administrative procedures", "named by nobody", "0", "–"],
        ["Officials", "Manner", "40", "10"],
        ["Results", "all of it", "61", "51"],  # an element before its topics
        ["", "Result on time", "60", "50"],  # a name stands once on paper
        ["Handling of feedback", "named by nobody", "0", "–"],
    ]
    assert table.rows[4][0].value == "Results"  # and in every row of a spreadsheet


def test_where_to_begin_is_not_said_while_a_hidden_reason_may_be_named_more(tmp_path: Path) -> None:
    hidden = replace(a_reason("time", 0, 50), cell=Cell(State.WITHHELD, 50, 10))
    total = a_total(200, 260, reasons=(hidden, a_reason("manner", 10, 40)))
    report = report_of(tmp_path, an_edition(total=total))

    assert not any("Begin with" in text for text in report.to_do)
    assert "Of the reasons that may be shown, most named by the 60 unsatisfied: Manner (30)." in as_text(
        report
    ).replace("\n", " ")


def test_a_reason_that_is_withheld_names_no_number(tmp_path: Path) -> None:
    hidden = replace(a_reason("time", 0, 20), cell=Cell(State.WITHHELD, 20, 10))
    report = report_of(tmp_path, an_edition(total=a_total(230, 260, reasons=(hidden,))))

    table = table_of(report, "reason")
    assert cell_texts(table) == [["Result on time", "", "20", "–", "withheld"]]
    assert "what single citizens answered" in table.note
    assert not any("Begin with" in text for text in report.to_do)


def test_what_was_not_counted_is_told_by_cause_and_both_ways(tmp_path: Path) -> None:
    both = a_row(TOTAL, "", 250, 300).satisfaction
    total = a_total(230, 260, not_counted=(LeftOut("repeat-1", 40),), with_excluded=both)
    report = report_of(tmp_path, an_edition(total=total))

    text = as_text(report)
    assert "- 40 ratings: repeated presses" in text
    assert "The rate would be 83.3" in text.replace("\u00a0", " ")
    assert report.to_do[0].startswith("Find out why 40 ratings were not counted: that is 13.3")


def test_a_month_on_whole_weeks_says_so(tmp_path: Path) -> None:
    total = a_total(230, 260, covers=("2026-W32", "2026-W33"))
    report = report_of(tmp_path, an_edition("2026-08", total=total))

    assert report.period == "Month 8/2026 · whole weeks 32 to 33, 3–16/8/2026"
    assert "whole weeks 2026-W32, 2026-W33" in report.basis[0]


def test_the_points_of_decision_766_stand_by_unit(tmp_path: Path) -> None:
    report = report_of(tmp_path, an_edition(), layout="766")

    table = table_of(report, "points-766")
    assert cell_texts(table)[0] == ["Name H44.1", "760", "97.4\u00a0%", "6.00"]  # 740 of 760
    assert table.rows[-1][0].text == "All together"
    assert report.name == "2026-W34-total-766"


MATTERS = (
    Matters("H44.1", 5, 40, 30, 20, 24, 24),
    Matters("H44.2", 2, 4, 4, 3, 1, 4),
    Matters("", 7, 44, 34, 23, 25, 28),
)


def test_matters_give_the_twelve_other_points_as_far_as_they_may_be_told(tmp_path: Path) -> None:
    report = report_of(tmp_path, an_edition("2026-08", matters=MATTERS), layout="766")
    table = table_of(report, "points-766")

    assert [column.head for column in table.columns][-1] == "Together"
    told, hidden, total = ([item.text for item in row][4:] for row in table.rows)
    assert told == ["40", "30", "4.50", "24", "3.60", "14.10/18"]
    assert hidden == ["4", "4", "6.00", "withheld", "–", "12.00/12"]
    assert total[:3] == ["44", "34", "4.64"]
    parts = table_of(report, "points").rows
    assert [item.text for item in parts[1]][1:] == ["44", "77.3\u00a0%", "4.64"]
    assert parts[1][2].below == "34/44"
    assert [item.text for item in parts[2]][1:] == ["44", "withheld", "–"]
    assert "no petitions in law" in " ".join(report.sections[0].texts)


def test_what_is_added_together_is_what_stands_in_the_line(tmp_path: Path) -> None:
    """Of a rate told between two that come to the same points, and of a place without dossiers."""
    between = Cell(State.BETWEEN, 760, 10, None, 0.787, 0.788)
    first = a_row("unit", "H44.1", 170, 190, dossier=between, points=None)
    none = a_row("unit", "H44.2", 0, 0, state=State.EMPTY)
    edition = an_edition("2026-08", tables={"unit": [first, none]}, matters=MATTERS[:1])
    table = table_of(report_of(tmp_path, edition, layout="766"), "points-766")

    told, without, _total = ([item.text for item in row] for row in table.rows)
    assert (told[3], told[-1]) == ("5.25", "13.35/18")
    assert (without[3], without[-1]) == ("0.00", "12.00/18")


def test_not_counted_is_what_tables_and_pages_call_so(tmp_path: Path) -> None:
    """Unverified answers stand apart: they are no part of it."""
    causes = (LeftOut("poster", 12), LeftOut("repeat-1", 13))
    unit = a_row("unit", "H44.1", 170, 187, not_counted=causes)
    report = report_of(tmp_path, an_edition(tables={"unit": [unit]}), key="H44.1")

    assert (report.figures[3].text, report.figures[3].about) == ("13", ("6.5\u00a0% of 200 ratings",))


def test_of_few_matters_no_percentage_is_told(tmp_path: Path) -> None:
    edition = an_edition("2026-08", matters=(Matters("", 3, 3, 2, 0, 2, 2),))
    parts = table_of(report_of(tmp_path, edition, layout="766"), "points").rows

    assert [item.text for item in parts[1]][1:] == ["3", "2/3", "4.00"]
    assert parts[1][2].value is None


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
