"""What may be shown of a share: one rule for screen, export and picture. Pure.

Too few answers say nothing and point at persons: such a cell is withheld. A cell in which all
were equal would tell what each one said: it is shown as a bound.
"""

from dataclasses import dataclass
from enum import Enum
from math import ceil, floor

from .indices import Share
from .stats.intervals import Interval

_ROUNDING = 1e-9  # a share on a whole count is that count, whatever the last digit
BOUND = 0.05  # an all-equal cell is shown as at least 95 %, or at most 5 %


@dataclass(frozen=True)
class Thresholds:
    """The smallest base of a percentage: of an officer's, and of any other."""

    officer: int = 30
    other: int = 10

    def needed(self, kind: str) -> int:
        """The smallest base for cells of this kind."""
        return self.officer if kind == "officer" else self.other


class State(Enum):
    """How much of a cell is shown."""

    SHOWN = "shown"
    AT_LEAST = "at_least"  # all equal: no less than 1 - BOUND
    AT_MOST = "at_most"  # all equal: no more than BOUND
    TOO_FEW = "too_few"
    EMPTY = "empty"  # nothing to take a share of
    WITHHELD = "withheld"  # it would tell answers that may not be told
    BETWEEN = "between"  # it follows from published cells only that it lies between two shares


BOUNDS = (State.AT_LEAST, State.AT_MOST)


@dataclass(frozen=True)
class Cell:
    """A share as it may be shown. `share` is None unless all of it may be.

    n: the base, always shown. needed: the base below which nothing is. least, most: shares between
    which it lies for certain, in an edition; None where only the state's own bound may be said. band:
    of one that lies between two shares, the interval around both.
    """

    state: State
    n: int
    needed: int
    share: Share | None = None
    least: float | None = None
    most: float | None = None
    band: Interval | None = None

    @property
    def interval(self) -> Interval | None:
        """In which the true share lies; None where there is none, or nothing was sampled."""
        return self.band if self.share is None else self.share.interval

    @property
    def value(self) -> float | None:
        """The share where it may be shown, 0 to 1."""
        return None if self.share is None else self.share.value


def possible_counts(cell: Cell) -> tuple[int, int] | None:
    """The fewest and the most that may have been counted, as far as the cell tells; None: it does not.

    >>> possible_counts(Cell(State.BETWEEN, 40, 10, None, 0.55, 0.65))
    (22, 26)
    """
    if cell.share is not None:
        return cell.share.count, cell.share.count
    if cell.state in BOUNDS:
        high = cell.state is State.AT_LEAST
        least = cell.least if cell.least is not None else (1 - BOUND if high else 0.0)
        most = cell.most if cell.most is not None else (1.0 if high else BOUND)
    elif cell.state is State.BETWEEN and cell.least is not None and cell.most is not None:
        least, most = cell.least, cell.most
    else:
        return None
    return ceil(least * cell.n - _ROUNDING), floor(most * cell.n + _ROUNDING)


def disclose(kind: str, share: Share | None, thresholds: Thresholds | None = None) -> Cell:
    """A share about answers, as much of it as may be shown. `kind` says whose it is."""
    cell = disclose_response(kind, share, thresholds)
    if cell.share is None or not cell.share.all_equal:
        return cell
    state = State.AT_LEAST if cell.share.count else State.AT_MOST
    return Cell(state, cell.n, cell.needed)


def disclose_response(kind: str, share: Share | None, thresholds: Thresholds | None = None) -> Cell:
    """A response rate: it tells who answered but not what, so that all or none may be shown."""
    needed = (thresholds or Thresholds()).needed(kind)
    if share is None:
        return Cell(State.EMPTY, 0, needed)
    if share.n < needed:
        return Cell(State.TOO_FEW, share.n, needed)
    return Cell(State.SHOWN, share.n, needed, share)


def disclose_dossiers(
    kind: str,
    services: int,
    share: Share | None,
    answers: Share | None,
    satisfaction: Cell,
    *,
    thresholds: Thresholds | None = None,
) -> Cell:
    """A dossier rate, as much of it as the answers within it allow.

    The one-stop system's list tells how many dossiers failed; what else is missing from the rate
    are the unsatisfied answers, to the last one. So it is withheld where these are too few or all
    alike, and beside a satisfaction rate that is only bounded. Without an answer it tells none.

    services: the dossiers, few or many, though there be no rate of them. share: None without
    dossiers, and where more are to be subtracted than there are: that there is no rate would tell
    the answers too, and is said under the same conditions. answers: satisfied among the answers
    within the rate; None for none.
    """
    cell = disclose(kind, share, thresholds)
    if not services:
        return cell
    if services < cell.needed:
        return Cell(State.TOO_FEW, services, cell.needed)
    if answers is None:
        return cell
    told = answers.n >= cell.needed and not answers.all_equal and satisfaction.state not in BOUNDS
    return cell if told else Cell(State.WITHHELD, services, cell.needed)


def disclose_with_excluded(
    kind: str, share: Share | None, excluded: Share | None, thresholds: Thresholds | None = None
) -> Cell:
    """A satisfaction rate as it would be with the ratings that rules left out.

    Beside the rate without them it tells what those ratings said: so it is shown only where they
    might be shown by themselves. EMPTY where nothing was left out.

    excluded: satisfied among the ratings left out; None for none.
    """
    apart = disclose(kind, excluded, thresholds)
    if share is None or excluded is None:
        return Cell(State.EMPTY, 0, apart.needed)
    if apart.state in BOUNDS:
        return Cell(State.WITHHELD, share.n, apart.needed)
    return Cell(apart.state, share.n, apart.needed, share if apart.share else None)
