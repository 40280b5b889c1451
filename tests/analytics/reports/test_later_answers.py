"""Weeks of an older program, which cannot say what was answered in them about earlier dossiers."""

from pathlib import Path

from analytics.counts import TOTAL
from analytics.editions import Edition, Editions, Matters
from analytics.reports.model import Report
from tests.analytics.editions_by_hand import a_row, an_edition
from tests.analytics.reports.made import report_of

NONE = (Matters("", 0, 0, 0, 0, 0, 0),)  # counted since the day on which weeks tell later answers
WEEKS = ("2026-W32", "2026-W33")


def a_month(until: str = "2026-W40") -> Edition:
    return an_edition(
        "2026-08", total=a_row(TOTAL, "", 230, 260, covers=WEEKS), until=until, matters=NONE
    )


def facts(report: Report) -> str:
    return dict(report.colophon)["Dossiers"]


def points_said(report: Report) -> str:
    return next(one.texts[0] for one in report.sections if one.title == "Points after Decision 766")


def test_a_week_says_that_its_own_answers_alone_are_subtracted(tmp_path: Path) -> None:
    assert facts(report_of(tmp_path, an_edition(matters=NONE))) == "answers of this week alone"


def test_a_week_of_an_older_program_says_what_it_does_not_tell(tmp_path: Path) -> None:
    assert facts(report_of(tmp_path, an_edition())) == (
        "answers of this week alone; an older program, which does not tell what was answered about"
        " dossiers of earlier weeks"
    )


def test_a_month_of_weeks_that_tell_is_called_closed(tmp_path: Path) -> None:
    editions = Editions(tmp_path)
    for week in WEEKS:
        editions.publish(an_edition(week, matters=NONE))
    report = report_of(tmp_path, a_month())

    assert facts(report) == "closed with answers until 4/10/2026"
    assert points_said(report).startswith("Dossier satisfaction is closed")


def test_a_month_over_a_week_that_does_not_is_called_neither_closed_nor_open(tmp_path: Path) -> None:
    Editions(tmp_path).publish(an_edition("2026-W33"))
    report = report_of(tmp_path, a_month())

    assert facts(report).endswith("whether closed is not known")
    assert "whether it is closed is not known" in points_said(report)


def test_a_week_after_the_month_counts_only_as_far_as_the_month_subtracts(tmp_path: Path) -> None:
    for folder, until in ((tmp_path / "a", "2026-W36"), (tmp_path / "b", "2026-W38")):
        Editions(folder).publish(an_edition("2026-W38"))
        said = facts(report_of(folder, a_month(until)))
        assert said.endswith("not closed yet") == (until < "2026-W38")
