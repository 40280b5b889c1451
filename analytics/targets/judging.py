"""Whether a target is met, missed, or not to be told yet: from published cells alone. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from ..counts import TOTAL
from ..disclosure import Cell, State, possible_counts
from ..editions.model import Edition
from ..errors import UnknownKey
from ..periods import parse
from ..stats.intervals import wilson_interval
from ..weeks import Period
from .commitments import Commitment

SAMPLED = ("satisfaction",)  # indices of answers, that have an interval; the others are counted
ROUNDING = 1e-9  # a share on its target has met it, whatever the last digit


class TargetVerdict(Enum):
    """What may be said of a commitment."""

    PASS = "pass"  # noqa: S105 (no password)
    FAIL = "fail"
    TOO_EARLY = "too_early"
    NOT_SHOWN = "not_shown"


@dataclass(frozen=True)
class Judged:
    """A commitment, the published cell it was held against, and what came of it.

    period: the one of the cell; ended: whether the commitment's own is over.
    """

    commitment: Commitment
    period: str
    ended: bool
    cell: Cell
    verdict: TargetVerdict


def judge(cell: Cell, target: float, *, sampled: bool = True, ended: bool = True) -> TargetVerdict:
    """Hold a published cell against a target share, 0 to 1.

    Nothing but what is published goes in, so the verdict tells nothing new: a cell that shows
    nothing gives NOT_SHOWN, and one that shows bounds gives a verdict only if every count within
    them would give the same one.

    Args:
        cell: as an edition or table shows it.
        target: above 0, at most 1.
        sampled: whether those who answered stand for others. Then PASS needs the whole 95 %
            interval at or above the target, FAIL the whole of it below. Otherwise everything was
            counted, and the share itself decides, once the period is over.
        ended: whether the target's period is over.

    Raises:
        ValueError: the target is outside its range.

    >>> from ..indices import Share
    >>> judge(Cell(State.SHOWN, 200, 10, Share(190, 200)), 0.90)
    <TargetVerdict.PASS: 'pass'>
    """
    if not 0 < target <= 1:
        raise ValueError(f"a target lies above 0 and up to 1, not at {target}")
    counts = possible_counts(cell)
    if counts is None:
        return TargetVerdict.NOT_SHOWN
    if not sampled and not ended:
        return TargetVerdict.TOO_EARLY
    fewest, most = (_of_count(count, cell.n, target, sampled=sampled) for count in counts)
    return fewest if fewest is most else TargetVerdict.NOT_SHOWN


def judged(edition: Edition, commitments: Iterable[Commitment]) -> tuple[Judged, ...]:
    """Every commitment whose period holds the edition's, judged from its cells, in the order given.

    A target of the year is held against a month, too: how the unit stood in it. It is over only
    when an edition of the year itself says so.
    """
    of = parse(edition.period)
    return tuple(
        _judged(edition, of, commitment)
        for commitment in commitments
        if commitment.period.first_day <= of.first_day and of.end_day <= commitment.period.end_day
    )


def _judged(edition: Edition, of: Period, commitment: Commitment) -> Judged:
    cell = cell_of(edition, commitment)
    ended = commitment.period == of
    verdict = judge(cell, commitment.target, sampled=commitment.index in SAMPLED, ended=ended)
    return Judged(commitment, edition.period, ended, cell, verdict)


def cell_of(edition: Edition, commitment: Commitment) -> Cell:
    """The published cell; an empty one for a unit of which nothing was published."""
    table = TOTAL if commitment.unit_id == TOTAL else "unit"
    try:
        row = edition.row(table, commitment.unit_id)
    except UnknownKey:
        return Cell(State.EMPTY, 0, 0)
    found: Cell = getattr(row, commitment.index)
    return found


def _of_count(count: int, n: int, target: float, *, sampled: bool) -> TargetVerdict:
    low = high = count / n
    if sampled:
        interval = wilson_interval(count, n)
        low, high = interval.low, interval.high
    if low >= target - ROUNDING:
        return TargetVerdict.PASS
    return TargetVerdict.FAIL if high < target - ROUNDING else TargetVerdict.TOO_EARLY
