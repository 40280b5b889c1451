"""`kiosk petitions`: what is over its day, for cron; nothing of the inspector's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result

from kiosk.commands import group
from kiosk.storage.db import Database
from tests.petitions import left_id, petitions_of

LATE = "2026-09-15T02:00:00Z"  # a Tuesday; what was left on 19 August was due on Friday


@pytest.fixture(autouse=True)
def late(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("HAILONG_INSTANCE", str(tmp_path))
    with time_machine.travel(LATE, tick=False):
        yield


def run(*words: str) -> Result:
    return CliRunner().invoke(group, ["petitions", *words])


def kinds(db: Database) -> list[str]:
    return [row[0] for row in db.conn.execute("SELECT kind FROM petition_event")]


def test_an_empty_record_lists_nothing() -> None:
    result = run()
    assert (result.exit_code, result.output) == (0, "")


def test_what_is_over_its_day_is_listed_without_its_text(db: Database, tmp_path: Path) -> None:
    petition_id = left_id(db, petitions_of(tmp_path / "keys"), body="Tôi chờ ba tiếng.")
    assert run().stdout == f"{petition_id}\tH44.5\twaiting\t2026-09-11\t2\n"
    assert kinds(db) == []


def test_passing_on_says_how_many_and_twice_does_no_harm(db: Database, tmp_path: Path) -> None:
    left_id(db, petitions_of(tmp_path / "keys"))
    assert [run("--escalate").stderr for _ in range(2)] == ["1 passed on\n", "0 passed on\n"]
    assert kinds(db) == ["escalated"]


def test_the_inspectors_are_passed_on_without_a_word(db: Database, tmp_path: Path) -> None:
    left_id(db, petitions_of(tmp_path / "keys"), topic="harassment")
    result = run("--escalate")
    assert (result.stdout, result.stderr) == ("", "0 passed on\n")
    assert kinds(db) == ["escalated"]
