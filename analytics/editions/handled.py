"""What an edition says of how dossiers went: shares of counted dossiers, no answer of anybody. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..disclosure import Cell, Thresholds, disclose_response
from ..handling import ByPlace, Compared, Handling, add_up, by_procedure, worse_places
from ..indices import Share
from .model import Handled, Row

TABLE = "procedure"
_NOWHERE = Compared(0, ())


def told(kind: str, handling: Handling, compared: Compared, thresholds: Thresholds) -> Handled:
    """The counts as they may be shown: of too few dossiers nothing, since it would say nothing."""
    repeat = _cell(kind, handling.repeated, handling.known, thresholds)
    return Handled(
        overdue=_cell(kind, handling.overdue, handling.dossiers, thresholds),
        repeat=repeat,
        visits=None if repeat.share is None else handling.visits,
        units=compared.units,
        places=compared.worse,
    )


def with_handling(
    total: Row, tables: Mapping[str, tuple[Row, ...]], found: ByPlace | None, thresholds: Thresholds
) -> tuple[Row, dict[str, tuple[Row, ...]]]:
    """The total and the procedures with how their dossiers went; as they were where it is not known."""
    if found is None:
        return total, dict(tables)
    sums = by_procedure(found)
    compared = worse_places(found, thresholds.needed(TABLE))
    rows = tuple(
        replace(row, handling=told(TABLE, sums[row.key], compared.get(row.key, _NOWHERE), thresholds))
        if row.key in sums
        else row
        for row in tables[TABLE]
    )
    everything = sum(sums.values(), Handling())
    return replace(total, handling=told(total.kind, everything, _NOWHERE, thresholds)), {
        **tables,
        TABLE: rows,
    }


def together(parts: Iterable[ByPlace | None]) -> ByPlace | None:
    """Of several weeks; None where a week was frozen before it was known, for a part would mislead."""
    known = list(parts)
    return None if None in known else add_up(part for part in known if part is not None)


def _cell(kind: str, count: int, n: int, thresholds: Thresholds) -> Cell:
    return disclose_response(kind, Share(count, n) if n else None, thresholds)
