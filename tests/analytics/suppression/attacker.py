"""Whoever wants to find out: knows every rule, all that is published, and who came when, but for
the answers. Shares no code with the suppression; reads what an edition's file says.

Three ways: subtraction (which cells are sums and differences of shown numbers, over the rationals,
computed modulo a prime), intervals narrowed until nothing moves, and whole-number programming,
which is the best that anybody can do.
"""

import json
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

from .provinces import Province

Matrix = npt.NDArray[np.int64]
PRIME = 2_147_483_629  # products of two remainders fit 63 bits
Interval = tuple[int, int]


@dataclass(frozen=True)
class Cell:
    """A published cell: the rows it counts, its state, and the bounds that its state tells."""

    table: str
    keys: tuple[str, ...]
    rows: tuple[int, ...]
    state: str
    least: int
    most: int

    @property
    def hidden(self) -> bool:
        return self.state != "exact"


@dataclass(frozen=True)
class Knowledge:
    """People who cannot be told apart are one kind: how many there are, and each cell's kinds."""

    cells: tuple[Cell, ...]
    members: Matrix  # (cells, kinds), 0 or 1
    sizes: Matrix  # (kinds,)

    @property
    def shown(self) -> npt.NDArray[np.bool_]:
        return np.array([not cell.hidden for cell in self.cells])


def learn(edition: str, province: Province) -> Knowledge:
    """What the file of an edition tells somebody who knows everybody's keys."""
    document = json.loads(edition)
    cells = []
    for table in document["tables"]:
        where: dict[tuple[str, ...], list[int]] = {}
        for number, row in enumerate(province.rows):
            if all(row[name] in allowed for name, allowed in table["only"].items()):
                where.setdefault(tuple(row[name] for name in table["by"]), []).append(number)
        for keys, state, n, _, least, most in table["cells"]:
            rows = tuple(where[tuple(keys)])
            assert n == len(rows)
            cells.append(Cell(table["name"], tuple(keys), rows, state, least, most))
    every = np.zeros((len(cells), len(province.rows)), dtype=np.int64)
    for number, cell in enumerate(cells):
        every[number, list(cell.rows)] = 1
    members, sizes = np.unique(every, axis=1, return_counts=True)
    return Knowledge(tuple(cells), members, sizes)


def derivable(known: Knowledge) -> list[Cell]:
    """Hidden cells that are a combination of shown numbers."""
    basis = _echelon(known.members[known.shown])
    return [
        cell
        for cell, row in zip(known.cells, known.members, strict=True)
        if cell.hidden and not _rest(row, basis).any()
    ]


def _echelon(rows: Matrix) -> list[tuple[int, Matrix]]:
    """Rows with a leading one each, in each of which the leaders before it are gone."""
    basis: list[tuple[int, Matrix]] = []
    for row in rows:
        rest = _rest(row, basis)
        if rest.any():
            pivot = int(np.flatnonzero(rest)[0])
            basis.append((pivot, rest * pow(int(rest[pivot]), -1, PRIME) % PRIME))
    return basis


def _rest(row: Matrix, basis: list[tuple[int, Matrix]]) -> Matrix:
    rest = row % PRIME
    for pivot, other in basis:
        if rest[pivot]:
            rest = (rest - rest[pivot] * other) % PRIME
    return rest


def propagated(known: Knowledge) -> list[Interval]:
    """For each cell what is left of its interval when nothing can be narrowed any more."""
    low, high = np.zeros_like(known.sizes), known.sizes.copy()
    while True:
        before = low.copy(), high.copy()
        for cell, row in zip(known.cells, known.members.astype(bool), strict=True):
            kinds = np.flatnonzero(row)
            others_low = low[kinds].sum() - low[kinds]
            others_high = high[kinds].sum() - high[kinds]
            low[kinds] = np.maximum(low[kinds], cell.least - others_high)
            high[kinds] = np.minimum(high[kinds], cell.most - others_low)
        if (low == before[0]).all() and (high == before[1]).all():
            break
    return [
        (max(int(row @ low), cell.least), min(int(row @ high), cell.most))
        for cell, row in zip(known.cells, known.members, strict=True)
    ]


def best_interval(known: Knowledge, number: int) -> Interval:
    """The least and the most satisfied answers a cell can have, in whole numbers."""
    least = [cell.least for cell in known.cells]
    most = [cell.most for cell in known.cells]
    ends = []
    for sign in (1, -1):
        found = optimize.milp(
            sign * known.members[number],
            constraints=optimize.LinearConstraint(sparse.csr_matrix(known.members), least, most),
            bounds=optimize.Bounds(0, known.sizes),
            integrality=np.ones_like(known.sizes),
        )
        assert found.success, found.message
        ends.append(round(sign * found.fun))
    return ends[0], ends[1]


def promised(known: Knowledge, spread: int, minority: int) -> list[int]:
    """How wide the interval of each cell must stay at least, by what the guide says."""
    bounded = [set(cell.rows) for cell in known.cells if cell.state in ("high", "low")]
    widths = []
    for cell in known.cells:
        if cell.state == "exact":
            widths.append(0)
        elif cell.state in ("high", "low"):
            widths.append(minority)
        elif cell.state in ("withheld", "range"):
            widths.append(1)
        elif any(set(cell.rows) <= rows for rows in bounded):
            widths.append(min(len(cell.rows), minority, spread))
        else:
            widths.append(min(len(cell.rows), spread))
    return widths
