"""`analytics edition`: for a timer, and by hand."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result

from analytics import locking
from analytics.__main__ import group
from analytics.editions import Editions
from analytics.errors import AnalyticsError, KeyUnusable
from kiosk.storage.db import Database

from .test_restating import bring

pytestmark = pytest.mark.usefixtures("random_db")


def run(folder: Path, *words: str) -> Result:
    """The command, in that instance, on Monday at six."""
    with time_machine.travel("2026-08-30T23:00:00Z", tick=False):
        return CliRunner().invoke(
            group, ["edition", *words, "--lang", "en"], env={"HAILONG_INSTANCE": str(folder)}
        )


def test_due_freezes_all_that_has_ended_and_says_so(random_db: Database, record_path: Path) -> None:
    first = run(record_path.parent, "--due")
    second = run(record_path.parent, "--due")

    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    assert "Frozen: 2026-W32" in first.stderr
    assert "Nothing is due" in second.stderr
    assert Editions(record_path.parent / "editions").periods("week") == [
        f"2026-W{number}" for number in range(32, 36)
    ]


def test_one_week_is_frozen_by_name_and_what_is_frozen_verified(record_path: Path) -> None:
    assert run(record_path.parent, "--week", "2026-W33").exit_code == 0
    verified = run(record_path.parent, "--verify")

    assert (verified.exit_code, verified.stdout) == (0, "")


def test_what_was_not_redone_is_said_and_redone_on_demand(record_path: Path) -> None:
    run(record_path.parent, "--week", "2026-W33")
    verified = run(record_path.parent, "--verify")
    whole = run(record_path.parent, "--verify", "--whole")

    assert "not decided anew: --whole" in verified.stderr
    assert (whole.exit_code, whole.stdout, whole.stderr) == (0, "", "")


def test_a_few_late_answers_wait_with_exit_code_zero(random_db: Database, record_path: Path) -> None:
    run(record_path.parent, "--week", "2026-W34")
    bring(random_db, 2, 1)
    verified = run(record_path.parent, "--verify")

    assert verified.stdout == "2026-W34: 3 late answers wait for a restatement\n"
    assert verified.exit_code == 0


def test_many_late_answers_are_a_difference(random_db: Database, record_path: Path) -> None:
    run(record_path.parent, "--week", "2026-W34")
    bring(random_db, 40, 15)
    verified = run(record_path.parent, "--verify")

    assert "55 answers have come since" in verified.stdout
    assert verified.exit_code == 1


def test_a_damaged_edition_is_named_with_exit_code_one(record_path: Path) -> None:
    run(record_path.parent, "--week", "2026-W33")
    path = record_path.parent / "editions" / "2026-W33.1.json"
    content = path.read_bytes().replace(b'"number":1', b'"number":2')
    path.unlink()
    path.write_bytes(content)
    verified = run(record_path.parent, "--verify")

    assert verified.exit_code == 1
    assert "2026-W33.1.json was changed" in verified.stdout


def test_what_stands_behind_editions_is_never_written_open_where_the_record_is_locked(
    record_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "apart" / "editions"
    words = ("--week", "2026-W33", "--folder", str(folder))
    refused = run(record_path.parent, *words)

    assert isinstance(refused.exception, KeyUnusable)
    assert str(folder.parent / "keys" / "record.key") in str(refused.exception)
    assert not folder.exists()

    monkeypatch.setenv(locking.PLACE, str(record_path.parent / "keys" / "record.key"))
    assert run(record_path.parent, *words).exit_code == 0
    assert {path.suffix for path in (folder / "behind").iterdir()} == {".sealed"}


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--due", "--week", "2026-W33"],
        ["--due", "--verify"],
        ["--due", "--whole"],
        ["--verify", "--weeks"],
    ],
)
def test_one_wish_at_a_time(record_path: Path, words: Sequence[str]) -> None:
    result = run(record_path.parent, *words)

    assert isinstance(result.exception, AnalyticsError)
    assert "--due" in str(result.exception)
