"""Once a night the server puts its own record in order, so that nobody has to remember it.

Between two nights the file tells in which order that day's ratings came, and which marks of answered
services came with them (upkeep.py says why). Whoever stops the server in the evening runs `kiosk tidy`.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from .. import periods
from ..storage.db import Database
from . import upkeep

BEGINS, ENDS = 20, 5  # hours of the day in Viet Nam


class Nights:
    """What the writer does between two commits every few minutes: once a night, it tidies."""

    def __init__(self, dispute_days: int, clock: Callable[[], datetime] = periods.now) -> None:
        self._dispute_days, self._clock = dispute_days, clock
        self._done: date | None = None

    def __call__(self, db: Database) -> bool:
        """Do one part of it; whether more is to be done at once.

        Raises sqlite3.OperationalError while others write or the disk is full; asked again, it
        tries again.
        """
        now = self._clock()
        night = night_of(now)
        if night is None or night == self._done:
            return False
        if not upkeep.tidy_next(db, now, self._dispute_days):
            return True
        self._done = night
        return False


def night_of(instant: datetime) -> date | None:
    """The day on whose evening the night began; None by day."""
    local = periods.local(instant)
    if local.hour >= BEGINS:
        return local.date()
    return local.date() - timedelta(days=1) if local.hour < ENDS else None
