"""Counters at which fewer people rate than the work done there lets one expect.

Only that a counter is quiet is told, never how many rated: staff see closed weeks, not presses.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, fsum, lgamma, log

from ..integrity import REPEAT
from ..periods import iso_week
from ..storage.db import Database

WORKING_DAYS = 5
LOOK_BACK_DAYS = 14  # services imported longer ago say nothing of today's tablets
LEAST_EXPECTED = 5.0
RARE = 0.01


@dataclass(frozen=True)
class Traffic:
    """What one counter did over the same closed days: finished services, and ratings taken."""

    counter_id: str
    services: int
    ratings: int


def find_quiet(db: Database, today: date, counter_ids: Iterable[str]) -> frozenset[str]:
    """Of these counters, at which tablets stand, those that were quiet over the last closed
    working days before `today`; none where fewer than five such days are known."""
    days = working_days(db, today)
    if len(days) < WORKING_DAYS:
        return frozenset()
    return quiet_counters(traffic(db, days, counter_ids))


def working_days(db: Database, today: date) -> list[str]:
    """The last five days before `today` on which any service finished; fewer where none were."""
    first = today - timedelta(days=LOOK_BACK_DAYS)
    rows = db.conn.execute(
        """
        SELECT DISTINCT finished_day
        FROM service
        WHERE iso_week IN (SELECT value FROM json_each(:weeks))
          AND finished_day >= :first AND finished_day < :today
          AND counter_id IS NOT NULL
        ORDER BY finished_day DESC
        LIMIT :most
        """,
        {
            "weeks": _weeks(first, today),
            "first": first.isoformat(),
            "today": today.isoformat(),
            "most": WORKING_DAYS,
        },
    ).fetchall()
    return sorted(row[0] for row in rows)


def traffic(db: Database, days: list[str], counter_ids: Iterable[str]) -> list[Traffic]:
    """What these counters did on those days (ISO texts, in order); repeats are left out, lest a
    child at one tablet make all the others look quiet."""
    if not days:
        return []
    rows = db.conn.execute(
        _TRAFFIC,
        {
            "weeks": _weeks(date.fromisoformat(days[0]), date.fromisoformat(days[-1])),
            "days": json.dumps(days),
            "repeat": REPEAT,
            "counters": json.dumps(sorted(set(counter_ids))),
        },
    ).fetchall()
    return [Traffic(*row) for row in rows]


def _weeks(first: date, last: date) -> str:
    days = (last - first).days + 1
    return json.dumps(sorted({iso_week(first + timedelta(days=n)) for n in range(days)}))


_TRAFFIC = """
WITH
  finished AS (
    SELECT counter_id, count(*) AS services
    FROM service
    WHERE iso_week IN (SELECT value FROM json_each(:weeks))
      AND finished_day IN (SELECT value FROM json_each(:days))
      AND counter_id IS NOT NULL
    GROUP BY counter_id
  ),
  rated AS (
    SELECT counter_id, count(*) AS ratings
    FROM rating
    WHERE iso_week IN (SELECT value FROM json_each(:weeks))
      AND day IN (SELECT value FROM json_each(:days))
      AND channel = 'tablet'
      AND rule IS NOT :repeat
    GROUP BY counter_id
  )
SELECT tablet.value, coalesce(services, 0), coalesce(ratings, 0)
FROM json_each(:counters) AS tablet
LEFT JOIN finished ON finished.counter_id = tablet.value
LEFT JOIN rated ON rated.counter_id = tablet.value
ORDER BY tablet.value
"""


def quiet_counters(counters: list[Traffic]) -> frozenset[str]:
    """Those whose ratings are improbably few, had they been rated as often as all together.

    Expected are a counter's services times the ratings per service of all counters. A counter
    is quiet if at least LEAST_EXPECTED were expected and a Poisson count with that mean would
    be as low as the observed one less than once in a hundred times.
    """
    services = sum(counter.services for counter in counters)
    ratings = sum(counter.ratings for counter in counters)
    if not services:
        return frozenset()
    expected = {counter.counter_id: counter.services * ratings / services for counter in counters}
    return frozenset(
        counter.counter_id
        for counter in counters
        if expected[counter.counter_id] >= LEAST_EXPECTED
        and at_most(counter.ratings, expected[counter.counter_id]) < RARE
    )


def at_most(count: int, mean: float) -> float:
    """The probability that a Poisson count with this mean (> 0) is `count` or lower.

    >>> round(at_most(2, 3.0), 4)
    0.4232
    """
    return min(1.0, fsum(exp(i * log(mean) - mean - lgamma(i + 1)) for i in range(count + 1)))
