"""What stands where a figure does not: withheld is not missing, and nothing is not zero."""

from dataclasses import replace
from pathlib import Path

import pytest

from analytics.asked import Row as AskedRow
from analytics.asked import Way
from analytics.counts import POSTER
from analytics.disclosure import Cell, State
from analytics.editions import Comparison, Edition, Matters
from analytics.indices import Share
from analytics.tables import LeftOut
from tests.analytics.dashboard.conftest import Pages, text_of
from tests.analytics.dashboard.editions_by_hand import NOTHING, a_row, an_edition, publish

KEPT = Cell(State.WITHHELD, 113, 10)
BETWEEN = Cell(State.BETWEEN, 312, 30, least=0.823, most=0.843)
WITHHELD = "Withheld: there are answers enough"


@pytest.mark.parametrize(("cell", "times"), [(KEPT, 1), (Cell(State.TOO_FEW, 4, 10), 0)])
def test_one_line_below_a_table_says_what_withheld_means_where_anything_is(
    tmp_path: Path, pages: Pages, cell: Cell, times: int
) -> None:
    rows = [replace(a_row("unit", key, 90, 10), satisfaction=cell) for key in ("H44.5", "H44.9")]
    publish(tmp_path, an_edition("2026-W34", unit=rows))

    text = text_of(pages.get("/dashboard/tables?by=unit&lang=en"))

    assert text.count(WITHHELD) == times
    assert ("not enough data" in text) == (not times)
    assert ("Rates of 2 rows: 2 withheld." in text) == bool(times)


def test_a_card_that_is_withheld_is_explained_below_the_cards(tmp_path: Path, pages: Pages) -> None:
    publish(tmp_path, an_edition("2026-W34", replace(a_row(), satisfaction=KEPT)))

    text = text_of(pages.get("/dashboard/?lang=en"))

    assert "Satisfaction rate withheld n = 113" in text
    assert WITHHELD in text


def by_tier(period: str = "2026-08") -> Edition:
    tablet = replace(a_row("tier", "tablet", 90, 10, 0), name=None)
    printed = replace(
        a_row("tier", POSTER, 0, 0, 0),
        name=None,
        satisfaction=NOTHING,
        not_counted=(LeftOut(POSTER, 676),),
    )
    return an_edition(period, tier=[tablet, printed])


def test_a_table_without_services_has_no_columns_of_them_and_says_why(
    tmp_path: Path, pages: Pages
) -> None:
    publish(tmp_path, by_tier())

    page = pages.get("/dashboard/tables?by=tier&period=2026-08&lang=en")

    heads = [part.split("<")[0] for part in page.split('role="columnheader">')[1:]]
    assert heads == ["Name", "Satisfaction rate", "Not counted"]
    assert "A printed code, unverified in no rate 676" in text_of(page)
    assert "Services are not told apart this way" in text_of(page)


def ended(ending: str, asked: int, answered: int) -> AskedRow:
    rate = Cell(State.SHOWN, 300, 10, Share(answered, 300))
    way = Way("tablet", asked, answered, rate if asked else NOTHING)
    return AskedRow(ending, 300, answered, rate, (way,))


@pytest.mark.parametrize("page", ["silence", "tables?by=ending"])
def test_where_nobody_was_asked_nobody_failed_to_answer(tmp_path: Path, pages: Pages, page: str) -> None:
    zero = Cell(State.SHOWN, 300, 10, Share(0, 300))
    rows = [
        replace(a_row("ending", key, 0, 0, 300), name=None, satisfaction=NOTHING, response=zero)
        for key in ("post", "granted")
    ]
    edition = an_edition("2026-08", ending=rows)
    publish(tmp_path, replace(edition, asked=(ended("granted", 300, 0), ended("post", 0, 0))))

    text = text_of(pages.get(f"/dashboard/{page}{'&' if '?' in page else '?'}period=2026-08&lang=en"))

    assert text.count("– (nobody was asked)") == 1
    assert text.count("0.0\u00a0%") >= 1  # of those who were asked, nobody answered


