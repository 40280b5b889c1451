"""The five elements of service, from what citizens named. Laid out as SIPAS, not SIPAS."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from ..reasons import ELEMENTS


class Told(Protocol):
    """How many named something."""

    @property
    def n(self) -> int:
        """The base."""


class Named(Protocol):
    """What was published of those who named one topic; a topic of '' is the element as a whole."""

    @property
    def topic(self) -> str:
        """Its code."""

    @property
    def element(self) -> str | None:
        """One of ELEMENTS, or none."""

    @property
    def cell(self) -> Told:
        """How many named it."""


Reason = TypeVar("Reason", bound=Named)


@dataclass(frozen=True)
class Profile(Generic[Reason]):
    """What was named of each of ELEMENTS, in their order: the whole first, then the topic most named.

    Each reason keeps its own base, interval and state: what may be told of a topic was decided, and a
    sum over an element's topics could tell those few who named two of them. Whoever names one chooses
    to: they compare with each other and over time, not with a survey's.
    """

    elements: dict[str, tuple[Reason, ...]]
    method: str = "elements-1"

    @property
    def present(self) -> tuple[str, ...]:
        """The elements of which anybody named anything, in the order of ELEMENTS."""
        return tuple(name for name, named in self.elements.items() if named)

    @property
    def absent(self) -> tuple[str, ...]:
        """The others."""
        return tuple(name for name, named in self.elements.items() if not named)


def element_profile(reasons: Iterable[Reason]) -> Profile[Reason]:
    """Published reasons by element; those of none are left out."""
    found: dict[str, list[Reason]] = {element: [] for element in ELEMENTS}
    for reason in sorted(reasons, key=lambda one: (bool(one.topic), -one.cell.n, one.topic)):
        if reason.element in found:
            found[reason.element].append(reason)
    return Profile({element: tuple(named) for element, named in found.items()})
