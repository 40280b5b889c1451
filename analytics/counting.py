"""One week's rows, counted by every kind in one pass. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .coding import Coded, Codes, coded
from .counts import (
    KINDS_OF_RATINGS,
    KINDS_OF_SERVICES,
    NUMBERS,
    POSTER,
    TOTAL,
    UNKNOWN,
)
from .periods import piece_of

# Each row holds first its keys, None where not known, then what is counted of it.
Key = str | None
# A rating in the week it was given, by KINDS_OF_RATINGS: its unit is the receiving one, its ending
# that of its service, its slot 100 x weekday + hour, its timeliness 1 where the service was overdue.
# Then its service's own unit (the resolving one), centre and counter. Then month, the cause for which
# it is not counted or None, satisfied 0 or 1; and of its service whether it finished in the same week
# 0 or 1, in which month, whether it had failed 0 or 1: None where it is tied to none.
RatingRow = tuple[
    *tuple[str, str, Key, Key, Key, Key, str, str, int, Key, int | None],
    *tuple[Key, Key, Key],
    *tuple[str, Key, int, int | None, Key, int | None],
]
# A rating given in another week than its service finished in, by KINDS_OF_SERVICES: its unit is the
# one that resolved the service. Then that service's month, the cause or None, satisfied 0 or 1, and
# whether the service had failed, 0 or 1.
TieRow = tuple[Key, Key, Key, Key, Key, Key, str, Key, int, int]
# A finished service, by KINDS_OF_SERVICES: its unit is the one that resolved it. Then month, overdue
# 0 or 1, petitioned 0 or 1.
ServiceRow = tuple[str, Key, Key, Key, Key, Key, str, int, int]

_Name = str | tuple[str, int]  # of a number, or of a cause with an answer
_Place = tuple[str, _Name]  # a month, and what of it a row adds one to
_Sums = dict[_Place, NDArray[np.int64]]  # a number for each key
_CAUSE = 1  # where it stands in what is counted of a rating


class Pieces(NamedTuple):
    """What a week comes to; keys that nothing is counted of are in neither.

    counts: (kind, key, month, then NUMBERS). not_counted: (kind, key, month, cause, satisfied,
    unsatisfied), where there are any. ratings, services: how many of them were read.
    """

    counts: list[tuple[Any, ...]]
    not_counted: list[tuple[Any, ...]]
    ratings: int
    services: int


def tally(
    week: str,
    ratings: Iterable[RatingRow],
    ties: Iterable[TieRow],
    services: Iterable[ServiceRow],
) -> Pieces:
    """One week's rows, counted by each of KINDS.

    ties: those of other weeks alone, the week's own are among its ratings. Only ratings have the
    kinds that services lack.
    """
    keys = {kind: Codes(UNKNOWN, None) for kind in KINDS_OF_RATINGS}
    of_service = [keys[kind] for kind in KINDS_OF_SERVICES]
    rated = coded(ratings, [*keys.values(), *of_service[:3]])
    own, of_its_service = rated.codes[: len(keys)], rated.codes[len(keys) :]
    finished = coded(services, of_service)
    sources = (
        (rated._replace(codes=own), _places_of_rating),
        (rated._replace(codes=[*of_its_service, *own[3:6]]), _places_of_own_tie),
        (coded(ties, of_service), _places_of_tie),
        (finished, _places_of_service),
    )
    told = {kind: [_told(kind, key) for key in codes.in_order()] for kind, codes in keys.items()}
    sums: dict[str, _Sums] = {kind: {} for kind in told}
    for rows, places_of in sources:
        _add(sums, told, rows, _in_pieces(week, rows.whats, places_of))
    total = {place: numbers.sum(keepdims=True) for place, numbers in sums["ending"].items()}
    found = Pieces([], [], len(rated.what), len(finished.what))
    for kind, numbers in (sums | {TOTAL: total}).items():
        _note(found, kind, told.get(kind, [UNKNOWN]), numbers)
    return found


def _in_pieces(
    week: str, whats: Iterable[tuple[Any, ...]], places_of: Callable[..., Iterable[_Place]]
) -> list[list[_Place]]:
    return [[(piece_of(week, month)[1], name) for month, name in places_of(*what)] for what in whats]


def _places_of_rating(month: str, cause: str | None, satisfied: int, *_: object) -> list[_Place]:
    if cause:
        return [(month, (cause, satisfied))]
    return [(month, "satisfied" if satisfied else "unsatisfied")]


def _places_of_own_tie(
    _: str, cause: str | None, satisfied: int, same_week: int | None, month: str, failed: int
) -> list[_Place]:
    return _places_of_tie(month, cause, satisfied, failed) if same_week else []


def _places_of_tie(month: str, cause: str | None, satisfied: int, failed: int) -> list[_Place]:
    if cause or failed:
        return [(month, "tied")]
    return [(month, "tied"), (month, "tied_satisfied" if satisfied else "tied_unsatisfied")]


def _places_of_service(month: str, overdue: int, petitioned: int) -> list[_Place]:
    flags = {"overdue": overdue, "petitioned": petitioned, "failed": overdue or petitioned}
    return [(month, "services"), *((month, name) for name, flag in flags.items() if flag)]


def _add(
    sums: dict[str, _Sums],
    told: dict[str, list[str]],
    rows: Coded,
    places: Sequence[Sequence[_Place]],
) -> None:
    """places: of each different row, what it adds one to."""
    hidden = np.array([what[_CAUSE] == POSTER for what in rows.whats], bool)[rows.what]
    for (kind, keys), codes in zip(told.items(), rows.codes, strict=False):
        shown = np.where(hidden, 0, codes) if kind == "officer" else codes
        table = np.bincount(shown * len(places) + rows.what, minlength=len(keys) * len(places))
        for numbers, adding in zip(table.reshape(len(keys), -1).T, places, strict=True):
            for place in adding:
                sums[kind][place] = sums[kind].get(place, 0) + numbers


def _told(kind: str, key: Any) -> str:
    """A key as it is kept.

    >>> _told("slot", 108), _told("timeliness", 1), _told("tier", "receipt")
    ('1-08', 'late', 'receipt')
    """
    if kind == "slot" and key != UNKNOWN:
        return f"{key // 100}-{key % 100:02d}"
    if kind == "timeliness" and key != UNKNOWN:
        return "late" if key else "on_time"
    return str(key)


def _note(found: Pieces, kind: str, keys: list[str], sums: _Sums) -> None:
    none = np.zeros(len(keys), np.int64)
    for month in sorted({month for month, _ in sums}):
        of_month = {name: numbers for (of, name), numbers in sums.items() if of == month}
        columns = [of_month.get(name, none) for name in NUMBERS]
        rows = _rows(keys, columns, sum(of_month.values(), none))
        found.counts.extend((kind, key, month, *row) for key, row in rows)
        for cause in sorted({name[0] for name in of_month if isinstance(name, tuple)}):
            answers = [of_month.get((cause, satisfied), none) for satisfied in (1, 0)]
            rows = _rows(keys, answers, sum(answers, none))
            found.not_counted.extend((kind, key, month, cause, *row) for key, row in rows)


def _rows(
    keys: list[str], columns: list[NDArray[np.int64]], weights: NDArray[np.int64]
) -> Iterator[tuple[str, list[int]]]:
    """The columns' numbers of each key that has any weight."""
    some = np.flatnonzero(weights)
    rows = np.stack(columns, axis=1)[some].tolist()
    return zip([keys[at] for at in some.tolist()], rows, strict=True)
