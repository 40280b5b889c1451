"""What the pages about duties and hours let people choose in the address: centre and day."""

from datetime import date, datetime

from ... import i18n, periods
from ...catalogue.centres import Centre, centres_on, get_centre
from ...errors import N_, WrongType
from ...storage.db import Database

FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)


def chosen_day(text: str | None, today: date) -> date:
    """The day in the address, such as 2026-08-19, or today; raises WrongType.

    Only from FIRST to LAST: calendars end, and whoever adds a day to the last one falls off.
    """
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise WrongType("day", expected=N_("a day such as 2026-08-19")) from error
    if not FIRST <= day <= LAST:
        raise WrongType("day", expected=N_("a day from 2000 to 2100"))
    return day


def chosen_centre(db: Database, day: date, wanted: str | None) -> tuple[Centre | None, list[Centre]]:
    """The centre wanted, or the only one there is; and all of them. Raises UnknownCentre."""
    every = centres_on(db, day)
    if wanted:
        return get_centre(db, wanted, day), every
    return (every[0] if len(every) == 1 else None), every


def clock(locale: str, instant: datetime, day: date) -> str:
    """The time of day; with its date where that is another day. The day's own end is 24:00."""
    local = periods.local(instant)
    if local.date() == day:
        return f"{local:%H:%M}"
    if (local.date() - day).days == 1 and f"{local:%H:%M:%S}" == "00:00:00":
        return "24:00"
    return i18n.moment(locale, local)
