"""The report on procedures to simplify."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analytics.disclosure import Cell, State
from analytics.editions import Edition, Editions
from analytics.editions.model import Handled
from analytics.handling import LATE, Place
from analytics.indices import Share
from analytics.reports.batch import Order, excerpt_of
from analytics.reports.contents import make_report
from analytics.reports.excerpt import Belonging
from analytics.reports.forms import Wish, as_file
from analytics.reports.history import Past
from analytics.reports.model import Report
from analytics.reports.simplifying import SIMPLIFY
from analytics.source import Name
from analytics.weeks import Week, span
from analytics.words import Words
from tests.analytics.editions_by_hand import a_row, an_edition
from tests.analytics.reports.made import published, table_of

LAND, BIRTH = "1.012791", "1.001193"
CHANGED = Week(2026, 31)


def handled(n: int, late: int, repeated: int, *places: Place) -> Handled:
    def share(count: int) -> Cell:
        return Cell(State.SHOWN, n, 10, Share(count, n))

    return Handled(share(late), share(repeated), n + repeated, 3, places)


def a_period(period: str, good: int = 140) -> Edition:
    """Land leaves sixty of two hundred unsatisfied, birth twenty of four hundred."""
    place = Place("H44.2", LATE, 30, 60, 6.0)
    land = replace(a_row("procedure", LAND, good, 200), handling=handled(800, 400, 120, place))
    rows = [land, a_row("procedure", BIRTH, 380, 400)]
    total = replace(a_row("total", "", good + 380, 600), handling=handled(2400, 560, 200))
    units = [a_row("unit", "H44.2", 60, 70)]
    return an_edition(period, tables={"procedure": rows, "unit": units}, total=total)


def report_of(folder: Path, *editions: Edition, past: Past | None = None, **wish: Any) -> Report:
    store = published(folder / "editions", *editions)
    period = editions[-1].period
    wanted = Wish(layout=SIMPLIFY, **wish)
    order = Order(store.folder, period, 1, Belonging(), wanted, past=past or Past())
    return make_report(excerpt_of(order, None), Words(wanted.lang), SIMPLIFY)


def test_a_name_as_long_as_a_paragraph_is_cut_in_the_headline_and_whole_below(tmp_path: Path) -> None:
    period, name = a_period("2026-W34"), "Đăng ký đất đai " * 12
    rows = [replace(row, name=Name(name.strip())) for row in period.rows("procedure")]
    report = report_of(tmp_path, replace(period, tables={**period.tables, "procedure": tuple(rows)}))

    assert len(report.headline) < 140
    assert "…" in report.headline
    assert any(section.title == f"1. {name.strip()}" for section in report.sections)


def test_it_begins_with_the_answer_and_what_to_look_into(tmp_path: Path) -> None:
    report = report_of(tmp_path, a_period("2026-W34"), lang="en")

    assert report.place == "Procedures to simplify"
    assert report.headline == f"Week 34/2026: Name {LAND} hurts most citizens"
    assert report.basis[0] == "1 of 2 procedures stand out by more than chance explains."
    # 800 dossiers x (.3 - .05), in fifty-two such weeks.
    assert report.to_do == (f"Look into Name {LAND}: about 10,000 citizens a year.",)


def test_the_ranking_has_numbers_to_work_with_and_full_names(tmp_path: Path) -> None:
    [row] = table_of(report_of(tmp_path, a_period("2026-W34")), "simplify").rows

    name, citizens, dossiers, unsatisfied, late, repeat = row
    assert (name.text, name.value, name.below) == (f"1. Tên {LAND}", f"Tên {LAND}", LAND)
    assert (citizens.text, citizens.value) == ("10.000", 10_000)  # 800 x 0.25 x 52, to two digits
    assert (dossiers.value, late.value, repeat.value) == (800, 0.5, 0.15)
    assert unsatisfied.value == pytest.approx(0.3)
    assert unsatisfied.interval is not None


def test_no_share_of_answers_stands_without_its_interval(tmp_path: Path) -> None:
    report = report_of(tmp_path, a_period("2026-W34"), lang="en")

    all_together = report.figures[1]  # 80 of 600
    assert (all_together.text, all_together.about) == (
        "13.3\u00a0%",
        ("95 % interval: 10.8–16.3", "n = 600"),
    )
    [evidence] = table_of(report, "simplify-evidence").rows
    own, others = evidence[2:4]
    assert own.interval is not None
    assert others.interval is not None
    [place] = table_of(report, "simplify-where").rows
    assert (place[4].text, place[4].value) == ("6.0", 6.0)


def test_each_procedure_has_its_evidence_in_words_on_paper_and_its_units_by_name(tmp_path: Path) -> None:
    report = report_of(tmp_path, a_period("2026-W34"), lang="en")

    [own] = [section for section in report.sections if section.title == f"1. Name {LAND}"]
    assert own.points[0].startswith("Of those who answered 30.0")
    assert own.points[-1].startswith("In 1 of 3 units")
    assert [item.text for item in own.tables[0].rows[0]] == ["Name H44.2", "late", "30", "6.0", "60"]
    assert not own.on_sheet
    assert table_of(report, "simplify-where").rows[0][0].value == f"Name {LAND}"


def test_a_change_of_a_procedure_is_told_before_and_after(tmp_path: Path) -> None:
    weeks = [a_period(str(week), 140 if week < CHANGED else 150) for week in span(Week(2026, 34), 8)]
    past = Past({LAND: (date(2025, 7, 1), CHANGED.first_day)})

    report = report_of(tmp_path, *weeks, past=past, lang="en")

    [change] = table_of(report, "simplify-changes").rows
    assert change[1].value == CHANGED.first_day
    # 600 of 800 since, 560 of 800 before.
    assert change[3].text.startswith("Difference: +5.0 percentage points (+0.6 to +9.4)")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_it_is_a_pdf_and_a_workbook(tmp_path: Path, lang: str) -> None:
    store = Editions(tmp_path / "editions")
    store.publish(a_period("2026-W34"))
    for form, begin in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        order = Order(store.folder, "2026-W34", 1, Belonging(), Wish(form, SIMPLIFY, lang), past=Past())
        content = as_file(excerpt_of(order, None), order.wish)
        assert content.startswith(begin)
    sheets = openpyxl.load_workbook(io.BytesIO(content)).sheetnames
    assert len(sheets) == 4  # words, ranking, evidence, where


def test_where_nothing_stands_out_it_says_so_and_ranks_nothing(tmp_path: Path) -> None:
    report = report_of(tmp_path, a_period("2026-W34", good=190), lang="en")

    assert report.headline.endswith("no procedure clearly hurts more than others")
    assert report.to_do == ("Nothing calls for action: what differs is no more than chance explains.",)
    assert report.sections == ()
