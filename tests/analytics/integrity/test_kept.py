"""A month's review that is kept for the page: no number of it tells an answer."""

from datetime import date
from pathlib import Path

import pytest

from analytics.errors import WrongFile
from analytics.integrity import gaps, runs
from analytics.integrity.findings import Finding
from analytics.integrity.kept import (
    Review,
    due_month,
    keep,
    kept_months,
    read_kept,
    review_month,
    without_answers,
)
from analytics.periods import Month
from analytics.source import reading
from kiosk.storage.db import Database
from tests.factories import rate

BLIND = Finding("untied-1", "A", "2026-08", 210, 168.0, 42.0, 0.00001)
LOOKING = Finding(gaps.TABLET_PHONE.rule, "B", "2026-08", 130, 0.31, 0.04, 0.00007)


def a_review(month: str = "2026-08", by: str = "officer") -> Review:
    names = {"A": "Cán bộ A", "B": "Cán bộ B"}
    return Review(month, by, date(2026, 9, 12), 120, 3000, (BLIND, LOOKING), names)


def test_what_is_kept_is_read_again_but_for_numbers_of_answers(tmp_path: Path) -> None:
    keep(a_review(), tmp_path)

    found = read_kept(tmp_path, "2026-08", "officer")

    assert found is not None
    assert found.findings[0] == BLIND
    alarm = gaps.TABLET_PHONE.alarm
    assert found.findings[1] == Finding(LOOKING.rule, "B", "2026-08", 0, 0.0, 0.0, alarm)
    assert (found.reviewed, found.ratings, found.on) == (120, 3000, date(2026, 9, 12))


@pytest.mark.parametrize(
    "rule", [gaps.TABLET_PHONE.rule, gaps.UNTIED_TIED.rule, runs.RULE, "appraisal-1"]
)
def test_every_rule_that_looks_at_answers_loses_its_numbers(rule: str) -> None:
    [told] = without_answers([Finding(rule, "A", "2026-08", 77, 0.5, 0.4, 0.00003)])

    assert (told.n, told.observed, told.expected) == (0, 0.0, 0.0)
    assert told.chance != 0.00003


def test_the_file_is_the_owners_and_the_last_review_of_a_month_stays(tmp_path: Path) -> None:
    keep(a_review(), tmp_path)
    keep(a_review(), tmp_path)
    keep(a_review("2026-07"), tmp_path)
    keep(a_review(by="counter"), tmp_path)

    files = list((tmp_path / "reviews").iterdir())
    assert len(files) == 3
    assert {file.stat().st_mode & 0o077 for file in files} == {0}
    assert kept_months(tmp_path, "officer") == ["2026-08", "2026-07"]
    assert read_kept(tmp_path, "2026-06", "officer") is None


def test_beside_a_locked_record_a_review_is_locked(
    db: Database, record_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = record_path.parent
    if not (instance / "keys" / "record.key").exists():
        (instance / "keys").mkdir(exist_ok=True)
        (instance / "keys" / "record.key").write_text("ab" * 32)

    keep(a_review(), instance)

    [file] = (instance / "reviews").iterdir()
    assert file.suffix == ".sealed"
    assert "Cán bộ".encode() not in file.read_bytes()
    assert read_kept(instance, "2026-08", "officer") is not None


def test_a_file_that_is_something_else_is_refused_in_one_line(tmp_path: Path) -> None:
    keep(a_review(), tmp_path)
    [file] = (tmp_path / "reviews").iterdir()
    file.write_text('{"month": "2026-08"}')

    with pytest.raises(WrongFile, match="review the month again"):
        read_kept(tmp_path, "2026-08", "officer")


@pytest.mark.parametrize(
    ("today", "month"),
    [("2026-09-10", "2026-07"), ("2026-09-11", "2026-08"), ("2027-01-11", "2026-12")],
)
def test_a_month_is_due_ten_days_after_its_end(today: str, month: str) -> None:
    assert str(due_month(date.fromisoformat(today))) == month


def test_a_month_without_ratings_has_nothing_to_review(db: Database, record_path: Path) -> None:
    rate(db)  # in August
    with reading(record_path) as record:
        empty, full = (
            review_month(record, "officer", Month(2026, month), today=date(2026, 9, 30))
            for month in (7, 8)
        )

    assert (empty.ratings, empty.reviewed) == (0, 0)
    assert (full.ratings, full.reviewed, full.findings) == (1, 1, ())
