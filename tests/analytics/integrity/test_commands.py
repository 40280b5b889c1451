"""`analytics integrity` on a record in which somebody presses for others."""

import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine

from analytics import __main__ as commands
from analytics.integrity.kept import read_kept
from kiosk import periods
from kiosk.storage.db import Database, writing
from tests.factories import a_service

OFFICER = "H44.5.A-01"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(record_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("HAILONG_INSTANCE", str(record_path.parent))

    def running(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["analytics", "integrity", *words])
        with pytest.raises(SystemExit) as ended:
            commands.main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return running


@pytest.fixture
def suspicious(db: Database) -> Database:
    """Ten services and two untied ratings a day, but eight in August."""
    day, number, services = date(2026, 5, 4), 0, 0
    with writing(db):
        while day <= date(2026, 8, 31):
            if day.weekday() < 5:
                for _ in range(10):
                    services += 1
                    code = f"H44.5-260504-{services:07d}"
                    a_service(db, code, finished_day=day.isoformat(), received_day=day.isoformat())
                for _ in range(8 if day.month == 8 else 2):
                    number += 1
                    insert_rating(db, f"{number:032x}", day)
            day += timedelta(days=1)
    return db


def insert_rating(db: Database, rating_id: str, day: date) -> None:
    db.conn.execute(
        "INSERT INTO rating (rating_id, iso_week, day, hour, unit_id, centre_id, counter_id, officer_id,"
        " officer_by, channel, tier, satisfied)"
        " VALUES (?, ?, ?, 9, 'H44.5', 'H44.5', 'H44.5-1', ?, 'duty', 'tablet', 'tablet', 1)",
        [rating_id, periods.iso_week(day), day.isoformat(), OFFICER],
    )


def test_findings_are_told_by_name_in_both_languages(run: Run, suspicious: Database) -> None:
    code, out, _ = run("2026-08", "--lang", "en")
    assert code == 0
    assert out.startswith("Findings are questions, not verdicts.")
    assert "Cán bộ A-01 (H44.5.A-01)" in out
    assert "untied-1: 168 presses that are tied to no service; 42.0 are usual for 210 services." in out
    _, out, _ = run("2026-08")
    assert "168 lượt bấm không gắn với hồ sơ nào; thông thường là 42,0" in out


def test_counters_are_reviewed_like_officers(run: Run, suspicious: Database) -> None:
    assert "Quầy 1 (H44.5-1)" in run("2026-08", "--by", "counter")[1]


def test_a_month_without_anything_odd_says_so(run: Run, suspicious: Database) -> None:
    assert run("2026-07", "--lang", "en")[1].endswith("Nothing odd was found.\n")


def test_machines_get_numbers(run: Run, suspicious: Database) -> None:
    found = json.loads(run("2026-08", "--format", "json")[1])
    assert {one["key"] for one in found} == {OFFICER}
    assert all(0 <= one["chance"] < 0.01 and one["n"] > 0 for one in found)


def test_an_appraisal_before_which_nothing_changed_changes_nothing(
    run: Run, suspicious: Database
) -> None:
    given = run("2026-08", "--format", "json", "--appraised", "2026-07-15")[1]
    assert given == run("2026-08", "--format", "json")[1]


@pytest.mark.parametrize(
    "wrong", [["2026-W34"], ["August"], ["2026-13"], ["2026-08", "--appraised", "x"]]
)
def test_what_is_no_month_and_no_day_is_one_line(run: Run, db: Database, wrong: list[str]) -> None:
    code, out, err = run(*wrong)
    assert (code, out) == (2, "")
    assert err.startswith("analytics: ")
    assert err.count("\n") == 1


def test_a_month_without_ratings_has_nothing_to_review(run: Run, suspicious: Database) -> None:
    out = run("2025-12", "--lang", "en")[1]
    assert out.endswith("Nothing to review: no ratings.\n")


def test_the_month_that_is_due_is_kept_once_for_the_page(
    run: Run, suspicious: Database, record_path: Path
) -> None:
    with time_machine.travel("2026-09-12T02:00:00Z"):
        code, out, err = run("--due", "--lang", "en")
        assert (code, out) == (0, "")
        assert "Month 8/2026: 1 of 1 officers' months deserve a look\n" in err
        assert "Month 8/2026: 1 of 1 counters' months deserve a look\n" in err
        assert run("--due") == (0, "", "")

    found = read_kept(record_path.parent, "2026-08", "officer")
    assert found is not None
    assert {one.key for one in found.findings} == {OFFICER}
    assert found.names == {OFFICER: "Cán bộ A-01, UBND Phường Việt Trì"}


def test_a_month_that_runs_is_not_kept(run: Run, suspicious: Database, record_path: Path) -> None:
    with time_machine.travel("2026-08-30T02:00:00Z"):
        code, _, err = run("2026-08", "--keep")
    assert code != 0
    assert "2026-08 is not over yet" in err
    assert not (record_path.parent / "reviews").exists()


def test_without_a_month_it_says_what_to_name(run: Run, db: Database) -> None:
    code, _, err = run()
    assert code != 0
    assert "name a month like 2026-08" in err
