"""A province's weekly reports, and a million rows for an auditor."""

import multiprocessing
import os
import random
import resource
import time
from dataclasses import replace
from pathlib import Path

from analytics import auditing, source
from analytics.counts import TOTAL
from analytics.disclosure import State
from analytics.editions import Editions, Row
from analytics.reports.batch import Order, write_all
from analytics.reports.excerpt import Belonging
from analytics.reports.forms import Wish
from analytics.source import Name
from analytics.weeks import Week, span
from tests.analytics.editions_by_hand import a_cell, a_row, an_edition

from .explaining import make_million

WEEKS, UNITS, PROCEDURES, COUNTERS = 26, 163, 300, 2
NEWEST = Week(2026, 34)


def run(folder: Path) -> None:
    """Print both, with what they take."""
    editions = Editions(folder / "editions")
    draw = random.Random(1)  # noqa: S311 (a benchmark)
    for week in span(NEWEST, WEEKS):
        editions.publish(an_edition(str(week), tables=_tables(draw), total=_row(TOTAL, "", draw)))
    belonging = Belonging(
        {
            "centre": {f"H44.{unit}": f"H44.{unit}" for unit in range(UNITS)},
            "counter": {
                f"H44.{unit}-{n}": f"H44.{unit}" for unit in range(UNITS) for n in range(COUNTERS)
            },
        }
    )
    order = Order(editions.folder, str(NEWEST), 1, belonging, Wish())
    keys = [None, *(f"H44.{unit}" for unit in range(UNITS))]
    out = folder / "reports"
    out.mkdir()
    start, before = time.perf_counter(), _work_of_children()
    size = sum(made.path.stat().st_size for made in write_all(order, keys, out))
    took, work = time.perf_counter() - start, _work_of_children() - before
    print(
        f"\n{len(keys)} weekly PDFs of a province: {took:.0f} s on {os.cpu_count()} cores"
        f" (limit 60 s), {work:.0f} s of work, {size / len(keys) / 1000:.0f} kB each"
    )
    make_million(folder / "auditing").conn.close()
    parts: list[tuple[str, Week | None]] = [("a week", NEWEST), ("all", None)]
    for share, only in parts:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            print(pool.apply(_export, (folder, share, only)))


def _work_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _export(folder: Path, share: str, week: Week | None) -> str:
    """In a process of its own, whose memory is the export's."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    with source.reading(folder / "auditing" / "kiosk.db") as record:
        made = auditing.write(record, "ratings", folder / "ratings.csv", week)
    took = time.perf_counter() - start
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return (
        f"export of {share}: {made.rows:,} rows, {made.size / 1e6:.0f} MB in {took:.1f} s,"
        f" {more:.0f} MiB of memory, SHA-256 {made.digest[:12]}…"
    )


def _tables(draw: random.Random) -> dict[str, list[Row]]:
    units = range(UNITS)
    return {
        "unit": [_row("unit", f"H44.{unit}", draw) for unit in units],
        "centre": [_row("centre", f"H44.{unit}", draw) for unit in units],
        "counter": [_row("counter", f"H44.{unit}-{n}", draw) for unit in units for n in range(COUNTERS)],
        "procedure": [_row("procedure", f"1.{code:06d}", draw) for code in range(PROCEDURES)],
    }


def _row(kind: str, key: str, draw: random.Random) -> Row:
    n = draw.randrange(4, 90)
    satisfied = sum(draw.random() < 0.9 for _ in range(n))
    state = State.TOO_FEW if n < 10 else State.AT_LEAST if satisfied >= n - 1 else State.SHOWN
    name = None if kind == TOTAL else Name(f"{kind} {key}, một cái tên dài như tên thật")
    row = a_row(kind, key, satisfied, n, name=name)
    return replace(row, satisfaction=a_cell(satisfied, n, state))
