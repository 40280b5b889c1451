"""What citizens named with their answer, counted by reason and by element. Pure.

A rating that names two reasons of one element counts once for that element; and one that names
anything at all counts once under ANY, the base of all shares of reasons.
"""

from collections import Counter
from collections.abc import Sequence

from .counts import TOTAL, UNKNOWN

REASON, ELEMENT, ANY = "reason", "element", "any"
ELEMENTS = ("access", "procedures", "officials", "results", "feedback")  # as SIPAS lays them out
KINDS = (TOTAL, "unit", "centre", "procedure")  # no officer: of one there are too few, and harassment

# One reason of one counted rating: (month, unit, centre, procedure or None, rating, satisfied 0 or 1,
# reason code, element)
ReasonRow = tuple[str, str, str, str | None, str, int, str, str]
_COLUMNS = ("month", "unit", "centre", "procedure", "rating", "satisfied", "code")


# What was named of what: (month, one of KINDS, its key, REASON, ELEMENT or ANY, code, '' for ANY)
Mention = tuple[str, str, str, str, str]


def tally(rows: Sequence[ReasonRow]) -> dict[Mention, tuple[int, int]]:
    """One week's reasons: ratings that named it, satisfied and unsatisfied ones."""
    found: dict[Mention, tuple[int, int]] = {}
    for what, named in (
        (REASON, rows),
        (ELEMENT, {(*row[:6], row[7]) for row in rows}),
        (ANY, {(*row[:6], "") for row in rows}),
    ):
        columns = dict(zip(_COLUMNS, zip(*named, strict=True), strict=False))
        for kind in KINDS if columns else ():
            keys = columns.get(kind) or (UNKNOWN,) * len(columns["code"])
            alike = zip(columns["month"], keys, columns["code"], columns["satisfied"], strict=True)
            for (month, key, code, satisfied), n in Counter(alike).items():
                mention = (month, kind, key or UNKNOWN, what, code)
                answers = found.get(mention, (0, 0))
                found[mention] = (answers[0] + n * satisfied, answers[1] + n * (1 - satisfied))
    return found
