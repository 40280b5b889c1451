"""Rows of one week, as they are counted: plain tuples, as SQLite hands them over."""

from sqlite_utils.utils import sqlite3

from ..counts import RatingRow, ServiceRow, TieRow
from ..responses import ResponseRow


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
