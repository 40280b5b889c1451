"""Points of Decision 766/QD-TTg for satisfaction: three parts of six points each."""

from dataclasses import dataclass

from ..counts import Counts
from .model import DOSSIERS, PETITIONS_ON_TIME, PETITIONS_SATISFIED
from .shares import dossier_satisfaction

FULL_POINTS = 6.0
FULL_POINTS_FROM = 0.90  # Decision 766/QD-TTg: the rate from which a unit has all six points


def dossier_points(rate: float | None) -> float:
    """Points for dossier satisfaction, 0 to 6; none without dossiers, as the portal has it.

    Source: Decision 766/QD-TTg; all from a rate of 0.90, below that in proportion.

    >>> round(dossier_points(144315 / 184503), 2)
    5.21
    """
    return 0.0 if rate is None else FULL_POINTS * min(1.0, rate / FULL_POINTS_FROM)


def petition_points(good: int, petitions: int) -> float:
    """Points for petitions, 0 to 6: `good` of them on time, or handled to satisfaction.

    Without petitions there is nothing to blame: full points. Source: Decision 766/QD-TTg.

    >>> round(petition_points(182, 247), 2), petition_points(0, 0)
    (4.42, 6.0)
    """
    return FULL_POINTS * good / petitions if petitions else FULL_POINTS


@dataclass(frozen=True)
class Petitions:
    """Petitions of a period, as the national portal counts them; the kiosk receives none: what
    citizens leave there for follow-up is no petition in law."""

    all: int
    on_time: int
    satisfied: int


@dataclass(frozen=True)
class ServicePoints:
    """The points of each part that is known, 0 to 6, by name, and which parts are not.

    dossiers: how many the first part rests on.
    """

    method = "service-766-1"
    parts: dict[str, float]
    dossiers: int

    @property
    def points(self) -> float:
        """What the known parts add up to."""
        return sum(self.parts.values())

    @property
    def out_of(self) -> float:
        """What they could add up to: 18 only where all three are known."""
        return FULL_POINTS * len(self.parts)

    @property
    def absent(self) -> tuple[str, ...]:
        """The parts that nothing is known of."""
        return tuple(name for name in PARTS if name not in self.parts)


PARTS = (DOSSIERS, PETITIONS_ON_TIME, PETITIONS_SATISFIED)


def service_points(counts: Counts, petitions: Petitions | None = None) -> ServicePoints:
    """The satisfaction group of the index of service, as far as it is known.

    Without petitions (None: nobody counted them) there is the dossiers' part alone, out of six: no
    part is guessed. Where none were made the portal gives full points, where there are no dossiers
    none; both as it has it.

    Source: Decision 766/QD-TTg of 23 June 2022.

    >>> found = service_points(Counts(services=184503, failed=40188), Petitions(247, 182, 137))
    >>> round(found.points, 2), found.out_of
    (12.96, 18.0)
    """
    share = dossier_satisfaction(counts)
    parts = {}
    if share is not None or not counts.services:
        parts[DOSSIERS] = dossier_points(share.value if share else None)
    if petitions is not None:
        parts[PETITIONS_ON_TIME] = petition_points(petitions.on_time, petitions.all)
        parts[PETITIONS_SATISFIED] = petition_points(petitions.satisfied, petitions.all)
    return ServicePoints(parts, counts.services)
