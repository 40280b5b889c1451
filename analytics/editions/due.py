"""Freezing what is due: for a timer, and for whoever freezes by hand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .. import rollup, schema, source, weekly
from ..periods import parse
from ..rollup import Clock
from ..weeks import utc_now
from .freezing import ended_periods, freeze_period
from .model import Edition
from .sources import Sources
from .store import Editions

Told = Callable[[Edition], None]


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


def freeze_due(sources: Sources, tell: Told = lambda _: None) -> list[Edition]:
    """Freeze everything that has ended and of which there is no edition, oldest weeks first."""
    made = []
    for period in ended_periods(sources, weekly.weeks_with_figures(sources.derived)):
        made.append(freeze_period(sources, period))
        tell(made[-1])
    return made


def freeze_one(sources: Sources, text: str) -> Edition:
    """Freeze the period of that text. Raises WrongPeriod, WrongWeek, NotEnded, AlreadyPublished."""
    return freeze_period(sources, parse(text))
