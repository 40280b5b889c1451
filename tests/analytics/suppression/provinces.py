"""Made-up answers for these tests: places, subjects and days that cross one another."""

import random
from collections import Counter
from dataclasses import dataclass

from analytics.suppression import Answers, Table

Row = dict[str, str]


@dataclass(frozen=True)
class Province:
    """Single answers: their keys, and 1 for satisfied."""

    rows: tuple[Row, ...]
    satisfied: tuple[int, ...]

    @property
    def answers(self) -> Answers:
        """As freeze takes them."""
        names = sorted({name for row in self.rows for name in row})
        return Answers(
            {name: [row[name] for row in self.rows] for name in names},
            list(self.satisfied),
            [1 - answer for answer in self.satisfied],
        )

    def cells_of(self, table: Table) -> dict[tuple[str, ...], list[int]]:
        """The rows of each cell, counted the slow way."""
        cells: dict[tuple[str, ...], list[int]] = {}
        for number, row in enumerate(self.rows):
            if all(row[name] in allowed for name, allowed in table.only.items()):
                cells.setdefault(tuple(row[name] for name in table.by), []).append(number)
        return cells


def a_province(
    seed: int, ratings: int, *, units: int = 4, days: int = 10, trouble: float = 0.1
) -> Province:
    """Units with one to three counters, officers who sometimes change places, ten procedures."""
    chance = random.Random(seed)  # noqa: S311 (nothing is kept secret by it)
    sizes = [chance.paretovariate(1.2) for _ in range(units)]
    unlucky = {f"p{number}": chance.choice([0.3, 1, 1, 3]) for number in range(10)}
    rows, satisfied = [], []
    for _ in range(ratings):
        unit = chance.choices(range(units), sizes)[0]
        counter = chance.randrange(unit % 3 + 1)
        officer = counter if chance.random() > 0.1 else (counter + 1) % (unit % 3 + 1)
        procedure = min(int(chance.expovariate(0.4)), 9)
        day = chance.randrange(days)
        rows.append(
            {
                "day": f"{day:02}",
                "week": f"w{day // 5}",
                "month": "m" if day < days - 2 else "next",
                "unit": f"u{unit}",
                "counter": f"u{unit}-{counter}",
                "officer": f"u{unit}.o{officer}" if chance.random() > 0.05 else "",
                "field": f"f{procedure % 3}",
                "procedure": f"p{procedure}",
                "channel": chance.choices(["tablet", "phone"], [8, 1])[0],
                "edition": "late" if chance.random() < 0.03 else "first",
            }
        )
        satisfied.append(int(chance.random() > trouble * unlucky[f"p{procedure}"]))
    return Province(tuple(rows), tuple(satisfied))


def by_each(*names: str, period: str = "") -> list[Table]:
    """The total and a table by each name, in each period."""
    fixed = (period,) if period else ()
    return [
        Table(f"{period} total", fixed),
        *(Table(f"{period} {name}", (*fixed, name)) for name in names),
    ]


WEEKLY = by_each("unit", "counter", "officer", "field", "procedure", "channel", period="week")


def merged(province: Province) -> Answers:
    """The same answers, gathered and in another order."""
    counts: Counter[tuple[tuple[tuple[str, str], ...], int]] = Counter()
    for row, answer in zip(province.rows, province.satisfied, strict=True):
        counts[tuple(sorted(row.items())), answer] += 1
    items = sorted(counts.items(), reverse=True)
    names = sorted(province.rows[0])
    return Answers(
        {name: [dict(keys)[name] for (keys, _), _ in items] for name in names},
        [n * answer for (_, answer), n in items],
        [n * (1 - answer) for (_, answer), n in items],
    )
