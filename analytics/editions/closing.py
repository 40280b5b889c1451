"""Closing a month: what citizens say of a dossier after its week is subtracted from it too.

A slip is answered for weeks. Each week's edition says what was answered in it about dossiers of earlier
weeks, by these dossiers' month (`Row.afterwards`), decided with all else that the week says. A month's
dossier rate is a function of its weeks' cells and of those after it: no answer is decided twice, and
who subtracts a month's first edition from its last finds nothing that the weeks do not tell.
"""

import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from .. import weekly as figures
from ..periods import Month, parse
from ..source.joint import AFTERWARDS, COUNTED
from ..suppression import Answers
from ..weeks import Period, Week, civil_day
from . import showing, spans
from .behind import ABOUT
from .model import Edition, Row
from .showing import NOTHING, Known
from .sources import Sources
from .store import Editions

WEEKS_OPEN = 5  # a slip of the last Sunday may be answered for 35 days at most (docs/contract.md)


def weeks_after(period: Period) -> list[Week]:
    """The weeks in which its dossiers may still be answered for, oldest first.

    >>> [str(week) for week in weeks_after(Month(2026, 8))]
    ['2026-W36', '2026-W37', '2026-W38', '2026-W39', '2026-W40']
    """
    end = spans.weeks_in(period)[-1].end_day
    return [Week.of(end + timedelta(weeks=number)) for number in range(WEEKS_OPEN)]


def last_week(period: Period) -> Week:
    """The last of them: with its edition the period can be closed."""
    return weeks_after(period)[-1]


def is_closed(edition: Edition) -> bool:
    """Whether the dossiers of a month, quarter or year are closed; a week's never are."""
    return edition.until == str(last_week(parse(edition.period)))


def is_known(weeks: Iterable[Edition]) -> bool:
    """Whether each of these weeks could say what was answered in it about earlier ones: those of an
    older program could not, and tell no matters either, which are kept since the same day. The method
    is not counted up for it: no week's figure is made otherwise."""
    return all(week.matters is not None for week in weeks)


def until(sources: Sources, period: Period) -> Week:
    """The last week after the period up to which all that have figures are published, and say what was
    answered about earlier dossiers; within the period, its last.

    Where a week was published by a program that did not say that, nothing later is subtracted, and the
    period is never closed: nobody could say that all of its answers are known.
    """
    known, today = set(figures.weeks_with_figures(sources.derived)), civil_day(sources.now)
    within, published = spans.weeks_in(period), []
    for week in weeks_after(period):
        if not week.has_ended(today) or (week in known and not sources.editions.numbers(str(week))):
            break
        published.append(week)
    if not _say_later_ones(sources.editions, within):
        return within[-1]
    told = itertools.takewhile(lambda week: _say_later_ones(sources.editions, [week]), published)
    return [within[-1], *told][-1]


def _say_later_ones(editions: Editions, weeks: Iterable[Week]) -> bool:
    return is_known(editions.of(str(week)) for week in weeks if editions.numbers(str(week)))


def closes(sources: Sources, edition: Edition) -> bool:
    """Whether its period can be closed now and was not."""
    period = parse(edition.period)
    return not is_closed(edition) and until(sources, period) == last_week(period)


def later_editions(
    editions: Editions, period: Period, last: Week, by: datetime | None = None
) -> list[Edition]:
    """The newest editions (published by then) of the weeks after the period, up to the last."""
    return [
        editions.of(str(week), by)
        for week in weeks_after(period)
        if week <= last and _published(editions, week, by)
    ]


def _published(editions: Editions, week: Week, by: datetime | None) -> bool:
    numbers = editions.numbers(str(week))
    return bool(numbers) and (by is None or editions.at(str(week), numbers[0]).frozen_at <= by)


def said_afterwards(rows: Iterable[Row], covers: Collection[str]) -> Known:
    """What rows of weeks say of answers about dossiers of the covered weeks' months."""
    months = months_of(covers)
    cells = (part.cell for row in rows for part in row.afterwards if part.month in months)
    return sum((showing.told(cell) for cell in cells), NOTHING)


def months_of(covers: Iterable[str]) -> set[str]:
    """The months to which the weeks belong."""
    return {str(Month.of_week(Week.parse(week))) for week in covers}


def counted_afterwards(
    parts: Iterable[Answers], kind: str, months: Collection[str]
) -> Counter[tuple[str, str]]:
    """How many answered about dossiers of these months after their week, by kind and key."""
    found: Counter[tuple[str, str]] = Counter()
    for answers in parts:
        columns: Sequence[Sequence[str]] = [
            answers.keys.get(name, [""] * len(answers.satisfied))
            for name in (kind, "status", "sound", ABOUT)
        ]
        for key, status, sound, month, *n in zip(
            *columns, answers.satisfied, answers.unsatisfied, strict=True
        ):
            if (status, sound) == (COUNTED, AFTERWARDS) and month in months:
                found[kind, key] += sum(n)
    return found
