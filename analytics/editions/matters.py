"""What an edition tells of the matters that citizens left for follow-up, and their points. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..counts import UNKNOWN
from ..indices import ServicePoints, dossier_points, petition_points
from ..indices.model import DOSSIERS, PETITIONS_ON_TIME, PETITIONS_SATISFIED
from ..source import Name

_NUMBERS = ("received", "due", "on_time", "said", "least", "most")


@dataclass(frozen=True)
class Matters:
    """The matters of one unit, or of all under the empty key.

    due: whose answer was due in the period; on_time: given by that day; said: of these, authors who
    rated the handling. least, most: of those due, how many were handled to satisfaction (on time, and
    not rated unsatisfied; silence counts as satisfied), in any case true; equal where it may be told.
    """

    key: str
    received: int
    due: int
    on_time: int
    said: int
    least: int
    most: int
    name: Name | None = None

    @property
    def satisfied(self) -> int | None:
        """How many were handled to satisfaction; None where it would tell what single authors said."""
        return self.most if self.least == self.most else None


def points_of(services: int, points: float | None, matters: Matters | None) -> ServicePoints:
    """The satisfaction group of the 766 index, out of what is published of a place.

    services, points: its dossiers, and the points for them where they are told. matters: None where
    nobody counted any.
    """
    parts = {}
    if points is not None or not services:
        parts[DOSSIERS] = dossier_points(None) if points is None else points
    if matters is not None:
        parts[PETITIONS_ON_TIME] = petition_points(matters.on_time, matters.due)
        if matters.satisfied is not None:
            parts[PETITIONS_SATISFIED] = petition_points(matters.satisfied, matters.due)
    return ServicePoints(parts, services)


def added(rows: Iterable[Matters]) -> tuple[Matters, ...]:
    """Rows of shorter periods by key, the total last: they tell nothing that those do not."""
    sums: dict[str, Matters] = {}
    for row in rows:
        old = sums.get(row.key, Matters(row.key, 0, 0, 0, 0, 0, 0))
        both = {name: getattr(old, name) + getattr(row, name) for name in _NUMBERS}
        sums[row.key] = replace(row, **both)
    total = sums.pop(UNKNOWN, Matters(UNKNOWN, 0, 0, 0, 0, 0, 0))
    return (*(sums[key] for key in sorted(sums)), total)
