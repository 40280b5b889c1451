"""What staff noted that may move a figure, and beside which figures it stands. Pure.

It is no citizen's answer, so it is read live and frozen in no edition: a manager explains last week's
dip after its edition appeared.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .pictures.weekly import Event
from .source.happened import Noted
from .weeks import Week
from .words import Words

# After these things are otherwise; an outage or a holiday is over when it is over.
LASTING = ("new_procedure", "fees", "counters", "other")


@dataclass(frozen=True)
class Choice:
    """A day before and after which a procedure may be compared. text: what changed on it."""

    day: date
    text: str


def beside(noted: Iterable[Noted], kind: str, key: str, unit: str = "") -> list[Noted]:
    """Those that stand beside the figures of a row, the oldest first.

    An event stands wherever all who are counted may have met with it, and beside the unit or the
    procedure that it names; beside the total only if it concerned the whole province.

    Args:
        kind, key: the row, as an edition has it.
        unit: of a centre, counter or officer the unit it belongs to; '' where it is not known.
    """
    unit = key if kind == "unit" else unit
    found = [
        one
        for one in noted
        if not (one.unit or one.procedure)
        or (unit and one.unit == unit)
        or (kind == "procedure" and one.procedure == key != "")
        or (kind == "field" and one.field == key != "")
    ]
    return sorted(found, key=lambda one: (one.day, one.event_id))


def as_events(noted: Iterable[Noted], kind: str, words: Words) -> list[Event]:
    """The same as marks of a weekly chart, in the reader's language."""
    return [Event(Week.of(one.day), text_of(one, words, beside=kind)) for one in noted]


def choices(
    noted: Iterable[Noted], procedure: str, versions: Sequence[date], until: date, words: Words
) -> tuple[Choice, ...]:
    """The changes before and after which a procedure's figures can be compared, the newest first.

    Its own versions but the first, and what was noted of it, or of every procedure, everywhere and
    for good, before the day `until`; of one day the first.
    """
    of_it = [
        Choice(one.day, text_of(one, words, beside="procedure"))
        for one in noted
        if one.kind in LASTING and not one.unit and one.procedure in ("", procedure)
    ]
    new = words.gettext("a new version of the procedure")
    found = [*of_it, *(Choice(day, new) for day in sorted(versions)[1:])]
    by_day = {one.day: one for one in reversed(found) if one.day < until}
    return tuple(by_day[day] for day in sorted(by_day, reverse=True))


def text_of(one: Noted, words: Words, beside: str = "") -> str:
    """What happened, which kind of thing it was, when, and where if that is less than the figure.

    beside: the kind of the row, of which neither the unit nor the procedure need be named again.
    """
    text = (one.text_en or one.text) if words.lang == "en" else one.text
    of_what = (one.of_what_en or one.of_what) if words.lang == "en" else one.of_what
    about = [kind_of(one.kind, words), words.day(one.day)]
    about += [one.where] if one.where and beside in ("procedure", "field", "") else []
    about += [of_what] if of_what and beside != "procedure" else []
    return f"{text} ({'; '.join(about)})"


def kind_of(code: str, words: Words) -> str:
    """What a kind of event is called; the code where it has no name here."""
    _ = words.gettext
    return {
        "new_procedure": _("new or changed procedure"),
        "fees": _("other fees"),
        "counters": _("counters moved or closed"),
        "outage": _("network or software failed"),
        "holiday": _("holiday or festival"),
        "other": _("noted by staff"),
    }.get(code, code)
