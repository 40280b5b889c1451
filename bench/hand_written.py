"""The groupings of one week in SQL as somebody would write it by hand who wanted the same counts."""

from analytics.counts import KINDS_OF_RATINGS, KINDS_OF_SERVICES
from analytics.driver import sqlite3

COLUMNS = {
    "ending": "service_ending",
    "slot": "weekday || '-' || hour",
    "timeliness": "service_overdue",
    **{name: name for name in ("channel", "tier", "user_kind")},
}
COUNTED = "rule IS NULL AND tier <> 'poster'"
ANSWERS = f"""
SELECT month, {{key}}, sum(satisfied AND {COUNTED}), sum(NOT satisfied AND {COUNTED})
FROM ratings_v1
WHERE iso_week = :week
GROUP BY month, {{key}}
"""
TIES = """
SELECT service_month, {key}, count(*), sum(satisfied), sum(service_failed)
FROM ratings_v1
WHERE service_week = :week
GROUP BY service_month, {key}
"""
DOSSIERS = """
SELECT month, {key}, count(*), sum(overdue), sum(petitioned), sum(overdue OR petitioned)
FROM services_v1
WHERE iso_week = :week
GROUP BY month, {key}
"""
RESPONSES = """
SELECT month, outcome, channel, count(*), sum(answered), sum(offered_on_tablet),
       sum(offered_on_tablet AND answered_on = 'tablet'), sum(offered_on_phone),
       sum(offered_on_phone AND answered_on = 'phone')
FROM responses_v1
WHERE iso_week = :week
GROUP BY month, outcome, channel
"""


def counted(connection: sqlite3.Connection, week: str) -> int:
    """The same groupings of the week; returns the counted satisfied, for the comparison."""

    def read(statement: str, key: str) -> list[tuple[int, ...]]:
        column = COLUMNS.get(key, f"{key}_id")
        return connection.execute(statement.format(key=column), {"week": week}).fetchall()

    totals = {sum(row[2] for row in read(ANSWERS, kind)) for kind in KINDS_OF_RATINGS}
    for kind in KINDS_OF_SERVICES:
        place = {"unit": "resolving_unit_id", "ending": "outcome"}.get(kind, f"{kind}_id")
        connection.execute(DOSSIERS.format(key=place), {"week": week}).fetchall()
        tied = {"unit": "resolving_unit_id", "ending": "service_ending"}.get(kind, f"{kind}_id")
        connection.execute(TIES.format(key=tied), {"week": week}).fetchall()
    connection.execute(RESPONSES, {"week": week}).fetchall()
    if len(totals) != 1:
        raise RuntimeError(f"the groupings disagree: {totals}")
    return totals.pop()
