"""What two shown cells tell together: the answers that one counts and the other does not.

Nobody publishes these groups, but whoever subtracts has them: a filter less another, a month less
its weeks, a restatement less its edition, a centre less the counters that are shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from .grid import Flags, Grid, Ints
from .model import Rule


@dataclass(frozen=True)
class Overlaps:
    """Pairs of cells of different tables that have answers in common, with these answers' counts.

    All int64 of one length; each pair is there both ways round.
    """

    outer: Ints
    inner: Ints
    n: Ints
    satisfied: Ints

    def nested(self, grid: Grid) -> Flags:
        """The pairs whose inner cell lies wholly in the outer one."""
        return np.equal(self.n, grid.cell_n[self.inner])


@dataclass(frozen=True)
class Group:
    """The answers of `outer` without those of `without`: what subtraction would tell."""

    outer: int
    without: tuple[int, ...]
    atoms: Ints
    need: int


def overlaps(grid: Grid) -> Overlaps:
    """Every pair of overlapping cells of two tables."""
    n = grid.satisfied + grid.unsatisfied
    parts = [_overlaps_of(grid, n, *pair) for pair in combinations(range(grid.ids.shape[1]), 2)]
    one_way = np.concatenate([np.empty((4, 0), np.int64), *parts], axis=1)
    first, second, common, satisfied = np.concatenate([one_way, one_way[[1, 0, 2, 3]]], axis=1)
    return Overlaps(first, second, common, satisfied)


def _overlaps_of(grid: Grid, n: Ints, first: int, second: int) -> Ints:
    both = np.flatnonzero(
        (grid.ids[:, first] < grid.nowhere) & (grid.ids[:, second] < grid.nowhere) & (n > 0)
    )
    code = grid.ids[both, first] * grid.nowhere + grid.ids[both, second]
    pairs, place = np.unique(code, return_inverse=True)
    sums = [
        np.bincount(place, counts[both], len(pairs)).astype(np.int64) for counts in (n, grid.satisfied)
    ]
    return np.stack([pairs // grid.nowhere, pairs % grid.nowhere, *sums])


def within(pairs: Overlaps, grid: Grid, chosen: Flags) -> Flags:
    """The cells that lie in one of the chosen ones, or are it."""
    found = chosen.copy()
    found[pairs.inner[pairs.nested(grid) & chosen[pairs.outer]]] = True
    return found


def telling_groups(grid: Grid, pairs: Overlaps, exact: Flags, bases: Ints, rule: Rule) -> list[Group]:
    """Groups that subtraction tells from exact cells alone, and that are too small or all alike."""
    shown = exact[pairs.outer] & exact[pairs.inner]
    nested = shown & pairs.nested(grid)
    found = [
        *_differences(grid, pairs, nested, bases, rule),
        *_near_equals(grid, pairs, shown & ~pairs.nested(grid), bases, rule),
        *_remainders(grid, pairs, nested, bases, rule),
    ]
    return sorted(found, key=lambda group: (len(group.atoms), group.outer, group.without))


def _differences(grid: Grid, pairs: Overlaps, nested: Flags, bases: Ints, rule: Rule) -> Iterator[Group]:
    n, satisfied = _left(grid, pairs)
    for at in np.flatnonzero(nested & _tells(n, satisfied, bases[pairs.outer])):
        yield _group(grid, int(pairs.outer[at]), [int(pairs.inner[at])], rule)


def _near_equals(
    grid: Grid, pairs: Overlaps, crossing: Flags, bases: Ints, rule: Rule
) -> Iterator[Group]:
    """Two filters that differ in a few answers on both sides: their gap can tell all of them."""
    here = grid.cell_n[pairs.outer] - pairs.n
    there = grid.cell_n[pairs.inner] - pairs.n
    base = np.maximum(bases[pairs.outer], bases[pairs.inner])
    for at in np.flatnonzero(crossing & (here > 0) & (here + there < base)):
        yield _group(grid, int(pairs.outer[at]), [int(pairs.inner[at])], rule)


def _remainders(grid: Grid, pairs: Overlaps, nested: Flags, bases: Ints, rule: Rule) -> Iterator[Group]:
    """A cell less all the exact cells of one table that lie in it."""
    at = np.flatnonzero(nested)
    tables = int(grid.table_of.max(initial=0)) + 1
    code = pairs.outer[at] * tables + grid.table_of[pairs.inner[at]]
    heads, place, parts = np.unique(code, return_inverse=True, return_counts=True)
    outer = heads // tables
    sums = [
        np.bincount(place, counts[at], len(heads)).astype(np.int64)
        for counts in (pairs.n, pairs.satisfied)
    ]
    n, satisfied = grid.cell_n[outer] - sums[0], grid.cell_satisfied[outer] - sums[1]
    for head in np.flatnonzero(_tells(n, satisfied, bases[outer]) & (parts > 1)):
        inner = pairs.inner[at[place == head]]
        yield _group(grid, int(outer[head]), sorted(inner.tolist()), rule)


def _left(grid: Grid, pairs: Overlaps) -> tuple[Ints, Ints]:
    return grid.cell_n[pairs.outer] - pairs.n, grid.cell_satisfied[pairs.outer] - pairs.satisfied


def _tells(n: Ints, satisfied: Ints, base: Ints) -> Flags:
    telling: Flags = (n > 0) & ((n < base) | (satisfied == 0) | (satisfied == n))
    return telling


def _group(grid: Grid, outer: int, without: list[int], rule: Rule) -> Group:
    atoms = grid.atoms_of(outer)
    table = grid.table_of[without[0]]
    atoms = atoms[~np.isin(grid.ids[atoms, table], without)]
    n = int((grid.satisfied[atoms] + grid.unsatisfied[atoms]).sum())
    return Group(outer, tuple(without), atoms, min(n, rule.minority, rule.spread))
