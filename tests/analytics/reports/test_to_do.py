"""What a report asks its reader to do, and when it does not."""

from dataclasses import replace
from pathlib import Path

from analytics.disclosure import Cell, State
from analytics.editions import Comparison
from analytics.reports.contents import make_report
from analytics.reports.letter import as_text
from tests.analytics.editions_by_hand import a_reason, a_row, an_edition
from tests.analytics.reports.made import EN, a_total, cell_texts, excerpt_of, report_of, table_of


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
