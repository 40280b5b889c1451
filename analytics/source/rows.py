"""Rows of one week, as they are counted: plain tuples, as SQLite hands them over."""

from ..counts import RatingRow, ServiceRow, TieRow
from ..driver import sqlite3
from ..responses import ResponseRow

_ENDING = "iif(channel = 'counter', outcome, channel)"


def ratings_of_week(connection: sqlite3.Connection, week: str) -> list[RatingRow]:
    """Every rating given in the week; an unverified one has the cause 'poster'."""
    rows = connection.execute(
        """
        SELECT month, unit_id, centre_id, counter_id, officer_id, procedure_id, service_ending,
               channel, tier, weekday || '-' || substr('0' || hour, -2), user_kind,
               CASE service_overdue WHEN 1 THEN 'late' WHEN 0 THEN 'on_time' END,
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
        SELECT service_month, resolving_unit_id, service_centre_id, service_counter_id, officer_id,
               procedure_id, service_ending, iif(tier = 'poster', 'poster', rule), satisfied,
               service_failed
        FROM ratings_v1
        WHERE service_week = :week
        """,
        {"week": week},
    )
    return rows.fetchall()


def services_of_week(connection: sqlite3.Connection, week: str) -> list[ServiceRow]:
    """Every service that finished in the week."""
    rows = connection.execute(
        f"""
        SELECT month, resolving_unit_id, centre_id, counter_id, officer_id, procedure_id, {_ENDING},
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
        SELECT month, outcome, channel, offered_on_tablet, offered_on_phone, answered, answered_on,
               count(*)
        FROM responses_v1
        WHERE iso_week = :week
        GROUP BY 1, 2, 3, 4, 5, 6, 7
        ORDER BY 1, 2, 3, 4, 5, 6, 7
        """,
        {"week": week},
    )
    return rows.fetchall()
