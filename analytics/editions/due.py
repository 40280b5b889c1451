"""Freezing what is due: for a timer, and for whoever freezes by hand."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from .. import rollup, schema, source, weekly
from ..errors import AnalyticsError
from ..periods import Month, parse
from ..rollup import Clock
from ..source.versions import newest_day
from ..weeks import Period, Week, civil_day, utc_now
from ..words import LANGUAGES
from . import closing, spans
from .codec import DamagedEdition
from .freezing import Made, ended_periods, freeze_period, publish
from .model import Edition
from .restating import restate_longer, restate_month, restate_week
from .sources import Sources
from .store import AlreadyPublished, Editions, NoEdition


class OtherRecord(AnalyticsError):
    """The folder holds editions of another record: what is frozen would stand beside a stranger's."""


class NothingRecorded(AnalyticsError):
    """Neither a rating nor a service of the week is recorded: its edition would stand for good."""


Told = Callable[[Edition], None]
P = TypeVar("P", bound=Period)
_WEEKEND = timedelta(days=2)
LOOKED_BACK = timedelta(weeks=13)  # after it nothing is restated


@contextmanager
def opened(
    record_path: Path, derived_path: Path, folder: Path, clock: Clock = utc_now
) -> Iterator[Sources]:
    """The record, its counts brought up to date, and the folder.

    Between the counting and the reading another answer may come: then it is counted once more.
    Raises what opening them raises, and OtherRecord for a folder that belongs to another record.
    """
    while True:
        rollup.refresh(record_path, derived_path, clock=clock)
        with source.reading(record_path) as record, schema.reading(derived_path) as derived:
            if weekly.standing(derived).changes == source.changes_in_all(record):
                editions = Editions(folder)
                _refuse_other_record(editions, source.record_id(record))
                yield Sources(record, derived, editions, clock())
                return


def _refuse_other_record(editions: Editions, record_id: str) -> None:
    with suppress(NoEdition, DamagedEdition):  # a damaged one is for whoever verifies
        newest = editions.newest()
        if newest.record_id != record_id:
            raise OtherRecord(
                f"{newest.name} in {editions.folder} was made from another record: name its own folder"
            )


def freeze_due(
    sources: Sources,
    tell: Told = lambda _: None,
    *,
    weeks_only: bool = False,
    waiting: Collection[Week] = (),
) -> list[Edition]:
    """Freeze everything that has ended and of which there is no edition, and restate what of the last
    quarter has had late answers that can be told: weeks first, since months are made of them.

    waiting: weeks to leave alone, with all that is made of them; a timer's are those of unfinished.
    """
    made: list[Edition] = []
    steps = (_freeze_weeks, _restate_weeks, _freeze_longer, _restate_months, _restate_longer)
    for step in steps[:2] if weeks_only else steps:
        for edition in step(sources, set(waiting)):
            tell(edition)
            made.append(edition)
    return made


def _freeze_weeks(sources: Sources, waiting: set[Week]) -> Iterator[Edition]:
    for period in _ended(sources):
        if isinstance(period, Week) and period not in waiting:
            yield from _unless_published(freeze_period, sources, period)


def _unless_published(
    make: Callable[[Sources, P], Edition | None], sources: Sources, period: P
) -> Iterator[Edition]:
    """Another process may have published it meanwhile: what it did need not be done again."""
    try:
        edition = make(sources, period)
    except AlreadyPublished:
        return
    if edition is not None:
        yield edition


def _freeze_longer(sources: Sources, waiting: set[Week]) -> Iterator[Edition]:
    for period in _ended(sources):
        if waiting.isdisjoint(spans.weeks_in(period)):
            yield from _unless_published(freeze_period, sources, period)


def _ended(sources: Sources) -> list[Period]:
    return ended_periods(sources, weekly.weeks_with_figures(sources.derived))


def unfinished(sources: Sources) -> list[Week]:
    """Weeks that have ended by the clock, but for all that the record knows may run on: nothing of it
    is of their Friday or later. A clock that was set ahead would freeze them with half their answers,
    for good. Somebody who knows better freezes them by name; a demonstration is as old as it is.
    """
    newest = newest_day(sources.record)
    if newest is None or source.demonstration(sources.record, LANGUAGES[0]) is not None:
        return []
    known = weekly.weeks_with_figures(sources.derived)
    ended = [week for week in known if week.has_ended(civil_day(sources.now))]
    return [
        week
        for week in ended
        if newest < week.last_day - _WEEKEND and not sources.editions.numbers(str(week))
    ]


def _restate_weeks(sources: Sources, _: set[Week]) -> Iterator[Edition]:
    for text in sources.editions.periods("week"):
        yield from _restated(sources, Week.parse(text))


def _restate_months(sources: Sources, _: set[Week]) -> Iterator[Edition]:
    for text in sources.editions.periods("month"):
        month = parse(text)
        if isinstance(month, Month):
            yield from _restated(sources, month)


def _restate_longer(sources: Sources, _: set[Week]) -> Iterator[Edition]:
    for kind in ("quarter", "year"):
        for text in sources.editions.periods(kind):
            yield from _restated(sources, parse(text))


def _restated(sources: Sources, period: Period) -> Iterator[Edition]:
    if civil_day(sources.now) - period.end_day >= LOOKED_BACK:
        return
    newest = sources.editions.of(str(period))
    closes = not isinstance(period, Week) and closing.closes(sources, newest)
    if closes or newest.changes != source.changes_in_all(sources.record):
        yield from _unless_published(restate, sources, period)


def restate(sources: Sources, period: Period) -> Edition | None:
    """The next edition of a period; None where nothing may be told that was not.

    Raises NoEdition if there is none to restate.
    """
    if isinstance(period, Week):
        found = restate_week(sources, period)
    elif isinstance(period, Month):
        found = restate_month(sources, period)
    else:
        found = restate_longer(sources, period)
    if found is None:
        return None
    missing = spans.missing_in(period, sources.editions.periods("week"))
    made = Made(period, found.parts, found.behind, missing, found.last, found.kept)
    return publish(sources, made, found.restatement.restates + 1, found.restatement)


def freeze_one(sources: Sources, text: str) -> Edition:
    """Freeze the period of that text.

    Raises WrongPeriod, WrongWeek, NotEnded, NothingRecorded, NotFrozenWithin, AlreadyPublished.
    """
    period = parse(text)
    known = not isinstance(period, Week) or period in weekly.weeks_with_figures(sources.derived)
    if not known and period.has_ended(civil_day(sources.now)):
        raise NothingRecorded(f"nothing is recorded of {period}: is it misspelt? Nothing was frozen")
    return freeze_period(sources, period)
