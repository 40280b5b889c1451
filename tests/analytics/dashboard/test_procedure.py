"""The page of one procedure's evidence."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.disclosure import Cell, State
from analytics.editions.model import Handled
from analytics.handling import LATE, REPEAT, Place
from analytics.indices import Share
from tests.analytics.dashboard.conftest import BIRTH, LAND, Pages, text_of
from tests.analytics.dashboard.editions_by_hand import a_row, an_edition, publish

NBSP = "\u00a0"


def handled(late: int, repeated: int, *places: Place, n: int = 1700) -> Handled:
    overdue = Cell(State.SHOWN, n, 10, Share(late, n))
    return Handled(overdue, Cell(State.SHOWN, n, 10, Share(repeated, n)), n + repeated, 8, places)


@pytest.fixture
def told(tmp_path: Path, pages: Pages) -> Pages:
    """A month in which land registration is late in two units more than elsewhere."""
    places = (Place("H44.9", LATE, 300, 500, 120.4), Place("H44.5", REPEAT, 90, 400, 31.2))
    land = replace(LAND.of(240, 160, 1700), handling=handled(800, 300, *places))
    total = a_row(satisfied=1005, unsatisfied=202, services=5200)
    total = replace(total, handling=handled(1000, 400, n=5200))
    units = [a_row("unit", key, 300, 50, 900) for key in ("H44.5", "H44.9")]
    publish(
        tmp_path, an_edition("2026-07", total, procedure=[land, BIRTH.of(760, 40, 3400)], unit=units)
    )
    return pages


def test_it_says_in_words_what_the_figures_below_say(told: Pages) -> None:
    text = text_of(told.get(f"/dashboard/procedure?key={LAND.key}&lang=en"))

    assert "about 592 citizens hurt beyond expectation" in text
    assert f"Of its dossiers 47.1{NBSP}% (n = 1,700) were late; of all others 5.7{NBSP}%" in text
    assert "Not satisfied, of those who answered 40.0" in text
    assert "In 2 of 8 units its dossiers are late" in text


def test_units_stand_in_the_order_of_names_with_what_was_expected_and_no_rate(told: Pages) -> None:
    text = text_of(told.get(f"/dashboard/procedure?key={LAND.key}&lang=en"))

    first = text.index("UBND Phường Việt Trì more than one visit 90 31.2 400")
    assert first < text.index("UBND xã Hy Cương late 300 120.4 500")
    assert "this is no ranking" in text


def test_the_ranking_leads_to_it_and_it_leads_back(told: Pages) -> None:
    ranking = told.get("/dashboard/procedures?lang=en")
    page = told.get(f"/dashboard/procedure?key={LAND.key}&lang=en")

    assert f"/dashboard/procedure?period=2026-07&amp;key={LAND.key}" in ranking.replace(
        f"key={LAND.key}&amp;period=2026-07", f"period=2026-07&amp;key={LAND.key}"
    )
    assert "Back to all procedures" in page
    assert f"47.1{NBSP}%" in text_of(ranking)


def test_its_figures_are_a_csv_of_what_is_shown(told: Pages) -> None:
    content = told.get(f"/dashboard/procedure.csv?key={LAND.key}&section=facts&lang=en")
    lines = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))

    assert lines[0][:3] == ["What", "Belongs to", "This procedure %"]
    assert lines[1][2:9] == ["40.0", "", "", "35.3", "44.9", "400", "shown"]
    assert lines[2][2] == "592 (506–677)"
    assert [line[0] for line in lines[1:]] == [
        "Not satisfied, of those who answered",
        "Citizens hurt in this period",
        "Citizens hurt in a year like it",
        "Dossiers that were late",
        "Dossiers with more than one visit, of those known",
        "Visits for each dossier, on average",
    ]


def test_without_a_key_it_is_the_one_that_hurts_most_and_one_that_is_not_there_is_not_found(
    told: Pages,
) -> None:
    assert "Đăng ký biến động đất đai, Month 7/2026" in told.get("/dashboard/procedure?lang=en")
    told.get("/dashboard/procedure?key=9.999999", status=404)


def test_an_edition_from_before_visits_were_kept_says_so(published: Pages) -> None:
    text = text_of(published.get(f"/dashboard/procedure?key={LAND.key}&period=2026-07&lang=en"))

    assert "Of too few of its dossiers it is known how many visits they took." in text
    assert "Where it goes worse" not in text


def test_what_the_unsatisfied_named_is_told_where_the_month_tells_it(
    tmp_path: Path, pages: Pages
) -> None:
    total = a_row(satisfied=1005, unsatisfied=202, services=5200)
    land = LAND.of(240, 160, 1700, reasons={"time": (9, 95), "visits": (5, 17)})
    publish(tmp_path, an_edition("2026-07", total, procedure=[land, BIRTH.of(760, 40, 3400)]))
    text = text_of(pages.get(f"/dashboard/procedure?key={LAND.key}&lang=en"))
    other = text_of(pages.get(f"/dashboard/procedure?key={BIRTH.key}&lang=en"))

    assert "Why citizens were not satisfied" in text
    assert f"86 53.8{NBSP}%" in text
    assert "Topics that fewer than 10 citizens named here are not listed." in text
    assert "is told of a procedure only by the month" in other
