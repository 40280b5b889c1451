"""Dossier codes are forgotten with the dispute window, a whole week at a time.

A rating that is tied to a service keeps that service's week, place, procedure, officer and fate, and
the record says which services were answered. Whoever knows the dossiers, as the one-stop system does,
could find by elimination which of them a rating was about, code or no code: by day of receipt and
day of promise. So two things happen to each service of a week that is over for long:

- its code gives way to a random name, wherever it stands;
- whether and how it was asked about and answered passes to a service that is its equal in all that
  is counted, drawn by lot. Counts by week and month stay exactly what they were; of a single service
  nobody can tell any more.

Weeks are forgotten whole, for among the services of one day there are hardly two that are equals;
but unit by unit, since equals are of one unit.
"""

import json
import secrets
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ..storage.db import Database, writing
from . import forgotten

# Equals: what a tied rating knows of its service, and what the counts of those asked are kept by.
_EQUAL = """
  substr(finished_day, 1, 7), procedure_id, receiving_unit_id, resolving_unit_id, centre_id, counter_id,
  officer_id, overdue, overdue OR petitioned, outcome, channel
"""
_OWN = ("service_correction", "service_sender", "service")  # the service last: triggers look its day up
_MARKS = ("service_offered", "service_answered")
_NOISE = 1_000_000
AT_ONCE = 2_000  # services: so many take a tenth of a second, in which nobody else can write
_random = secrets.SystemRandom()


def forget_old(db: Database, today: date, days: int) -> int:
    """Forget the codes of services in weeks that ended more than so many days ago; how many
    services that were."""
    count = 0
    while gone := forget_part(db, today, days):
        count += gone
    return count


def forget_part(db: Database, today: date, days: int) -> int:
    """The same for some units of the earliest of these weeks, in one transaction that holds nobody
    up for long; 0 where nothing is left."""
    first = forgotten.find_first_day(db, today, days)
    if first is None:
        return 0
    boundary = forgotten.monday_of(first)
    with writing(db):
        (week,) = db.conn.execute(
            "SELECT min(iso_week) FROM service WHERE iso_week < ? AND service_id < ?",
            [forgotten.week_of(boundary), forgotten.MARK],
        ).fetchone()
        if week is not None:
            return _forget_units(db, week, _next_units(db, week))
        forgotten.move_boundary(db, boundary)
    return 0


def _next_units(db: Database, week: str) -> list[str]:
    """Some units that the week still holds codes of: one at least, of AT_ONCE services together."""
    found: list[str] = []
    total = 0
    for unit_id, services in db.conn.execute(
        "SELECT resolving_unit_id, count(*) FROM service WHERE iso_week = ? AND service_id < ?"
        " GROUP BY resolving_unit_id",
        [week, forgotten.MARK],
    ):
        total += services
        if found and total > AT_ONCE:
            break
        found.append(unit_id)
    return found


def _forget_units(db: Database, week: str, unit_ids: list[str]) -> int:
    forgotten.move_boundary(db, forgotten.monday_after(week))
    db.conn.execute("PRAGMA defer_foreign_keys = ON")  # marks come first to names that are to come
    db.conn.execute(  # in memory alone, see db.PRAGMAS: this is the way back
        "CREATE TEMP TABLE lot (service_id TEXT PRIMARY KEY, own TEXT, mark TEXT) STRICT, WITHOUT ROWID"
    )
    lots = _draw_lots(db, week, unit_ids)
    db.conn.executemany("INSERT INTO temp.lot VALUES (?, ?, ?)", lots)
    _hide_versions(db)
    db.conn.execute("DELETE FROM receipt WHERE service_id IN (SELECT service_id FROM temp.lot)")
    db.conn.execute(
        "UPDATE audit SET subject = ? WHERE action = 'print slip'"
        " AND subject IN (SELECT service_id FROM temp.lot)",
        [forgotten.MARK],
    )
    _rename(db, "mark", _MARKS)
    _rename(db, "own", _OWN)
    db.conn.execute("DROP TABLE temp.lot")
    return len(lots)


def _draw_lots(db: Database, week: str, unit_ids: list[str]) -> list[tuple[str, str, str]]:
    """For each service of the week that these units resolved: its code, its new name, and the name
    its marks pass to."""
    equals = defaultdict(list)
    for service_id, *cell in db.conn.execute(
        f"SELECT service_id, {_EQUAL} FROM services_v1 WHERE iso_week = ? AND service_id < ?"
        " AND resolving_unit_id IN (SELECT value FROM json_each(?))",
        [week, forgotten.MARK, json.dumps(unit_ids)],
    ):
        equals[tuple(cell)].append(service_id)
    return [lot for services in equals.values() for lot in _deal(services)]


def _deal(services: list[str]) -> list[tuple[str, str, str]]:
    names = [forgotten.new_name() for _ in services]
    return list(zip(services, names, _random.sample(names, len(names)), strict=True))


def _rename(db: Database, column: str, tables: Iterable[str]) -> None:
    for table in tables:
        db.conn.execute(
            f"UPDATE {table} SET service_id ="
            f" (SELECT {column} FROM temp.lot WHERE lot.service_id = {table}.service_id)"
            " WHERE service_id IN (SELECT service_id FROM temp.lot)"
        )


def _hide_versions(db: Database) -> None:
    """A day's version counts what happened there, answers too: where one service ended on a day, it
    would tell whether that one was answered. So it grows by some number that means nothing."""
    db.conn.execute(
        """
        UPDATE change SET version = version + 1 + abs(random() % :noise)
        WHERE (day, place_id) IN (
          SELECT finished_day, coalesce(centre_id, receiving_unit_id)
          FROM service WHERE service_id IN (SELECT service_id FROM temp.lot))
        """,
        {"noise": _NOISE},
    )
