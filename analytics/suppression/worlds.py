"""Other answers than the true ones, and what it costs to allow for them.

A *world* is the truth with a few answers exchanged: here one that was satisfied is not, there one
that was not is. A cell that counts both, or neither, is the same in that world. The others cannot
be shown as numbers any longer, and that is the price.
"""

from dataclasses import dataclass, field

import numpy as np

from .grid import Flags, Grid, Ints
from .model import Rule
from .primary import Status

FIXED = 10**12  # the price of a cell that is published already
EXACT_WEIGHT = 4  # an exact number is worth four bounds, and each in proportion to its base
NOBODY = -1
_MOST_ATOMS = 48  # of a cell that are looked at: enough to choose from, however large the cell
_MOST_REPAIRING = 256
_MOST_REPAIRS = 3


@dataclass(frozen=True)
class World:
    """Changes of the truth: so many more unsatisfied answers in each atom. Equal bases."""

    raised: tuple[tuple[int, int], ...] = ()

    def with_swap(self, raised: int, lowered: int) -> "World":
        """This world with one more exchange; NOBODY on one side leaves that side out."""
        changes = dict(self.raised)
        for atom, change in ((raised, 1), (lowered, -1)):
            if atom != NOBODY:
                changes[atom] = changes.get(atom, 0) + change
        return World(tuple(sorted((atom, change) for atom, change in changes.items() if change)))


@dataclass(frozen=True)
class Step:
    """A world and its price: what is shown now, and could not be shown beside it."""

    world: World
    price: int


@dataclass
class Standing:
    """What is shown, given the worlds allowed for so far.

    status: (cells,) of Status. fixed: (cells,) those that are published already. low, high:
    (cells,) how far the unsatisfied of each cell lie from the truth, over all worlds.
    """

    grid: Grid
    rule: Rule
    status: Ints
    fixed: Flags
    low: Ints = field(init=False)
    high: Ints = field(init=False)
    worlds: list[World] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.low = np.zeros(self.grid.nowhere, dtype=np.int64)
        self.high = np.zeros(self.grid.nowhere, dtype=np.int64)

    def change_of(self, world: World) -> Ints:
        """How many more unsatisfied answers each cell has in that world, (cells,) int64."""
        change = np.zeros(self.grid.nowhere + 1, dtype=np.int64)
        for atom, by in world.raised:
            change[self.grid.ids[atom]] += by
        return change[:-1]

    def breaks(self, change: Ints) -> Flags:
        """The shown cells that a change would make untrue."""
        exact = (self.status == Status.EXACT) & (change != 0)
        most = self.rule.minority
        high = (self.status == Status.HIGH) & (self.grid.cell_unsatisfied + change > most)
        low = (self.status == Status.LOW) & (self.grid.cell_satisfied - change > most)
        broken: Flags = exact | high | low
        return broken

    def allow(self, world: World) -> None:
        """From now on the world is a possible one: what it makes untrue is withheld."""
        change = self.change_of(world)
        self.status[self.breaks(change)] = Status.WITHHELD
        np.minimum(self.low, change, out=self.low)
        np.maximum(self.high, change, out=self.high)
        self.worlds.append(world)

    def cheapest(self, atoms: Ints, world: World, *, up: bool) -> Step | None:
        """The world nearest to that one in which `atoms` have one more unsatisfied answer, or less.

        One exchange, and others elsewhere that put right again what it makes untrue, as long as
        that pays. None if the atoms have no answer to give. Equal prices: the first atoms.
        """
        inside = np.zeros(len(self.grid.satisfied), dtype=np.bool_)
        inside[atoms] = True
        step = self._exchange(inside, world, up=up)
        for _ in range(_MOST_REPAIRS):
            if step is None or step.price == 0:
                break
            repair = self._repair(inside, step.world)
            if repair is None or repair.price >= 0:
                break
            step = Step(repair.world, step.price + repair.price)
        return step

    def _exchange(self, inside: Flags, world: World, *, up: bool) -> Step | None:
        unsatisfied, satisfied = self._answers(world)
        mine, theirs = (satisfied, unsatisfied) if up else (unsatisfied, satisfied)
        here = _some(np.flatnonzero(inside & (mine > 0)))
        if not len(here):
            return None
        there = np.flatnonzero(~inside & (theirs > 0))
        raising, lowering = self._prices(self.change_of(world))
        first, second = (raising, lowering) if up else (lowering, raising)
        own, other, price = self._best(here, there, first, second)
        raised, lowered = (own, other) if up else (other, own)
        return Step(world.with_swap(raised, lowered), price)

    def _repair(self, inside: Flags, world: World) -> Step | None:
        unsatisfied, satisfied = self._answers(world)
        raising, lowering = self._prices(self.change_of(world))
        here = self._promising(np.flatnonzero(~inside & (satisfied > 0)), raising)
        there = self._promising(np.flatnonzero(~inside & (unsatisfied > 0)), lowering)
        if not len(here) or not len(there):
            return None
        raised, lowered, price = self._best(here, there, raising, lowering)
        return Step(world.with_swap(raised, lowered), price)

    def _promising(self, atoms: Ints, prices: Ints) -> Ints:
        """Those whose change would put something right, the best first, at most _MOST_REPAIRING."""
        each = prices[self.grid.ids[atoms]]
        some = (each < 0).any(axis=1)
        order = np.argsort(each[some].sum(axis=1), kind="stable")[:_MOST_REPAIRING]
        return np.sort(atoms[some][order])

    def _answers(self, world: World) -> tuple[Ints, Ints]:
        unsatisfied, satisfied = self.grid.unsatisfied.copy(), self.grid.satisfied.copy()
        for atom, by in world.raised:
            unsatisfied[atom] += by
            satisfied[atom] -= by
        return unsatisfied, satisfied

    def _prices(self, change: Ints) -> tuple[Ints, Ints]:
        """What it costs to raise each cell by one, and to lower it; nowhere costs nothing.

        Less than nothing where that makes true again what the change has made untrue.
        """
        whole = np.where(self.status == Status.EXACT, EXACT_WEIGHT, 1) * self.grid.cell_n
        whole[self.fixed] = FIXED
        now = self.breaks(change)
        raising, lowering = (
            np.append(whole * (self.breaks(change + step).astype(np.int64) - now), 0) for step in (1, -1)
        )
        return raising, lowering

    def _best(self, here: Ints, there: Ints, first: Ints, second: Ints) -> tuple[int, int, int]:
        ids = self.grid.ids
        alone = first[ids[here]].sum(axis=1)
        best = int(alone.argmin())
        answer = int(here[best]), NOBODY, int(alone[best])
        if not len(there):
            return answer
        prices = alone[:, None] + second[ids[there]].sum(axis=1)[None, :]
        both = first + second
        for table in range(ids.shape[1]):
            saved = both[ids[here, table]]
            if saved.any():
                prices -= np.where(ids[here, table][:, None] == ids[there, table], saved[:, None], 0)
        at = int(prices.argmin())
        own, other = divmod(at, len(there))
        if prices.flat[at] <= answer[2]:
            answer = int(here[own]), int(there[other]), int(prices.flat[at])
        return answer


def _some(atoms: Ints) -> Ints:
    """At most _MOST_ATOMS of them, evenly spread."""
    if len(atoms) <= _MOST_ATOMS:
        return atoms
    return atoms[np.linspace(0, len(atoms) - 1, _MOST_ATOMS).astype(np.int64)]
