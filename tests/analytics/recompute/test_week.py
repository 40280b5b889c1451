"""Every figure of the weekly table, recomputed from the record's file by modules of the tests' own."""

import csv
import io
import json
from pathlib import Path

import pytest

from analytics import asked, listing, rollup, schema, source, tables, weekly
from analytics.disclosure import Cell
from analytics.weeks import Week
from analytics.words import Words
from kiosk.storage.driver import sqlite3
from tests.analytics.recompute import chance, showing
from tests.analytics.recompute.showing import Seen
from tests.analytics.recompute.sums import DIMENSIONS, Record, Sums

SEEDS = [
    pytest.param(range(8), id="briefly"),
    pytest.param(range(200), id="at length", marks=pytest.mark.soak),
]


def same(cell: Cell, seen: Seen) -> bool:
    """Whether the program's cell is the recomputed one, its interval to the twelfth decimal."""
    if (cell.state.value, cell.n) != (seen.state, seen.n):
        return False
    if seen.count is None or cell.share is None:
        return seen.count is None and cell.share is None
    if (cell.share.count, cell.share.n) != (seen.count, seen.n):
        return False
    if seen.interval is None or cell.share.interval is None:
        return seen.interval is None and cell.share.interval is None
    interval = cell.share.interval
    return (interval.low, interval.high) == pytest.approx(seen.interval, abs=1e-12)


def check_row(row: tables.Row, own: Sums, by: str) -> None:
    assert same(row.satisfaction, showing.satisfaction(own, by))
    assert same(row.with_excluded, showing.with_excluded(own, by))
    assert same(row.response, showing.response(own, by))
    assert same(row.dossier, showing.dossier(own, by))
    assert row.points == pytest.approx(showing.dossier_points(showing.dossier(own, by)), abs=1e-12)
    assert (row.responses, row.services) == (own.tied, own.services)
    assert {part.cause: part.n for part in row.not_counted} == {
        cause: sum(answers) for cause, answers in own.left_out.items()
    }


def check_exports(table: tables.WeekTable, sums: dict[str, Sums], total: Sums) -> None:
    """To the last digit that is printed, in JSON and in CSV."""
    document = json.loads(listing.as_json(table, Words("en")))
    printed = list(csv.DictReader(io.StringIO(listing.as_csv(table, Words("vi")))))
    known = [_printed(sums[row["key"]], table.by) for row in document["rows"]]
    known.append(_printed(total, "total"))

    for values, row, line in zip(known, [*document["rows"], document["total"]], printed, strict=True):
        assert {name: row[name] for name in values} == values
        texts = {name: "" if value is None else str(value) for name, value in values.items()}
        assert {name: line[name] for name in texts} == texts


def _printed(own: Sums, by: str) -> dict[str, str | int | float | None]:
    rate, answer, whole = (
        of(own, by) for of in (showing.satisfaction, showing.response, showing.dossier)
    )
    low, high = rate.interval or (None, None)
    points = showing.dossier_points(whole)
    left_out = {cause: sum(answers) for cause, answers in own.left_out.items()}
    return {
        "satisfaction_state": rate.state,
        "satisfaction_rate": _rounded(rate.value),
        "satisfaction_low": _rounded(low),
        "satisfaction_high": _rounded(high),
        "n": rate.n,
        "response_state": answer.state,
        "response_rate": _rounded(answer.value),
        "responses": own.tied,
        "services": own.services,
        "dossier_state": whole.state,
        "dossier_satisfaction": _rounded(whole.value),
        "dossier_points": _rounded(points),
        "not_counted": sum(n for cause, n in left_out.items() if cause != "poster"),
        "unverified": left_out.get("poster", 0),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def check_asked(rows: list[asked.Row], known: dict[str, dict[str, int]]) -> None:
    assert [row.ending for row in rows] == list(known)
    for row in rows:
        own = known[row.ending]
        assert (row.finished, row.answered) == (own["finished"], own["answered"])
        assert same(row.rate, showing.asked(own["answered"], own["finished"]))
        for way in row.ways:
            n, count = own[f"asked_{way.name}"], own[f"answered_{way.name}"]
            assert way.asked == n
            assert same(way.rate, showing.asked(min(count, n), n))


@pytest.mark.parametrize("seeds", SEEDS)
def test_every_figure_of_the_week_is_recomputed_to_the_last_digit(
    seeds: range, record_template: Path, tmp_path: Path
) -> None:
    for seed in seeds:
        record_path, derived_path = chance.a_record(record_template, tmp_path / str(seed), seed)
        rollup.refresh(record_path, derived_path)
        record = Record(record_path)
        with schema.reading(derived_path) as derived, source.reading(record_path) as names:
            for week in weekly.weeks_with_figures(derived):
                _check_week(derived, names, record, week)


def _check_week(
    derived: sqlite3.Connection, names: sqlite3.Connection, record: Record, week: Week
) -> None:
    fields = record.fields(week.last_day)

    def within(iso_week: str, _month: str) -> bool:
        return iso_week == str(week)

    total = record.sums(within, "total", fields).get("", Sums())
    for by in DIMENSIONS:
        sums = record.sums(within, by, fields)
        table = tables.week_table(derived, names, week, by)
        assert [row.key for row in table.rows] == sorted(
            sums, key=lambda key: (-sums[key].n, -sums[key].services, key)
        )
        for row in table.rows:
            check_row(row, sums[row.key], by)
        check_row(table.total, total, "total")
        check_exports(table, sums, total)
    check_asked(asked.asked_in(derived, week), record.asked(within))
