"""The rules that mark a rating as not counted. None of them looks at the answer.

Rules are versioned and go forward only: the name stored with a rating says which version
marked it. What a rule marks is kept, and shown beside every figure.
"""

from datetime import datetime, timedelta

REPEAT = "repeat-1"
RULES = {
    REPEAT: "another press at the same tablet less than REPEAT_SECONDS before",
}


class RepeatRule:
    """Version 1: of presses at one tablet that follow one another closely, the first counts.

    The instants live in memory alone, because the record keeps no instant; after a restart
    the first press at each tablet counts.
    """

    def __init__(self, seconds: int) -> None:
        self._gap = timedelta(seconds=seconds)
        self._last: dict[str, datetime] = {}

    def mark(self, counter_id: str, channel: str, instant: datetime) -> str | None:
        """The rule's name if a press at that instant repeats an earlier one; remembers it."""
        if channel != "tablet":
            return None
        last = self._last.get(counter_id)
        self._last[counter_id] = max(instant, last or instant)
        return REPEAT if last is not None and abs(instant - last) < self._gap else None
