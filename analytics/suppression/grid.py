"""Tables as numbers: answers that no table tells apart are one atom, and each table has an atom in
one cell at most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from .model import Answers, Table

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
CellKey = tuple[str, tuple[str, ...]]  # the table's name, and its keys in the order of `by`


@dataclass(frozen=True)
class Grid:
    """Atoms and cells.

    ids: (atoms, tables) int64, the cell of each atom in each table; `nowhere`, the number after the
    last cell, where the table leaves it out. satisfied, unsatisfied: (atoms,) int64, in the order
    of ids. cells: by number, table after table, keys sorted. table_of: (cells,) int64.
    """

    ids: Ints
    satisfied: Ints
    unsatisfied: Ints
    cells: tuple[CellKey, ...]
    table_of: Ints

    @property
    def nowhere(self) -> int:
        """The number that stands for no cell."""
        return len(self.cells)

    def add_up(self, counts: Ints) -> Ints:
        """Counts of atoms as counts of cells, (cells,) int64."""
        total = np.zeros(self.nowhere + 1, dtype=np.int64)
        for column in self.ids.T:
            np.add.at(total, column, counts)
        return total[:-1]

    @cached_property
    def cell_satisfied(self) -> Ints:
        """Satisfied answers of each cell."""
        return self.add_up(self.satisfied)

    @cached_property
    def cell_unsatisfied(self) -> Ints:
        """Unsatisfied answers of each cell."""
        return self.add_up(self.unsatisfied)

    @cached_property
    def cell_n(self) -> Ints:
        """The base of each cell."""
        return self.cell_satisfied + self.cell_unsatisfied

    @cached_property
    def _by_cell(self) -> tuple[Ints, Ints]:
        flat = self.ids.ravel()
        return np.argsort(flat, kind="stable"), np.cumsum(np.bincount(flat, minlength=self.nowhere + 1))

    def atoms_of(self, cell: int) -> Ints:
        """The atoms of a cell, ascending."""
        order, ends = self._by_cell
        start = ends[cell - 1] if cell else 0
        atoms: Ints = order[start : ends[cell]] // self.ids.shape[1]
        return atoms


def make_grid(answers: Answers, tables: Sequence[Table]) -> Grid:
    """Number the cells of all tables, and gather the answers that none of them tells apart."""
    codes = {name: _numbered(column) for name, column in answers.keys.items()}
    columns, cells, table_of = [], list[CellKey](), list[int]()
    for number, table in enumerate(tables):
        ids, keys = _cells_of(table, codes, len(answers.satisfied))
        columns.append(np.where(ids < 0, -1, ids + len(cells)))
        cells += [(table.name, key) for key in keys]
        table_of += [number] * len(keys)
    every = np.stack(columns, axis=1) if columns else np.zeros((len(answers.satisfied), 0), np.int64)
    every[every < 0] = len(cells)
    return Grid(*_atoms(every, answers), tuple(cells), np.array(table_of, dtype=np.int64))


def _numbered(column: Sequence[str]) -> tuple[Ints, list[str]]:
    """Each key's place among the sorted ones."""
    names = sorted(set(column))
    places = {name: place for place, name in enumerate(names)}
    return np.fromiter((places[name] for name in column), np.int64, len(column)), names


def _cells_of(
    table: Table, codes: Mapping[str, tuple[Ints, list[str]]], rows: int
) -> tuple[Ints, list[tuple[str, ...]]]:
    inside = np.ones(rows, dtype=np.bool_)
    for name, allowed in table.only.items():
        places, names = codes[name]
        inside &= np.array([key in allowed for key in names], dtype=np.bool_)[places]
    code = np.zeros(rows, dtype=np.int64)
    for name in table.by:
        places, names = codes[name]
        code = np.unique(code * len(names) + places, return_inverse=True)[1]
    found, first, numbers = np.unique(code[inside], return_index=True, return_inverse=True)
    ids = np.full(rows, -1, dtype=np.int64)
    ids[inside] = numbers
    sample = np.flatnonzero(inside)[first]
    parts = [[codes[name][1][place] for place in codes[name][0][sample]] for name in table.by]
    keys: list[tuple[str, ...]] = list(zip(*parts, strict=True)) if parts else [()] * len(found)
    return ids, keys


def _atoms(every: Ints, answers: Answers) -> tuple[Ints, Ints, Ints]:
    code = np.zeros(len(every), dtype=np.int64)
    for column in every.T:
        code = np.unique(code * (int(column.max(initial=0)) + 1) + column, return_inverse=True)[1]
    found, first = np.unique(code, return_index=True)
    counts = []
    for column in (answers.satisfied, answers.unsatisfied):
        total = np.zeros(len(found), dtype=np.int64)
        np.add.at(total, code, np.asarray(column, dtype=np.int64))
        counts.append(total)
    return every[first], counts[0], counts[1]
