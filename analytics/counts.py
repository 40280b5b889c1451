"""Counts add: piece to piece, centre to centre, shard to shard. Every index follows from them. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from .periods import piece_of

POSTER = "poster"  # accepted but unverified: shown apart, in no rate, under no officer
TOTAL = "total"
UNKNOWN = ""  # the key of whatever nobody knew, so that parts still add up to the total
# What services and ratings are counted by, in the order in which rows hold the keys.
KINDS_OF_SERVICES = ("unit", "centre", "counter", "officer", "procedure", "ending")
# Ratings alone also by these. slot: weekday and hour, '1-08'; timeliness: 'late' or 'on_time'.
KINDS_OF_RATINGS = (*KINDS_OF_SERVICES, "channel", "tier", "slot", "user_kind", "timeliness")
KINDS = (TOTAL, *KINDS_OF_RATINGS)


# Rows are plain tuples, as SQLite hands them over: a million of them are counted in seconds.
# First the month, then the keys, None where not known; then what is counted.
Key = str | None
# A rating in the week it was given; its unit is the receiving one, its ending that of its service.
# (month, keys of KINDS_OF_RATINGS, the cause for which it is not counted or None, satisfied 0 or 1)
RatingRow = tuple[str, str, str, str, Key, Key, Key, str, str, str, Key, Key, Key, int]
# A rating in the week its service finished; its unit is the one that resolved the service.
# (month, keys of KINDS_OF_SERVICES, cause or None, satisfied 0 or 1, service_failed 0 or 1)
TieRow = tuple[str, str, Key, Key, Key, Key, Key, Key, int, int]
# A finished service; its unit is the one that resolved it.
# (month, keys of KINDS_OF_SERVICES, overdue 0 or 1, petitioned 0 or 1)
ServiceRow = tuple[str, str, Key, Key, Key, Key, Key, int, int]


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


# Sums of one thing while they grow: a number's name, or a cause with an answer, to its count.
_Name = str | tuple[str, int]
_Own = dict[_Name, int]
_Sums = dict[str, dict[str, dict[str, _Own]]]  # by month, kind and key
ByKind = dict[str, dict[str, Counts]]

# Kinds whose keys go together more often than by chance: rows alike in them are many.
_TOGETHER = (
    ("unit", "centre", "counter", "officer"),
    ("procedure",),
    ("ending", "channel", "tier", "user_kind", "timeliness"),
    ("slot",),
)


def tally(
    week: str,
    ratings: Sequence[RatingRow],
    ties: Sequence[TieRow],
    services: Sequence[ServiceRow],
) -> dict[str, ByKind]:
    """One week's rows, counted by each kind and for the total: month to kind to key to counts.

    Only ratings have the kinds that services lack. Rows that are alike in a few kinds are counted
    at once and then added up for each of these: quicker than a loop over rows, and than SQLite's
    GROUP BY.
    """
    sums: _Sums = defaultdict(lambda: defaultdict(lambda: defaultdict(_nothing)))
    _add(sums, week, ratings, KINDS_OF_RATINGS, _names_of_rating)
    _add(sums, week, ties, KINDS_OF_SERVICES, _names_of_tie)
    _add(sums, week, services, KINDS_OF_SERVICES, _names_of_service)
    found = {}
    for month, by_kind in sorted(sums.items()):
        for part in by_kind["ending"].values():
            for name, n in part.items():
                by_kind[TOTAL][UNKNOWN][name] += n
        found[month] = {
            kind: {key: _counts(own) for key, own in by_kind[kind].items()} for kind in KINDS
        }
    return found


def _add(
    sums: _Sums,
    week: str,
    rows: Sequence[tuple[Any, ...]],
    kinds: Sequence[str],
    names_of: Callable[..., tuple[_Name, ...]],
) -> None:
    """Add rows of a month, keys of these kinds, and what `names_of` makes the names of numbers of."""
    rest = range(len(kinds) + 1, len(rows[0]) if rows else 0)
    for together in _TOGETHER:
        own = [kind for kind in together if kind in kinds]
        if not own:
            continue
        alike_in = itemgetter(0, *(kinds.index(kind) + 1 for kind in own), *rest)
        for (month, *values), n in Counter(map(alike_in, rows)).items():
            by_kind, seen = sums[piece_of(week, month)[1]], values[len(own) :]
            names = names_of(*seen)
            for kind, key in zip(own, values, strict=False):
                hidden = kind == "officer" and seen[0] == POSTER
                counted = by_kind[kind][UNKNOWN if hidden or key is None else key]
                for name in names:
                    counted[name] += n


def _names_of_rating(cause: str | None, satisfied: int) -> tuple[_Name, ...]:
    if cause:
        return ((cause, satisfied),)
    return ("satisfied" if satisfied else "unsatisfied",)


def _names_of_tie(cause: str | None, satisfied: int, failed: int) -> tuple[_Name, ...]:
    if cause or failed:
        return ("tied",)
    return ("tied", "tied_satisfied" if satisfied else "tied_unsatisfied")


def _names_of_service(overdue: int, petitioned: int) -> tuple[_Name, ...]:
    flags = {"overdue": overdue, "petitioned": petitioned, "failed": overdue or petitioned}
    return ("services", *(name for name, flag in flags.items() if flag))


def _nothing() -> _Own:
    return defaultdict(int)


def _counts(own: _Own) -> Counts:
    causes = {name[0] for name in own if isinstance(name, tuple)}
    return Counts(
        **{name: own.get(name, 0) for name in NUMBERS},
        not_counted=tuple(
            NotCounted(cause, own.get((cause, 1), 0), own.get((cause, 0), 0)) for cause in sorted(causes)
        ),
    )
