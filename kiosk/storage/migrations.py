"""The record's shape, step by step: what each release added, and the views it publishes.

A step never changes once it was released; a new table or column is a new step at the end.
"""

from collections.abc import Callable
from importlib import resources
from typing import NamedTuple

from sqlite_utils.migrations import Migrations

from .db import Database, writing
from .driver import sqlite3

SQL = resources.files(__package__) / "sql"


class Step(NamedTuple):
    """What one release added: scripts in `sql/`, and tables that may be added to and never changed."""

    name: str
    scripts: tuple[str, ...] = ()
    append_only: tuple[str, ...] = ()


# What happened is never changed: a correction is a row of its own.
HAPPENED = (
    *(f"{kind}_version" for kind in ("unit", "centre", "field", "counter", "procedure", "officer")),
    *("rating", "rating_procedure", "rating_reason", "rating_comment", "set_aside"),
    *("service", "service_answered", "duty", "audit"),
)
TABLETS = (
    *("enrolment_code", "device", "device_key", "device_former", "device_place"),
    *("device_mark", "quarantine", "quarantine_settled", "opening", "special_day"),
)
RECEIPTS = (
    *("service_offered", "service_correction", "service_sender"),
    *("system", "system_key", "system_key_end"),
    *("petition", "petition_event", "petition_outcome"),
)

STEPS = (
    Step("m001_catalogue", ("001_catalogue.sql",)),
    Step("m002_record", ("002_record.sql",)),
    Step("m003_staff", ("003_staff.sql",)),
    Step("m004_append_only", (), HAPPENED),
    Step("m005_tablets", ("004_devices.sql", "005_hours.sql"), TABLETS),
    Step("m006_receipts", ("006_receipts.sql", "007_petitions.sql"), RECEIPTS),
    Step("m007_forgetting", ("009_forgetting.sql",)),
    Step("m008_periods", ("008_periods.sql",)),
    Step("m009_integrity", ("010_integrity.sql",), ("void_request", "void_decision")),
    Step("m010_visits", ("011_visits.sql",)),
    Step("m011_trust", ("012_trust.sql",), ("rating_trust", "trust_asked")),
    Step("m012_events", ("013_events.sql",), ("event", "event_withdrawal")),
    Step("m013_petition_counts", ("014_petition_counts.sql",)),
)
APPEND_ONLY = tuple(table for step in STEPS for table in step.append_only)


class RefersToNothing(Exception):
    """Rows would refer to rows that are not there; nothing was changed."""


def migrate(db: Database) -> list[str]:
    """Apply what is missing, all or nothing; returns the names applied. Raises RefersToNothing."""
    db.conn.execute("PRAGMA foreign_keys = OFF")
    with writing(db):
        names = missing(db)
        RELEASED.apply(db)
        if names:
            _replace_views(db)
        broken = db.conn.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RefersToNothing(f"{len(broken)} rows would refer to nothing: nothing was changed")
    db.conn.execute("PRAGMA foreign_keys = ON")
    return names


def missing(db: Database) -> list[str]:
    """The steps that this release knows and the record has not taken."""
    return [step.name for step in RELEASED.pending(db)]


def unknown(db: Database) -> list[str]:
    """The steps that the record has taken and this release does not know."""
    known = {step.name for step in STEPS}
    return [step.name for step in RELEASED.applied(db) if step.name not in known]


def statements(script: str) -> list[str]:
    """A script's single statements; triggers keep their inner semicolons."""
    found, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            found.append(current.strip())
            current = ""
    return found


def _worker_of(step: Step) -> Callable[[Database], None]:
    def take(db: Database) -> None:
        for script in step.scripts:
            _run_script(db, script)
        for table in step.append_only:
            _guard(db, table)

    return take


def _run_script(db: Database, name: str) -> None:
    for statement in statements((SQL / name).read_text("utf-8")):
        db.conn.execute(statement)


def _guard(db: Database, table: str) -> None:
    for verb in ("UPDATE", "DELETE"):
        db.conn.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table}: nothing is ever changed or deleted'); END"
        )


def _replace_views(db: Database) -> None:
    for view in db.view_names():
        db.conn.execute(f'DROP VIEW "{view}"')
    _run_script(db, "views.sql")


RELEASED = Migrations("kiosk")
for _step in STEPS:
    RELEASED(name=_step.name)(_worker_of(_step))
