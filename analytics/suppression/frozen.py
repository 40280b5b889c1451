"""The decision, made once for a published set: the same for every viewer and every filter."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np

from ..disclosure import Thresholds
from .grid import CellKey, Flags, Grid, Ints, make_grid
from .model import Answers, Rule, Table, Unpublished
from .primary import Status, scale_of
from .search import suppress

FORMAT = 1  # of the JSON; a reader refuses another


@dataclass(frozen=True)
class Shown:
    """What may be shown of one cell.

    n: the base, always shown. satisfied: None unless status is EXACT. least, most: what may be
    said of the satisfied, in any case true; 0 and n where nothing may.
    """

    status: Status
    n: int
    satisfied: int | None
    least: int
    most: int


EMPTY = Shown(Status.FEW, 0, None, 0, 0)  # a cell without answers


@dataclass(frozen=True)
class Frozen:
    """Cells by table and keys, as they may be shown; it holds no count that may not be.

    unproven: hidden cells for whose doubt no proof was found. There are none unless an earlier set
    is published already.
    """

    rule: Rule
    tables: tuple[Table, ...]
    cells: Mapping[CellKey, Shown]
    unproven: tuple[CellKey, ...] = ()

    def shown(self, table: str, keys: Sequence[str] = ()) -> Shown:
        """What may be shown of a cell; EMPTY where nobody answered.

        Raises Unpublished for a table that was not frozen: it would have to be decided anew, with
        all that is published.
        """
        if table not in self._names:
            raise Unpublished(f"the table '{table}' is not among those that were frozen")
        return self.cells.get((table, tuple(keys)), EMPTY)

    def of(self, *names: str) -> "Frozen":
        """These tables alone: some may be decided with the others to keep room for them, and be
        published later or never.

        Raises Unpublished.
        """
        for name in names:
            self.shown(name)
        return Frozen(
            self.rule,
            tuple(table for table in self.tables if table.name in names),
            {key: shown for key, shown in self.cells.items() if key[0] in names},
            tuple(key for key in self.unproven if key[0] in names),
        )

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(table.name for table in self.tables)

    def as_json(self) -> str:
        """For an edition's file: equal decisions are equal bytes."""
        document = {
            "format": FORMAT,
            "rule": {
                "officer": self.rule.thresholds.officer,
                "other": self.rule.thresholds.other,
                "minority": self.rule.minority,
                "spread": self.rule.spread,
            },
            "tables": [
                {
                    "name": table.name,
                    "by": list(table.by),
                    "only": {name: sorted(keys) for name, keys in table.only.items()},
                    "cells": self._cells_of(table.name),
                }
                for table in self.tables
            ],
            "unproven": [[table, list(keys)] for table, keys in self.unproven],
        }
        return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def _cells_of(self, table: str) -> list[list[Any]]:
        return [
            [list(keys), shown.status.name.lower(), shown.n, shown.satisfied, shown.least, shown.most]
            for (name, keys), shown in sorted(self.cells.items())
            if name == table
        ]

    @property
    def digest(self) -> str:
        """SHA-256 of the JSON, in hexadecimal."""
        return sha256(self.as_json().encode()).hexdigest()

    @classmethod
    def from_json(cls, text: str) -> "Frozen":
        """Read what as_json wrote. Raises ValueError for anything else."""
        document = json.loads(text)
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            raise ValueError("this is no set of frozen cells of a known format")
        rule = document["rule"]
        return cls(
            Rule(Thresholds(rule["officer"], rule["other"]), rule["minority"], rule["spread"]),
            tuple(Table(t["name"], tuple(t["by"]), t["only"]) for t in document["tables"]),
            {
                (table["name"], tuple(keys)): Shown(Status[status.upper()], *numbers)
                for table in document["tables"]
                for keys, status, *numbers in table["cells"]
            },
            tuple((table, tuple(keys)) for table, keys in document["unproven"]),
        )


