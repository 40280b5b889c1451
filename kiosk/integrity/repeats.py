"""Presses that lie so close together that they are one person's."""

from datetime import datetime, timedelta

from .names import REPEAT
from .recent import Recent


class RepeatRule(Recent[str | None]):
    """Version 1: of presses at one tablet that lie close together, only the first to arrive counts."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self._gap = timedelta(seconds=seconds)

    def mark(self, counter_id: str, channel: str, rating_id: str, instant: datetime) -> str | None:
        """The rule's name if this press repeats a remembered one, else None; remembers it."""
        if channel != "tablet":
            return None
        return self.once(
            counter_id,
            rating_id,
            instant,
            lambda recent: (
                REPEAT if any(abs(instant - press.instant) < self._gap for press in recent) else None
            ),
        )
