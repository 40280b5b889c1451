"""Freezing what is due: for a timer, and for whoever freezes by hand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from .. import rollup, schema, source, weekly
from ..periods import Month, parse
from ..rollup import Clock
from ..weeks import Period, Week, civil_day, utc_now
from .freezing import Made, ended_periods, freeze_period, publish
from .model import Edition
from .restating import restate_month, restate_week
from .sources import Sources
from .store import Editions

Told = Callable[[Edition], None]
_LOOKED_BACK = timedelta(weeks=13)


@contextmanager
def opened(
    record_path: Path, derived_path: Path, folder: Path, clock: Clock = utc_now
) -> Iterator[Sources]:
    """The record, its counts brought up to date, and the folder. Raises what opening them raises.

    Between the counting and the reading another answer may come: then it is counted once more.
    """
    while True:
        rollup.refresh(record_path, derived_path, clock=clock)
        with source.reading(record_path) as record, schema.reading(derived_path) as derived:
            if weekly.standing(derived).changes == source.changes_in_all(record):
                yield Sources(record, derived, Editions(folder), clock())
                return


def freeze_due(
    sources: Sources, tell: Told = lambda _: None, *, weeks_only: bool = False
) -> list[Edition]:
    """Freeze everything that has ended and of which there is no edition, and restate what of the last
    quarter has had late answers that can be told: weeks first, since months are made of them."""
    made: list[Edition] = []
    steps = (_freeze_weeks, _restate_weeks, _freeze_longer, _restate_months)
    for step in steps[:2] if weeks_only else steps:
        for edition in step(sources):
            tell(edition)
            made.append(edition)
    return made


def _freeze_weeks(sources: Sources) -> Iterator[Edition]:
    for period in _ended(sources):
        if isinstance(period, Week):
            yield freeze_period(sources, period)


def _freeze_longer(sources: Sources) -> Iterator[Edition]:
    for period in _ended(sources):
        yield freeze_period(sources, period)


def _ended(sources: Sources) -> list[Period]:
    return ended_periods(sources, weekly.weeks_with_figures(sources.derived))


def _restate_weeks(sources: Sources) -> Iterator[Edition]:
    for text in sources.editions.periods("week"):
        yield from _restated(sources, Week.parse(text))


def _restate_months(sources: Sources) -> Iterator[Edition]:
    for text in sources.editions.periods("month"):
        month = parse(text)
        if isinstance(month, Month):
            yield from _restated(sources, month)


def _restated(sources: Sources, period: Week | Month) -> Iterator[Edition]:
    newest = sources.editions.of(str(period))
    young = civil_day(sources.now) - period.end_day < _LOOKED_BACK
    nothing_new = newest.changes == source.changes_in_all(sources.record)
    edition = restate(sources, period) if young and not nothing_new else None
    if edition is not None:
        yield edition


def restate(sources: Sources, period: Week | Month) -> Edition | None:
    """The next edition of a week or month; None where nothing may be told that was not.

    Raises NoEdition if there is none to restate.
    """
    found = restate_week(sources, period) if isinstance(period, Week) else restate_month(sources, period)
    if found is None:
        return None
    missing = sources.editions.of(str(period)).missing
    made = Made(period, found.parts, found.behind, missing)
    return publish(sources, made, found.restatement.restates + 1, found.restatement)


def freeze_one(sources: Sources, text: str) -> Edition:
    """Freeze the period of that text. Raises WrongPeriod, WrongWeek, NotEnded, AlreadyPublished."""
    return freeze_period(sources, parse(text))
