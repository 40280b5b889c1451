"""Rows as whole numbers, for numpy to count. Pure.

Rows are plain tuples, as SQLite hands them over, taken a few hundred at a time: so few are still in
the processor's cache when each of their columns becomes numbers. Of thousands at once it takes twice
as long.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

ROWS_AT_ONCE = 300

Numbers = NDArray[np.intp]


class Codes(dict[Any, int]):
    """A number for each key, in the order in which keys come.

    alike: keys that are one, number 0, whether they come or not.

    >>> codes = Codes(None, "")
    >>> [codes[key] for key in ("b", "a", None, "b", "")], codes.in_order()
    ([1, 2, 0, 1, 0], [None, 'b', 'a'])
    """

    def __init__(self, *alike: object) -> None:
        super().__init__(dict.fromkeys(alike, 0))
        self._more = max(len(alike) - 1, 0)

    def __missing__(self, key: object) -> int:
        number = self[key] = len(self) - self._more
        return number

    def in_order(self) -> list[Any]:
        """One key for each number."""
        return [key for at, key in enumerate(self) if not 1 <= at <= self._more]


class Coded(NamedTuple):
    """Rows as numbers.

    codes: of each column each row's key. what: of each row which of `whats` it is, what remains of a
    row without its keys.
    """

    codes: list[Numbers]
    what: Numbers
    whats: list[tuple[Any, ...]]


def coded(rows: Iterable[tuple[Any, ...]], keys: Sequence[Codes]) -> Coded:
    """Rows whose first columns are keys, numbered by these codes, which learn what is new to them.

    Behind its keys each row has something that is counted.
    """
    whats, rest = Codes(), len(keys)
    found: list[list[Numbers]] = [[np.empty(0, np.intp)] for _ in range(rest + 1)]
    coming = iter(rows)
    while some := list(islice(coming, ROWS_AT_ONCE)):
        columns = list(zip(*some, strict=True))
        columns[rest:] = [tuple(zip(*columns[rest:], strict=True))]
        for numbers, codes, column in zip(found, (*keys, whats), columns, strict=True):
            numbers.append(np.fromiter(map(codes.__getitem__, column), np.intp, len(some)))
    *of_keys, what = map(np.concatenate, found)
    return Coded(of_keys, what, whats.in_order())