def freeze(
    answers: Answers,
    tables: Sequence[Table],
    rule: Rule | None = None,
    before: Frozen | None = None,
    last: Collection[str] = (),
) -> Frozen:
    """Decide for every cell of the tables what may be shown of it.

    Args:
        answers: all that any of the tables counts.
        tables: everything that is published of these answers, each under a name of its own: what
            is left out here and shown all the same is not looked at.
        rule: thresholds and doubts.
        before: what is published already. Its tables must be among `tables`, unchanged, and
            `answers` must give the same figures for them; their cells stay as they are.
        last: names of tables for whose sake nothing else is hidden.

    Returns:
        Frozen. Zero answers are no cell. Where one side has no answer at all, every cell is a bound
        or too small.

    Raises:
        ValueError: two tables share a name, or `before` does not fit.
        KeyError: a table names a column that `answers` lacks.
    """
    rule = rule or Rule()
    if before is not None and before.rule.minority != rule.minority:
        raise ValueError("bounds are published already that mean something else: keep `minority`")
    if len({table.name for table in tables}) < len(tables):
        raise ValueError("each table needs a name of its own")
    grid = make_grid(answers, tables)
    fixed, published = _published(grid, tables, before)
    of_last = np.array([table.name in last for table in tables], dtype=np.bool_)[grid.table_of]
    found = suppress(grid, tables, rule, fixed, published, last=of_last)
    cells = {
        key: _shown(grid, number, Status(int(found.status[number])), rule)
        for number, key in enumerate(grid.cells)
        if grid.cell_n[number]
    }
    if before is not None:
        cells |= before.cells
    return Frozen(rule, tuple(tables), cells, tuple(grid.cells[number] for number in found.unproven))


def together(editions: Sequence[Frozen]) -> Frozen:
    """What several editions have published, as `before` for the next; at least one.

    Each must have been frozen with those before it that count the same answers. The rule is the
    last one's.

    Raises ValueError: two of them publish a table of the same name.
    """
    tables = [table for edition in editions for table in edition.tables]
    if len({table.name for table in tables}) < len(tables):
        raise ValueError("each table needs a name of its own")
    return Frozen(
        editions[-1].rule,
        tuple(tables),
        {key: shown for edition in editions for key, shown in edition.cells.items()},
        tuple(key for edition in editions for key in edition.unproven),
    )


def _shown(grid: Grid, number: int, status: Status, rule: Rule) -> Shown:
    n, satisfied = int(grid.cell_n[number]), int(grid.cell_satisfied[number])
    nothing = Shown(status, n, None, 0, n)
    if status is Status.EXACT:
        return replace(nothing, satisfied=satisfied, least=satisfied, most=satisfied)
    if status is Status.RANGE:
        start, end = scale_of(np.array([n]), np.array([n - satisfied]))
        return replace(nothing, least=n - int(end[0]), most=n - int(start[0]))
    if status is Status.HIGH:
        return replace(nothing, least=n - rule.minority)
    return replace(nothing, most=rule.minority) if status is Status.LOW else nothing


def _published(grid: Grid, tables: Sequence[Table], before: Frozen | None) -> tuple[Flags, Ints]:
    fixed = np.zeros(grid.nowhere, dtype=np.bool_)
    status = np.zeros(grid.nowhere, dtype=np.int64)
    if before is None:
        return fixed, status
    now = {table.name: _definition(table) for table in tables}
    if any(now.get(table.name) != _definition(table) for table in before.tables):
        raise ValueError("a table that is published already is missing, or means something else now")
    numbers = {key: number for number, key in enumerate(grid.cells) if grid.cell_n[number]}
    old = {table.name for table in before.tables}
    if {key for key in numbers if key[0] in old} != set(before.cells):
        raise ValueError("a published table has other cells now")
    for key, shown in before.cells.items():
        number = numbers[key]
        if shown.n != grid.cell_n[number] or shown.satisfied not in (None, grid.cell_satisfied[number]):
            raise ValueError(f"{key} was published with other figures")
        fixed[number], status[number] = True, shown.status
    return fixed, status


def _definition(table: Table) -> tuple[tuple[str, ...], dict[str, list[str]]]:
    return table.by, {name: sorted(keys) for name, keys in table.only.items()}
