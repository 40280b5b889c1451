"""What every index carries: its share with base and interval, how it was made and from what."""

from dataclasses import dataclass

from ..stats.intervals import Interval
from .shares import Share

SATISFACTION, RESPONSE, DOSSIERS, TRUST = "satisfaction", "response", "dossiers", "trust"
PETITIONS_ON_TIME, PETITIONS_SATISFIED = "petitions_on_time", "petitions_satisfied"

# Each index by the version of its method; a changed method gets a new number, and a series of the
# old one is not continued with it.
METHODS = {
    "satisfaction-1": "satisfied of counted ratings; silence, posters and what rules left out are in"
    " neither; Wilson's interval",
    "dossiers-766-1": "dossiers neither overdue, nor complained about, nor rated unsatisfied, of all"
    " dossiers; bounds for what the silent might have said; Decision 766/QD-TTg",
    "service-766-1": "six points each for dossiers, petitions on time and satisfaction with their"
    " handling; parts that are not known are left out of points and maximum; Decision 766/QD-TTg",
    "response-1": "ratings tied to a finished service of all finished services; AAPOR RR1; Wilson's"
    " interval",
    "timeliness-1": "satisfied of counted ratings whose service was on time, less those whose service"
    " was late; Newcombe's interval",
    "user-kind-1": "satisfied of counted ratings by citizens, less those by businesses; Newcombe's"
    " interval",
    "elements-1": "satisfied of the counted ratings that named a topic, the topics by element; Wilson's"
    " interval; laid out as SIPAS is, and not SIPAS",
    "trust-1": "yes of the counted ratings that answered the optional question of trust; skipping is in"
    " neither; Wilson's interval",
}


@dataclass(frozen=True)
class Index:
    """A share made by one of METHODS.

    share: None where there is nothing to take one of. present, absent: the components that it could
    have, and has or lacks. bounds: shares between which it would lie whatever the silent had said,
    where silence counts; they are no interval, no number of ratings narrows them.
    """

    method: str
    share: Share | None
    present: tuple[str, ...]
    absent: tuple[str, ...] = ()
    bounds: tuple[float, float] | None = None

    @property
    def n(self) -> int:
        """The base; 0 without a share."""
        return self.share.n if self.share else 0

    @property
    def value(self) -> float | None:
        """The share, 0 to 1."""
        return self.share.value if self.share else None

    @property
    def interval(self) -> Interval | None:
        """Its interval; None too where all were counted and none sampled."""
        return self.share.interval if self.share else None
