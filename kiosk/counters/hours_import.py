"""Opening hours and special days from tables."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from .. import periods
from ..catalogue.spans import Spans
from ..errors import N_
from ..errors.faults import Fault, Faults
from ..formats.imported import Imported
from ..formats.moments import find_moment, get_moment
from ..formats.tables import Column, Row
from ..storage.db import Database, writing
from ..words import fold, slug
from . import calendars
from .calendars import Said
from .hours import EVERY_CENTRE, Interval, Week

HOURS_COLUMNS = (
    Column("centre", ("trung_tam", "ma_trung_tam"), required=True),
    Column("valid_from", ("tu_ngay",)),
    Column("weekday", ("thu",), required=True),
    Column("opens", ("mo_cua",), required=True),
    Column("closes", ("dong_cua",), required=True),
)
HOLIDAY_COLUMNS = (
    Column("day", ("ngay",), required=True),
    Column("kind", ("loai",), required=True),
    Column("name", ("ten",), required=True),
    Column("name_en", ("ten_tieng_anh",)),
    Column("as_weekday", ("gio_nhu_thu",)),
    Column("centre", ("trung_tam", "ma_trung_tam")),
)
# Never a number alone: "2" is Tuesday to some and Thứ Hai, Monday, to others.
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday thu-hai thu-2 t2",
            "tuesday thu-ba thu-3 t3",
            "wednesday thu-tu thu-4 t4",
            "thursday thu-nam thu-5 t5",
            "friday thu-sau thu-6 t6",
            "saturday thu-bay thu-7 t7",
            "sunday chu-nhat cn",
        ),
        1,
    )
    for name in names.split()
}
DAY_KINDS = {
    "holiday": "holiday",
    "nghi": "holiday",
    "nghi-le": "holiday",
    "working": "working",
    "lam-viec": "working",
    "lam-bu": "working",
    "as-usual": "as_usual",
    "binh-thuong": "as_usual",
}
ALWAYS = ("always", "luon-mo")  # in place of a weekday: the centre keeps no hours
_UP_TO = re.compile(r"\s*[–—]\s*|\s+-\s+|\s+(?:to|den)\s+")
NOT_ALONE = N_("a week without hours has one line, and no other hours.")
_TIME = re.compile(r"([0-9]{1,2})(?::([0-9]{2})(?::00)?|\s?(?:h|g|gio)\s?([0-9]{2})?)")


def import_hours(
    db: Database, rows: Iterable[Row], now: datetime, recorded_by: str, faults: Faults | None = None
) -> Imported:
    """Add the weeks in the rows, all or nothing; those that hold already change nothing.

    The lines of one centre and `valid_from` (today if absent) are its whole week: a weekday
    that has none is closed. One line `always` says that it keeps no hours. Raises ImportRefused
    naming the bad lines.
    """
    faults = faults or Faults()
    added = unchanged = 0
    with writing(db):
        weeks = _weeks(rows, Spans(db), periods.civil_day(now), faults)
        for (valid_from, centre_id), (line, week) in sorted(weeks.items()):
            count = 1 if week is None else sum(len(intervals) for intervals in week.values())
            with faults.at(line):
                if calendars.set_week(db, centre_id, valid_from, week, now=now, by=recorded_by):
                    added += count
                else:
                    unchanged += count
        faults.refuse_if_any()
    return Imported(added, unchanged)


def import_holidays(
    db: Database, rows: Iterable[Row], now: datetime, recorded_by: str, faults: Faults | None = None
) -> Imported:
    """Add what the rows say of days, all or nothing; what was said last already changes nothing.

    Raises ImportRefused naming the bad lines.
    """
    faults = faults or Faults()
    added, unchanged = 0, 0
    first: dict[tuple[date, str], tuple[int, Said]] = {}
    with writing(db):
        spans = Spans(db)
        for line, values in rows:
            with faults.at(line):
                said = _said(values, spans)
                earlier, before = first.setdefault((said.day, said.centre_id), (line, said))
                if before != said:
                    raise Fault(N_("line {line} says something else of that day."), line=earlier)
                if calendars.say(db, said, now=now, by=recorded_by):
                    added += 1
                else:
                    unchanged += 1
        faults.refuse_if_any()
    return Imported(added, unchanged)


def parse_weekday(text: str) -> int:
    """Monday, Thứ Hai, Thứ 2 or T2 is 1; Sunday, Chủ nhật or CN is 7. Raises Fault."""
    weekday = WEEKDAYS.get(slug(text))
    if weekday is None:
        raise Fault(
            N_("“{given}” is not a weekday such as Monday or Thứ 2 (not a number alone)."), given=text
        )
    return weekday


def parse_weekdays(text: str) -> range:
    """One weekday, or several such as “Thứ 2 – Thứ 6”. Raises Fault."""
    first, *rest = _UP_TO.split(fold(text))
    if not rest and slug(first) not in WEEKDAYS:  # a dash may stand within a name, as in Thứ-2
        first, *rest = first.split("-")
    if len(rest) > 1:
        parse_weekday(text)
    begins, ends = parse_weekday(first), parse_weekday(rest[0] if rest else first)
    if ends < begins:
        raise Fault(N_("the weekdays “{given}” go backwards."), given=text)
    return range(begins, ends + 1)


def parse_time(text: str) -> str:
    """07:30 out of 7:30, 7h30 or 7 giờ 30; 24:00 is midnight at the day's end. Raises Fault."""
    found = _TIME.fullmatch(fold(text))
    if found is not None:
        hour, minute = int(found[1]), int(found[2] or found[3] or 0)
        if (hour < 24 and minute < 60) or (hour, minute) == (24, 0):
            return f"{hour:02d}:{minute:02d}"
    raise Fault(N_("“{given}” is not a time of day such as 07:30 or 7h30."), given=text)


