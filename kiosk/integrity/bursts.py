"""More presses than a counter can serve people."""

from datetime import datetime, timedelta

from .names import BURST
from .recent import Recent

BURST_PRESSES, BURST_SECONDS = 6, 300


class BurstRule(Recent[str | None]):
    """Version 1: of presses at one tablet that are tied to no service, the seventh within five minutes
    does not count, nor does what follows before five minutes hold fewer than six others.

    Six in five minutes is more than one person a minute, every one of whom answers. A press that is
    tied to a service is never asked about here and takes nobody's place: else a row of false presses
    could keep a citizen's own from being counted.
    """

    def __init__(self, presses: int = BURST_PRESSES) -> None:
        """presses: how many count; 0: the rule is not in use."""
        super().__init__()
        self._presses = presses

    def mark(self, counter_id: str, rating_id: str, instant: datetime) -> str | None:
        """The rule's name if too many came before this press, else None; remembers it."""
        if not self._presses:
            return None
        first = instant - timedelta(seconds=BURST_SECONDS)
        return self.once(
            counter_id,
            rating_id,
            instant,
            lambda recent: (
                BURST
                if sum(first < press.instant <= instant for press in recent) >= self._presses
                else None
            ),
        )
