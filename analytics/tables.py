"""One week by unit, centre, counter, field, procedure or officer: rows ready to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from . import source, weekly
from .counts import POSTER, TOTAL, UNKNOWN, Counts, add_up
from .disclosure import (
    Cell,
    State,
    Thresholds,
    disclose,
    disclose_dossiers,
    disclose_response,
    disclose_with_excluded,
)
from .driver import sqlite3
from .errors import UnknownKey
from .indices import (
    Share,
    dossier_points,
    dossier_satisfaction,
    excluded_answers,
    response_rate,
    satisfaction_rate,
    satisfaction_with_excluded,
    tied_answers,
)
from .rounding import half_up
from .scopes import FIELD, counts_by
from .source import Name
from .weeks import Week

DIMENSIONS = ("procedure", "officer", "counter", "centre", "unit", "field")


@dataclass(frozen=True, order=True)
class LeftOut:
    """How many ratings were not counted for one cause; not what they said."""

    cause: str
    n: int


@dataclass(frozen=True)
class Row:
    """What may be shown of one key in one week.

    name: None for what nobody knew, and for the total. points: of the six for dossier
    satisfaction, None where that is withheld or there are no dossiers. responses: ratings of
    the services, whenever given. with_excluded: the satisfaction rate as it would be with the
    ratings that rules left out; empty where they left out none.
    """

    kind: str
    key: str
    name: Name | None
    satisfaction: Cell
    response: Cell
    responses: int
    services: int
    dossier: Cell
    points: float | None
    not_counted: tuple[LeftOut, ...]
    with_excluded: Cell

    @property
    def points_between(self) -> tuple[float, float] | None:
        """The points at both ends of what may be told of the dossiers; None where nothing may be. Those
        that follow from two shares are rounded to two decimals, as points are published."""
        if self.points is not None:
            return self.points, self.points
        if self.dossier.least is None or self.dossier.most is None:
            return None
        ends = self.dossier.least, self.dossier.most
        low, high = (float(half_up(dossier_points(end), 2)) for end in ends)
        return low, high

    @property
    def points_told(self) -> float | None:
        """The points where both ends come to the same, though the share lies between two."""
        low, high = self.points_between or (None, None)
        return low if low == high else None

    @property
    def left_out(self) -> int:
        """Ratings that rules did not count."""
        return sum(part.n for part in self.not_counted) - self.unverified

    @property
    def unverified(self) -> int:
        """Answers to printed codes, which anybody can have photographed; they are apart from all."""
        return sum(part.n for part in self.not_counted if part.cause == POSTER)


@dataclass(frozen=True)
class WeekTable:
    """A week by one dimension: the total and one row a key, most ratings first."""

    week: Week
    by: str
    total: Row
    rows: tuple[Row, ...]

    def row(self, key: str) -> Row:
        """Raises UnknownKey if the week has no such row."""
        for row in self.rows:
            if row.key == key:
                return row
        raise UnknownKey(f"{self.week} has nothing about {self.by} '{key}'")


def week_table(
    derived: sqlite3.Connection,
    record: sqlite3.Connection,
    week: Week,
    by: str,
    thresholds: Thresholds | None = None,
) -> WeekTable:
    """One week by one of DIMENSIONS, with the names of the week's last day."""
    names = source.names(record, by, week.last_day)
    total = add_up(weekly.counts_of(derived, week, TOTAL).values())
    rows = [
        make_row(by, key, names.get(key) or _unnamed(key), counts, thresholds)
        for key, counts in counts_by(derived, record, week, by).items()
    ]
    rows.sort(key=lambda row: (-row.satisfaction.n, -row.services, row.key))
    return WeekTable(week, by, make_row(TOTAL, UNKNOWN, None, total, thresholds), tuple(rows))


def make_row(
    kind: str, key: str, name: Name | None, counts: Counts, thresholds: Thresholds | None = None
) -> Row:
    """Counts turned into what may be shown of them."""
    satisfaction = disclose(kind, satisfaction_rate(counts), thresholds)
    share, answers = dossier_satisfaction(counts), tied_answers(counts)
    dossier = disclose_dossiers(
        kind, counts.services, share, answers, satisfaction, thresholds=thresholds
    )
    return Row(
        kind=kind,
        key=key,
        name=name,
        satisfaction=satisfaction,
        response=disclose_response(kind, response_rate(counts), thresholds),
        responses=counts.tied,
        services=counts.services,
        dossier=dossier,
        points=_points(dossier),
        not_counted=tuple(LeftOut(part.cause, part.n) for part in counts.not_counted),
        with_excluded=disclose_with_excluded(
            kind, _with_excluded(counts), excluded_answers(counts), thresholds
        ),
    )


def series(
    derived: sqlite3.Connection,
    record: sqlite3.Connection,
    weeks: Sequence[Week],
    *,
    by: str,
    key: str,
    thresholds: Thresholds | None = None,
) -> list[tuple[Week, Cell]]:
    """The satisfaction rate of one key, week by week, as it may be shown.

    `by` is one of DIMENSIONS, or TOTAL with the key UNKNOWN.
    """
    if by == FIELD:
        counts = _field_over_weeks(derived, record, weeks, key)
    else:
        found = weekly.counts_over_weeks(derived, weeks, by, [key])
        counts = {week: found.get((week, key), Counts()) for week in weeks}
    return [(week, disclose(by, satisfaction_rate(counts[week]), thresholds)) for week in weeks]


def find_name(record: sqlite3.Connection, by: str, key: str, week: Week) -> Name | None:
    """The name of a key as of the week's last day; None for what nobody knew.

    Raises UnknownKey if the catalogue has no such key.
    """
    if key == UNKNOWN:
        return None
    names = source.names(record, by, week.last_day)
    if key not in names:
        raise UnknownKey(f"the catalogue has no {by} '{key}'")
    return names[key]


def _field_over_weeks(
    derived: sqlite3.Connection, record: sqlite3.Connection, weeks: Sequence[Week], field: str
) -> dict[Week, Counts]:
    return {week: counts_by(derived, record, week, FIELD).get(field, Counts()) for week in weeks}


def _unnamed(key: str) -> Name | None:
    return Name(key) if key else None


def _points(dossier: Cell) -> float | None:
    """Points follow the cell: full ones tell no more than its bound, any others would tell all."""
    if dossier.state is State.AT_LEAST:
        return dossier_points(1.0)
    return None if dossier.value is None else dossier_points(dossier.value)


def _with_excluded(counts: Counts) -> Share | None:
    return satisfaction_with_excluded(counts) if counts.n else None
