"""The roll-up of one week by pandas from the raw rows of the same views."""

from typing import Any

import pandas as pd

from analytics.counts import KINDS_OF_RATINGS, KINDS_OF_SERVICES, NUMBERS, POSTER, TOTAL
from analytics.driver import sqlite3

RATINGS = """
SELECT month, unit_id AS unit, centre_id AS centre, counter_id AS counter, officer_id AS officer,
       procedure_id AS procedure, service_ending AS ending, channel, tier, weekday, hour, user_kind,
       service_overdue, rule, satisfied AS answer
FROM ratings_v1
WHERE iso_week = ?
"""
TIES = """
SELECT service_month AS month, resolving_unit_id AS unit, service_centre_id AS centre,
       service_counter_id AS counter, officer_id AS officer, procedure_id AS procedure,
       service_ending AS ending, tier, rule, satisfied AS answer, service_failed
FROM ratings_v1
WHERE service_week = ?
"""
SERVICES = """
SELECT month, resolving_unit_id AS unit, centre_id AS centre, counter_id AS counter,
       officer_id AS officer, procedure_id AS procedure, outcome, channel, overdue, petitioned
FROM services_v1
WHERE iso_week = ?
"""
RESPONSES = """
SELECT month, outcome, channel, offered_on_tablet, offered_on_phone, answered, answered_on
FROM responses_v1
WHERE iso_week = ?
"""
OF_RATINGS, OF_SERVICES, OF_TIES = map(list, (NUMBERS[:2], NUMBERS[2:6], NUMBERS[6:]))

Rows = set[tuple[Any, ...]]


def rolled_up(connection: sqlite3.Connection, week: str) -> dict[str, Rows]:
    """By table of the derived file its rows without their week."""
    ratings, ties = _ratings(connection, week), _ties(connection, week)
    services = _services(connection, week)
    left_out = ratings[ratings["cause"].notna()]
    counts, not_counted = [], []
    for kind in (TOTAL, *KINDS_OF_RATINGS):
        found = [_sums(ratings, kind, OF_RATINGS)]
        if kind in (TOTAL, *KINDS_OF_SERVICES):
            found += [_sums(services, kind, OF_SERVICES), _sums(ties, kind, OF_TIES)]
        whole = pd.concat(found, axis=1).reindex(columns=list(NUMBERS)).fillna(0).astype(int)
        counts += [(kind, key, month, *row) for (key, month), *row in whole.itertuples()]
        causes = _sums(left_out, kind, ["yes", "no"], "cause")
        not_counted += [(kind, *place, *row) for place, *row in causes.itertuples()]
    return {
        "piece_counts": set(counts),
        "piece_not_counted": set(not_counted),
        "piece_responses": _responses(connection, week),
    }


def _frame(connection: sqlite3.Connection, statement: str, week: str) -> pd.DataFrame:
    cursor = connection.execute(statement, [week])
    return pd.DataFrame(cursor.fetchall(), columns=[column[0] for column in cursor.description])


def _ratings(connection: sqlite3.Connection, week: str) -> pd.DataFrame:
    rows = _with_answers(_frame(connection, RATINGS, week))
    return _coded(
        rows.assign(
            slot=rows["weekday"].astype(str) + "-" + rows["hour"].astype(str).str.zfill(2),
            timeliness=rows["service_overdue"].map({1: "late", 0: "on_time"}),
            satisfied=rows["yes"] * rows["counted"],
            unsatisfied=rows["no"] * rows["counted"],
        )
    )


def _ties(connection: sqlite3.Connection, week: str) -> pd.DataFrame:
    rows = _with_answers(_frame(connection, TIES, week))
    sound = rows["counted"] * (1 - rows["service_failed"])
    return _coded(
        rows.assign(tied=1, tied_satisfied=rows["yes"] * sound, tied_unsatisfied=rows["no"] * sound)
    )


def _services(connection: sqlite3.Connection, week: str) -> pd.DataFrame:
    rows = _frame(connection, SERVICES, week)
    failed = rows["overdue"] | rows["petitioned"]
    return _coded(rows.assign(services=1, failed=failed, ending=_ending(rows)))


def _responses(connection: sqlite3.Connection, week: str) -> Rows:
    rows = _frame(connection, RESPONSES, week)
    rows = rows.assign(ending=_ending(rows), finished=1)
    numbers = ["finished", "answered"]
    for way in ("tablet", "phone"):
        numbers += [f"offered_on_{way}", f"answered_on_{way}"]
        rows[numbers[-1]] = rows[numbers[-2]] * (rows["answered_on"] == way)
    sums = rows.groupby(["ending", "month"])[numbers].sum()
    return {(*place, *row) for place, *row in sums.itertuples()}


def _with_answers(rows: pd.DataFrame) -> pd.DataFrame:
    cause = rows["rule"].mask(rows["tier"] == POSTER, POSTER)
    return rows.assign(
        cause=cause,
        counted=cause.isna().astype(int),
        yes=rows["answer"],
        no=1 - rows["answer"],
        officer=rows["officer"].mask(cause == POSTER),
    )


def _ending(rows: pd.DataFrame) -> pd.Series:
    return rows["channel"].mask(rows["channel"] == "counter", rows["outcome"])


def _coded(rows: pd.DataFrame) -> pd.DataFrame:
    """Text as categories: each of the dozen groupings then has its groups already."""
    kinds = [kind for kind in ("month", *KINDS_OF_RATINGS) if kind in rows]
    known = rows[kinds].fillna("").astype("category")
    return rows.assign(**{TOTAL: ""}, **{kind: known[kind] for kind in kinds})


def _sums(rows: pd.DataFrame, kind: str, numbers: list[str], *more: str) -> pd.DataFrame:
    return rows.groupby([kind, "month", *more], observed=True, sort=False)[numbers].sum()
