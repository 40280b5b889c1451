from pathlib import Path

import pytest

from analytics.disclosure import State
from analytics.errors import UnknownKey
from analytics.reports.excerpt import Belonging, take, units_of
from tests.analytics.editions_by_hand import a_row, an_edition
from tests.analytics.reports.made import published

BELONGING = Belonging({"counter": {"H44.1-1": "H44.1", "H44.2-1": "H44.2"}})


def counters() -> dict[str, list[object]]:
    return {
        "unit": [a_row("unit", "H44.1", 170, 190), a_row("unit", "H44.2", 60, 70)],
        "counter": [a_row("counter", "H44.1-1", 80, 90), a_row("counter", "H44.2-1", 60, 70)],
        "procedure": [a_row("procedure", "1.001193", 80, 90)],
    }


def test_everything_together_has_every_table(tmp_path: Path) -> None:
    edition = an_edition(tables=counters())  # type: ignore[arg-type]
    excerpt = take(published(tmp_path, edition), edition, None, BELONGING)

    assert excerpt.is_total
    assert list(excerpt.tables) == ["unit", "counter", "procedure"]


def test_a_unit_has_what_belongs_to_it_and_no_other(tmp_path: Path) -> None:
    edition = an_edition(tables=counters())  # type: ignore[arg-type]
    excerpt = take(published(tmp_path, edition), edition, "H44.2", BELONGING)

    assert excerpt.place.key == "H44.2"
    assert {by: [row.key for row in rows] for by, rows in excerpt.tables.items()} == {
        "counter": ["H44.2-1"]
    }


def test_a_unit_of_which_nothing_was_published_is_named(tmp_path: Path) -> None:
    edition = an_edition()
    with pytest.raises(UnknownKey, match=r"2026-W34 says nothing of a unit 'H44\.9'"):
        take(published(tmp_path, edition), edition, "H44.9", BELONGING)


def test_the_period_before_is_compared_where_it_was_made_in_the_same_way(tmp_path: Path) -> None:
    before, now = an_edition("2026-W33"), an_edition("2026-W34")
    editions = published(tmp_path, before, now, an_edition("2026-W32", method="0"))

    assert take(editions, now, "H44.1", BELONGING).before == before.row("unit", "H44.1")
    assert take(editions, before, "H44.1", BELONGING).before is None  # another method
    assert take(editions, editions.of("2026-W32"), None, BELONGING).before is None  # none at all


def test_a_restatement_is_what_the_next_week_is_compared_with(tmp_path: Path) -> None:
    again = an_edition("2026-W33", 2, total=a_row("total", "", 100, 200))
    now = an_edition("2026-W34")
    editions = published(tmp_path, an_edition("2026-W33"), again, now)

    assert take(editions, now, None, BELONGING).before == again.total


def test_weeks_begin_with_the_first_edition_and_a_missing_one_is_a_gap(tmp_path: Path) -> None:
    editions = published(tmp_path, *(an_edition(f"2026-W{week}") for week in (30, 31, 33)))
    excerpt = take(editions, editions.of("2026-W33"), None, BELONGING)

    states = {str(week): cell.state for week, cell in excerpt.weeks}
    shown = State.SHOWN
    assert states == {
        "2026-W30": shown,
        "2026-W31": shown,
        "2026-W32": State.EMPTY,
        "2026-W33": shown,
    }


def test_a_month_is_drawn_by_its_weeks_and_no_later_ones(tmp_path: Path) -> None:
    editions = published(
        tmp_path, an_edition("2026-08"), *(an_edition(f"2026-W{week}") for week in (34, 35, 36))
    )
    excerpt = take(editions, editions.of("2026-08"), None, BELONGING)

    assert [str(week) for week, _ in excerpt.weeks] == ["2026-W34", "2026-W35"]


def test_units_are_listed_by_key_without_what_nobody_knew() -> None:
    rows = [a_row("unit", key, 50, 60) for key in ("H44.2", "", "H44.1")]

    assert units_of(an_edition(tables={"unit": rows})) == ["H44.1", "H44.2"]


def test_officers_are_in_no_excerpt_that_does_not_ask_for_them_and_never_in_the_whole(
    tmp_path: Path,
) -> None:
    rows = {"officer": [a_row("officer", "A-1", 50, 60)], "counter": [a_row("counter", "1", 50, 60)]}
    units = {"unit": [a_row("unit", "H44.1", 50, 60)], **rows}
    edition = an_edition("2026-08", tables=units)
    editions = published(tmp_path, edition)
    belonging = Belonging({"officer": {"A-1": "H44.1"}, "counter": {"1": "H44.1"}})

    found = {
        (key, officers): set(take(editions, edition, key, belonging, officers=officers).tables)
        for key in (None, "H44.1")
        for officers in (False, True)
    }

    assert found["H44.1", False] == {"counter"}
    assert found["H44.1", True] == {"counter", "officer"}
    assert found[None, True] == found[None, False] == {"unit", "counter"}
