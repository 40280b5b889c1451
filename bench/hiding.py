"""How much of the demonstration's week and month may be shown, and how long deciding takes."""

import time
from collections import Counter
from pathlib import Path

from analytics.suppression import Answers, Frozen, Table, freeze
from kiosk import demonstration
from kiosk.storage import schema
from kiosk.storage.db import Database

WEEK = "2026-W34"
PLACES_AND_SUBJECTS = ("unit", "counter", "field", "procedure")
WITH_OFFICERS = (*PLACES_AND_SUBJECTS, "officer")
COLUMNS = ("week", "unit", "counter", "officer", "procedure", "field")
ANSWERS = """
SELECT r.iso_week, r.unit_id, ifnull(r.counter_id, ''), ifnull(r.officer_id, ''),
       ifnull(r.procedure_id, ''), ifnull(p.field_id, ''), r.satisfied
FROM ratings_v1 AS r
LEFT JOIN procedures_v1 AS p ON p.procedure_id = r.procedure_id AND p.valid_to IS NULL
WHERE r.rule IS NULL AND r.tier <> 'poster'
"""


def run(folder: Path) -> None:
    """Load the demonstration and print a line for each table of each published set."""
    path = folder / "hiding" / "kiosk.db"
    path.parent.mkdir(parents=True)
    schema.create_record(path, demonstration.AFTERWARDS)
    db = schema.open_record(path)
    demonstration.load_demonstration(db, demonstration.choose_units(None))
    month, week = read(db), read(db, WEEK)
    db.conn.close()
    show("a week", week, tables(PLACES_AND_SUBJECTS))
    show("a week, with officers", week, tables(WITH_OFFICERS))
    show("a month, with officers", month, tables(WITH_OFFICERS))
    weeks = tables(("unit", "procedure"), "week")
    for worth in (1, 40):
        both = [*tables(WITH_OFFICERS, worth=worth), *weeks]
        show(f"a month, with officers, worth {worth}, beside its weeks", month, both)


def read(db: Database, week: str | None = None) -> Answers:
    """Counted ratings of the month, or of one of its weeks."""
    rows = db.conn.execute(ANSWERS).fetchall()
    *keys, satisfied = zip(*(row for row in rows if week in (None, row[0])), strict=True)
    columns = dict(zip(COLUMNS, (list(column) for column in keys), strict=True))
    return Answers(columns, list(satisfied), [1 - answer for answer in satisfied])


def tables(names: tuple[str, ...], period: str = "", worth: int = 1) -> list[Table]:
    """The total and a table by each name, in each period."""
    within = (period,) if period else ()
    return [
        Table(f"{period} total".strip(), within, worth=worth),
        *(Table(f"{period} {name}".strip(), (*within, name), worth=worth) for name in names),
    ]


def show(title: str, answers: Answers, published: list[Table]) -> None:
    """Seconds of processor time, and cells by status."""
    start = time.process_time()
    frozen = freeze(answers, published)
    print(f"\n{title}: {time.process_time() - start:.2f} s for {len(frozen.cells):,} cells")
    for table in published:
        print(f"  {table.name:16} {counted(frozen, table)}")


def counted(frozen: Frozen, table: Table) -> str:
    """How many cells of the table have each status."""
    found = Counter(shown.status.name for key, shown in frozen.cells.items() if key[0] == table.name)
    return ", ".join(f"{status.lower()} {n}" for status, n in sorted(found.items()))