def test_an_officer_whose_rate_is_told_within_bounds_reads_what_it_is_and_why_nothing_is_compared(
    tmp_path: Path, pages: Pages
) -> None:
    mine = a_row("officer", "H44.5.A-01", 150, 38, 700, comparison=Comparison("not_enough_data"))
    publish(tmp_path, an_edition("2026-08", officer=[replace(mine, satisfaction=BETWEEN)]))

    text = text_of(pages.get("/dashboard/own?lang=en"))

    assert "Month 8/2026: 82.3–84.3\u00a0% satisfied" in text
    assert "Not compared: the rate may not be told, or only within bounds." in text
    assert "82.3–84.3\u00a0% n = 312 not compared 0" in text
    assert "not enough data" not in text


def test_a_units_first_month_says_that_there_is_nothing_to_compare_and_how_it_stands_against_expectation(
    tmp_path: Path, pages: Pages
) -> None:
    found = Comparison("as_expected", 0.936, 0.928, 0.9, 0.95, 0.4)
    publish(tmp_path, an_edition("2026-08", unit=[a_row("unit", "H44.5", 90, 10, comparison=found)]))

    text = text_of(pages.get("/dashboard/?by=unit&key=H44.5&period=2026-08&lang=en"))

    assert "Changed Nothing to compare with yet" in text
    assert (
        "as expected. Comparable rate 92.8\u00a0%, where its procedures lead one to expect 93.6" in text
    )


@pytest.mark.parametrize(
    ("until", "matters", "said"),
    [
        (None, (), "until when answers are subtracted is not known"),
        ("2026-W40", None, "whether closed is not known"),
        ("2026-W40", (), "closed with answers until 4/10/2026"),
    ],
    ids=["month of an older program", "week of an older program", "all of this one"],
)
def test_a_month_is_called_closed_only_where_that_is_known(
    tmp_path: Path, pages: Pages, until: str | None, matters: tuple[Matters, ...] | None, said: str
) -> None:
    weeks = [
        replace(an_edition(week), matters=told)
        for week, told in (("2026-W35", ()), ("2026-W36", matters))
    ]
    month = an_edition("2026-08", replace(a_row(), covers=("2026-W35",)))
    publish(tmp_path, *weeks, replace(month, until=until))

    text = text_of(pages.get("/dashboard/?period=2026-08&lang=en"))

    assert said in text
    assert ("closed with answers" in text) == (said.startswith("closed"))


def test_what_is_only_for_clicking_is_not_printed_and_an_address_is_whole(
    tmp_path: Path, pages: Pages
) -> None:
    rows = [a_row("unit", f"H44.{number}", 40, 10) for number in range(60)]
    publish(tmp_path, an_edition("2026-W34", unit=rows))

    page = pages.get("/dashboard/tables?by=unit&lang=en")

    assert page.count('class="note go"') == 1
    assert "note go rest" not in page  # the address of all rows is there already
    on_paper = [part.split("</p>")[0] for part in page.split('on-paper">')[1:]]
    assert any("http://localhost/dashboard/tables?by=unit&amp;rows=all" in text for text in on_paper)
    assert any("period=2026-W34&amp;edition=1" in text for text in on_paper)


@pytest.mark.parametrize(("count", "offered"), [(12, 0), (13, 1)])
def test_of_a_long_table_a_phone_has_the_rest_behind_an_address_without_script(
    tmp_path: Path, pages: Pages, count: int, offered: int
) -> None:
    rows = [a_row("unit", f"H44.{number}", 40, 10) for number in range(count)]
    publish(tmp_path, an_edition("2026-W34", unit=rows))

    page = pages.get("/dashboard/tables?by=unit&lang=en")

    assert page.count(f'<p class="note go rest"><a href="#t-rows">Show all {count}</a>') == offered
    assert page.count('<table id="t-rows"') == offered
    assert page.count('role="rowheader"') == count  # all of them are in the page, and on paper


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (BETWEEN, "Not compared: the rate may not be told, or only within bounds."),
        (Cell(State.SHOWN, 18, 10, Share(16, 18)), "Not enough data for a comparison."),
    ],
)
def test_a_unit_that_is_not_held_against_expectation_is_told_why(
    tmp_path: Path, pages: Pages, cell: Cell, said: str
) -> None:
    row = a_row("unit", "H44.5", 90, 10, comparison=Comparison("not_enough_data"))
    publish(tmp_path, an_edition("2026-08", unit=[replace(row, satisfaction=cell)]))

    text = text_of(pages.get("/dashboard/?by=unit&key=H44.5&period=2026-08&lang=en"))

    assert f"Against expectation {said}" in text
