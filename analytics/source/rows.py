"""Rows of one week, as they are counted: plain tuples, as SQLite hands them over."""

from collections.abc import Iterator

from ..counting import RatingRow, ServiceRow, TieRow
from ..driver import sqlite3
from ..responses import ResponseRow

_CAUSE = "iif(tier = 'poster', 'poster', rule)"  # an unverified rating has the cause 'poster'
_ENDING = "iif(channel = 'counter', outcome, channel)"


def ratings_of_week(connection: sqlite3.Connection, week: str) -> Iterator[RatingRow]:
    """Every rating given in the week, with what is known of its service."""
    return connection.execute(
        f"""
        SELECT unit_id, centre_id, counter_id, officer_id, procedure_id, service_ending, channel,
               tier, weekday * 100 + hour, user_kind, service_overdue,
               resolving_unit_id, service_centre_id, service_counter_id,
               month, {_CAUSE}, satisfied, service_week = iso_week, service_month, service_failed
        FROM ratings_v1
        WHERE iso_week = :week
        """,
        {"week": week},
    )


def ties_of_week(connection: sqlite3.Connection, week: str) -> Iterator[TieRow]:
    """Every rating given in another week and tied to a service that finished in this one."""
    tied = f"""
        SELECT resolving_unit_id, service_centre_id, service_counter_id, officer_id, procedure_id,
               service_ending, service_month, {_CAUSE}, satisfied, service_failed
        FROM ratings_v1
        WHERE service_week = :week AND iso_week
        """
    # Two ranges of the index; with <> every rating tied to the week would be looked at.
    return connection.execute(f"{tied} < :week UNION ALL {tied} > :week", {"week": week})


def services_of_week(connection: sqlite3.Connection, week: str) -> Iterator[ServiceRow]:
    """Every service that finished in the week."""
    return connection.execute(
        f"""
        SELECT resolving_unit_id, centre_id, counter_id, officer_id, procedure_id, {_ENDING}, month,
               overdue, petitioned
        FROM services_v1
        WHERE iso_week = :week
        """,
        {"week": week},
    )


def responses_of_week(connection: sqlite3.Connection, week: str) -> Iterator[ResponseRow]:
    """The services that finished in the week, as they were asked about and answered."""
    return connection.execute(
        """
        SELECT month, outcome, channel, offered_on_tablet, offered_on_phone, answered, answered_on
        FROM responses_v1
        WHERE iso_week = :week
        """,
        {"week": week},
    )
