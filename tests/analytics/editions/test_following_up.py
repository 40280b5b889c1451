"""Matters in editions: deeds are told whatever their number, what authors said only of many."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.editions import Edition, Matters, find_matters, points_of
from analytics.editions.codec import digest_of, from_bytes, to_bytes
from analytics.editions.due import freeze_due
from analytics.editions.following_up import rows_of
from analytics.editions.matters import added
from analytics.editions.verifying import verify
from analytics.petitions import Followed
from analytics.suppression import Rule
from analytics.words import Words
from kiosk.storage.db import Database, writing
from tests import factories
from tests.analytics.editions.conftest import SEPTEMBER, Opened, opened_in
from tests.analytics.editions_by_hand import an_edition
from tests.analytics.made_up_matters import a_matter

MONDAYS = [date(2026, 8, 3) + timedelta(weeks=n) for n in range(4)]
NEXT_YEAR = datetime(2027, 1, 12, tzinfo=UTC)
Frozen = Callable[..., dict[str, Edition]]


def handled(db: Database, centre: str, satisfied: int, unsatisfied: int, silent: int = 0) -> None:
    """So many matters, due over the four weeks of August and answered on time."""
    with writing(db):
        for number, answer in enumerate([1] * satisfied + [0] * unsatisfied + [None] * silent):
            due = MONDAYS[number % 4]
            said = None if answer is None else (answer, due)
            a_matter(db, due, centre=centre, answered=f"{due}T01:00:00Z", said=said)


@pytest.fixture
def quiet_db(db: Database) -> Database:
    """A finished service a week: enough for editions, quickly frozen."""
    with writing(db):
        for number, monday in enumerate(MONDAYS):
            friday = monday + timedelta(days=4)
            factories.a_service(db, f"H44.5-260803-{number:07d}", finished_day=friday.isoformat())
    return db


@pytest.fixture
def at(quiet_db: Database, record_path: Path) -> Opened:
    """All that an edition is made of, at that instant."""
    assert quiet_db
    return lambda instant: opened_in(record_path.parent, instant)


@pytest.fixture
def freeze(at: Opened) -> Frozen:
    """All that is due, by name."""

    def due(now: datetime = SEPTEMBER) -> dict[str, Edition]:
        with at(now) as sources:
            return {edition.name: edition for edition in freeze_due(sources)}

    return due


def row(edition: Edition, key: str = "") -> Matters:
    found = find_matters(edition, key)
    assert found is not None
    return found


def test_two_matters_are_told_with_their_points(quiet_db: Database, freeze: Frozen) -> None:
    with writing(quiet_db):
        a_matter(quiet_db, MONDAYS[2], answered="2026-08-17T01:00:00Z")
        a_matter(quiet_db, MONDAYS[2], answered="2026-08-18T01:00:00Z")
    editions = freeze()
    for name in ("2026-W34", "2026-08"):
        own = row(editions[name], "H44.5")
        assert (own.due, own.on_time, own.satisfied) == (2, 1, 1)
        assert own.name is not None
        assert points_of(0, None, own).parts == {
            "dossiers": 0.0,
            "petitions_on_time": 3.0,
            "petitions_satisfied": 3.0,
        }


def test_where_nobody_left_anything_the_points_are_full(quiet_db: Database, freeze: Frozen) -> None:
    assert quiet_db
    edition = freeze()["2026-08"]
    found = points_of(100, 5.25, find_matters(edition))
    assert (found.points, found.out_of, found.absent) == (17.25, 18.0, ())
    assert points_of(100, 5.25, None).absent == ("petitions_on_time", "petitions_satisfied")


def test_what_few_authors_said_is_told_by_no_edition(quiet_db: Database, freeze: Frozen) -> None:
    handled(quiet_db, "H44.5", 5, 4, silent=20)
    editions = freeze()
    for name in ("2026-W33", "2026-08"):
        own = row(editions[name], "H44.5")
        assert own.satisfied is None
        assert (own.least, own.most) == (own.on_time - own.said, own.on_time)
        assert points_of(0, None, own).absent == ("petitions_satisfied",)


def test_what_many_said_is_told_of_the_month_and_not_of_its_weeks(
    quiet_db: Database, freeze: Frozen
) -> None:
    handled(quiet_db, "H44.5", 30, 12, silent=10)
    editions = freeze()
    own = row(editions["2026-08"])
    assert (own.due, own.said, own.satisfied) == (52, 42, 40)
    assert all(row(editions[f"2026-W{week}"]).satisfied is None for week in range(32, 36))


def test_the_rest_of_a_total_is_not_told_by_subtraction(quiet_db: Database, freeze: Frozen) -> None:
    handled(quiet_db, "H44.5", 30, 12)
    handled(quiet_db, "H44.9", 1, 1)
    edition = freeze()["2026-08"]
    small, large, total = row(edition, "H44.9"), row(edition, "H44.5"), row(edition)
    assert small.satisfied is None
    low, high = total.least - large.most, total.most - large.least
    assert high - low >= 2  # nought, one or two of them were satisfied


UNITS = st.dictionaries(
    st.sampled_from("abcd"), st.tuples(st.integers(0, 25), st.integers(0, 25)), min_size=1
)


@given(UNITS)
def test_a_hidden_unit_has_more_than_one_count_that_fits_all_that_is_told(
    units: dict[str, tuple[int, int]],
) -> None:
    """Tried out over everything that the rows let be true."""
    by_unit = {key: Followed(0, a + b, a + b, a, b) for key, (a, b) in units.items()}
    *rows, total = rows_of(by_unit, Rule(), {})
    ranges = [range(one.least, one.most + 1) for one in rows]
    sums = range(total.least, total.most + 1)
    for at, own in enumerate(rows):
        assert own.least <= units[own.key][0] <= own.most
        if own.satisfied is None:
            others = ranges[:at] + ranges[at + 1 :]
            low, high = sum(o[0] for o in others), sum(o[-1] for o in others)
            fitting = [n for n in ranges[at] if low + n <= sums[-1] and high + n >= sums[0]]
            assert len(fitting) >= 2  # as the rule has it where most are alike; else three
        elif own.said:
            assert own.said >= 10
            assert 1 < units[own.key][0] < own.said - 1


def test_a_quarter_and_a_year_add_up_their_months(quiet_db: Database, freeze: Frozen) -> None:
    handled(quiet_db, "H44.5", 30, 12)
    editions = freeze(NEXT_YEAR)
    month = row(editions["2026-08"])
    for name in ("2026-Q3", "2026"):
        own = row(editions[name])
        assert (own.due, own.on_time, own.least) == (month.due, month.on_time, month.least)


def test_a_month_that_does_not_tell_leaves_its_quarter_in_as_much_doubt() -> None:
    told, hidden = Matters("u", 0, 20, 20, 20, 15, 15), Matters("u", 0, 9, 9, 9, 0, 9)
    *rows, total = added([told, hidden])
    assert [(one.due, one.least, one.most) for one in rows] == [(29, 15, 24)]
    assert total == Matters("", 0, 0, 0, 0, 0, 0)


def test_what_authors_say_later_moves_nothing(quiet_db: Database, freeze: Frozen, at: Opened) -> None:
    handled(quiet_db, "H44.5", 30, 12)
    with writing(quiet_db):
        silent = a_matter(quiet_db, MONDAYS[0], answered=f"{MONDAYS[0]}T01:00:00Z")
    before = freeze()["2026-08"]
    with writing(quiet_db):
        quiet_db.conn.execute("INSERT INTO petition_outcome VALUES (?, 0, '2026-09-02')", [silent])
    with at(SEPTEMBER + timedelta(days=9)) as sources:
        freeze_due(sources)
        assert sources.editions.of("2026-08").matters == before.matters
        assert list(verify(sources, Words("en"))) == []


def test_a_changed_answer_is_found_by_verifying(quiet_db: Database, freeze: Frozen, at: Opened) -> None:
    handled(quiet_db, "H44.5", 3, 2)
    freeze()
    with writing(quiet_db):
        a_matter(quiet_db, MONDAYS[1])  # as if it had been there
    with at(SEPTEMBER) as sources:
        told = list(verify(sources, Words("en")))
    assert [line.split(":")[0] for line in told] == ["2026-W33", "2026-08"]
    assert all("matters does not follow" in line for line in told)


def test_an_edition_keeps_its_matters_and_one_without_keeps_its_digest() -> None:
    old = an_edition()
    assert b"matters" not in to_bytes(old)
    assert from_bytes(to_bytes(old), "x") == old
    new = replace(old, matters=(Matters("", 3, 2, 1, 1, 0, 1),))
    assert from_bytes(to_bytes(new), "x") == new
    assert digest_of(new) != digest_of(old)
