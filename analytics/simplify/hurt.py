"""Citizens hurt by a procedure: dossiers times dissatisfaction above expectation."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..counts import UNKNOWN
from ..disclosure import Cell
from ..editions.model import Row
from ..stats.binomial import binomial
from ..stats.comparison import Difference, share_difference
from ..stats.multiplicity import benjamini_hochberg

FALSE_SIGNALS = 0.05  # expected share of false ones among the procedures that are ranked


@dataclass(frozen=True)
class Hurt:
    """One procedure against all others of the same scope and period.

    excess: dissatisfaction here less that of all others, -1 to 1, with its interval. dossiers:
    finished ones. of_ratings: none are known to the record, so that the ratings stand for them.
    false_alarm: the chance of so many unsatisfied, or more, were it like the others.
    """

    row: Row
    excess: Difference
    dossiers: int
    of_ratings: bool
    false_alarm: float

    @property
    def citizens(self) -> float:
        """Citizens hurt: dossiers times excess; negative where fewer are than expected.

        It takes the silent to feel as those who answered; `certain` does not.
        """
        return self.dossiers * self.excess.value

    @property
    def interval(self) -> tuple[float, float]:
        """Citizens hurt at the bounds of the 95 % interval of the excess."""
        return self.dossiers * self.excess.low, self.dossiers * self.excess.high

    @property
    def certain(self) -> int:
        """Those who said themselves that they were not satisfied."""
        return self.excess.satisfied


@dataclass(frozen=True)
class Ranking:
    """Procedures by how many citizens they hurt.

    clear: those that stand out, most citizens first. unclear: chance alone may explain them, or
    they are as good as others; in the order of keys, which is none. thin: too few answers to say,
    or not shown. expected: dissatisfaction of all together, 0 to 1; None where it is not shown.
    """

    clear: tuple[Hurt, ...]
    unclear: tuple[Hurt, ...]
    thin: tuple[Row, ...]
    expected: float | None

    @property
    def compared(self) -> int:
        """How many procedures there were to choose from."""
        return len(self.clear) + len(self.unclear)


def rank(total: Cell, rows: Sequence[Row], false_signals: float = FALSE_SIGNALS) -> Ranking:
    """Rank procedures by citizens hurt, where that is more than chance explains.

    Args:
        total: the satisfaction of all ratings of the scope, as it was published.
        rows: the procedures of the same scope and period; what nobody knew is left out.
        false_signals: strictly between 0 and 1; of all that are ranked, on average at most so many
            are there by chance.

    Returns:
        Ranking. Without a published total nothing can be expected, and every row is thin.

    A procedure is held against all other ratings of the scope, itself taken out, by Newcombe's
    interval; which ones stand out is decided by the exact binomial chance and Benjamini and
    Hochberg's procedure over all of them, one-sided.
    """
    known = [row for row in rows if row.key != UNKNOWN]
    found = {row.key: hurt for row in known if (hurt := _hurt(total, row))}
    chances = [one.false_alarm for one in found.values()]
    stands_out = dict(zip(found, benjamini_hochberg(chances, false_signals).stands_out, strict=True))
    clear = [one for key, one in found.items() if stands_out[key] and one.excess.low > 0]
    clear.sort(key=lambda one: (-one.citizens, one.row.key))
    unclear = sorted((one for one in found.values() if one not in clear), key=lambda one: one.row.key)
    thin = tuple(sorted((row for row in known if row.key not in found), key=lambda row: row.key))
    expected = None if total.share is None else 1 - total.share.value
    return Ranking(tuple(clear), tuple(unclear), thin, expected)


def _hurt(total: Cell, row: Row) -> Hurt | None:
    own, all_of = row.satisfaction.share, total.share
    if own is None or all_of is None or all_of.n <= own.n:
        return None
    bad, others = own.n - own.count, all_of.n - own.n
    others_bad = all_of.n - all_of.count - bad
    if not 0 <= others_bad <= others:  # a scope that does not hold the procedure
        return None
    return Hurt(
        row=row,
        excess=share_difference(bad, own.n, others_bad, others),
        dossiers=row.services or own.n,
        of_ratings=not row.services,
        false_alarm=binomial(own.n, others_bad / others).at_least(bad),
    )
