"""From rows of the record to days of officers, or of counters. Pure."""

from collections import defaultdict
from collections.abc import Iterable

from .days import Day

Place = tuple[str, str]  # a day and a counter
TallyRow = tuple[str, str, str, str, int, int | None]
MarkRow = tuple[str, str, str, str, int]

OFFICER, COUNTER = "officer", "counter"
_ANSWERS = ("tied", "untied", "phone")
_MARKS = ("timed", "lone", "close", "slipless", "late", "followed", "off_duty", "orphan", "bulk")
_SERVICES: dict[str, tuple[str, ...]] = {
    "granted": ("services",),
    "granted answered": ("services", "answered"),
    "denied": ("services", "denied"),
    "denied answered": ("services", "answered", "denied", "denied_answered"),
}


def days_of(by: str, tallies: Iterable[TallyRow], marks: Iterable[MarkRow]) -> list[Day]:
    """Days by officer or by counter, sorted; what nobody is named for is no officer's.

    A service without an officer is taken to be that of the only one whom ratings name at its counter
    on its day. Were there two, it is nobody's: half a guess would make one of them look busy.
    """
    tallies = list(tallies)
    alone = _alone(tallies)
    sums: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for day, counter, officer, kind, n, satisfied in tallies:
        named = officer or (alone.get((day, counter), "") if kind in _SERVICES else "")
        own = sums[named if by == OFFICER else counter, day]
        for name in _SERVICES.get(kind, ()):
            own[name] += n
        if kind in _ANSWERS:
            own[kind] += n
            own[f"{kind}_satisfied"] += satisfied or 0
        elif kind.startswith("repeat-"):
            own["repeats"] += n
    for day, counter, officer, mark, n in marks:
        name = mark.rpartition("-")[0].replace("-", "_")
        if name in _MARKS:
            sums[officer if by == OFFICER else counter, day][name] += n
    return [Day(key, day, **own) for (key, day), own in sorted(sums.items()) if key]


def ratings_in(tallies: Iterable[TallyRow], month: str) -> int:
    """How many ratings the month (YYYY-MM) has, counted or not."""
    return sum(n for day, _, _, kind, n, _ in tallies if day.startswith(month) and kind not in _SERVICES)


def _alone(tallies: Iterable[TallyRow]) -> dict[Place, str]:
    """Of each counter and day the officer whom its ratings name, where it is one."""
    named = defaultdict(set)
    for day, counter, officer, kind, *_ in tallies:
        if kind in _ANSWERS and officer:
            named[day, counter].add(officer)
    return {place: officer for place, (officer, *others) in named.items() if not others}
