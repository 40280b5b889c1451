"""Counts add: piece to piece, centre to centre, shard to shard. Every index follows from them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

POSTER = "poster"  # accepted but unverified: shown apart, in no rate, under no officer
TOTAL = "total"
UNKNOWN = ""  # the key of whatever nobody knew, so that parts still add up to the total
# What services and ratings are counted by, in the order in which rows hold the keys.
KINDS_OF_SERVICES = ("unit", "centre", "counter", "officer", "procedure", "ending")
# Ratings alone also by these. slot: weekday and hour, '1-08'; timeliness: 'late' or 'on_time'.
KINDS_OF_RATINGS = (*KINDS_OF_SERVICES, "channel", "tier", "slot", "user_kind", "timeliness")
KINDS = (TOTAL, *KINDS_OF_RATINGS)


@dataclass(frozen=True, order=True)
class NotCounted:
    """Ratings left out for one cause, by their answer."""

    cause: str
    satisfied: int
    unsatisfied: int

    @property
    def n(self) -> int:
        """How many ratings."""
        return self.satisfied + self.unsatisfied


@dataclass(frozen=True)
class Counts:
    """What a piece of one thing adds up to, or a sum of pieces. The default is zero: no sum changes.

    satisfied, unsatisfied: counted ratings given in that time.
    services: services finished in it; overdue, petitioned, and failed (either of them).
    tied: ratings of those services, whenever given and whether counted or not.
    tied_satisfied, tied_unsatisfied: those that are counted and of a service that had not failed,
    by their answer: with `failed` each dossier is subtracted once, whatever it did wrong.
    not_counted: ratings given in it that no rate uses, one entry a cause, causes sorted.
    """

    satisfied: int = 0
    unsatisfied: int = 0
    services: int = 0
    overdue: int = 0
    petitioned: int = 0
    failed: int = 0
    tied: int = 0
    tied_satisfied: int = 0
    tied_unsatisfied: int = 0
    not_counted: tuple[NotCounted, ...] = ()

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            **{name: getattr(self, name) + getattr(other, name) for name in NUMBERS},
            not_counted=merge((*self.not_counted, *other.not_counted)),
        )

    @property
    def n(self) -> int:
        """The base of the satisfaction rate: counted ratings."""
        return self.satisfied + self.unsatisfied

    @property
    def left_out(self) -> int:
        """Ratings not counted, for whatever cause."""
        return sum(part.n for part in self.not_counted)


NUMBERS = (
    "satisfied",
    "unsatisfied",
    "services",
    "overdue",
    "petitioned",
    "failed",
    "tied",
    "tied_satisfied",
    "tied_unsatisfied",
)


def merge(parts: Iterable[NotCounted]) -> tuple[NotCounted, ...]:
    """One entry a cause, sorted by cause."""
    sums: dict[str, NotCounted] = {}
    for part in parts:
        old = sums.get(part.cause, NotCounted(part.cause, 0, 0))
        sums[part.cause] = NotCounted(
            part.cause, old.satisfied + part.satisfied, old.unsatisfied + part.unsatisfied
        )
    return tuple(sorted(sums.values()))


def add_up(parts: Iterable[Counts]) -> Counts:
    """The sum; zero for none."""
    return sum(parts, Counts())
