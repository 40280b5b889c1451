"""Editions from counts written down, for pages that read nothing else."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from analytics.asked import Row as AskedRow
from analytics.asked import Way
from analytics.disclosure import Cell, State
from analytics.editions import Comparison, Edition, Editions, Exclusion, Reason, Row
from analytics.indices import Share
from analytics.periods import parse
from analytics.source import Name
from analytics.stats.intervals import wilson_interval
from analytics.suppression import Rule
from analytics.tables import LeftOut
from analytics.weeks import Week
from tests.analytics.pictures.cells_by_hand import a_cell, a_share

NOTHING = Cell(State.EMPTY, 0, 10)
KEPT = Cell(State.WITHHELD, 300, 10)
STEP = Cell(State.BETWEEN, 200, 10, None, 0.6, 0.7)  # 60 to 80 unsatisfied
ELEMENTS = {"time": "results", "visits": "procedures", "waiting": "access", "manner": "officials"}
NAMES = {
    "H44.5": "UBND Phường Việt Trì",
    "H44.9": "UBND xã Hy Cương",
    "1.001193": "Đăng ký khai sinh",
    "2.000815": "Chứng thực bản sao từ bản chính",
    "1.012791": "Đăng ký biến động đất đai",
}


def a_row(
    kind: str = "total",
    key: str = "",
    satisfied: int = 144,
    unsatisfied: int = 19,
    services: int = 742,
    *,
    reasons: Mapping[str, tuple[int, int]] | None = None,
    left_out: int = 0,
    comparison: Comparison | None = None,
    name: str | None = None,
) -> Row:
    """A row of so many answers; all of them of services, a tenth of these late."""
    n = satisfied + unsatisfied
    late = n // 10
    return Row(
        kind=kind,
        key=key,
        name=Name(name or NAMES.get(key, key)) if key else None,
        satisfaction=a_cell(satisfied, unsatisfied, kind),
        response=Cell(State.SHOWN, services, 10, Share(n, services)) if services >= n else NOTHING,
        responses=n,
        services=services,
        dossier=Cell(State.SHOWN, services, 10, Share(services - 2 * unsatisfied, services))
        if services > 2 * unsatisfied
        else NOTHING,
        points=5.27 if services else None,
        not_counted=(LeftOut("repeat-1", left_out),) if left_out else (),
        with_excluded=a_cell(satisfied + left_out, unsatisfied, kind) if left_out >= 10 else NOTHING,
        on_time=a_cell(max(0, satisfied - late // 2), max(0, unsatisfied - late + late // 2)),
        late=a_cell(late // 2, late - late // 2),
        reasons=tuple(
            Reason(topic, ELEMENTS.get(topic), a_share(good, n))
            for topic, (good, n) in (reasons or {}).items()
        ),
        comparison=comparison,
    )


def an_edition(
    period: str = "2026-W34",
    total: Row | None = None,
    *,
    number: int = 1,
    method: str = "1",
    **tables: Sequence[Row],
) -> Edition:
    """One edition of the period, with empty tables where none are given."""
    kind = parse(period).kind
    every = ("unit", "centre", "field", "procedure")
    monthly = ("counter", "officer", "channel", "tier", "ending", "user_kind", "hour_weekday")
    names = every if kind == "week" else every + monthly
    monday = Week.of(parse(period).last_day).end_day
    frozen = datetime.combine(monday, datetime.min.time(), UTC) - timedelta(hours=1)
    return Edition(
        period=period,
        number=number,
        frozen_at=frozen,
        record_id="0" * 32,
        changes=1,
        code="1.0",
        method=method,
        rule=Rule(),
        exclusions=(Exclusion("repeat", "1", 9),),
        total=total or a_row(),
        tables={name: _most_first(tables.get(name, ())) for name in names},
        asked=(_asked("granted", 700, 160), _asked("total", 742, 163)),
    )


def _most_first(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: -row.satisfaction.n))


def _asked(ending: str, finished: int, answered: int) -> AskedRow:
    rate = Cell(
        State.SHOWN, finished, 10, Share(answered, finished, wilson_interval(answered, finished))
    )
    ways = (Way("tablet", finished, answered, rate), Way("phone", 0, 0, NOTHING))
    return AskedRow(ending, finished, answered, rate, ways)


def publish(instance: Path, *editions: Edition) -> Editions:
    """Into the instance's folder."""
    store = Editions(instance / "editions")
    for edition in editions:
        store.publish(edition)
    return store
