"""Counts add: piece to piece, centre to centre, shard to shard. Every index follows from them. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
_Sums = dict[str, Counter[str | tuple[str, int]]]
# Rows that agree in all but their keys: what they agree in, and for each kind of key a column.
_Alike = list[tuple[tuple[Any, ...], dict[str, Sequence[Key]]]]
ByKind = dict[str, dict[str, Counts]]


def tally(
    week: str,
    ratings: Sequence[RatingRow],
    ties: Sequence[TieRow],
    services: Sequence[ServiceRow],
) -> dict[str, ByKind]:
    """One week's rows, counted by each kind and for the total: month to kind to key to counts.

    Only ratings have the kinds that services lack. Rows that are alike are turned into columns
    and each column is counted at once: quicker than a loop over rows, and than SQLite's GROUP BY.
    """
    columns = [
        _by_month(week, rows, kinds)
        for rows, kinds in (
            (ratings, KINDS_OF_RATINGS),
            (ties, KINDS_OF_SERVICES),
            (services, KINDS_OF_SERVICES),
        )
    ]
    return {
        month: {kind: _tally_kind(kind, *(part.get(month, []) for part in columns)) for kind in KINDS}
        for month in sorted({month for part in columns for month in part})
    }


def _by_month(week: str, rows: Sequence[tuple[Any, ...]], kinds: Sequence[str]) -> dict[str, _Alike]:
    groups = defaultdict(list)
    after = len(kinds) + 1
    for row in rows:
        groups[row[0], *row[after:]].append(row)
    found: dict[str, _Alike] = defaultdict(list)
    for (month, *rest), alike in groups.items():
        columns = list(zip(*alike, strict=True))
        by_kind: dict[str, Sequence[Key]] = dict(zip(kinds, columns[1:after], strict=True))
        by_kind[TOTAL] = (UNKNOWN,) * len(alike)
        found[piece_of(week, month)[1]].append((tuple(rest), by_kind))
    return found


def _tally_kind(kind: str, ratings: _Alike, ties: _Alike, services: _Alike) -> dict[str, Counts]:
    sums: _Sums = defaultdict(Counter)
    for (cause, satisfied), columns in ratings:
        answer = "satisfied" if satisfied else "unsatisfied"
        for key, n in Counter(columns[kind]).items():
            sums[_key(kind, key, cause)][(cause, satisfied) if cause else answer] += n
    for (cause, satisfied, failed), columns in ties:
        within = not (cause or failed)
        answer = "tied_satisfied" if satisfied else "tied_unsatisfied"
        for key, n in Counter(columns.get(kind, ())).items():
            own = sums[_key(kind, key, cause)]
            own["tied"] += n
            own[answer] += n * within
    for (overdue, petitioned), columns in services:
        for key, n in Counter(columns.get(kind, ())).items():
            own = sums[key or UNKNOWN]
            own["services"] += n
            own["overdue"] += n * overdue
            own["petitioned"] += n * petitioned
            own["failed"] += n * (overdue or petitioned)
    return {key: _counts(own) for key, own in sums.items()}


def _key(kind: str, key: Key, cause: str | None) -> str:
    if kind == "officer" and cause == POSTER:
        return UNKNOWN
    return key or UNKNOWN


def _counts(own: Counter[str | tuple[str, int]]) -> Counts:
    causes = {name[0] for name in own if isinstance(name, tuple)}
    return Counts(
        **{name: own[name] for name in NUMBERS},
        not_counted=tuple(
            NotCounted(cause, own[(cause, 1)], own[(cause, 0)]) for cause in sorted(causes)
        ),
    )
