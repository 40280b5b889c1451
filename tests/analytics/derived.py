"""What the derived file holds, as tests ask for it."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from analytics import schema, weekly
from analytics.counts import KINDS, NUMBERS, Counts
from analytics.weeks import Period, Week
from tests.analytics import random_record

W34 = Week(2026, 34)


def stored(derived_path: Path, periods: Sequence[Period] | None = None) -> random_record.Tally:
    """What the derived file holds of all weeks or of these periods, in the shape of the naive count."""
    found: random_record.Tally = Counter()
    with schema.reading(derived_path) as derived:
        for period in periods or weekly.weeks_with_figures(derived):
            for kind in KINDS:
                for key, counts in weekly.counts_of(derived, period, kind).items():
                    for name in NUMBERS:
                        found[str(period), kind, key, name] += getattr(counts, name)
                    for part in counts.not_counted:
                        found[str(period), kind, key, f"{part.cause} satisfied"] += part.satisfied
                        found[str(period), kind, key, f"{part.cause} unsatisfied"] += part.unsatisfied
    return +found


def total(derived_path: Path, week: Week = W34) -> Counts:
    with schema.reading(derived_path) as derived:
        return weekly.counts_of(derived, week, "total").get("", Counts())
