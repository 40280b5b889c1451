"""Counts of any period by any scope."""

from collections import defaultdict

from . import source, weekly
from .counts import KINDS, UNKNOWN, Counts, add_up
from .driver import sqlite3
from .errors import UnknownKey
from .weeks import Period, Week

FIELD = "field"
SCOPES = (*KINDS, FIELD)  # 'slot' is hour x weekday


def counts_by(
    derived: sqlite3.Connection, record: sqlite3.Connection, period: Period, by: str
) -> dict[str, Counts]:
    """The counts of every key of one of SCOPES; a key without any is absent.

    A field is the sum of the procedures that belonged to it on the last day of each week. Services
    are in no channel, tier, slot, user kind or timeliness.
    Raises UnknownKey for another scope.
    """
    if by not in SCOPES:
        raise UnknownKey(f"there is no scope '{by}': choose one of {', '.join(SCOPES)}")
    if by != FIELD:
        return weekly.counts_of(derived, period, by)
    parts: dict[str, list[Counts]] = defaultdict(list)
    fields: dict[Week, dict[str, str]] = {}
    for (week, procedure), counts in weekly.counts_by_week(derived, period, "procedure").items():
        if week not in fields:
            fields[week] = source.field_of_procedure(record, week.last_day)
        parts[fields[week].get(procedure, UNKNOWN)].append(counts)
    return {field: add_up(counts) for field, counts in sorted(parts.items())}
