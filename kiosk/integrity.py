"""The rules that mark a rating as not counted. None of them looks at the answer.

Rules are versioned and go forward only: the name stored with a rating says which version
marked it. What a rule marks is kept, and shown beside every figure.
"""

from collections import deque
from datetime import datetime, timedelta
from typing import NamedTuple

CLONE, CLOCK, CLOSED, REPEAT = "clone-1", "clock-1", "closed-1", "repeat-1"
REMEMBERED = 32  # presses at each tablet: a backlog is delivered in order, so neighbours are near
# In the order in which they are said, where several apply.
RULES = {
    CLONE: "from a tablet of which there are two: one number came with different ratings",
    CLOCK: "the tablet's clock was so wrong that the hour of the press is not known",
    CLOSED: "pressed at a tablet outside its centre's opening hours",
    REPEAT: "another press at the same tablet less than REPEAT_SECONDS before",
}


class _Press(NamedTuple):
    rating_id: str
    instant: datetime
    rule: str | None


class RepeatRule:
    """Version 1: of presses at one tablet that lie close together, only the first to arrive counts.

    The instants live in memory alone, because the record keeps none; after a restart the
    first press at each tablet counts. A press whose storing failed is remembered too: sent
    again, it gets the mark it had and is no repeat of itself.
    """

    def __init__(self, seconds: int) -> None:
        self._gap = timedelta(seconds=seconds)
        self._recent: dict[str, deque[_Press]] = {}

    def mark(self, counter_id: str, channel: str, rating_id: str, instant: datetime) -> str | None:
        """The rule's name if this press repeats a remembered one, else None; remembers it."""
        if channel != "tablet":
            return None
        recent = self._recent.setdefault(counter_id, deque(maxlen=REMEMBERED))
        for press in recent:
            if press.rating_id == rating_id:
                return press.rule
        near = any(abs(instant - press.instant) < self._gap for press in recent)
        recent.append(_Press(rating_id, instant, REPEAT if near else None))
        return recent[-1].rule
