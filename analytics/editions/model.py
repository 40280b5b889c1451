"""An edition and its parts: plain values, every cell already decided. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ..asked import Row as AskedRow
from ..counts import TOTAL, UNKNOWN
from ..disclosure import Cell, State
from ..errors import UnknownKey
from ..handling import Place
from ..suppression import Rule
from ..tables import Row as WeekRow
from .matters import Matters

FORMAT = 1  # of the file; a reader refuses another
METHOD = "1"  # of the figures: it grows when a formula or what is counted changes, see docs/methods.md
KINDS = ("week", "month", "quarter", "year")
# Tables of a week, and those that a month, a quarter and a year have beside them. A row's key is
# that of the catalogue; of hour_weekday it is '1-08' (Monday, from eight o'clock), of ending one of
# responses.ENDINGS, of user_kind 'citizen' or 'business'. An empty key is what nobody knew.
WEEKLY = ("unit", "centre", "field", "procedure")
MONTHLY = (*WEEKLY, "counter", "officer", "channel", "tier", "ending", "user_kind", "hour_weekday")
_SHAPES = {
    "week": r"2\d{3}-W\d{2}",
    "month": r"2\d{3}-(0[1-9]|1[0-2])",
    "quarter": r"2\d{3}-Q[1-4]",
    "year": r"2\d{3}",
}


@dataclass(frozen=True)
class Reason:
    """Those who named one topic: how many, and how many of them were satisfied.

    element: that of the five elements of service to which the topic belongs; None for none.
    """

    topic: str
    element: str | None
    cell: Cell

    @property
    def unsatisfied(self) -> int | None:
        """Those who named it and were not satisfied, where that may be told."""
        return None if self.cell.share is None else self.cell.n - self.cell.share.count


@dataclass(frozen=True)
class Afterwards:
    """Those who answered about services of earlier weeks that had not failed.

    month: in which editions count these services; it is closed with them, see closing.py. cell: how
    many answered, and how many of them were satisfied.
    """

    month: str
    cell: Cell


@dataclass(frozen=True)
class Comparison:
    """How a row stands against what its mix of procedures leads one to expect; shares 0 to 1.

    verdict: 'above', 'as_expected', 'below' or 'not_enough_data'. expected: the share expected.
    rate, low, high: the standardised rate with its interval. false_alarm: the chance of such a
    verdict, or one further out, where all is as expected. observed, pooled, variance: satisfied of the
    ratings that are compared, expected of them, and its variance where all are alike, by which months
    are held against each other; None in editions from before they were kept. All follow from
    published cells.
    """

    verdict: str
    expected: float | None = None
    rate: float | None = None
    low: float | None = None
    high: float | None = None
    false_alarm: float | None = None
    observed: int | None = None
    pooled: float | None = None
    variance: float | None = None


_EMPTY = Cell(State.EMPTY, 0, 0)


@dataclass(frozen=True)
class Handled:
    """How dossiers went; every one was counted, so that shares have no interval.

    overdue: of all dossiers. repeat: of those whose visits were told, those with more than one. visits:
    of these together, None where their share is not shown. units: how many could be held against the
    others; places: those of them that stand out, by key.
    """

    overdue: Cell
    repeat: Cell
    visits: int | None = None
    units: int = 0
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Trust:
    """What was answered to the optional question of trust.

    cell: yes of those who said yes or no. raters: the counted ratings of the weeks in which it was
    asked, of which the cell's base answered it.
    """

    cell: Cell
    raters: int


@dataclass(frozen=True)
class Row(WeekRow):
    """What was published of one key, with all that a live row has.

    on_time, late: the satisfaction rate of those whose service ended well (not overdue, without
    complaint; those within the dossier rate), and of those whose service was overdue. covers:
    the whole weeks that are counted, of a month, quarter or year: see spans.py; empty: the period.
    reasons: one entry a topic that anybody named, most named first. handling: of the total and of
    procedures; None in editions from before it was kept. trust: of the total and of units; None where
    it was not asked. afterwards: of a week, one entry a month about whose services somebody answered
    later than in their week.
    """

    on_time: Cell = _EMPTY
    late: Cell = _EMPTY
    reasons: tuple[Reason, ...] = ()
    comparison: Comparison | None = None
    covers: tuple[str, ...] = ()
    handling: Handled | None = None
    trust: Trust | None = None
    afterwards: tuple[Afterwards, ...] = ()


@dataclass(frozen=True)
class Exclusion:
    """A rule that left ratings out: its name, its version, and how many it left out."""

    rule: str
    version: str
    n: int


@dataclass(frozen=True)
class Restatement:
    """What a later edition of a period says about the one before it.

    restates: the number of that one. arrived, gone: answers it did not count and this one does,
    and the reverse. moved: rows whose satisfaction or dossier rate is another now, as (table, key).
    Of the edition that closes a month they may all be none. waiting: answers
    that arrived in rows which had to stay as they were, since their move would tell them.
    """

    restates: int
    arrived: int
    gone: int
    moved: tuple[tuple[str, str], ...]
    waiting: int


@dataclass(frozen=True)
class Edition:
    """One edition of one period; number 1 is the first, others restate it.

    frozen_at: the instant it was made, its cut-off: what had arrived by then is counted. changes:
    the record's state, as `source.changes_in_all` tells it. code, method: the program's version and
    that of the figures. previous: the digest of the edition published before this one. banner: in
    each language, of a demonstration; None for a real record. tables: by the names in MONTHLY, most
    ratings first. asked: who was asked and who answered, by ending. missing: weeks of the period of
    which there is no edition. until: the last week whose answers are subtracted from the dossiers of a
    month, quarter or year; None for a week, from whose dossiers only its own are. behind: the digest of
    the answers that it counted, salted and never published; None where it follows from other editions
    alone. matters: what citizens left for follow-up, a row a unit by key, the total last; None where
    they were not counted yet.
    """

    period: str
    number: int
    frozen_at: datetime
    record_id: str
    changes: int
    code: str
    method: str
    rule: Rule
    exclusions: tuple[Exclusion, ...]
    total: Row
    tables: Mapping[str, tuple[Row, ...]]
    asked: tuple[AskedRow, ...] = ()
    restatement: Restatement | None = None
    previous: str | None = None
    banner: Mapping[str, str] | None = None
    missing: tuple[str, ...] = ()
    behind: str | None = None
    matters: tuple[Matters, ...] | None = None
    until: str | None = None

    @property
    def kind(self) -> str:
        """One of KINDS."""
        return kind_of(self.period)

    @property
    def name(self) -> str:
        """What it is cited by: the period, and the number of a restatement."""
        return self.period if self.number == 1 else f"{self.period}.{self.number}"

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of a table, most ratings first. Raises UnknownKey if it is not published here."""
        if table not in self.tables:
            raise UnknownKey(f"the edition {self.name} has no table by '{table}'")
        return self.tables[table]

    def row(self, table: str, key: str = UNKNOWN) -> Row:
        """One row, or the total. Raises UnknownKey where there is none."""
        if table == TOTAL:
            return self.total
        for row in self.rows(table):
            if row.key == key:
                return row
        raise UnknownKey(f"the edition {self.name} has nothing about {table} '{key}'")


def find_matters(edition: Edition, key: str = UNKNOWN) -> Matters | None:
    """Of a unit, or of everything; zero where it has none, None where nobody counted them."""
    if edition.matters is None:
        return None
    found = (row for row in edition.matters if row.key == key)
    return next(found, Matters(key, 0, 0, 0, 0, 0, 0))


def kind_of(period: str) -> str:
    """Which of KINDS a period is, by its text. Raises UnknownKey for any other text.

    >>> [kind_of(text) for text in ("2026-W34", "2026-08", "2026-Q3", "2026")]
    ['week', 'month', 'quarter', 'year']
    """
    for kind, shape in _SHAPES.items():
        if re.fullmatch(shape, period, re.ASCII):
            return kind
    raise UnknownKey(f"{period!r} is no period: write it like 2026-W34, 2026-08, 2026-Q3 or 2026")
