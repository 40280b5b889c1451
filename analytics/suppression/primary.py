"""What is hidden by itself: too few answers, or nearly all alike."""

from collections.abc import Sequence
from enum import IntEnum

import numpy as np

from .grid import Flags, Grid, Ints
from .model import Rule, Table

SMALLEST_STEP = 4


class Status(IntEnum):
    """How much of a cell is shown."""

    EXACT = 0
    HIGH = 1  # at most `minority` unsatisfied: shown as a lower bound
    LOW = 2  # at most `minority` satisfied: shown as an upper bound
    FEW = 3  # its base is too small
    WITHHELD = 4  # it would tell about another
    RANGE = 5  # so would its number, but not between which two of a fixed scale it lies


def needed(grid: Grid, tables: Sequence[Table], rule: Rule) -> Ints:
    """The smallest base of each cell."""
    by_table = np.array([table.needed(rule.thresholds) for table in tables], dtype=np.int64)
    return by_table[grid.table_of]


def primary(grid: Grid, bases: Ints, rule: Rule) -> Ints:
    """The Status of each cell by its own counts."""
    status = np.full(grid.nowhere, Status.EXACT, dtype=np.int64)
    status[grid.cell_satisfied <= rule.minority] = Status.LOW
    status[grid.cell_unsatisfied <= rule.minority] = Status.HIGH
    status[grid.cell_n < bases] = Status.FEW
    return status


def scale_of(n: Ints, unsatisfied: Ints) -> tuple[Ints, Ints]:
    """The step of each cell's scale in which its count lies: from which, and to which count.

    The steps hang on the base alone: five counts each for a base of a hundred, six for two hundred.
    A step that followed the count would have it in its middle.
    """
    width = SMALLEST_STEP + n // 100
    steps = np.maximum((n + 1) // width, 1)
    step = np.minimum(unsatisfied // width, steps - 1)
    return step * width, np.where(step == steps - 1, n, (step + 1) * width - 1)


def doubt(grid: Grid, status: Ints, in_bound: Flags, rule: Rule) -> Ints:
    """How far apart the possible counts of each cell must lie at least; 0 for exact ones."""
    need = np.minimum(grid.cell_n, np.where(in_bound, min(rule.minority, rule.spread), rule.spread))
    need[(status == Status.HIGH) | (status == Status.LOW)] = rule.minority
    need[(status == Status.WITHHELD) | (status == Status.RANGE)] = 1
    need[status == Status.EXACT] = 0
    return need
