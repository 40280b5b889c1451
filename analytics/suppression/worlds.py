"""Other answers than the true ones, and what it costs to allow for them.

A *world* is the truth with a few answers exchanged: here one that was satisfied is not, there one
that was not is. A cell that counts both, or neither, is the same in that world. The others cannot
be shown as numbers any longer, and that is the price.
"""

from dataclasses import dataclass, field

import numpy as np

from .grid import Flags, Grid, Ints
from .model import Rule
from .primary import Status, scale_of

FIXED = 10**12  # the price of a cell that is published already
EXACT_WEIGHT = 4  # an exact number is worth four bounds, and each in proportion to its base
NOBODY = -1
_MOST_ATOMS = 48  # of a cell that are looked at: enough to choose from, however large the cell
_MOST_REPAIRING = 96
_MOST_TRIED = 4
QUICK, THOROUGH = 24, 200  # partners that are tried where all touch what is published
_ANY = 10**9
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

    status: (cells,) of Status. fixed: (cells,) those that are published already. worth: (cells,)
    that of their tables. cheap: (cells,) those that are worth less than any other. low, high: (cells,)
    how far the unsatisfied of each cell lie from the truth, over all worlds.
    """

    grid: Grid
    rule: Rule
    status: Ints
    fixed: Flags
    worth: Ints
    cheap: Flags
    low: Ints = field(init=False)
    high: Ints = field(init=False)
    worlds: list[World] = field(default_factory=list)
    most_tried: int = QUICK

    def __post_init__(self) -> None:
        grid, status = self.grid, self.status
        self.low, self.high = np.zeros((2, grid.nowhere), dtype=np.int64)
        # How far a cell may move before what is shown of it is untrue.
        self._least, self._most = np.full((2, grid.nowhere), [[-_ANY], [_ANY]])
        self._least[status == Status.EXACT] = self._most[status == Status.EXACT] = 0
        high, low = status == Status.HIGH, status == Status.LOW
        self._most[high] = (self.rule.minority - grid.cell_unsatisfied)[high]
        self._least[low] = (grid.cell_satisfied - self.rule.minority)[low]
        start, end = scale_of(grid.cell_n, grid.cell_unsatisfied)
        self._down, self._up = start - grid.cell_unsatisfied, end - grid.cell_unsatisfied
        ranged = status == Status.RANGE
        self._least[ranged], self._most[ranged] = self._down[ranged], self._up[ranged]
        self._price = np.where(status == Status.EXACT, EXACT_WEIGHT, 1) * grid.cell_n * self.worth
        self._price[self.cheap] = 1
        self._price[self.fixed] = FIXED

    def fix(self, cells: Flags) -> None:
        """From now on these stay as they are."""
        self.fixed = self.fixed | cells
        self._price[self.fixed] = FIXED
        self.cheap = self.cheap & ~self.fixed

    def change_of(self, world: World) -> Ints:
        """How many more unsatisfied answers each cell has in that world, (cells,) int64."""
        change = np.zeros(self.grid.nowhere + 1, dtype=np.int64)
        for atom, by in world.raised:
            change[self.grid.ids[atom]] += by
        return change[:-1]

    def withhold(self, cells: Ints | Flags) -> None:
        """Show nothing of these cells."""
        self.status[cells] = Status.WITHHELD
        self._least[cells], self._most[cells] = -_ANY, _ANY

    def allow(self, world: World) -> None:
        """From now on the world is a possible one: what it makes untrue is shown less exactly."""
        change = self.change_of(world)
        broken = self._breaks(change)
        np.minimum(self.low, change, out=self.low)
        np.maximum(self.high, change, out=self.high)
        self.worlds.append(world)
        within = (self._down <= self.low) & (self.high <= self._up)
        self.withhold(broken & ~within)
        self._show_range(broken & within)

    def _show_range(self, cells: Flags) -> None:
        """Show of these cells no more than the step of the scale in which all worlds agree."""
        self.status[cells] = Status.RANGE
        self._least[cells], self._most[cells] = self._down[cells], self._up[cells]
        cheaper = cells & ~self.fixed & ~self.cheap
        self._price[cheaper] = (self.grid.cell_n * self.worth)[cheaper]

    def nearest(self, atoms: Ints, world: World, *, up: bool) -> Step | None:
        """The cheapest world in which `atoms` have one more unsatisfied answer than in that one.

        Or one less. It takes one exchange, and others elsewhere that put right again what it makes
        untrue, as long as that pays. None if the atoms have no answer to give. Equal prices: the
        first atoms. Where all that would touch what is published already, many more are tried.
        """
        inside = np.zeros(len(self.grid.satisfied), dtype=np.bool_)
        inside[atoms] = True
        steps = self._exchanges(inside, world, up=up)
        best = self._best_of(inside, steps[:_MOST_TRIED])
        for start in range(_MOST_TRIED, len(steps), _MOST_TRIED):
            if best is None or best.price < FIXED:
                break
            best = self._best_of(inside, [best, *steps[start : start + _MOST_TRIED]])
        return best

    def _best_of(self, inside: Flags, steps: list[Step]) -> Step | None:
        if steps and steps[0].price:
            steps = [self._repaired(inside, step) for step in steps]
        return min(steps, key=lambda step: step.price, default=None)

    def _exchanges(self, inside: Flags, world: World, *, up: bool) -> list[Step]:
        """The cheapest exchange, and the cheapest within the same cell of each table."""
        unsatisfied, satisfied = self._answers(world)
        mine, theirs = (satisfied, unsatisfied) if up else (unsatisfied, satisfied)
        here = _some(np.flatnonzero(inside & (mine > 0)))
        if not len(here):
            return []
        there = np.flatnonzero(~inside & (theirs > 0))
        raising, lowering = self._prices(self.change_of(world))
        first, second = (raising, lowering) if up else (lowering, raising)
        alone = first[self.grid.ids[here]].sum(axis=1)
        found = {(int(here[alone.argmin()]), NOBODY): int(alone.min())}
        prices, alike = self._matrix(here, there, first, second)
        for among in (np.ones_like(prices, dtype=np.bool_), *alike):
            if among.any():
                own, other = divmod(int(np.where(among, prices, 2 * FIXED).argmin()), len(there))
                found[int(here[own]), int(there[other])] = int(prices[own, other])
            if not min(found.values()):
                break
        if prices.size and min(found.values()) >= FIXED:
            for other in np.argsort(prices.min(axis=0), kind="stable")[: self.most_tried].tolist():
                own = int(prices[:, other].argmin())
                found[int(here[own]), int(there[other])] = int(prices[own, other])
        return sorted(
            (
                Step(world.with_swap(*(pair if up else pair[::-1])), price)
                for pair, price in found.items()
            ),
            key=lambda step: step.price,
        )

    def _repaired(self, inside: Flags, step: Step) -> Step:
        for _ in range(_MOST_REPAIRS):
            repair = self._repair(inside, step.world) if step.price else None
            if repair is None or repair.price >= 0:
                break
            step = Step(repair.world, step.price + repair.price)
        return step

    def _repair(self, inside: Flags, world: World) -> Step | None:
        unsatisfied, satisfied = self._answers(world)
        raising, lowering = self._prices(self.change_of(world))
        here = self._promising(~inside & (satisfied > 0), raising)
        there = self._promising(~inside & (unsatisfied > 0), lowering)
        if not len(here) or not len(there):
            return None
        prices, _ = self._matrix(here, there, raising, lowering)
        raised, lowered = divmod(int(prices.argmin()), len(there))
        world = world.with_swap(int(here[raised]), int(there[lowered]))
        return Step(world, int(prices[raised, lowered]))

    def _promising(self, able: Flags, prices: Ints) -> Ints:
        """Those whose change would put something right, the best first, at most _MOST_REPAIRING."""
        chosen = np.zeros_like(able)
        for cell in np.flatnonzero(prices < 0).tolist():
            chosen[self.grid.atoms_of(cell)] = True
        atoms = np.flatnonzero(chosen & able)
        order = np.argsort(prices[self.grid.ids[atoms]].sum(axis=1), kind="stable")[:_MOST_REPAIRING]
        return np.sort(atoms[order])

    def _answers(self, world: World) -> tuple[Ints, Ints]:
        unsatisfied, satisfied = self.grid.unsatisfied.copy(), self.grid.satisfied.copy()
        for atom, by in world.raised:
            unsatisfied[atom] += by
            satisfied[atom] -= by
        return unsatisfied, satisfied

    def _breaks(self, change: Ints) -> Flags:
        """The shown cells that a change would make untrue."""
        broken: Flags = (change < self._least) | (change > self._most)
        return broken

    def _prices(self, change: Ints) -> tuple[Ints, Ints]:
        """What it costs to raise each cell by one, and to lower it; nowhere costs nothing.

        Less than nothing where that makes true again what the change has made untrue.
        """
        now = self._breaks(change).astype(np.int64)
        raising, lowering = (
            np.append(self._price * (self._breaks(change + step) - now), 0) for step in (1, -1)
        )
        return raising, lowering

    def _matrix(self, here: Ints, there: Ints, first: Ints, second: Ints) -> tuple[Ints, list[Flags]]:
        """The price of each exchange, (here, there); and who are alike in each table that counts."""
        mine, yours = self.grid.ids[here], self.grid.ids[there]
        prices = first[mine].sum(axis=1)[:, None] + second[yours].sum(axis=1)[None, :]
        both, alike = first + second, []
        for table in range(mine.shape[1]):
            saved = both[mine[:, table]]
            if saved.any() and len(there):
                same = mine[:, table][:, None] == yours[:, table]
                prices -= same * saved[:, None]
                alike.append(same)
        return prices, alike


def _some(atoms: Ints) -> Ints:
    """At most _MOST_ATOMS of them, evenly spread."""
    if len(atoms) <= _MOST_ATOMS:
        return atoms
    return atoms[np.linspace(0, len(atoms) - 1, _MOST_ATOMS).astype(np.int64)]
