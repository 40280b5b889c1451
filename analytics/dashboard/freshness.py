"""Where the figures are, what time it is, and how the running week stays fresh."""

import threading
from datetime import date
from pathlib import Path

from .. import rollup
from ..rollup import Clock
from ..weeks import civil_day


class Freshness:
    """The two files of an instance, and the one refresh that may run at a time."""

    def __init__(self, instance: Path, clock: Clock) -> None:
        self.record = instance / "kiosk.db"
        self.derived = instance / "analytics.db"
        self._clock = clock
        self._refreshing = threading.Lock()

    def today(self) -> date:
        """The civil day in Viet Nam."""
        return civil_day(self._clock())

    def refresh_if_needed(self) -> None:
        """Recompute what has changed; whoever comes meanwhile sees the figures as they were.

        Raises RecordUnavailable, ContractBroken or FiguresUnavailable.
        """
        must_wait = not self.derived.exists()
        if not self._refreshing.acquire(blocking=must_wait):
            return
        try:
            if not rollup.is_current(self.record, self.derived):
                rollup.refresh(self.record, self.derived, clock=self._clock)
        finally:
            self._refreshing.release()
