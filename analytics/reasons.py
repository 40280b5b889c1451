"""What citizens named with their answer, counted by reason and by element. Pure.

A rating that names two reasons of one element counts once for that element; and one that names
anything at all counts once under ANY, the base of all shares of reasons.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from .counts import TOTAL, UNKNOWN

REASON, ELEMENT, ANY = "reason", "element", "any"
ELEMENTS = ("access", "procedures", "officials", "results", "feedback")  # as SIPAS lays them out
KINDS = (TOTAL, "unit", "centre", "procedure")  # no officer: of one there are too few, and harassment

# One reason of one counted rating: (month, unit, centre, procedure or None, rating, satisfied 0 or 1,
# reason code, element)
ReasonRow = tuple[str, str, str, str | None, str, int, str, str]
_Named = tuple[str, tuple[str, str, str, str], int, str, str, str]


class Mention(NamedTuple):
    """What was named of what: what is REASON, ELEMENT or ANY; code is empty for ANY."""

    month: str
    kind: str
    key: str
    what: str
    code: str


def tally(rows: Iterable[ReasonRow]) -> dict[Mention, tuple[int, int]]:
    """One week's reasons: ratings that named it, satisfied and unsatisfied ones."""
    found: dict[Mention, list[int]] = defaultdict(lambda: [0, 0])
    for month, keys, satisfied, what, code, _rating in _once(rows):
        for kind, key in zip(KINDS, keys, strict=True):
            found[Mention(month, kind, key, what, code)][satisfied] += 1
    return {
        mention: (satisfied, unsatisfied) for mention, (unsatisfied, satisfied) in sorted(found.items())
    }


def _once(rows: Iterable[ReasonRow]) -> set[_Named]:
    found = set()
    for month, unit, centre, procedure, rating, satisfied, code, element in rows:
        keys = (UNKNOWN, unit, centre, procedure or UNKNOWN)
        for what, named in ((REASON, code), (ELEMENT, element), (ANY, "")):
            found.add((month, keys, satisfied, what, named, rating))
    return found
