"""The ledger of capture: each tablet numbers what it records, and every number must arrive.

A tablet counts 1, 2, 3, … without gaps. What has arrived is kept as ranges; which rating had
which number is not, because that would tell who came when.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from ..storage.db import Database

Range = tuple[int, int]
FARTHEST_STEP = 100_000  # above the highest number known: years of a busy tablet
MOST_RANGES = 1_000


class Arrived:
    """A growing set of numbers, as ranges `(first, last)` that neither meet nor overlap."""

    def __init__(self, ranges: Iterable[Range] = ()) -> None:
        self._ranges: list[Range] = sorted(ranges)

    @property
    def ranges(self) -> tuple[Range, ...]:
        """The ranges, ascending."""
        return tuple(self._ranges)

    @property
    def count(self) -> int:
        """How many numbers there are."""
        return sum(last - first + 1 for first, last in self._ranges)

    @property
    def highest(self) -> int:
        """The highest number; 0 where there is none."""
        return self._ranges[-1][1] if self._ranges else 0

    def __contains__(self, number: int) -> bool:
        at = bisect_right(self._ranges, (number, float("inf")))
        return at > 0 and number <= self._ranges[at - 1][1]

    def add(self, number: int) -> bool:
        """Take a number in; False if it is there already."""
        if number in self:
            return False
        at = bisect_right(self._ranges, (number, float("inf")))
        first = last = number
        if at < len(self._ranges) and self._ranges[at][0] == number + 1:
            last = self._ranges.pop(at)[1]
        if at > 0 and self._ranges[at - 1][1] == number - 1:
            first = self._ranges.pop(at - 1)[0]
            at -= 1
        self._ranges.insert(at, (first, last))
        return True

    def stands_alone(self, number: int) -> bool:
        """Whether a number would be a range of its own."""
        return not any(near in self for near in (number - 1, number, number + 1))

    def gaps(self, upto: int) -> tuple[Range, ...]:
        """The ranges that are absent between 1 and `upto`."""
        found, expected = [], 1
        for first, last in [*self._ranges, (upto + 1, upto + 1)]:
            begin = min(first, upto + 1)
            if begin > expected:
                found.append((expected, begin - 1))
            expected = max(expected, last + 1)
        return tuple(found)


@dataclass(frozen=True)
class Ledger:
    """What is known of a tablet's numbers: "1 to 412, none missing, 3 late".

    last: the highest number it has given out, as far as it has told or sent.
    arrived: how many of them are on the server's disk.
    waiting: how many more it held at its last contact; they are missing if it is wiped now.
    missing: how many have neither arrived nor were waiting: lost, until they come.
    gaps: the ranges that have not arrived, waiting ones included.
    late: how many arrived a day or more after their press.
    """

    last: int
    arrived: int
    waiting: int
    missing: int
    gaps: tuple[Range, ...]
    late: int


def find_arrived(db: Database, device_ids: Iterable[str]) -> dict[str, Arrived]:
    """What has arrived from each of these tablets; empty where nothing has."""
    asked = sorted(set(device_ids))
    rows = db.conn.execute(
        """
        SELECT device_id, first, last
        FROM device_sequence
        WHERE device_id IN (SELECT value FROM json_each(:asked))
        ORDER BY device_id, first
        """,
        {"asked": json.dumps(asked)},
    ).fetchall()
    ranges: dict[str, list[Range]] = {device_id: [] for device_id in asked}
    for device_id, first, last in rows:
        ranges[device_id].append((first, last))
    return {device_id: Arrived(found) for device_id, found in ranges.items()}


def store(db: Database, before: dict[str, tuple[Range, ...]], after: dict[str, Arrived]) -> None:
    """Write what has changed of each tablet's ranges."""
    gone, new = [], []
    for device_id, arrived in after.items():
        old, now = set(before[device_id]), set(arrived.ranges)
        gone += [(device_id, first) for first, _ in old - now]
        new += [(device_id, first, last) for first, last in now - old]
    db.conn.executemany("DELETE FROM device_sequence WHERE device_id = ? AND first = ?", gone)
    db.conn.executemany(
        "INSERT INTO device_sequence (device_id, first, last) VALUES (?, ?, ?)", sorted(new)
    )


def find_ledgers(db: Database) -> dict[str, Ledger]:
    """The ledger of every tablet, in the order of pairing."""
    rows = db.conn.execute(
        """
        SELECT d.device_id, coalesce(c.last_sequence, 0), coalesce(c.queued, 0), coalesce(c.late, 0)
        FROM device AS d
        LEFT JOIN device_contact AS c ON c.device_id = d.device_id
        ORDER BY length(d.device_id), d.device_id
        """
    ).fetchall()
    arrived = find_arrived(db, [row[0] for row in rows])
    return {
        device_id: _ledger(arrived[device_id], told, queued, late)
        for device_id, told, queued, late in rows
    }


def _ledger(arrived: Arrived, told: int, queued: int, late: int) -> Ledger:
    last = max(told, arrived.highest)
    absent = last - arrived.count
    waiting = min(absent, queued)
    return Ledger(last, arrived.count, waiting, absent - waiting, arrived.gaps(last), late)
