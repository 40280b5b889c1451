import csv
import hashlib
import io
import json
import subprocess
import sys
import tracemalloc
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from analytics import __main__ as commands
from analytics import auditing, source
from analytics.errors import AnalyticsError
from analytics.source.whole import WHOLE
from analytics.weeks import Week
from kiosk.storage.db import Database
from tests import factories

WEEK = Week.parse("2026-W34")


def exported(record: Path, what: str, folder: Path, week: Week | None = None) -> list[dict[str, str]]:
    path = folder / f"{what}.csv"
    with source.reading(record) as opened:
        auditing.write(opened, what, path, week)
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))


def test_every_rating_is_a_row_with_what_the_figures_rest_on(
    random_db: Database, record_path: Path, tmp_path: Path
) -> None:
    rows = exported(record_path, "ratings", tmp_path)

    found = Counter((row["iso_week"], row["officer_id"], row["satisfied"]) for row in rows)
    by_hand = random_db.conn.execute(
        "SELECT iso_week, ifnull(officer_id, ''), CAST(satisfied AS TEXT) FROM rating"
    )
    assert len(rows) == 180
    assert found == Counter(by_hand.fetchall())


@pytest.mark.parametrize("what", list(WHOLE))
def test_no_id_of_a_rating_and_no_dossier_leaves(
    random_db: Database, record_path: Path, tmp_path: Path, what: str
) -> None:
    rows = exported(record_path, what, tmp_path)

    assert not {"rating_id", "service_id"} & {name for row in rows[:1] for name in row}
    assert not {"reasons", "about", "changes"} & set(WHOLE)


def test_the_order_is_that_of_the_values_and_not_of_arrival(
    random_db: Database, record_path: Path, tmp_path: Path
) -> None:
    rows = exported(record_path, "services", tmp_path)

    keys = [(row["iso_week"], row["month"], row["outcome"], row["channel"]) for row in rows]
    assert keys == sorted(keys)
    assert len(keys) == 60


def test_number_and_digest_stand_beside_it(
    random_db: Database, record_path: Path, tmp_path: Path
) -> None:
    rows = exported(record_path, "ratings", tmp_path)

    content = (tmp_path / "ratings.csv").read_bytes()
    about: dict[str, Any] = json.loads((tmp_path / "ratings.csv.json").read_text("utf-8"))
    assert about["rows"] == len(rows)
    assert about["bytes"] == len(content)
    assert about["sha256"] == hashlib.sha256(content).hexdigest()
    assert list(about["columns"]) == list(rows[0])
    checked = subprocess.run(
        ["sha256sum", "--check", "ratings.csv.sha256"], cwd=tmp_path, capture_output=True, check=False
    )
    assert checked.returncode == 0


def test_equal_records_give_equal_files(random_db: Database, record_path: Path, tmp_path: Path) -> None:
    exported(record_path, "ratings", tmp_path)
    first = (tmp_path / "ratings.csv").read_bytes()
    random_db.conn.execute("VACUUM")

    exported(record_path, "ratings", tmp_path)

    assert (tmp_path / "ratings.csv").read_bytes() == first


def test_one_week_is_that_week_alone(random_db: Database, record_path: Path, tmp_path: Path) -> None:
    rows = exported(record_path, "ratings", tmp_path, WEEK)

    assert {row["iso_week"] for row in rows} == {"2026-W34"}
    assert 0 < len(rows) < 180


def test_a_catalogue_has_no_weeks(db: Database, record_path: Path, tmp_path: Path) -> None:
    with pytest.raises(AnalyticsError, match="units belong to no week"):
        exported(record_path, "units", tmp_path, WEEK)
    assert list(tmp_path.glob("*units*")) == []


def test_no_name_of_the_catalogue_starts_a_formula(
    db: Database, record_path: Path, tmp_path: Path
) -> None:
    factories.a_version(db, "officer", officer_id="X", name="=1+1", unit_id="H44.5")

    names = {row["name"] for row in exported(record_path, "officers", tmp_path)}

    assert "'=1+1" in names
    assert "=1+1" not in names


def test_an_empty_record_is_a_head(db: Database, record_path: Path, tmp_path: Path) -> None:
    assert exported(record_path, "ratings", tmp_path) == []
    assert (tmp_path / "ratings.csv").read_text("utf-8").startswith("iso_week,month,weekday,hour,")


def fill(db: Database, count: int) -> None:
    """So many more ratings, straight into the table."""
    copied = ", ".join(
        column
        for (column,) in db.conn.execute("SELECT name FROM pragma_table_info('rating')")
        if column != "rating_id"
    )
    db.conn.execute(
        f"""
        WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {count})
        INSERT INTO rating (rating_id, {copied})
        SELECT lower(hex(randomblob(16))), {copied}
        FROM number CROSS JOIN (SELECT * FROM rating LIMIT 1)
        """
    )


def test_memory_does_not_grow_with_the_rows(
    db: Database, record_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "_AT_ONCE", 500)
    factories.rate(db)

    def peak() -> int:
        tracemalloc.start()
        with source.reading(record_path) as opened:
            auditing.write(opened, "ratings", tmp_path / "x.csv")
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    fill(db, 2_000)
    few = peak()
    fill(db, 8_000)

    assert peak() < few * 1.1


def test_the_command_writes_it_and_says_so(
    random_db: Database,
    record_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "r.csv"
    words = ["analytics", "export", "ratings", "--out", str(out), "--record", str(record_path)]
    monkeypatch.setattr(sys, "argv", words)

    with pytest.raises(SystemExit) as ended:
        commands.main()

    assert not ended.value.code
    digest = hashlib.sha256(out.read_bytes()).hexdigest()
    assert capsys.readouterr().err == f"wrote 180 rows to {out}, SHA-256 {digest}\n"


def test_what_cannot_be_written_leaves_nothing(db: Database, record_path: Path, tmp_path: Path) -> None:
    with source.reading(record_path) as opened, pytest.raises(AnalyticsError, match="cannot be written"):
        auditing.write(opened, "ratings", tmp_path / "absent" / "x.csv")
