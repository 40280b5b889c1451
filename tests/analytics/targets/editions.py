"""Editions with just the cells that a test needs."""

from collections.abc import Mapping
from datetime import UTC, datetime

from analytics.disclosure import Cell, State
from analytics.editions.model import Edition, Row
from analytics.suppression import Rule

NOTHING = Cell(State.EMPTY, 0, 10)


def a_row(kind: str, key: str, satisfaction: Cell) -> Row:
    return Row(
        kind=kind,
        key=key,
        name=None,
        satisfaction=satisfaction,
        response=NOTHING,
        responses=0,
        services=0,
        dossier=NOTHING,
        points=None,
        not_counted=(),
        with_excluded=NOTHING,
    )


def an_edition(period: str, units: Mapping[str, Cell], total: Cell) -> Edition:
    return Edition(
        period=period,
        number=1,
        frozen_at=datetime(2026, 9, 7, tzinfo=UTC),
        record_id="r",
        changes=1,
        code="0",
        method="1",
        rule=Rule(),
        exclusions=(),
        total=a_row("total", "", total),
        tables={"unit": tuple(a_row("unit", key, cell) for key, cell in units.items())},
    )
