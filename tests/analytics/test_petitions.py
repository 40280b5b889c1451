"""Matters counted by the week in which their answer was due: by hand, and added up in other ways."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import rollup, schema, weekly
from analytics.periods import Month
from analytics.petitions import Followed, tally
from analytics.selecting import months_of
from analytics.weeks import Week
from kiosk.storage.db import Database, writing
from tests.analytics import random_record
from tests.analytics.made_up_matters import a_matter, fill

FRIDAY = date(2026, 8, 21)  # of 2026-W34
W33, W34, W35 = (Week(2026, number) for number in (33, 34, 35))
Counted = Callable[..., dict[str, Followed]]


@pytest.fixture
def counted(db: Database, record_path: Path, derived_path: Path) -> Counted:
    """What the roll-up has of some weeks, after bringing it up to date."""

    def ask(*weeks: Week, months: list[str] | None = None) -> dict[str, Followed]:
        assert db
        rollup.refresh(record_path, derived_path)
        with schema.reading(derived_path) as derived:
            return weekly.petitions_of(derived, weeks, months)

    return ask


def test_a_matter_is_received_in_one_week_and_due_in_another(db: Database, counted: Counted) -> None:
    with writing(db):
        a_matter(db, FRIDAY, left=date(2026, 8, 10))
    assert counted(W33) == {"H44.5": Followed(received=1)}
    assert counted(W34) == {"H44.5": Followed(due=1)}
    assert counted(W33, W34) == {"H44.5": Followed(received=1, due=1)}


@pytest.mark.parametrize(
    ("answered", "how", "on_time"),
    [
        ("2026-08-21T16:59:59Z", "replied", 1),  # the last minute of Friday in Viet Nam
        ("2026-08-21T17:00:00Z", "replied", 0),  # Saturday there
        ("2026-08-11T03:00:00Z", "replied", 1),
        ("2026-08-21T03:00:00Z", "closed", 1),
        ("2026-08-21T03:00:00Z", "noted", 0),  # for colleagues: no answer
        (None, "", 0),
    ],
)
def test_it_is_on_time_when_answered_or_closed_by_its_day_in_viet_nam(
    db: Database, counted: Counted, answered: str | None, how: str, on_time: int
) -> None:
    with writing(db):
        a_matter(db, FRIDAY, answered=answered, how=how)
    assert counted(W34)["H44.5"] == Followed(due=1, on_time=on_time)


def test_what_authors_said_counts_for_matters_on_time_alone(db: Database, counted: Counted) -> None:
    early, late = "2026-08-20T03:00:00Z", "2026-08-24T03:00:00Z"
    with writing(db):
        a_matter(db, FRIDAY, answered=early, said=(0, FRIDAY))
        a_matter(db, FRIDAY, answered=early, said=(1, FRIDAY))
        a_matter(db, FRIDAY, answered=late, said=(0, date(2026, 8, 25)))  # subtracted once already
    assert counted(W34)["H44.5"] == Followed(due=3, on_time=2, satisfied=1, unsatisfied=1)


def test_what_is_said_after_the_last_week_is_not_in_it(db: Database, counted: Counted) -> None:
    with writing(db):
        a_matter(db, FRIDAY, answered="2026-08-20T03:00:00Z", said=(0, date(2026, 8, 24)))
    assert counted(W34)["H44.5"] == Followed(due=1, on_time=1)
    assert counted(W34, W35)["H44.5"].unsatisfied == 1


def test_the_inspectors_matters_are_counted_nowhere_and_announce_nothing(
    db: Database, counted: Counted
) -> None:
    before = db.conn.execute("SELECT day, place_id, version FROM change").fetchall()
    with writing(db):
        a_matter(db, FRIDAY, topic="harassment", answered="2026-08-20T03:00:00Z", said=(0, FRIDAY))
    assert counted(W34) == {}
    assert db.conn.execute("SELECT day, place_id, version FROM change").fetchall() == before


def test_no_day_to_come_is_announced(db: Database) -> None:
    """The last day announced is the last of which anything is recorded: editions go by it."""
    with writing(db):
        petition_id = a_matter(db, FRIDAY, left=date(2026, 8, 10))
        db.conn.execute("DROP TRIGGER change_no_delete")
        db.conn.execute("DELETE FROM change")
        event = "petition_event VALUES (?, 1, 'replied', 'x', NULL, '2026-08-12T17:30:00Z', 'lan')"
        db.conn.execute(f"INSERT INTO {event}", [petition_id])
        db.conn.execute("INSERT INTO petition_outcome VALUES (?, 1, '2026-08-14')", [petition_id])
    days = [day for (day,) in db.conn.execute("SELECT day FROM change ORDER BY day")]
    assert days == ["2026-08-13", "2026-08-14"]


def test_whatever_happens_to_a_matter_is_counted_at_the_next_refresh(
    db: Database, counted: Counted
) -> None:
    with writing(db):
        petition_id = a_matter(db, FRIDAY)
    assert counted(W34)["H44.5"] == Followed(due=1)
    replied = "petition_event VALUES (?, 1, 'replied', 'x', NULL, '2026-08-20T03:00:00Z', 'lan')"
    said = "petition_outcome VALUES (?, 0, '2026-08-20')"
    for what, expected in ((replied, 0), (said, 1)):
        with writing(db):
            db.conn.execute(f"INSERT INTO {what}", [petition_id])
        assert counted(W34)["H44.5"] == Followed(due=1, on_time=1, unsatisfied=expected)


def test_the_weeks_are_those_of_iso_over_the_new_year(db: Database, counted: Counted) -> None:
    with writing(db):
        a_matter(db, date(2027, 1, 1), left=date(2026, 12, 28))
        a_matter(db, date(2027, 1, 4), left=date(2026, 12, 27))
    assert counted(Week(2026, 53)) == {"H44.5": Followed(received=1, due=1)}
    assert counted(Week(2027, 1)) == {"H44.5": Followed(due=1)}
    assert counted(Week(2026, 52)) == {"H44.5": Followed(received=1)}


def test_every_day_of_twenty_years_has_the_week_that_python_gives_it(db: Database) -> None:
    first = date(2025, 7, 1).toordinal()
    days = [date.fromordinal(number) for number in range(first, first + 7305, 5)]
    with writing(db):
        for day in days:
            a_matter(db, day, left=day)
    rows = db.conn.execute("SELECT DISTINCT iso_week, received_week FROM petitions_v1").fetchall()
    assert {row[0] for row in rows} == {str(Week.of(day)) for day in days}
    assert all(due == received for due, received in rows)


def test_a_month_counts_its_own_days_of_a_week_that_it_shares(db: Database, counted: Counted) -> None:
    w36 = Week(2026, 36)
    with writing(db):
        a_matter(db, date(2026, 8, 31), left=date(2026, 7, 1))
        a_matter(db, date(2026, 9, 1), left=date(2026, 7, 1))
    assert counted(w36)["H44.5"].due == 2
    assert counted(w36, months=months_of(Month(2026, 8)))["H44.5"].due == 1


def test_weeks_add_up_whatever_chance_brings(db: Database, counted: Counted) -> None:
    fill(db, random_record.chance(8), random_record.MONDAY)
    weeks = [Week.parse(week) for week in random_record.WEEKS]
    parts = [counted(week) for week in weeks]
    whole = counted(*weeks)
    for unit, sums in whole.items():
        own = sum((part.get(unit, Followed()) for part in parts), Followed())
        assert (own.received, own.due, own.on_time) == (sums.received, sums.due, sums.on_time)
        assert own.said <= sums.said  # some speak a week later
    assert whole["H44.5"].due > 10


@given(st.lists(st.tuples(st.sampled_from("ab"), *[st.integers(0, 3)] * 5)))
def test_rows_that_are_alike_add_up(rows: list[tuple[str, int, int, int, int, int]]) -> None:
    found = tally([("2026-08", row[0], "", *row[1:]) for row in rows])
    for unit in "ab":
        own = [numbers for at, *numbers in rows if at == unit]
        expected = Followed(*(sum(column) for column in zip(*own, strict=True))) if own else None
        assert found.get(("2026-08", unit, "")) == expected
