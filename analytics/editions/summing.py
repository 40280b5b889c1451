"""Rows that follow from published rows of shorter periods: they tell nothing that these do not. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from .. import asked
from ..counts import TOTAL
from ..disclosure import Cell, State, Thresholds, disclose_response
from ..indices import Share
from ..stats.intervals import wilson_interval
from ..tables import LeftOut
from . import closing, showing, trusted
from .behind import Public
from .model import Edition, Reason, Row
from .rows import in_order, points, reasons_in_order, response
from .showing import NOTHING, Known


def row_of(
    rows: Sequence[Row], covers: Sequence[str], thresholds: Thresholds, later: Iterable[Row] = ()
) -> Row:
    """One row from those of shorter periods, the last of which names it; at least one.

    later: rows of weeks after the period, for what was said there about its dossiers.
    """
    kind, needed = rows[-1].kind, thresholds.needed(rows[-1].kind)
    public = sum((_public(row) for row in rows), Public())
    dossier = _dossiers(rows, closing.said_afterwards((*rows, *later), covers), needed)
    return Row(
        kind=kind,
        key=rows[-1].key,
        name=rows[-1].name,
        satisfaction=showing.added((row.satisfaction for row in rows), needed),
        response=response(kind, public, thresholds),
        responses=public.tied,
        services=public.services,
        dossier=dossier,
        points=points(dossier),
        not_counted=public.not_counted,
        with_excluded=_with_excluded(rows, needed),
        on_time=showing.added((row.on_time for row in rows), needed),
        late=showing.added((row.late for row in rows), needed),
        reasons=_reasons(rows, needed),
        covers=tuple(covers),
        trust=trusted.added(rows, thresholds),
    )


def table_of(
    editions: Sequence[Edition],
    table: str,
    covers: Sequence[str],
    thresholds: Thresholds,
    later: Sequence[Edition] = (),
) -> tuple[Row, ...]:
    """A table from those of shorter periods, most answers first."""
    found, after = _by_key(editions, table), _by_key(later, table)
    rows = in_order(row_of(rows, covers, thresholds, after.get(key, ())) for key, rows in found.items())
    return trusted.asked_of_all(rows, [edition.total for edition in editions], thresholds)


def _by_key(editions: Iterable[Edition], table: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for edition in editions:
        for row in edition.tables.get(table, ()):
            found[row.key].append(row)
    return found


def total_of(
    editions: Sequence[Edition],
    covers: Sequence[str],
    thresholds: Thresholds,
    later: Sequence[Edition] = (),
) -> Row:
    """The total from those of shorter periods."""
    after = [edition.total for edition in later]
    return row_of([edition.total for edition in editions], covers, thresholds, after)


def asked_of(editions: Sequence[Edition], thresholds: Thresholds) -> tuple[asked.Row, ...]:
    """Who was asked and who answered, added up by ending, the total last."""
    found: dict[str, list[asked.Row]] = defaultdict(list)
    for edition in editions:
        for row in edition.asked:
            found[row.ending].append(row)
    last = found.pop(TOTAL, [])
    return tuple(_asked(rows, thresholds) for rows in (*found.values(), last) if rows)


def _public(row: Row) -> Public:
    return Public(row.services, 0, row.responses, tuple(LeftOut(p.cause, p.n) for p in row.not_counted))


def _dossiers(rows: Sequence[Row], afterwards: Known, needed: int) -> Cell:
    """Dossier rates added up, less what was said afterwards; hidden parts leave too much open to be
    worth showing, as does a part that has dossiers and no rate."""
    services = sum(row.services for row in rows)
    cells = [row.dossier for row in rows if row.services]
    if services >= needed and any(cell.state is State.EMPTY for cell in cells):
        return Cell(State.WITHHELD, services, needed)
    rate = sum((showing.told(cell) for cell in cells), NOTHING)
    unsatisfied = afterwards.n - afterwards.most, afterwards.n - afterwards.least
    return showing.dossiers_between(
        services, rate.least - unsatisfied[1], rate.most - unsatisfied[0], needed
    )


def _with_excluded(rows: Sequence[Row], needed: int) -> Cell:
    """Where a week left nothing out, the rate with what was left out is the rate."""
    if all(row.with_excluded.state is State.EMPTY for row in rows):
        return Cell(State.EMPTY, 0, needed)
    empty = State.EMPTY
    cells = (row.satisfaction if row.with_excluded.state is empty else row.with_excluded for row in rows)
    return showing.added(cells, needed)


def _reasons(rows: Sequence[Row], needed: int) -> tuple[Reason, ...]:
    found: dict[tuple[str, str | None], list[Cell]] = defaultdict(list)
    for row in rows:
        for reason in row.reasons:
            found[reason.topic, reason.element].append(reason.cell)
    return reasons_in_order(
        Reason(topic, element, showing.added(cells, needed)) for (topic, element), cells in found.items()
    )


def _asked(rows: Sequence[asked.Row], thresholds: Thresholds) -> asked.Row:
    finished, answered = (sum(getattr(row, name) for row in rows) for name in ("finished", "answered"))
    ways: dict[str, list[asked.Way]] = defaultdict(list)
    for row in rows:
        for way in row.ways:
            ways[way.name].append(way)
    return asked.Row(
        rows[0].ending,
        finished,
        answered,
        _rate(rows[0].ending, answered, finished, thresholds),
        tuple(_way(name, parts, thresholds) for name, parts in ways.items()),
    )


def _way(name: str, parts: Sequence[asked.Way], thresholds: Thresholds) -> asked.Way:
    n, answered = sum(part.asked for part in parts), sum(part.answered for part in parts)
    return asked.Way(name, n, answered, _rate(name, answered, n, thresholds))


def _rate(kind: str, answered: int, n: int, thresholds: Thresholds) -> Cell:
    share = Share(answered, n, wilson_interval(answered, n)) if n else None
    return disclose_response(kind, share, thresholds)
