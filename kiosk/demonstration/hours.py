"""When people come: working days of August 2026, the hours of a centre, and their crowds."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from ..periods import VIET_NAM

FIRST, LAST = date(2026, 8, 1), date(2026, 8, 31)
HALF_DAYS = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
SLOT = timedelta(minutes=30)

# Crowd in each half hour from 7:30 to 11:30 and from 13:30 to 17:00, before the days differ.
_CROWD = (6, 11, 12, 11, 10, 9, 7, 4, 5, 8, 9, 9, 8, 6, 3)
_BY_WEEKDAY = (1.35, 1.05, 0.95, 0.9, 0.95)
_MONDAY_PEAK = 1.8  # Monday from 8 to 10
_CLOSING = timedelta(minutes=4)  # nobody is called up in the last minutes of a slot


@dataclass(frozen=True)
class Slot:
    """Half an hour in which a centre is open."""

    starts: datetime
    half_day: int
    crowd: float

    def instant(self, chance: float) -> datetime:
        """The instant at that share of the slot, whole seconds."""
        return self.starts + timedelta(seconds=int(chance * (SLOT - _CLOSING).total_seconds()))


def working_days() -> list[date]:
    """Mondays to Fridays of the month; it has no public holiday."""
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    return [day for day in days if day.weekday() < 5]


def before(day: date, working: int) -> date:
    """The day that lies so many working days (Monday to Friday) before; 0 is the day itself."""
    weeks, rest = divmod(working, 5)
    day -= timedelta(weeks=weeks)
    while rest:
        day -= timedelta(days=1)
        rest -= day.weekday() < 5
    return day


def slots() -> list[Slot]:
    """Every open half hour of the month, in time order."""
    found = []
    for day in working_days():
        starts = _starts(day)
        for (half_day, start), crowd in zip(starts, _CROWD, strict=True):
            peak = _MONDAY_PEAK if day.weekday() == 0 and time(8) <= start.time() < time(10) else 1.0
            found.append(Slot(start, half_day, crowd * peak * _BY_WEEKDAY[day.weekday()]))
    return found


def _starts(day: date) -> list[tuple[int, datetime]]:
    found = []
    for half_day, (opens, closes) in enumerate(HALF_DAYS):
        start = datetime.combine(day, opens, VIET_NAM)
        while start.time() < closes:
            found.append((half_day, start))
            start += SLOT
    return found


def drifted(slots_of_month: list[Slot], random: Random) -> list[float]:
    """Crowds of one unit: each week and day a little other than its neighbours."""
    weeks: dict[int, float] = {}
    days: dict[date, float] = {}
    crowds = []
    for slot in slots_of_month:
        day = slot.starts.date()
        week = weeks.setdefault(day.isocalendar().week, random.uniform(0.88, 1.12))
        today = days.setdefault(day, random.uniform(0.85, 1.15))
        crowds.append(slot.crowd * week * today)
    return crowds
