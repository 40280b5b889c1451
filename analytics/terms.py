"""What codes are called: dimensions, endings, ways, causes, topics, elements, periods, verdicts."""

from collections.abc import Iterable

from .counts import POSTER, TOTAL
from .indices.model import DOSSIERS, PETITIONS_ON_TIME, PETITIONS_SATISFIED
from .listing import row_name
from .periods import Month, Quarter
from .tables import Row
from .weeks import Period, Week
from .words import Words


def dimension(by: str, words: Words) -> str:
    """What the rows of a table are."""
    _ = words.gettext
    names = {
        "procedure": _("Procedures"),
        "officer": _("Officers"),
        "counter": _("Counters"),
        "centre": _("Centres"),
        "unit": _("Units"),
        "field": _("Fields"),
        "channel": _("Ways of answering"),
        "tier": _("How ratings were asked for"),
        "ending": _("How services ended"),
        "user_kind": _("Citizens and businesses"),
        "hour_weekday": _("Hours of the week"),
    }
    return names[by]


def coded(kind: str, key: str, words: Words) -> str:
    """What a key is called that no catalogue names; '' for one that a catalogue does."""
    _ = words.gettext
    if not key:
        return ""
    if kind == "ending":
        return ending(key, words)
    if kind == "channel":
        return way(key, words)
    if kind == "hour_weekday":
        weekday, _dash, hour = key.partition("-")
        return f"{words.weekday(int(weekday))}, {int(hour)}–{int(hour) + 1}\N{NO-BREAK SPACE}h"
    names = {
        ("user_kind", "citizen"): _("Citizens"),
        ("user_kind", "business"): _("Businesses"),
        ("tier", "receipt"): _("A slip with a code of its own"),
        ("tier", "rotating"): _("The changing code on a tablet"),
        ("tier", "tablet"): _("The tablet at the counter"),
        ("tier", POSTER): _("A printed code, unverified"),
    }
    return names.get((kind, key), "")


def name_of(row: Row, words: Words) -> str:
    """What a row is called, by its catalogue or by its code."""
    return (coded(row.kind, row.key, words) if row.name is None else "") or row_name(row, words)


def ending(code: str, words: Words) -> str:
    """How a service ended, as one of `responses.ENDINGS`, or the total."""
    _ = words.gettext
    names = {
        "granted": _("Result handed over at the counter"),
        "refused": _("Refused"),
        "returned": _("Returned"),
        "post": _("Sent by post"),
        "online": _("Sent online"),
    }
    return names.get(code) or _("All together")


def way(name: str, words: Words) -> str:
    """By which way somebody was asked, as one of `responses.WAYS`."""
    return words.gettext("On the tablet") if name == "tablet" else words.gettext("By phone")


def part_of_points(part: str, words: Words) -> str:
    """One of the three parts of the 766 points, as `indices.PARTS` names them."""
    _ = words.gettext
    return {
        DOSSIERS: _("Dossier satisfaction (766)"),
        PETITIONS_ON_TIME: _("Matters answered on time"),
        PETITIONS_SATISFIED: _("Satisfaction with the handling of matters"),
    }[part]


def about_points(words: Words) -> tuple[str, ...]:
    """How the 18 points come about, and what the matters in them are and are not."""
    _ = words.gettext
    return (
        _(
            "Three parts of six points each. Dossiers: neither overdue, nor complained about, nor rated"
            " unsatisfied; six points from 90 %. Matters: answered by their day; and handled so that"
            " their author was not unsatisfied. Silence counts as satisfied; where none was due, six"
            " points."
        ),
        _(
            "Matters are what citizens left through this system for follow-up, counted in the week in"
            " which their answer was due. They are no petitions in law: the official points are those of"
            " the national portal. What was left for the inspector alone is not in them."
        ),
    )


def cause(code: str, words: Words) -> str:
    """Why a rating is not counted; the rule's own code where it has no other name."""
    _ = words.gettext
    if code == POSTER:
        return _("from a printed code, unverified")
    name = code.rpartition("-")[0] or code
    names = {
        "void": _("declared void by two people"),
        "burst": _("more presses than a counter can serve people"),
        "repeat": _("repeated presses"),
        "closed": _("pressed outside opening hours"),
        "clock": _("the tablet's clock was wrong"),
        "clone": _("from a tablet of which there are two"),
    }
    return names.get(name, code)


def topic(code: str, words: Words) -> str:
    """What a citizen named, with either answer; the code where it has no other name."""
    _ = words.gettext
    names = {
        "time": _("Result on time"),
        "guidance": _("Guidance"),
        "manner": _("Manner"),
        "visits": _("Number of visits"),
        "papers": _("Documents asked for"),
        "waiting": _("Waiting time"),
        "integrity": _("Integrity"),
        "fee": _("Fees"),
        "result": _("The result itself"),
        "system": _("Network, software"),
        "facilities": _("Facilities"),
        "feedback": _("Answers to feedback"),
    }
    return names.get(code, code)


def element(code: str | None, words: Words) -> str:
    """One of the five elements of service; '' for none."""
    _ = words.gettext
    names = {
        "access": _("Access"),
        "procedures": _("Administrative procedures"),
        "officials": _("Officials"),
        "results": _("Results"),
        "feedback": _("Handling of feedback"),
    }
    return names.get(code or "", "")


def verdict(code: str, words: Words) -> str:
    """How a row stands against what its mix of procedures leads one to expect."""
    _ = words.gettext
    names = {
        "above": _("above expectation"),
        "as_expected": _("as expected"),
        "below": _("below expectation"),
        "not_enough_data": _("not enough data"),
    }
    return names[code.removesuffix("_expectation")]


def period(of: Period, words: Words) -> str:
    """A period as a title: Week 34/2026."""
    _ = words.gettext
    if isinstance(of, Week):
        return _("Week {number}/{year}", number=of.number, year=of.year)
    if isinstance(of, Month):
        return _("Month {number}/{year}", number=of.number, year=of.year)
    if isinstance(of, Quarter):
        return _("Quarter {number}/{year}", number=of.number, year=of.year)
    return _("Year {year}", year=str(of))


def days(of: Period, covers: Iterable[str], words: Words) -> str:
    """The days that are counted: of a month and longer the whole weeks that it covers, if it says so."""
    weeks = [Week.parse(text) for text in covers]
    if not weeks:
        return words.days(of.first_day, of.last_day)
    if len(weeks) == 1:
        (week,) = weeks
        named = words.days(week.first_day, week.last_day)
        return words.gettext("whole week {number}, {days}", number=week.number, days=named)
    return words.gettext(
        "whole weeks {first} to {last}, {days}",
        first=min(weeks).number,
        last=max(weeks).number,
        days=words.days(min(weeks).first_day, max(weeks).last_day),
    )


def place(kind: str, name: str, words: Words) -> str:
    """A row's place as a title: everything together is the province's."""
    return words.gettext("All units") if kind == TOTAL else name
