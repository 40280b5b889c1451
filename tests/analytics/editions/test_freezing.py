"""Freezing: what has ended becomes an edition, once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analytics.counts import TOTAL
from analytics.disclosure import State
from analytics.editions import Edition, Row, due
from analytics.editions.due import NothingRecorded, freeze_due, freeze_one, unfinished
from analytics.editions.freezing import NotEnded, NotFrozenWithin
from analytics.editions.spans import weeks_in
from analytics.editions.store import AlreadyPublished
from analytics.periods import Month, Quarter, Year, parse
from analytics.weeks import Week
from kiosk.ratings import accepting
from kiosk.storage.db import Database
from tests import factories
from tests.analytics.editions_by_hand import an_edition

from .conftest import MONDAY_AT_SIX, SEPTEMBER, Frozen, Opened, opened_in

WEEKS = ["2026-W32", "2026-W33", "2026-W34", "2026-W35"]
COUNTED = "rule IS NULL AND tier <> 'poster'"


def counted(db: Database, week: str, column: str) -> dict[str, tuple[int, int]]:
    """Satisfied and all counted ratings of a week, by a column."""
    rows = db.conn.execute(
        f"SELECT coalesce({column}, ''), sum(satisfied), count(*) FROM ratings_v1"
        f" WHERE iso_week = ? AND {COUNTED} GROUP BY 1",
        [week],
    )
    return {key: (satisfied, n) for key, satisfied, n in rows}


def true_of(row: Row, satisfied: int, n: int) -> bool:
    """Whether what the row tells is true."""
    cell = row.satisfaction
    low, high = (0.0 if cell.least is None else cell.least), (1.0 if cell.most is None else cell.most)
    exact = cell.share is None or cell.share.count == satisfied
    return cell.n == n and exact and low <= satisfied / n <= high


def test_everything_that_has_ended_is_frozen_and_nothing_twice(at: Opened) -> None:
    with at(MONDAY_AT_SIX) as sources:
        made = freeze_due(sources)
        again = freeze_due(sources)

    assert [edition.name for edition in made] == WEEKS
    assert again == []


def test_the_month_follows_when_it_and_its_last_week_are_over(frozen: Frozen) -> None:
    assert frozen.month.name == "2026-08"
    assert frozen.month.frozen_at == SEPTEMBER
    assert frozen.month.total.covers == tuple(WEEKS)
    assert frozen.month.missing == ()


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-W35", MONDAY_AT_SIX - timedelta(hours=6, minutes=1)),  # Sunday, a minute to midnight
        ("2026-08", MONDAY_AT_SIX),
        ("2026-Q3", SEPTEMBER),
    ],
)
def test_what_has_not_ended_is_refused(at: Opened, text: str, instant: datetime) -> None:
    with at(instant) as sources, pytest.raises(NotEnded, match=text):
        freeze_one(sources, text)


def test_a_week_of_whose_friday_nothing_is_known_waits_for_somebody(
    db: Database, record_path: Path
) -> None:
    """On Wednesday the clock was set ahead by a week; frozen, half the week would come late."""
    factories.a_service(db, finished_day="2026-08-19")
    accepting.announce(db, [("2026-08-19", "H44.5")])
    with opened_in(record_path.parent, MONDAY_AT_SIX) as sources:
        assert unfinished(sources) == [Week(2026, 34)]
        assert freeze_due(sources, waiting=unfinished(sources)) == []
        assert freeze_one(sources, "2026-W34").name == "2026-W34"
        assert unfinished(sources) == []


@pytest.mark.parametrize("day", ["2026-08-21", "2026-08-24"])
def test_it_is_frozen_once_its_friday_or_a_later_day_is_known(
    db: Database, record_path: Path, day: str
) -> None:
    factories.a_service(db, finished_day="2026-08-19")
    factories.a_service(db, finished_day=day)
    accepting.announce(db, [("2026-08-19", "H44.5"), (day, "H44.5")])
    with opened_in(record_path.parent, datetime(2026, 8, 24, 23, tzinfo=UTC)) as sources:
        made = freeze_due(sources, waiting=unfinished(sources))

    assert [edition.name for edition in made] == ["2026-W34"]


def test_a_week_of_which_nothing_is_recorded_is_refused_even_by_name(at: Opened) -> None:
    """A slip of the finger would stand for good, and as the newest week of all pages."""
    with at(SEPTEMBER) as sources:
        with pytest.raises(NothingRecorded, match="2025-W33"):
            freeze_one(sources, "2025-W33")
        with pytest.raises(NotEnded, match="2027-W33"):
            freeze_one(sources, "2027-W33")
        assert sources.editions.listed() == []


def test_a_month_without_weeks_is_refused(at: Opened) -> None:
    with at(SEPTEMBER) as sources, pytest.raises(NotFrozenWithin, match="2026-W32 to 2026-W35"):
        freeze_one(sources, "2026-08")


def test_a_month_waits_for_every_week_that_has_figures(at: Opened) -> None:
    """Frozen without it, it would lack the week for good."""
    with at(SEPTEMBER) as sources:
        freeze_one(sources, "2026-W33")
        with pytest.raises(NotFrozenWithin, match="2026-W32, 2026-W34, 2026-W35"):
            freeze_one(sources, "2026-08")


def test_a_quarter_waits_for_its_months(at: Opened) -> None:
    with at(datetime(2026, 10, 5, tzinfo=UTC)) as sources:
        for week in WEEKS:
            freeze_one(sources, week)
        with pytest.raises(NotFrozenWithin, match="no edition of 2026-08:"):
            freeze_one(sources, "2026-Q3")


def test_a_month_waits_for_its_last_week_though_the_calendar_does_not(at: Opened) -> None:
    """The week of Thursday 31 December 2026 ends on 3 January."""
    with at(datetime(2027, 1, 1, tzinfo=UTC)) as sources, pytest.raises(NotEnded, match="2027-01-04"):
        freeze_one(sources, "2026-12")


def test_what_another_process_has_published_meanwhile_is_left_to_it(
    at: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at(MONDAY_AT_SIX) as sources:
        ended = due._ended(sources)
        freeze_one(sources, WEEKS[0])
        monkeypatch.setattr(due, "_ended", lambda _: ended)
        made = freeze_due(sources, weeks_only=True)

    assert [edition.name for edition in made] == WEEKS[1:]


def test_editions_of_another_record_are_not_continued(at: Opened) -> None:
    with at(MONDAY_AT_SIX) as sources:
        sources.editions.publish(an_edition("2026-W31"))
    with pytest.raises(due.OtherRecord, match="2026-W31"), at(MONDAY_AT_SIX):
        pass


def test_a_period_is_frozen_once(at: Opened) -> None:
    with at(MONDAY_AT_SIX) as sources:
        freeze_one(sources, "2026-W33")
        with pytest.raises(AlreadyPublished):
            freeze_one(sources, "2026-W33")


@pytest.fixture
def weeks(frozen: Frozen) -> list[Edition]:
    """The four weeks."""
    return frozen.weeks


def test_what_an_edition_tells_is_true(weeks: list[Edition], frozen: Frozen) -> None:
    told = 0
    for edition in weeks:
        for table in ("unit", "centre", "procedure"):
            truth = counted(frozen.db, edition.period, f"{table}_id")
            rows = {row.key: row for row in edition.rows(table) if row.satisfaction.n}
            assert set(rows) == set(truth)
            for key, row in rows.items():
                assert true_of(row, *truth[key]), row
                told += row.satisfaction.least is not None
    assert told > 8


def test_nothing_below_the_thresholds_is_told(weeks: list[Edition]) -> None:
    for edition in weeks:
        for row in (edition.total, *(row for rows in edition.tables.values() for row in rows)):
            cell = row.satisfaction
            assert cell.n >= cell.needed or (cell.share, cell.least) == (None, None)


def test_an_edition_says_what_it_was_made_by(weeks: list[Edition]) -> None:
    first, second = weeks[:2]

    assert first.frozen_at == MONDAY_AT_SIX
    assert (first.previous, second.previous is None) == (None, False)
    assert first.record_id
    assert first.behind != second.behind
    assert first.restatement is None


def test_a_dossier_rate_lies_between_what_it_tells(weeks: list[Edition], frozen: Frozen) -> None:
    """Counted naively: neither failed nor rated unsatisfied by the week's end."""
    seen = 0
    for edition in weeks:
        services, failed = frozen.db.conn.execute(
            "SELECT count(*), sum(overdue OR petitioned) FROM services_v1 WHERE iso_week = ?",
            [edition.period],
        ).fetchone()
        (unsatisfied,) = frozen.db.conn.execute(
            "SELECT count(*) FROM ratings_v1 WHERE iso_week = ?1 AND service_week = ?1"
            f" AND service_failed = 0 AND satisfied = 0 AND {COUNTED}",
            [edition.period],
        ).fetchone()
        cell = edition.total.dossier
        assert cell.n == services
        if cell.least is not None and cell.most is not None:
            assert cell.least <= (services - failed - unsatisfied) / services <= cell.most
            seen += 1
    assert seen


