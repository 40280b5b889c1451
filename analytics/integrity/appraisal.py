"""A rise in satisfaction that begins when officers are appraised. Pure; looks at answers.

A rise may be honest: that is what appraisals are for. So it only asks a person to look.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from math import exp, sqrt

from ..stats.cusum import cusum, cusum_run_length
from .days import Day
from .findings import Finding

RULE = "appraisal-1"
LEAST = 30  # ratings before, and since
LEAST_WEEKS = 4
NEAR = timedelta(days=14)  # on either side of the date: the Monday of the week in which it began
ALARM = 0.01


def by_week(days: Sequence[Day]) -> list[tuple[date, int, int]]:
    """(Monday, satisfied, ratings) of each week that has ratings, oldest first."""
    sums: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for day in days:
        on = date.fromisoformat(day.day)
        own = sums[on - timedelta(days=on.weekday())]
        own[0] += day.satisfied
        own[1] += day.n
    return [(monday, *own) for monday, own in sorted(sums.items()) if own[1]]  # type: ignore[misc]


def rise_at(key: str, days: Sequence[Day], appraised: date) -> Finding | None:
    """Whether satisfaction rose for good from about the date of the appraisal.

    Weeks until a fortnight before it tell the rate; a CUSUM of both sides looks at all of them.
    chance: that a rise is signalled which begins in those weeks though nothing changed, from the run
    length of one side.
    """
    weeks = by_week(days)
    before = [week for week in weeks if week[0] < appraised - NEAR]
    since = [week for week in weeks if week[0] >= appraised - NEAR]
    bases = [sum(week[2] for week in part) for part in (before, since)]
    if len(before) < LEAST_WEEKS or min(bases) < LEAST:
        return None
    rate = (sum(week[1] for week in before) + 1) / (bases[0] + 2)  # never 0 or 1
    scores = [(good - n * rate) / sqrt(n * rate * (1 - rate)) for _, good, n in weeks]
    risen = [
        change
        for change in cusum(scores).changes
        if change.side == 1 and abs(weeks[change.began][0] - appraised) <= NEAR
    ]
    if not risen:
        return None
    near = sum(abs(week[0] - appraised) <= NEAR for week in weeks)
    chance = 1 - exp(-near / (2 * cusum_run_length()))
    share = sum(week[1] for week in since) / bases[1]
    return (
        Finding(RULE, key, appraised.isoformat(), sum(bases), share, rate, chance)
        if chance < ALARM
        else None
    )
