"""The page on importing and the program name the same columns."""

import re
from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue.kinds import KINDS
from kiosk.counters import hours_import, rosters
from kiosk.errors.faults import Faults
from kiosk.formats import sheets, tables
from kiosk.formats.imported import Imported
from kiosk.formats.tables import Column
from kiosk.services import intake
from kiosk.storage.db import Database
from tests.factories import WEDNESDAY

PAGE = (Path(__file__).parents[2] / "docs" / "importing.md").read_text("utf-8")


def documented(text: str) -> dict[str, tuple[str, ...]]:
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \|", text, re.MULTILINE)
    return {name: tuple(re.findall(r"`(\w+)`", aliases)) for name, aliases in rows}


def known(columns: tuple[Column, ...]) -> dict[str, tuple[str, ...]]:
    return {column.name: column.aliases for column in columns}


def section(start: str) -> str:
    return PAGE.split(f"\n{start}", 1)[1].split("\n## ", 1)[0]


def test_every_kinds_columns_are_documented() -> None:
    shared = documented(section("Every kind takes").split("\n`unit`", 1)[0])
    for name, kind in KINDS.items():
        own = documented(re.split(r"\n`\w+`", section(f"`{name}`"))[0])
        assert own | shared == known(kind.columns), name


def test_the_columns_of_services_and_rosters_are_documented() -> None:
    assert documented(section("## Services")) == known(intake.COLUMNS)
    assert documented(section("## Rosters")) == known(rosters.COLUMNS)


def test_the_columns_of_hours_and_holidays_are_documented() -> None:
    assert documented(section("## Opening hours")) == known(hours_import.HOURS_COLUMNS)
    assert documented(section("## Holidays")) == known(hours_import.HOLIDAY_COLUMNS)


@pytest.mark.parametrize(
    ("heading", "kind", "added"),
    [
        ("## Opening hours", (hours_import.HOURS_COLUMNS, hours_import.import_hours), 11),
        ("## Holidays", (hours_import.HOLIDAY_COLUMNS, hours_import.import_holidays), 4),
    ],
)
def test_the_examples_can_be_imported(
    db: Database, tmp_path: Path, heading: str, kind: tuple[Any, Any], added: int
) -> None:
    columns, read = kind
    example = section(heading).split("```csv\n", 1)[1].split("```", 1)[0]
    (tmp_path / "example.csv").write_text(example, "utf-8")
    faults = Faults()
    rows = tables.read_table(tmp_path / "example.csv", columns, faults)
    assert read(db, rows, WEDNESDAY, "import", faults) == Imported(added, 0)


def test_the_limits_are_documented() -> None:
    files = section("## Files")
    assert f"{tables.MAX_BYTES // 1_000_000} MB, {tables.MAX_ROWS:,} lines" in files
    assert f"{tables.MAX_COLUMNS} columns, {tables.MAX_CELL:,} characters a cell" in files
    assert f"unpack to {sheets.MAX_UNPACKED_BYTES // 1_000_000} MB" in files
