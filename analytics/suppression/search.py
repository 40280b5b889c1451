"""Worlds for everything that is hidden, the cheapest first, until nothing is left to be found out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from .grid import Flags, Grid, Ints
from .groups import Group, Overlaps, overlaps, telling_groups, within
from .model import Rule, Table
from .primary import Status, doubt, needed, primary
from .worlds import FIXED, THOROUGH, Standing, World


@dataclass(frozen=True)
class Suppression:
    """The Status of each cell, and the worlds that prove it.

    unproven: hidden cells, and groups as their outer cell, for which no world was found; only
    cells that are published already can be in the way.
    """

    grid: Grid
    status: Ints
    worlds: tuple[World, ...]
    unproven: tuple[int, ...]


def suppress(
    grid: Grid,
    tables: Sequence[Table],
    rule: Rule,
    fixed: Flags | None = None,
    published: Ints | None = None,
    *,
    last: Flags | None = None,
) -> Suppression:
    """Decide for every cell.

    fixed: (cells,) those that are published already, with the Status given in `published`; they
    are never changed, not even where they should have been hidden. last: (cells,) those for whose
    sake no other is hidden: they are decided beside all others, with these standing fast.
    """
    bases = needed(grid, tables, rule)
    status = primary(grid, bases, rule)
    none = np.zeros(grid.nowhere, dtype=np.bool_)
    if fixed is not None and published is not None:
        status = np.where(fixed, published, status)
    worth = np.array([table.worth for table in tables], dtype=np.int64)[grid.table_of]
    last = none if last is None else last
    standing = Standing(grid, rule, status, none if fixed is None else fixed, worth, last)
    search = _Search(standing, overlaps(grid), bases, ~last)
    search.run()
    if last.any():
        standing.fix(~last)
        search.looked_at = ~none
        search.run()
    return Suppression(grid, standing.status, tuple(standing.worlds), tuple(sorted(search.unproven)))


class _Search:
    def __init__(self, standing: Standing, pairs: Overlaps, bases: Ints, looked_at: Flags) -> None:
        """looked_at: (cells,) those to be protected, as if the others were not published."""
        self.standing, self.pairs, self.bases = standing, pairs, bases
        self.looked_at = looked_at
        self.unproven: set[int] = set()
        self._hopeless: set[tuple[int, tuple[int, ...]]] = set()

    def run(self) -> None:
        """Until all are in doubt: what is withheld for one can open another."""
        self._protect_all()
        if self.unproven and self.standing.most_tried < THOROUGH:
            self.unproven, self._hopeless, self.standing.most_tried = set(), set(), THOROUGH
            self._protect_all()
        self._withhold_ranges()

    def _protect_all(self) -> None:
        while True:
            self._protect_cells()
            groups = self._open_groups()
            if not groups:
                return
            for group in groups:
                self._protect_group(group)

    def _withhold_ranges(self) -> None:
        """Those that would say of a few, by themselves or by subtraction, what a number may not."""
        standing, grid = self.standing, self.standing.grid
        same = self.pairs.nested(grid) & (grid.cell_n[self.pairs.outer] == self.pairs.n)
        few = same & (standing.status[self.pairs.inner] == Status.FEW) & self.looked_at[self.pairs.outer]
        self._withhold_where_ranges(self.pairs.outer[few].tolist())
        while True:
            shown = (standing.status == Status.EXACT) | (standing.status == Status.RANGE)
            groups = telling_groups(grid, self.pairs, shown & self.looked_at, self.bases, standing.rule)
            cells = {cell for group in groups for cell in (group.outer, *group.without)}
            if not self._withhold_where_ranges(cells):
                return

    def _withhold_where_ranges(self, cells: Iterable[int]) -> bool:
        standing = self.standing
        found = [
            cell
            for cell in sorted(set(cells))
            if standing.status[cell] == Status.RANGE and not standing.fixed[cell]
        ]
        standing.withhold(np.array(found, dtype=np.int64))
        return bool(found)

    def _protect_cells(self) -> None:
        standing, grid = self.standing, self.standing.grid
        while True:
            bounded = (standing.status == Status.HIGH) | (standing.status == Status.LOW)
            bounded &= self.looked_at
            need = doubt(grid, standing.status, within(self.pairs, grid, bounded), standing.rule)
            is_short = (standing.high - standing.low < need) & self.looked_at
            short = np.flatnonzero(is_short).tolist()
            lacking = [cell for cell in short if cell not in self.unproven]
            if not lacking:
                return
            for cell in sorted(lacking, key=lambda cell: (grid.cell_n[cell], cell)):
                if not self._protect_cell(cell, int(need[cell])):
                    self.unproven.add(cell)

    def _protect_cell(self, cell: int, need: int) -> bool:
        standing = self.standing
        ways = _Ways(standing, standing.grid.atoms_of(cell))
        while standing.high[cell] - standing.low[cell] < need:
            if not ways.widen():
                return False
        return True

    def _open_groups(self) -> list[Group]:
        standing = self.standing
        exact = (standing.status == Status.EXACT) & self.looked_at
        found = telling_groups(standing.grid, self.pairs, exact, self.bases, standing.rule)
        return [
            group
            for group in found
            if (group.outer, group.without) not in self._hopeless and self._width(group) < group.need
        ]

    def _width(self, group: Group) -> int:
        member = np.zeros(len(self.standing.grid.satisfied), dtype=np.int64)
        member[group.atoms] = 1
        changes = [
            sum(by for atom, by in world.raised if member[atom]) for world in self.standing.worlds
        ]
        return max([0, *changes]) - min([0, *changes])

    def _protect_group(self, group: Group) -> None:
        """In doubt it is if one of the cells that tell it is withheld."""
        status = self.standing.status
        if any(status[cell] != Status.EXACT for cell in (group.outer, *group.without)):
            return
        ways = _Ways(self.standing, group.atoms)
        while self._width(group) < group.need:
            if not ways.widen():
                self._give_up(group)
                return

    def _give_up(self, group: Group) -> None:
        """Without a proof at least nobody is handed the difference, if it is not published already."""
        standing = self.standing
        for cell in (group.outer, *group.without):
            if not standing.fixed[cell]:
                standing.withhold(np.array([cell]))
                return
        self._hopeless.add((group.outer, group.without))
        self.unproven.add(group.outer)


class _Ways:
    """Two chains of worlds away from the truth: more and more unsatisfied in some atoms, and less."""

    def __init__(self, standing: Standing, atoms: Ints) -> None:
        self._standing, self._atoms = standing, atoms
        self._ends = {True: World(), False: World()}

    def widen(self) -> bool:
        """Take the cheaper step; False if there is none that may be taken."""
        best, price = None, FIXED
        for up, end in self._ends.items():
            step = self._standing.nearest(self._atoms, end, up=up) if price else None
            if step is not None and step.price < price:
                best, price = (up, step.world), step.price
        if best is None:
            return False
        up, world = best
        self._ends[up] = world
        self._standing.allow(world)
        return True
