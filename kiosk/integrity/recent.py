"""The last presses at each tablet, and what was said of each.

The instants live in memory alone, because the record keeps none; after a restart each tablet begins
anew. A press whose storing failed is remembered too: sent again, it gets what was said of it.
"""

from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

REMEMBERED = 32  # presses at each tablet: a backlog is delivered in order, so neighbours are near


class Press(NamedTuple, Generic[T]):
    """One press, and what was said of it."""

    rating_id: str
    instant: datetime
    said: T


class Recent(Generic[T]):
    """What a rule remembers of each counter's tablet."""

    def __init__(self) -> None:
        self._recent: dict[str, deque[Press[T]]] = {}

    def once(
        self,
        counter_id: str,
        rating_id: str,
        instant: datetime,
        judge: Callable[[Sequence[Press[T]]], T],
    ) -> T:
        """What `judge` says of this press, given the others; what it said, if it is remembered."""
        recent = self._recent.setdefault(counter_id, deque(maxlen=REMEMBERED))
        for press in recent:
            if press.rating_id == rating_id:
                return press.said
        said = judge(tuple(recent))
        recent.append(Press(rating_id, instant, said))
        return said
