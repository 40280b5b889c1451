"""From an instant to the civil day, hour slot and ISO week of Viet Nam; nothing else converts time."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

# Asia/Ho_Chi_Minh: UTC+7 all year, unchanged since 1975, so no time-zone files are needed.
# A test compares it with the zone's own history.
VIET_NAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
_STAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def local(instant: datetime) -> datetime:
    """The same instant on Viet Nam's clocks. Raises ValueError for a naive instant."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(VIET_NAM)


def civil_day(instant: datetime) -> date:
    """The civil day in Viet Nam: 17:00 UTC already belongs to the next one."""
    return local(instant).date()


def iso_week(day: date) -> str:
    """The ISO week with its ISO year.

    >>> iso_week(date(2027, 1, 1))
    '2026-W53'
    """
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


class Slot(NamedTuple):
    """The hour into which an instant falls: all the time that a rating keeps."""

    iso_week: str
    day: str
    hour: int


def slot(instant: datetime) -> Slot:
    """The instant's hour in Viet Nam, with its day and ISO week as text."""
    return _slot(int(instant.timestamp() // 3600))


@lru_cache(maxsize=4096)
def _slot(hours_since_1970: int) -> Slot:
    start = local(datetime.fromtimestamp(hours_since_1970 * 3600, UTC))
    return Slot(iso_week(start.date()), start.date().isoformat(), start.hour)


def start_of_hour(day: str, hour: int = 0) -> datetime:
    """The first instant of an hour of a civil day (as text) in Viet Nam."""
    return datetime.fromisoformat(f"{day}T{hour:02d}:00:00").replace(tzinfo=VIET_NAM)


def stamp(instant: datetime) -> str:
    """An instant as stored text: UTC, whole seconds, comparable as text."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def parse_stamp(text: str) -> datetime:
    """The instant that `stamp` wrote. Raises ValueError for any other text."""
    if not _STAMP.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)  # strptime takes twenty times as long