def test_a_month_is_what_its_weeks_say_together(weeks: list[Edition], frozen: Frozen) -> None:
    month = frozen.month

    assert month.total.satisfaction.n == sum(week.total.satisfaction.n for week in weeks)
    assert month.total.services == sum(week.total.services for week in weeks)
    for row in month.rows("unit"):
        cells = [week.row("unit", row.key).satisfaction for week in weeks]
        if all(cell.share for cell in cells):
            assert row.satisfaction.share is not None
            assert row.satisfaction.share.count == sum(c.share.count for c in cells if c.share)


def test_a_months_own_tables_are_true(frozen: Frozen) -> None:
    month = frozen.month
    sums: dict[str, tuple[int, int]] = {}
    for week in WEEKS:
        for key, (satisfied, n) in counted(frozen.db, week, "officer_id").items():
            old = sums.get(key, (0, 0))
            sums[key] = (old[0] + satisfied, old[1] + n)

    assert {row.key for row in month.rows("officer") if row.satisfaction.n} == set(sums)
    for row in month.rows("officer"):
        if row.satisfaction.n:
            assert true_of(row, *sums[row.key]), row
    assert {row.kind for row in month.rows("hour_weekday")} == {"hour_weekday"}


def test_a_year_adds_up_its_weeks(at: Opened, weeks: list[Edition]) -> None:
    with at(datetime(2027, 2, 1, tzinfo=UTC)) as sources:
        made = {edition.name: edition for edition in freeze_due(sources)}

    assert set(made) == {*WEEKS, "2026-08", "2026-Q3", "2026"}
    assert made["2026"].total.satisfaction == made["2026-Q3"].total.satisfaction
    assert made["2026"].total.satisfaction.n == sum(week.total.satisfaction.n for week in weeks)
    assert "2026-W01" in made["2026"].missing
    assert made["2026"].rows("officer") == made["2026-Q3"].rows("officer")


@pytest.mark.parametrize("year", [2020, 2026, 2027])
def test_months_share_no_week_and_a_year_has_them_all(year: int) -> None:
    months = [weeks_in(Month(year, number)) for number in range(1, 13)]
    every = [week for weeks in months for week in weeks]

    assert every == sorted(set(every)) == weeks_in(Year(year))
    assert {week.year for week in every} == {year}
    assert [w for n in range(1, 5) for w in weeks_in(Quarter(year, n))] == every


def test_a_week_consists_of_itself() -> None:
    assert weeks_in(parse("2026-W34")) == [Week(2026, 34)]


def test_a_cell_that_nobody_is_in_is_empty(weeks: list[Edition]) -> None:
    nobody = [row for row in weeks[0].rows("unit") if not row.satisfaction.n]

    assert all(row.satisfaction.state is State.EMPTY for row in nobody)
    assert weeks[0].total.kind == TOTAL
