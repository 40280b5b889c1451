"""Rows of an edition, from what was decided of answers and from what is known beside them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ..counts import TOTAL, UNKNOWN
from ..disclosure import Cell, State, Thresholds, disclose_response
from ..indices import FULL_POINTS, Share, dossier_points
from ..source import Name
from ..suppression import Answers, Frozen, Shown
from ..suppression.frozen import EMPTY
from . import plan, showing
from .behind import TOPIC, ByKey, Public
from .model import Reason, Row


@dataclass(frozen=True)
class Decided:
    """What was decided of answers: cells by the tables of plan.py."""

    frozen: Frozen

    @cached_property
    def tables(self) -> frozenset[str]:
        """The names of its tables."""
        return frozenset(table.name for table in self.frozen.tables)

    def shown(self, table: str, *keys: str) -> Shown:
        """What may be shown of a cell; EMPTY for a table that is not published."""
        if table not in self.tables:
            return EMPTY
        return self.frozen.shown(table, keys)


def make_row(kind: str, key: str, name: Name | None, decided: Decided, public: Public) -> Row:
    """One row of a table whose satisfaction was decided."""
    thresholds = decided.frozen.rule.thresholds
    place = () if kind == TOTAL else (key,)
    needed = thresholds.needed(kind)
    shown = decided.shown(kind, *place)
    dossier = _dossier(decided, kind, place, public, needed)
    return Row(
        kind=kind,
        key=key,
        name=name,
        satisfaction=showing.cell_of(shown, needed),
        response=response(kind, public, thresholds),
        responses=public.tied,
        services=public.services,
        dossier=dossier,
        points=points(dossier),
        not_counted=public.not_counted,
        with_excluded=_with_excluded(shown, decided.shown(f"{plan.EXCLUDED} {kind}", *place), needed),
        on_time=showing.cell_of(decided.shown(f"{plan.DOSSIER} {kind}", *place), needed),
        late=showing.cell_of(decided.shown(f"{plan.LATE} {kind}", *place), needed),
        reasons=_reasons(decided, kind, place, needed),
    )


def response(kind: str, public: Public, thresholds: Thresholds) -> Cell:
    """Ratings of services among services; it tells who answered, and not what."""
    known = public.services and public.tied <= public.services
    share = Share(public.tied, public.services) if known else None
    return disclose_response(kind, share, thresholds)


def points(dossier: Cell) -> float | None:
    """Of the six: of a share that is shown, and all where its lower bound is enough."""
    if dossier.value is not None:
        return dossier_points(dossier.value)
    enough = dossier.least is not None and dossier_points(dossier.least) == FULL_POINTS
    return FULL_POINTS if enough else None


def table_of(
    kind: str, decided: Decided, public: ByKey, names: Mapping[str, Name], answers: Answers
) -> tuple[Row, ...]:
    """A row for each key that has answers or services, most answers first.

    answers: those that the edition counts. Of a table that could not be published for want of a
    proof their number alone is told.
    """
    if kind not in decided.tables:
        return _withheld(kind, decided, public, names, plan.bases(answers, kind))
    keys = {keys[0] for table, keys in decided.frozen.cells if table == kind}
    rows = [
        make_row(kind, key, names.get(key), decided, public.get(key, Public()))
        for key in keys | set(public)
    ]
    return in_order(rows)


def _withheld(
    kind: str, decided: Decided, public: ByKey, names: Mapping[str, Name], bases: Mapping[str, int]
) -> tuple[Row, ...]:
    needed = decided.frozen.rule.thresholds.needed(kind)
    rows = (
        replace(
            make_row(kind, key, names.get(key), decided, public.get(key, Public())),
            satisfaction=showing.untold(bases.get(key, 0), needed),
        )
        for key in set(bases) | set(public)
    )
    return in_order(rows)


def in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Most answers first, then most services; never by a rate."""
    return tuple(sorted(rows, key=lambda row: (-row.satisfaction.n, -row.services, row.key)))


def total_of(decided: Decided, public: Mapping[str, ByKey]) -> Row:
    """The row of everything."""
    everything = public[TOTAL].get(UNKNOWN, Public())
    return make_row(TOTAL, UNKNOWN, None, decided, everything)


def _dossier(decided: Decided, kind: str, place: tuple[str, ...], public: Public, needed: int) -> Cell:
    if f"{plan.DOSSIER} {kind}" not in decided.tables:
        state = State.WITHHELD if public.services else State.EMPTY
        return Cell(state, public.services, needed)
    known = showing.known(decided.shown(f"{plan.DOSSIER} {kind}", *place))
    return showing.dossiers(public.services, public.failed, known, needed)


def _with_excluded(counted: Shown, excluded: Shown, needed: int) -> Cell:
    apart = showing.cell_of(excluded, needed)
    if not excluded.n or apart.state in (State.TOO_FEW, State.WITHHELD):
        return Cell(apart.state, counted.n + excluded.n if excluded.n else 0, needed)
    return showing.said(showing.known(counted) + showing.known(excluded), needed)


def _reasons(decided: Decided, kind: str, place: tuple[str, ...], needed: int) -> tuple[Reason, ...]:
    found = []
    for table in decided.tables:
        named, _, of = table.rpartition(" ")
        shown = decided.shown(table, *place)
        if of == kind and named.startswith(TOPIC) and shown.n:
            topic, _, element = named.removeprefix(TOPIC).partition(" ")
            found.append(Reason(topic, element, showing.cell_of(shown, needed)))
    return reasons_in_order(found)


def reasons_in_order(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Most named first."""
    return tuple(sorted(reasons, key=lambda one: (-one.cell.n, one.topic)))
