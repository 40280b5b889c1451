import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from analytics.asked import Row as AskedRow
from analytics.asked import Way
from analytics.counts import TOTAL
from analytics.disclosure import Cell, State
from analytics.editions import Comparison, Edition, Editions, Row
from analytics.indices import Share
from analytics.reports.contents import make_report
from analytics.reports.delimited import as_csv
from analytics.reports.excerpt import Belonging
from analytics.reports.model import Report, Section
from analytics.reports.spreadsheet import as_xlsx
from analytics.reports.typesetting import as_pdf
from analytics.source import Name
from analytics.stats.intervals import wilson_interval
from analytics.words import Words
from tests.analytics.editions_by_hand import a_cell, a_reason, a_row, an_edition
from tests.analytics.reports import made
from tests.paper import Paper

EN, VI = Words("en"), Words("vi")
BELONGING = Belonging({"officer": {"P-1": "H44.1"}, "counter": {"Q-1": "H44.1"}})
EMPTY = Cell(State.EMPTY, 0, 10)
UNITS = 160
PERSON = "Nguyễn Văn Chín"
REASONS = tuple(
    a_reason(topic, 5 * named - named // 2, 5 * named, element)
    for topic, element, named in (
        ("time", "results", 120),
        ("manner", "officials", 90),
        ("waiting", "access", 80),
        ("papers", "procedures", 60),
        ("visits", "procedures", 50),
        ("system", "access", 30),
        ("facilities", "access", 10),
    )
)


def a_province(period: str, **changes: Any) -> Edition:
    """As many units as Phú Thọ has, with reasons, hours, counters and an officer."""
    level = Comparison("as_expected", 0.93, 0.92, 0.88, 0.95, 0.4)
    total = a_row(TOTAL, "", 9300, 10000, on_time=a_cell(8000, 8500), late=a_cell(600, 800))
    low = Comparison("below", 0.93, 0.7, 0.6, 0.8, 0.0001)
    units = [a_row("unit", f"H44.{at}", 55, 60, comparison=level) for at in range(UNITS - 1)]
    people = replace(a_row("officer", "P-1", 90, 99, comparison=level), name=Name(PERSON))
    tables: dict[str, list[Row]] = {
        "unit": [*units, a_row("unit", "H44.999", 42, 60, comparison=low)],
        "procedure": [a_row("procedure", f"1.{at:06d}", 50, 60) for at in range(40)],
    }
    if "W" not in period:
        hours = [
            a_row("hour_weekday", f"{day}-{hour:02d}", 93, 100) for day in (1, 2) for hour in (8, 9)
        ]
        tables["hour_weekday"] = [replace(row, name=None) for row in hours]
        tables["counter"] = [a_row("counter", "Q-1", 93, 100)]
        tables["officer"] = [people]
    rate = Cell(State.SHOWN, 40000, 10, Share(9300, 40000, wilson_interval(9300, 40000)), 0.2325)
    asked = (AskedRow("granted", 40000, 9300, rate, ()), AskedRow("total", 40000, 9300, rate, ()))
    parts: dict[str, Any] = {"total": replace(total, reasons=REASONS), "asked": asked}
    return an_edition(period, tables=tables, **{**parts, **changes})


def report_of(folder: Path, edition: Edition, key: str | None = None, **wishes: Any) -> Report:
    return made.report_of(folder, edition, key=key, belonging=BELONGING, **wishes)


def on_paper(report: Report) -> dict[str, Section]:
    return {section.title: section for section in report.sections if section.on_paper}


PICTURED = {
    "Week by week",
    "Why citizens were not satisfied",
    "Against expectation",
    "Weekday and hour",
    "Response and silence",
}


@pytest.mark.parametrize(
    ("period", "titles"),
    [
        ("2026-W34", {"Week by week", "Why citizens were not satisfied"}),
        ("2026-08", PICTURED),
        ("2026-Q3", PICTURED),
        ("2026", PICTURED),
    ],
)
def test_a_week_has_the_pictures_of_a_minute_and_a_month_all_of_them(
    tmp_path: Path, period: str, titles: set[str]
) -> None:
    edition = a_province(period)
    Editions(tmp_path).publish(a_province("2026-W33"))
    sections = on_paper(report_of(tmp_path, edition))

    drawn = {title for title, section in sections.items() if section.pictures}
    assert drawn == titles
    for title in drawn:
        for picture in sections[title].pictures:
            assert picture.title
            assert len(picture.description) > len(picture.title)
            assert "<text" in picture.svg  # letters that can be found and read aloud


def test_a_place_in_which_nobody_ever_rated_has_no_empty_chart(tmp_path: Path) -> None:
    office = a_row("unit", "H44.3", 0, 0, state=State.EMPTY, services=451)
    Editions(tmp_path).publish(an_edition("2026-W34", tables={"unit": [office]}))
    report = report_of(tmp_path, an_edition("2026-08", tables={"unit": [office]}), "H44.3")

    assert "Week by week" not in on_paper(report)
    assert "Points after Decision 766" in on_paper(report)


def test_what_the_edition_does_not_hold_is_left_out(tmp_path: Path) -> None:
    report = report_of(tmp_path, an_edition("2026-08"))

    titles = set(on_paper(report))
    assert not titles & {"Why citizens were not satisfied", "Weekday and hour", "Response and silence"}
    assert "The five elements" not in titles


@pytest.mark.parametrize("words", [VI, EN], ids=["vi", "en"])
def test_a_provinces_week_is_two_pages(tmp_path: Path, words: Words) -> None:
    weeks = [a_province(week) for week in ("2026-W33", "2026-W34")]
    paper = Paper(as_pdf(made.report_of(tmp_path, *weeks, belonging=BELONGING, words=words)))

    assert len(paper) == 2
    assert "SHA-256" in paper.words(1)


def test_every_hour_of_the_table_has_its_interval_and_base(tmp_path: Path) -> None:
    [table] = on_paper(report_of(tmp_path, a_province("2026-08")))["Weekday and hour"].tables

    assert [column.head for column in table.columns] == ["Hour", "Mon", "Tue"]
    assert [row[0].text for row in table.rows] == ["8–9", "9–10"]
    assert {item.text for row in table.rows for item in row[1:]} == {"93.0\u00a0%"}
    assert {item.below for row in table.rows for item in row[1:]} == {"86.3–96.6; n = 100"}


def test_the_funnels_page_names_signals_alone_and_all_units_stand_by_name_at_the_end(
    tmp_path: Path,
) -> None:
    sections = on_paper(report_of(tmp_path, a_province("2026-08")))

    [signals] = sections["Against expectation"].tables
    assert [row[0].text for row in signals.rows] == ["Name H44.999"]
    [units] = sections["Units"].tables
    names = [row[0].text for row in units.rows]
    assert names[:-1] == sorted(names[:-1])
    assert len(names) == UNITS + 1
    assert units.rows[-2][4].text == "below expectation"


def test_beside_a_funnel_stands_why_a_point_outside_is_no_verdict(tmp_path: Path) -> None:
    sections = on_paper(report_of(tmp_path, a_province("2026-08")))

    assert sections["Against expectation"].texts[-1] == (
        "Of 160 compared at once some lie outside by chance alone; a verdict allows for that, and asks"
        " for more."
    )


def test_silence_is_told_with_its_three_parts_that_add_up(tmp_path: Path) -> None:
    silence, _asked = on_paper(report_of(tmp_path, a_province("2026-08")))["Response and silence"].tables

    counts = {row[0].text: row[1].value for row in silence.rows}
    assert counts == {"Satisfied": 8600, "Silent": 40000 - 9300, "Unsatisfied": 700}
    shares = [row[2].value for row in silence.rows]
    assert sum(one for one in shares if isinstance(one, float)) == pytest.approx(1)


def test_an_ending_at_which_nobody_was_asked_has_no_response_rate(tmp_path: Path) -> None:
    nought = Cell(State.SHOWN, 3000, 10, Share(0, 3000, wilson_interval(0, 3000)), 0.0)
    nobody = AskedRow("post", 3000, 0, nought, (Way("tablet", 0, 0, EMPTY), Way("phone", 0, 0, EMPTY)))
    refused = AskedRow(
        "refused", 3000, 0, nought, (Way("tablet", 9, 0, EMPTY), Way("phone", 0, 0, EMPTY))
    )
    edition = a_province("2026-08", asked=(nobody, refused))
    _silence, asked = on_paper(report_of(tmp_path, edition))["Response and silence"].tables

    by_post, who_refused = (row[2] for row in asked.rows)
    assert (by_post.text, by_post.value, by_post.interval) == ("–", None, None)
    assert (who_refused.text, who_refused.value) == ("0.0\u00a0%", 0.0)


def test_decision_766_has_three_parts_of_which_one_is_known(tmp_path: Path) -> None:
    [table] = on_paper(report_of(tmp_path, a_province("2026-08")))["Points after Decision 766"].tables

    assert [row[0].text for row in table.rows] == [
        "Dossier satisfaction",
        "Petitions handled on time",
        "Satisfaction with the handling of petitions",
    ]
    assert [row[3].value is None for row in table.rows] == [False, True, True]


def test_a_unit_is_told_how_it_stands_itself(tmp_path: Path) -> None:
    report = report_of(tmp_path, a_province("2026-W34"), "H44.999")

    assert on_paper(report)["Against expectation"].texts[0] == (
        "Name H44.999: below expectation. Comparable rate 70.0\u00a0% (60.0–80.0), where its procedures"
        " lead one to expect 93.0\u00a0%."
    )


@pytest.mark.parametrize("key", [None, "H44.1"], ids=["total", "unit"])
def test_an_officers_name_is_in_no_form_of_a_report(tmp_path: Path, key: str | None) -> None:
    excerpt = made.excerpt_of(tmp_path, a_province("2026-08"), key=key, belonging=BELONGING)
    report = make_report(excerpt, EN)

    paper = Paper(as_pdf(report))
    assert not any(PERSON in paper.words(page) for page in range(len(paper)))
    assert not any(PERSON in text for text in workbook_texts(report))
    assert PERSON not in as_csv(excerpt, EN).decode()


def test_a_workbook_that_asks_for_officers_has_them_and_says_for_whom_it_is(tmp_path: Path) -> None:
    report = report_of(tmp_path, a_province("2026-08"), "H44.1", officers=True)

    texts = workbook_texts(report)
    assert any(PERSON in text for text in texts)
    assert any("for the head of the unit and the officer concerned" in text for text in texts)
    paper = Paper(as_pdf(report))
    assert not any(PERSON in paper.words(page) for page in range(len(paper)))


def workbook_texts(report: Report) -> list[str]:
    book = load_workbook(io.BytesIO(as_xlsx(report)))
    return [str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row]
