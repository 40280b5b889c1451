"""When a centre is open: its week, and the days unlike their weekday. Reads only."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .. import periods
from ..storage.db import Database

Interval = tuple[str, str]  # local "07:30" and "11:30": open from the first, closed at the second
EVERY_CENTRE = ""  # of whom a word on a day may be said
Week = dict[int, list[Interval]]  # 1 is Monday; all seven stand there, a closed one without intervals
NO_HOURS = 0  # in place of a weekday: from that day on the centre keeps no hours
ALL_DAY: Interval = ("00:00", "24:00")


@dataclass(frozen=True)
class SpecialDay:
    """A day on which a centre does not keep its weekday's hours; `open` is empty if it is closed.

    of_every_centre: whether that was said of all centres, not of this one alone.
    """

    day: date
    kind: str
    open: list[Interval]
    name: str
    name_en: str | None
    of_every_centre: bool


# What holds for centres on days: the week in force, and the last word on the day, the centre's
# own before that for all; a last word `as_usual` is none. `since` is null where the centre keeps
# no hours then.
_SAID = """
WITH wanted AS (
  SELECT
    value ->> 0 AS centre_id,
    value ->> 1 AS day,
    value ->> 2 AS weekday,
    (
      SELECT iif(weekday = 0, NULL, valid_from) FROM opening
      WHERE centre_id = value ->> 0 AND valid_from <= value ->> 1
      ORDER BY valid_from DESC, number DESC
      LIMIT 1
    ) AS since
  FROM json_each(:wanted)
)
SELECT
  wanted.centre_id, wanted.day, wanted.since, opening.opens, opening.closes,
  special.kind, special.name, special.name_en, special.centre_id
FROM wanted
LEFT JOIN special_day AS special
  ON special.day = wanted.day
  AND (special.centre_id, special.number) = (
    SELECT centre_id, number FROM special_day AS said
    WHERE day = wanted.day AND centre_id IN (wanted.centre_id, '') AND kind <> 'as_usual'
      AND number = (
        SELECT max(number) FROM special_day
        WHERE day = said.day AND centre_id = said.centre_id)
    ORDER BY centre_id DESC
    LIMIT 1)
LEFT JOIN opening
  ON opening.centre_id = wanted.centre_id
  AND opening.valid_from = wanted.since
  AND opening.number = (
    SELECT max(number) FROM opening
    WHERE centre_id = wanted.centre_id AND valid_from = wanted.since)
  AND opening.weekday = coalesce(special.as_weekday, wanted.weekday)
  AND special.kind IS NOT 'holiday'
ORDER BY wanted.centre_id, wanted.day, opening.opens
"""


def find_open(db: Database, asked: Sequence[tuple[str, datetime]]) -> list[bool]:
    """For each centre and instant, whether the centre is open; always, where it keeps no hours.

    Every rating asks this: one statement for all that arrive together.
    """
    local = [(centre_id, periods.local(at)) for centre_id, at in asked]
    intervals = _intervals(db, {(centre_id, at.date()) for centre_id, at in local})
    found = []
    for centre_id, at in local:
        kept, time = intervals[centre_id, at.date().isoformat()], f"{at:%H:%M}"
        found.append(kept is None or any(opens <= time < closes for opens, closes in kept))
    return found


def open_on(db: Database, centre_id: str, day: date) -> list[Interval] | None:
    """When the centre is open on that day, special or not; None where it keeps no hours then."""
    return _intervals(db, {(centre_id, day)})[centre_id, day.isoformat()]


def week_of(db: Database, centre_id: str, day: date) -> Week | None:
    """The week in force on that day, or None if the centre keeps no hours then."""
    rows = db.conn.execute(
        """
        SELECT weekday, opens, closes
        FROM opening
        WHERE centre_id = :centre_id
          AND (valid_from, number) = (
            SELECT valid_from, number FROM opening
            WHERE centre_id = :centre_id AND valid_from <= :day
            ORDER BY valid_from DESC, number DESC
            LIMIT 1)
        ORDER BY weekday, opens
        """,
        {"centre_id": centre_id, "day": day.isoformat()},
    ).fetchall()
    if not rows or rows[0][0] == NO_HOURS:
        return None
    week: Week = {weekday: [] for weekday in range(1, 8)}
    for weekday, opens, closes in rows:
        week[weekday].append((opens, closes))
    return week


def first_days(db: Database, centre_id: str) -> list[date]:
    """The days from which the centre's weeks hold, in order."""
    rows = db.conn.execute(
        "SELECT DISTINCT valid_from FROM opening WHERE centre_id = ? ORDER BY valid_from", [centre_id]
    )
    return [date.fromisoformat(row[0]) for row in rows]


def special_days(db: Database, centre_id: str, first: date, last: date) -> list[SpecialDay]:
    """The centre's special days from `first` to `last`, both included; those taken back are left out."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    found: dict[str, SpecialDay] = {}
    for _, day, _, opens, closes, kind, name, name_en, of in _said(
        db, {(centre_id, day) for day in days}
    ):
        if kind is None:
            continue
        said = SpecialDay(date.fromisoformat(day), kind, [], name, name_en, of == EVERY_CENTRE)
        special = found.setdefault(day, said)
        if opens is not None:
            special.open.append((opens, closes))
    return list(found.values())


def _intervals(
    db: Database, wanted: set[tuple[str, date]]
) -> dict[tuple[str, str], list[Interval] | None]:
    """The open intervals of each centre and day; None where the centre keeps no hours."""
    found: dict[tuple[str, str], list[Interval] | None] = {}
    for centre_id, day, since, opens, closes, *_ in _said(db, wanted):
        kept = found.setdefault((centre_id, day), None if since is None else [])
        if kept is not None and opens is not None:
            kept.append((opens, closes))
    return found


def _said(db: Database, wanted: set[tuple[str, date]]) -> list[tuple[str, ...]]:
    if not wanted:
        return []
    asked = sorted((centre_id, day.isoformat(), day.isoweekday()) for centre_id, day in wanted)
    return db.conn.execute(_SAID, {"wanted": json.dumps(asked)}).fetchall()
