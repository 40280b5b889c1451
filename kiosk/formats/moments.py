"""Days and times as tables from outside write them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from .. import periods
from ..errors import N_
from ..errors.faults import Fault

_DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_YEAR_FIRST = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Moment:
    """A civil day in Viet Nam, and the instant in it where the source gave one."""

    day: date
    instant: datetime | None

    def is_after(self, other: "Moment") -> bool:
        """Later than the other: by instants where both have one, else by days."""
        if self.instant is not None and other.instant is not None:
            return self.instant > other.instant
        return self.day > other.day


def find_moment(values: Mapping[str, str], column: str) -> Moment | None:
    """The column's moment, or None where nothing stands; raises Fault for what is not one."""
    text = values.get(column)
    return get_moment(values, column) if text else None


def get_moment(values: Mapping[str, str], column: str) -> Moment:
    """The column's moment; raises Fault for what is not one, an empty cell included."""
    try:
        return parse_moment(values[column])
    except ValueError as error:
        raise Fault(
            N_("{column}: “{given}” is not a day such as 2026-08-19 or 19/08/2026 (a time may follow)."),
            column=column,
            given=values[column],
        ) from error


@lru_cache(maxsize=65_536)
def parse_moment(text: str) -> Moment:
    """2026-08-19 or 19/08/2026, then perhaps a time; without an offset it is Viet Nam's.

    Raises ValueError for other text.

    >>> parse_moment("19/08/2026").day
    datetime.date(2026, 8, 19)
    """
    day_text, _, time_text = text.replace("T", " ").partition(" ")
    found = _DAY_FIRST.fullmatch(day_text)
    if found is not None:
        day = date(int(found[3]), int(found[2]), int(found[1]))
    elif _YEAR_FIRST.fullmatch(day_text):
        day = date.fromisoformat(day_text)
    else:
        raise ValueError(text)
    if not time_text:
        return Moment(day, None)
    instant = datetime.fromisoformat(f"{day.isoformat()}T{time_text}")
    if instant.tzinfo is None:
        return Moment(day, instant.replace(tzinfo=periods.VIET_NAM))
    try:
        return Moment(periods.civil_day(instant), instant)
    except OverflowError as error:  # the first or last hours of all time, elsewhere
        raise ValueError(text) from error
