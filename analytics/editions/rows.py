"""Rows of an edition, from what was decided of answers and from what is known beside them. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..counts import TOTAL, UNKNOWN
from ..disclosure import Cell, State, Thresholds, disclose_response
from ..indices import FULL_POINTS, Share, dossier_points
from ..source import Name
from ..source.joint import AFTERWARDS
from ..suppression import Answers, Frozen, Shown, Status, Table
from ..suppression.frozen import EMPTY
from . import plan, showing
from .behind import TOPIC, ByKey, Public
from .model import Afterwards, Reason, Row


@dataclass(frozen=True)
class Decided:
    """What was decided of answers: cells by the tables of plan.py.

    answers: those that the edition counts. planned: the tables that it would publish; one that could
    not be proved safe tells of each cell how many answered, and nothing else. afterwards: by kind and
    key, how many more answered about its dossiers, nothing of which is decided.
    """

    frozen: Frozen
    answers: Answers
    planned: tuple[Table, ...]
    afterwards: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @cached_property
    def tables(self) -> frozenset[str]:
        """The names of the tables that are published."""
        return frozenset(table.name for table in self.frozen.tables)

    @cached_property
    def untold(self) -> dict[str, Counter[tuple[str, ...]]]:
        """Of the other planned tables how many answered, by table and keys."""
        left = [table for table in self.planned if table.name not in self.tables]
        return {table.name: plan.bases(self.answers, table) for table in left}

    def shown(self, table: str, *keys: str) -> Shown:
        """What may be shown of a cell; EMPTY for a table that is not planned."""
        if table in self.tables:
            return self.frozen.shown(table, keys)
        n = self.untold[table][keys] if table in self.untold else 0
        if not n:
            return EMPTY
        needed = next(one for one in self.planned if one.name == table).needed(
            self.frozen.rule.thresholds
        )
        return Shown(Status.FEW if n < needed else Status.WITHHELD, n, None, 0, n)

    @cached_property
    def months_afterwards(self) -> dict[tuple[str, tuple[str, ...]], list[str]]:
        """Of which months' dossiers somebody answered afterwards, by kind and place."""
        found: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
        for kind in plan.OF_AFTERWARDS:
            table = f"{AFTERWARDS} {kind}"
            told = [keys for name, keys in self.frozen.cells if name == table]
            for month, *place in sorted({*told, *self.untold.get(table, ())}):
                found[kind, tuple(place)].append(month)
        return found

    def keys(self, table: str) -> set[str]:
        """The keys that have answers in a table of one column."""
        found = {keys[0] for name, keys in self.frozen.cells if name == table}
        return found | {keys[0] for keys in self.untold.get(table, ())}


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
        reasons=reasons_of(decided, kind, place, needed),
        afterwards=_afterwards(decided, kind, place, needed),
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


def table_of(kind: str, decided: Decided, public: ByKey, names: Mapping[str, Name]) -> tuple[Row, ...]:
    """A row for each key that has answers or services, or had: of one that only resolved what was
    answered about this week, too. Most answers first."""
    afterwards = {key for of, place in decided.months_afterwards if of == kind for key in place}
    rows = [
        make_row(kind, key, names.get(key), decided, public.get(key, Public()))
        for key in decided.keys(kind) | set(public) | afterwards
    ]
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
    unknown = decided.afterwards.get((kind, place[0] if place else UNKNOWN), 0)
    known += showing.Known(unknown, 0, unknown)
    return showing.dossiers(public.services, public.failed, known, needed)


def _with_excluded(counted: Shown, excluded: Shown, needed: int) -> Cell:
    apart = showing.cell_of(excluded, needed)
    if not excluded.n or apart.state in (State.TOO_FEW, State.WITHHELD):
        return Cell(apart.state, counted.n + excluded.n if excluded.n else 0, needed)
    return showing.said(showing.known(counted) + showing.known(excluded), needed)


def _afterwards(
    decided: Decided, kind: str, place: tuple[str, ...], needed: int
) -> tuple[Afterwards, ...]:
    table = f"{AFTERWARDS} {kind}"
    return tuple(
        Afterwards(month, showing.cell_of(decided.shown(table, month, *place), needed))
        for month in decided.months_afterwards.get((kind, place), ())
    )


def reasons_of(decided: Decided, kind: str, place: tuple[str, ...], needed: int) -> tuple[Reason, ...]:
    """The topics of which something was decided there, most named first."""
    found = []
    for table in decided.tables | set(decided.untold):
        named, _, of = table.rpartition(" ")
        shown = decided.shown(table, *place)
        if of == kind and named.startswith(TOPIC) and shown.n:
            topic, _, element = named.removeprefix(TOPIC).partition(" ")
            found.append(Reason(topic, element, showing.cell_of(shown, needed)))
    return reasons_in_order(found)


def reasons_in_order(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Most named first."""
    return tuple(sorted(reasons, key=lambda one: (-one.cell.n, one.topic)))