Weeks = dict[tuple[date, str], tuple[int, Week | None]]


def _weeks(rows: Iterable[Row], spans: Spans, today: date, faults: Faults) -> Weeks:
    """The weeks in the rows by first day and centre, each with its first line."""
    weeks: Weeks = {}
    for line, values in rows:
        with faults.at(line):
            moment = find_moment(values, "valid_from")
            valid_from = moment.day if moment else today
            spans.check("centre", values["centre"], valid_from)
            key, interval = (valid_from, values["centre"]), _interval(values)
            if slug(values["weekday"]) in ALWAYS:
                if interval is not None or weeks.get(key, (line, None))[1] is not None:
                    raise Fault(NOT_ALONE)
                weeks.setdefault(key, (line, None))
                continue
            weekdays = parse_weekdays(values["weekday"])
            _, week = weeks.setdefault(key, (line, {}))
            if week is None:
                raise Fault(NOT_ALONE)
            for weekday in weekdays:
                intervals = week.setdefault(weekday, [])
                if interval is not None:
                    calendars.check_week({weekday: [*intervals, interval]})
                    intervals.append(interval)
    return weeks


def _interval(values: dict[str, str]) -> Interval | None:
    """Both times; None where neither stands, which says that the centre is closed."""
    if not values["opens"] and not values["closes"]:
        return None
    return parse_time(values["opens"]), parse_time(values["closes"])


def _said(values: dict[str, str], spans: Spans) -> Said:
    day = get_moment(values, "day").day
    kind = DAY_KINDS.get(slug(values["kind"]))
    if kind is None:
        raise Fault(
            N_("{column}: “{given}” is not one of: {choices}."),
            column="kind",
            given=values["kind"],
            choices=", ".join(DAY_KINDS),
        )
    if not values["name"]:
        raise Fault(N_("{column} is empty."), column="name")
    as_weekday = values.get("as_weekday")
    if bool(as_weekday) != (kind == "working"):
        raise Fault(N_("as_weekday belongs to working days, and to each of them."))
    centre_id = values.get("centre") or EVERY_CENTRE
    if centre_id != EVERY_CENTRE:
        spans.check("centre", centre_id, day)
    return Said(
        day,
        centre_id,
        kind,
        parse_weekday(as_weekday) if as_weekday else None,
        values["name"],
        values.get("name_en") or None,
    )
