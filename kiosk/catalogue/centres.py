"""The centres, and who and what belongs to one, as staff's pages list them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .. import periods
from ..errors import UnknownCentre
from ..storage.db import Database
from .lookup import Officer

LATELY = timedelta(days=60)  # a centre's people are those its roster has had within this time


@dataclass(frozen=True)
class Centre:
    """A centre by its id and name."""

    centre_id: str
    name: str


@dataclass(frozen=True)
class Counter:
    """A counter by its id and name."""

    counter_id: str
    name: str


def centres_on(db: Database, day: date) -> list[Centre]:
    """The centres that exist on that day, by name."""
    rows = db.conn.execute(
        """
        SELECT centre_id, name
        FROM centres_v1
        WHERE valid_from <= :day AND (valid_to IS NULL OR valid_to > :day)
        ORDER BY name, centre_id
        """,
        {"day": day.isoformat()},
    ).fetchall()
    return [Centre(*row) for row in rows]


def get_centre(db: Database, centre_id: str, day: date) -> Centre:
    """One of them; raises UnknownCentre."""
    for centre in centres_on(db, day):
        if centre.centre_id == centre_id:
            return centre
    raise UnknownCentre("centre", centre=centre_id, day=day)


def counters_in(db: Database, centre_id: str, day: date) -> list[Counter]:
    """The centre's counters on that day; Quầy 2 stands before Quầy 10."""
    rows = db.conn.execute(
        """
        SELECT counter_id, name
        FROM counters_v1
        WHERE centre_id = :centre_id
          AND valid_from <= :day AND (valid_to IS NULL OR valid_to > :day)
        ORDER BY length(name), name, counter_id
        """,
        {"centre_id": centre_id, "day": day.isoformat()},
    ).fetchall()
    return [Counter(*row) for row in rows]


def officers_in(db: Database, centre_id: str, now: datetime) -> list[Officer]:
    """The officers of the unit that runs the centre, and those whom its roster has had lately."""
    rows = db.conn.execute(
        """
        SELECT officers.officer_id, officers.name, officers.position
        FROM officers_v1 AS officers
        WHERE officers.valid_from <= :day AND (officers.valid_to IS NULL OR officers.valid_to > :day)
          AND (
            officers.unit_id IN (
              SELECT unit_id FROM centres_v1
              WHERE centre_id = :centre_id
                AND valid_from <= :day AND (valid_to IS NULL OR valid_to > :day))
            OR officers.officer_id IN (
              SELECT duty.officer_id
              FROM counters_v1 AS counters
              JOIN duty ON duty.counter_id = counters.counter_id
              WHERE counters.centre_id = :centre_id AND duty.source = 'roster'
                AND coalesce(duty.ends_at, '~') > :lately))
        ORDER BY officers.name, officers.officer_id
        """,
        {
            "centre_id": centre_id,
            "day": periods.civil_day(now).isoformat(),
            "lately": periods.stamp(now - LATELY),
        },
    ).fetchall()
    return [Officer(*row) for row in rows]
