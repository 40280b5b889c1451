"""The only module that reads the record: read-only, and through its published views."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlite_utils.utils import sqlite3

from . import contract
from .counts import RatingRow, ServiceRow, TieRow
from .errors import RecordUnavailable
from .responses import ResponseRow


@contextlib.contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """One read transaction on the record: everything read inside belongs together.

    Raises RecordUnavailable if the file is absent, damaged or no database, ContractBroken if
    it does not offer the views relied on.
    """
    if not path.is_file():
        raise RecordUnavailable(f"there is no record at {path}: name it with --record, or make one")
    try:
        connection = _connect(path)
    except sqlite3.DatabaseError as error:
        raise RecordUnavailable(f"{path} cannot be read ({error})") from error
    with contextlib.closing(connection):
        contract.check(connection)
        yield connection


def _connect(path: Path) -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    with contextlib.ExitStack() as unless_good:
        unless_good.callback(connection.close)
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA busy_timeout = 10000")
        connection.execute("PRAGMA cache_size = -65536")  # 64 MiB: a week is read more than once
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_schema")  # the snapshot begins here
        unless_good.pop_all()
    return connection


def record_id(connection: sqlite3.Connection) -> str:
    """Which record this is. Raises RecordUnavailable if it does not say."""
    value = _about(connection, "record_id")
    if value is None:
        raise RecordUnavailable("the record bears no record_id: it was not made by `kiosk migrate`")
    return value


def demonstration(connection: sqlite3.Connection, lang: str) -> str | None:
    """The banner of a demonstration record in that language; None for a real one."""
    value = _about(connection, "demonstration")
    if value is None:
        return None
    texts = json.loads(value)
    return str(texts.get(lang) or texts["en"])


def _about(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM about_v1 WHERE key = :key", {"key": key}).fetchone()
    return None if row is None else str(row[0])


def changes_in_all(connection: sqlite3.Connection) -> int:
    """How often anything has changed. Versions only grow: an equal number means nothing new."""
    return int(connection.execute("SELECT coalesce(sum(version), 0) FROM changes_v1").fetchone()[0])


def changes_by_day(connection: sqlite3.Connection) -> dict[str, int]:
    """For each civil day how often anything of it has changed, over all places."""
    rows = connection.execute("SELECT day, sum(version) FROM changes_v1 GROUP BY day ORDER BY day")
    return dict(rows.fetchall())


def ratings_of_week(connection: sqlite3.Connection, week: str) -> list[RatingRow]:
    """Every rating given in the week; an unverified one has the cause 'poster'."""
    rows = connection.execute(
        """
        SELECT unit_id, centre_id, counter_id, officer_id, procedure_id,
               iif(tier = 'poster', 'poster', rule), satisfied
        FROM ratings_v1
        WHERE iso_week = :week
        """,
        {"week": week},
    )
    return rows.fetchall()


def ties_of_week(connection: sqlite3.Connection, week: str) -> list[TieRow]:
    """Every rating tied to a service that finished in the week, whenever it was given."""
    rows = connection.execute(
        """
        SELECT resolving_unit_id, service_centre_id, service_counter_id, officer_id, procedure_id,
               iif(tier = 'poster', 'poster', rule), satisfied, service_failed
        FROM ratings_v1
        WHERE service_week = :week
        """,
        {"week": week},
    )
    return rows.fetchall()


def services_of_week(connection: sqlite3.Connection, week: str) -> list[ServiceRow]:
    """Every service that finished in the week."""
    rows = connection.execute(
        """
        SELECT resolving_unit_id, centre_id, counter_id, officer_id, procedure_id,
               overdue, petitioned
        FROM services_v1
        WHERE iso_week = :week
        """,
        {"week": week},
    )
    return rows.fetchall()


def responses_of_week(connection: sqlite3.Connection, week: str) -> list[ResponseRow]:
    """The services that finished in the week, those that are alike together."""
    rows = connection.execute(
        """
        SELECT outcome, channel, offered_on_tablet, offered_on_phone, answered, answered_on, count(*)
        FROM responses_v1
        WHERE iso_week = :week
        GROUP BY 1, 2, 3, 4, 5, 6
        ORDER BY 1, 2, 3, 4, 5, 6
        """,
        {"week": week},
    )
    return rows.fetchall()


@dataclass(frozen=True)
class Name:
    """What something is called, and the name of what it belongs to, which tells it apart."""

    vi: str
    en: str | None = None
    of: str | None = None

    def text(self, lang: str) -> str:
        """The name in that language; Vietnamese where there is none."""
        return (self.en or self.vi) if lang == "en" else self.vi


_OWNER = {"counter": ("centre", "centre_id"), "officer": ("unit", "unit_id")}
_IN_ENGLISH = ("procedure", "field")


def names(connection: sqlite3.Connection, kind: str, day: date) -> dict[str, Name]:
    """Names of one kind as they were on that day, else the latest known, by key."""
    owner, owner_key = _OWNER.get(kind, (None, "NULL"))
    owners = names(connection, owner, day) if owner else {}
    english = "name_en" if kind in _IN_ENGLISH else "NULL"
    found = _on_day(connection, kind, f"name, {english}, {owner_key}", day)
    return {
        key: Name(name, name_en, owners[of].vi if of in owners else None)
        for key, name, name_en, of in found
    }


def field_of_procedure(connection: sqlite3.Connection, day: date) -> dict[str, str]:
    """The field each procedure belonged to on that day, else last; '' for none."""
    return {key: field or "" for key, field in _on_day(connection, "procedure", "field_id", day)}


def _on_day(connection: sqlite3.Connection, kind: str, columns: str, day: date) -> list[tuple[str, ...]]:
    """The version of each item that holds on the day, else the latest one."""
    found: list[tuple[str, ...]] = connection.execute(
        f"""
        SELECT {kind}_id, {columns}
        FROM (
          SELECT *, row_number() OVER (
            PARTITION BY {kind}_id
            ORDER BY
              valid_from <= :day AND (valid_to IS NULL OR valid_to > :day) DESC,
              valid_from DESC
          ) AS choice
          FROM {kind}s_v1
        )
        WHERE choice = 1
        ORDER BY {kind}_id
        """,
        {"day": day.isoformat()},
    ).fetchall()
    return found
