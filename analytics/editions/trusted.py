"""Trust in an edition: decided by itself, beside its own earlier editions, of the total and the units.

No table crosses it with satisfaction, so any world of the one fits any world of the other: what is
published of both tells no more than each does alone. So a month, whose tables are all of satisfaction
but what its weeks add up to, decides nothing of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..counts import TOTAL
from ..disclosure import Cell, State, Thresholds
from ..suppression import Answers, Rule
from . import plan, showing
from .behind import Behind
from .deciding import decide
from .model import Row, Trust

TABLES = ("unit",)


def decide_trust(answers: Answers | None, rule: Rule, earlier: Mapping[str, Behind]) -> Behind | None:
    """What may be told of these answers; None where it was not asked.

    earlier: the editions published of the same answers, by name.
    """
    if answers is None:
        return None
    before = {name: one.trust for name, one in earlier.items() if one.trust is not None}
    return Behind(answers, decide(answers, plan.of_trust(), rule, before), {})


def with_trust(
    total: Row, tables: Mapping[str, tuple[Row, ...]], trust: Behind | None
) -> tuple[Row, dict[str, tuple[Row, ...]]]:
    """The total and the units with what is told of trust; as they were where it was not asked."""
    if trust is None:
        return total, dict(tables)
    found = {kind: tuple(_with(row, trust) for row in tables[kind]) for kind in TABLES}
    return _with(total, trust), {**tables, **found}


def _with(row: Row, trust: Behind) -> Row:
    place = () if row.kind == TOTAL else (row.key,)
    needed = trust.frozen.rule.thresholds.needed(row.kind)
    cell = showing.cell_of(trust.frozen.shown(f"{plan.TRUST} {row.kind}", place), needed)
    return replace(row, trust=Trust(cell, row.satisfaction.n))


def added(rows: Iterable[Row], thresholds: Thresholds) -> Trust | None:
    """What rows of shorter periods say together, of those in which it was asked; None for none."""
    asked: Sequence[Row] = [row for row in rows if row.trust is not None]
    parts = [row.trust for row in asked if row.trust is not None]
    if not parts:
        return None
    cell = showing.added((part.cell for part in parts), thresholds.needed(asked[-1].kind))
    return Trust(cell, sum(part.raters for part in parts))


def asked_of_all(
    rows: tuple[Row, ...], totals: Iterable[Row], thresholds: Thresholds
) -> tuple[Row, ...]:
    """The rows of a longer period, where one that nobody rated while it was asked says so: that it was
    asked, of nobody. totals: of the shorter periods."""
    if all(total.trust is None for total in totals):
        return rows
    return tuple(
        replace(row, trust=Trust(Cell(State.EMPTY, 0, thresholds.needed(row.kind)), 0))
        if row.kind in TABLES and row.trust is None
        else row
        for row in rows
    )
