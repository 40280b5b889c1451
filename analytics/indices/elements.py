"""The five elements of service, from the reasons that citizens name. Laid out as SIPAS, not SIPAS."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..counts import Counts
from ..reasons import ELEMENTS
from ..stats.intervals import wilson_interval
from .model import Index
from .shares import Share


@dataclass(frozen=True)
class Profile:
    """An index for each of ELEMENTS, and how much of the answers it rests on.

    named: ratings that named any reason, of all counted ones; None without ratings. Whoever names
    one chooses to: the elements compare with each other and over time, not with a survey's.
    """

    elements: dict[str, Index]
    named: Share | None

    @property
    def present(self) -> tuple[str, ...]:
        """The elements that anybody named, in the order of ELEMENTS."""
        return tuple(name for name, index in self.elements.items() if index.share)

    @property
    def absent(self) -> tuple[str, ...]:
        """The others."""
        return tuple(name for name, index in self.elements.items() if not index.share)


def element_profile(
    mentions: Mapping[str, tuple[int, int]],
    named: tuple[int, int],
    counts: Counts,
    level: float = 0.95,
) -> Profile:
    """What was good of each element, by those who named it.

    Args:
        mentions: by element, the satisfied and unsatisfied ratings that named a reason of it.
        named: the satisfied and unsatisfied ratings that named any.
        counts: all counted ratings of the same scope.

    A rating that names several elements is in each of them once, so their bases do not add up.
    Raises ValueError if more named a reason than answered.
    """
    if sum(named) > counts.n or any(sum(answers) > sum(named) for answers in mentions.values()):
        raise ValueError("more ratings named a reason than there are: the counts are not of one scope")
    return Profile(
        {element: _index(element, mentions.get(element, (0, 0)), level) for element in ELEMENTS},
        _share(sum(named), counts.n, level),
    )


def _index(element: str, answers: tuple[int, int], level: float) -> Index:
    share = _share(answers[0], sum(answers), level)
    return Index("elements-1", share, (element,) if share else (), () if share else (element,))


def _share(count: int, n: int, level: float) -> Share | None:
    return Share(count, n, wilson_interval(count, n, level)) if n else None
