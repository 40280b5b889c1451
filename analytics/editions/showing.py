"""From what was decided to a cell, and cells added up. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..disclosure import Cell, State
from ..indices import Share
from ..stats.intervals import Interval, wilson_interval
from ..suppression import Shown, Status

WIDEST = 0.15  # a cell that lies between two shares further apart says too little to be shown
WIDEST_DOSSIERS = 0.05


@dataclass(frozen=True)
class Known:
    """What is known of a count of satisfied answers, in any case true."""

    n: int
    least: int
    most: int

    def __add__(self, other: "Known") -> "Known":
        return Known(self.n + other.n, self.least + other.least, self.most + other.most)


NOTHING = Known(0, 0, 0)


def known(shown: Shown) -> Known:
    """Of what was decided."""
    return Known(shown.n, shown.least, shown.most)


def cell_of(shown: Shown, needed: int) -> Cell:
    """A cell decided by the suppression."""
    if not shown.n:
        return Cell(State.EMPTY, 0, needed)
    if shown.status is Status.FEW:
        return Cell(State.TOO_FEW, shown.n, needed)
    if shown.status is Status.WITHHELD:
        return Cell(State.WITHHELD, shown.n, needed)
    return said(known(shown), needed)


def said(of: Known, needed: int) -> Cell:
    """As much as is known, as a cell: a share, a bound, two bounds, or none."""
    if not of.n:
        return Cell(State.EMPTY, 0, needed)
    if of.n < needed:
        return Cell(State.TOO_FEW, of.n, needed)
    least, most = of.least / of.n, of.most / of.n
    if of.least == of.most:
        share = Share(of.least, of.n, wilson_interval(of.least, of.n))
        return Cell(State.SHOWN, of.n, needed, share, least, most)
    if most - least > WIDEST:
        return Cell(State.WITHHELD, of.n, needed)
    if of.most == of.n:
        return Cell(State.AT_LEAST, of.n, needed, None, least, most)
    if not of.least:
        return Cell(State.AT_MOST, of.n, needed, None, least, most)
    band = Interval(wilson_interval(of.least, of.n).low, wilson_interval(of.most, of.n).high)
    return Cell(State.BETWEEN, of.n, needed, None, least, most, band)


def told(cell: Cell) -> Known:
    """What a published cell says: what is hidden may be anything."""
    if cell.share is not None:
        return Known(cell.n, cell.share.count, cell.share.count)
    if cell.least is None or cell.most is None:
        return Known(cell.n, 0, cell.n)
    return Known(cell.n, round(cell.least * cell.n), round(cell.most * cell.n))


def added(cells: Iterable[Cell], needed: int) -> Cell:
    """What published cells say together, of answers that no two of them share."""
    return said(sum((told(cell) for cell in cells), NOTHING), needed)


def dossiers(services: int, failed: int, answers: Known, needed: int) -> Cell:
    """The dossier rate: neither failed nor rated unsatisfied, of all services.

    The one-stop system's list tells how many failed; answers: what may be said of those within the
    rate. How many services there are is known to all, so few are TOO_FEW whatever was answered. EMPTY
    without services, and where certainly more are to be subtracted than there are.
    """
    left = services - failed - answers.n
    return dossiers_between(services, left + answers.least, left + answers.most, needed)


def dossiers_between(services: int, least: int, most: int, needed: int) -> Cell:
    """The same where so many are left for certain, and so many at most."""
    if 0 < services < needed:
        return Cell(State.TOO_FEW, services, needed)
    if not services or most < 0:
        return Cell(State.EMPTY, 0, needed)
    low, high = max(least, 0) / services, most / services
    if least == most:
        return Cell(State.SHOWN, services, needed, Share(most, services), low, high)
    state = State.BETWEEN if high - low <= WIDEST_DOSSIERS else State.WITHHELD
    bounds = (low, high) if state is State.BETWEEN else (None, None)
    return Cell(state, services, needed, None, *bounds)
