"""The index of trust: an index of its own, mixed with no other rate."""

from ..stats.intervals import wilson_interval
from .model import TRUST, Index
from .shares import Share


def trust_index(answers: tuple[int, int] | None, level: float = 0.95) -> Index:
    """Yes of those who said yes or no; whoever skipped the question is in neither.

    Args:
        answers: yes and no; None where it was not asked.
        level: of the interval.

    Its component is absent where it was not asked, and where nobody answered it.

    >>> trust_index((32, 8)).value, trust_index(None).absent
    (0.8, ('trust',))
    """
    yes, no = answers or (0, 0)
    if not yes + no:
        return Index("trust-1", None, (), (TRUST,))
    return Index("trust-1", Share(yes, yes + no, wilson_interval(yes, yes + no, level)), (TRUST,))


def trust_answered(answered: int, raters: int, level: float = 0.95) -> Share | None:
    """How many of those who rated while it was asked answered it as well, with an interval for how
    willing people are. None without raters, and where there are fewer than answered."""
    if not raters or answered > raters:
        return None
    return Share(answered, raters, wilson_interval(answered, raters, level))
