"""The page of the 18 points: every part with what it rests on, none guessed."""

from dataclasses import replace
from pathlib import Path

import pytest

from analytics.disclosure import Cell, State
from analytics.editions import Edition, Matters
from tests.analytics.dashboard.conftest import Pages, text_of
from tests.analytics.dashboard.editions_by_hand import a_row, an_edition, publish

PAGE = "/dashboard/points?lang=en"
UNITS = [a_row("unit", "H44.5", 200, 50, 900), a_row("unit", "H44.9", 45, 9, 300)]


def month(*matters: Matters) -> Edition:
    """August with two units; their dossiers have 5.27 points each."""
    return replace(an_edition("2026-08", a_row(services=1200), unit=UNITS), matters=matters or None)


@pytest.fixture
def august(tmp_path: Path, pages: Pages) -> Pages:
    """One unit tells all three parts, the other what authors said to nobody."""
    told = Matters("H44.5", 30, 40, 30, 20, 24, 24)
    hidden = Matters("H44.9", 3, 4, 4, 2, 2, 4)
    publish(tmp_path, month(told, hidden, Matters("", 33, 44, 34, 22, 26, 28)))
    return pages


def test_the_title_is_the_sum_of_the_parts_that_are_told(august: Pages) -> None:
    text = text_of(august.get(PAGE))
    assert "Month 8/2026: 9.91 of 12 points for satisfaction (Decision 766)" in text
    assert "34 of 44 matters answered by their day" in text
    assert "22 authors said how satisfied they are" in text
    assert "not told" in text


def test_each_unit_has_its_parts_and_out_of_how_many(august: Pages) -> None:
    lines = august.get("/dashboard/points.csv?lang=en").splitlines()
    assert lines[1:] == [
        "UBND Phường Việt Trì,,900,5.27,40,30,4.50,24,3.60,13.37 / 18",
        "UBND xã Hy Cương,,300,5.27,4,4,6.00,–,–,11.27 / 12",
    ]


def test_what_few_authors_said_stands_nowhere_on_the_page(august: Pages) -> None:
    text = text_of(august.get(PAGE))
    assert "handled to satisfaction" not in text
    assert "from ten on" in text


def test_an_edition_of_before_matters_were_counted_has_six_points(tmp_path: Path, pages: Pages) -> None:
    publish(tmp_path, month())
    text = text_of(pages.get(PAGE))
    assert "5.27 of 6 points" in text
    assert text.count("not counted when this was published") == 2


def test_where_none_was_due_the_points_are_full(tmp_path: Path, pages: Pages) -> None:
    publish(tmp_path, month(Matters("", 0, 0, 0, 0, 0, 0)))
    text = text_of(pages.get(PAGE))
    assert "17.27 of 18 points" in text
    assert text.count("no answer was due: full points") == 2


def test_a_week_is_answered_by_the_month_before_it(tmp_path: Path, pages: Pages) -> None:
    publish(tmp_path, an_edition("2026-W36"), month(Matters("", 1, 1, 1, 0, 1, 1)))
    assert "Month 8/2026" in text_of(pages.get(PAGE + "&period=2026-W36"))


def test_points_of_a_rate_between_two_are_told_as_in_reports(tmp_path: Path, pages: Pages) -> None:
    """Where both ends come to the same they are points like others, else the sum has both ends."""
    narrow, wide = (Cell(State.BETWEEN, 900, 10, None, 0.787, most) for most in (0.788, 0.8))
    rows = [
        replace(row, dossier=cell, points=None) for row, cell in zip(UNITS, (narrow, wide), strict=True)
    ]
    publish(tmp_path, replace(month(), tables={"unit": tuple(rows)}))

    lines = pages.get("/dashboard/points.csv?lang=en").splitlines()
    assert lines[1].endswith(",5.25,–,–,–,–,–,5.25 / 6")
    assert lines[2].endswith(",5.25–5.33,–,–,–,–,–,5.25–5.33 / 6")
    table = text_of(pages.get("/dashboard/tables?by=unit&lang=en&period=2026-08"))
    assert "5.25–5.33" in table


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_says_that_these_are_no_petitions_in_law(august: Pages, lang: str) -> None:
    text = text_of(august.get(f"/dashboard/points?lang={lang}"))
    said = {"vi": "không phải là phản ánh, kiến nghị theo luật", "en": "no petitions in law"}
    assert said[lang] in text
