"""Backups, and what a copy of the files tells of the order of citizens."""

import itertools
import shutil
import stat
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk import periods
from kiosk.commands import group
from kiosk.server import upkeep
from kiosk.services.receipts import Receipts
from kiosk.storage import keys, schema
from kiosk.storage.db import PRAGMAS, Database, Writer, connect, writing
from tests.factories import WEDNESDAY, a_service, a_submission, an_acceptance
from tests.opened import opened

MANY = 60


@pytest.fixture
def arrivals(db: Database, record_path: Path) -> list[str]:
    """Ids in the order in which they were stored, one commit each."""
    writer, acceptance = Writer(record_path), an_acceptance()
    ids = []
    for _ in range(MANY):
        submission = a_submission()
        writer.write_all(acceptance.accept_all_now, [submission])
        ids.append(submission.rating_id)
    writer.close()
    return ids


def order_in(file: Path, ids: list[str]) -> list[str]:
    """The ids as they lie in the file's bytes, last first: cells are filled from a page's end."""
    content = opened(file)
    places = {content.find(one.encode()): one for one in ids}
    return [places[place] for place in sorted(places, reverse=True)]


def agreement(found: list[str], ids: list[str]) -> float:
    """The share of neighbours in the file that are in order of arrival: one half by chance."""
    rank = {one: number for number, one in enumerate(ids)}
    pairs = list(itertools.pairwise(found))
    return sum(rank[one] < rank[other] for one, other in pairs) / len(pairs)


def test_the_live_file_does_tell_an_order_which_is_why_tidying_exists(
    arrivals: list[str], record_path: Path
) -> None:
    assert agreement(order_in(record_path, arrivals), arrivals) > 0.75


def test_after_tidying_the_order_in_the_file_is_that_of_the_keys(
    db: Database, arrivals: list[str], record_path: Path
) -> None:
    upkeep.tidy(db)
    log = record_path.with_name("kiosk.db-wal")
    assert not log.exists() or log.stat().st_size == 0
    assert 0.25 < agreement(order_in(record_path, arrivals), arrivals) < 0.75
    found = order_in(record_path, arrivals)
    in_key_order = sum(one < other for one, other in itertools.pairwise(found))
    assert in_key_order / (MANY - 1) > 0.9


@pytest.fixture
def answered(db: Database, record_path: Path, tmp_path: Path) -> list[str]:
    """Services in the order in which they were answered by their receipts, one commit each."""
    ours = Receipts(keys.load_or_make(tmp_path / "keys"), 30)
    with writing(db):
        tokens = {a_service(db): "" for _ in range(MANY)}
        tokens = {service_id: ours.issue(db, service_id) for service_id in tokens}
    writer, acceptance = Writer(record_path), an_acceptance(receipts=ours)
    order = sorted(tokens, key=tokens.__getitem__)  # by their random tokens
    for service_id in order:
        door = partial(acceptance.accept_all, now=WEDNESDAY)
        answer = {"counter_id": "", "channel": "phone", "tier": "receipt"}
        writer.write_all(door, [a_submission(receipt=tokens[service_id], **answer)])
    writer.close()
    return order


def marks_in(db: Database, file: Path, services: list[str]) -> list[str]:
    """The marks of answered services, as they lie in the bytes of their page."""
    [(page,)] = db.conn.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'service_answered'")
    [(size,)] = db.conn.execute("PRAGMA page_size")
    content = opened(file)[(page - 1) * int(size) : page * int(size)]
    return sorted(services, key=lambda one: -content.find(one.encode()))


def test_the_marks_of_answered_services_lie_in_the_order_of_the_answers_until_tidied(
    db: Database, answered: list[str], record_path: Path
) -> None:
    assert db.conn.execute("SELECT count(*) FROM service_answered").fetchone()[0] == MANY
    assert marks_in(db, record_path, answered) == answered
    upkeep.tidy(db)
    found = marks_in(db, record_path, answered)
    assert found in (sorted(answered), sorted(answered, reverse=True))


def test_in_a_backup_the_marks_of_answered_services_lie_in_the_order_of_their_names(
    db: Database, answered: list[str], tmp_path: Path
) -> None:
    target = tmp_path / "backup.db"
    upkeep.back_up(db, target)
    copy = schema.open_record(target, read_only=True)
    found = marks_in(copy, target, answered)
    copy.conn.close()
    assert found in (sorted(answered), sorted(answered, reverse=True))


def test_a_backup_is_whole_private_and_in_the_order_of_the_keys(
    db: Database, arrivals: list[str], tmp_path: Path
) -> None:
    target = tmp_path / "backup.db"
    upkeep.back_up(db, target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    copy = schema.open_record(target, read_only=True)
    assert copy.conn.execute("SELECT count(*) FROM rating").fetchone()[0] == MANY
    copy.conn.close()
    assert 0.25 < agreement(order_in(target, arrivals), arrivals) < 0.75


def test_a_backup_never_writes_over_a_file(db: Database, tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    target.write_text("precious")
    with pytest.raises(FileExistsError):
        upkeep.back_up(db, target)
    assert target.read_text() == "precious"


def test_a_backup_made_while_the_server_writes_holds_what_was_committed(
    db: Database, record_path: Path, tmp_path: Path
) -> None:
    writer, acceptance = Writer(record_path), an_acceptance()
    writer.write_all(acceptance.accept_all_now, [a_submission() for _ in range(10)])
    upkeep.back_up(db, tmp_path / "backup.db")
    writer.write_all(acceptance.accept_all_now, [a_submission()])
    writer.close()
    copy = schema.open_record(tmp_path / "backup.db", read_only=True)
    assert copy.conn.execute("SELECT count(*) FROM rating").fetchone()[0] == 10
    copy.conn.close()


def test_a_restored_backup_is_the_record(db: Database, record_path: Path, tmp_path: Path) -> None:
    upkeep.back_up(db, tmp_path / "backup.db")
    db.conn.close()
    record_path.unlink()
    shutil.copy(tmp_path / "backup.db", record_path)
    schema.open_record(record_path).conn.close()


def test_a_backup_has_the_servers_keys_beside_it_for_its_owner_alone(
    db: Database, tmp_path: Path
) -> None:
    made = keys.load_or_make(tmp_path / "keys")
    folder = upkeep.back_up_with_keys(db, tmp_path, tmp_path / "backup.db")
    assert folder == tmp_path / "backup.db.keys"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {
        "ack.key": 0o600,
        "record.key": 0o600,
        "sealing.key": 0o600,
    }
    restored = keys.load_or_make(folder, may_make=False)
    assert (restored.signing_key, restored.sealing_key) == (made.signing_key, made.sealing_key)


def test_a_record_without_tablets_has_its_own_key_to_back_up_and_no_other(
    db: Database, tmp_path: Path
) -> None:
    folder = upkeep.back_up_with_keys(db, tmp_path, tmp_path / "backup.db")
    assert [file.name for file in folder.iterdir()] == ["record.key"]


@pytest.mark.parametrize("taken", ["backup.db", "backup.db.keys"])
def test_a_backup_that_would_write_over_something_leaves_nothing_half_done(
    db: Database, tmp_path: Path, taken: str
) -> None:
    (tmp_path / taken).mkdir()
    with pytest.raises(FileExistsError):
        upkeep.back_up_with_keys(db, tmp_path, tmp_path / "backup.db")
    assert [one.name for one in tmp_path.glob("backup*")] == [taken]


def test_the_commands_back_up_and_tidy(
    db: Database, arrivals: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAILONG_INSTANCE", str(tmp_path))
    target = tmp_path / "backup.db"
    for words in (["tidy"], ["back-up", str(target)]):
        result = CliRunner().invoke(group, words)
        assert result.exit_code == 0, result.output
    again = CliRunner().invoke(group, ["back-up", str(target)])
    assert (again.exit_code, "exists" in again.output) == (2, True)


def test_a_record_that_another_program_holds_is_left_alone_in_one_line(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAILONG_INSTANCE", str(tmp_path))
    monkeypatch.setitem(PRAGMAS, "busy_timeout", "50")
    with writing(db):
        result = CliRunner().invoke(group, ["tidy"])
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert "kiosk.db cannot be written just now (database is locked)" in line


def test_between_two_parts_a_server_beside_the_command_can_write(
    db: Database, record_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(db):
        for day in ("2026-05-06", "2026-05-13", "2026-08-19"):
            a_service(db, finished_day=day, received_day=day)
    server = connect(record_path)
    server.conn.execute("PRAGMA busy_timeout = 0")
    pauses = []

    def pause(seconds: float) -> None:
        with writing(server):
            pauses.append(seconds)

    monkeypatch.setattr("kiosk.server.upkeep.time.sleep", pause)
    upkeep.tidy_all(db, WEDNESDAY, 90)
    server.conn.close()
    assert pauses == [upkeep.PAUSE_SECONDS] * 2


@pytest.mark.parametrize(("days_ago", "kept"), [(90, 1), (91, 0)])
def test_tidying_forgets_receipts_once_the_dispute_window_has_closed(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days_ago: int, kept: int
) -> None:
    finished = periods.civil_day(periods.now()) - timedelta(days=days_ago)
    with writing(db):
        a_service(db, finished_day=periods.civil_day(periods.now()).isoformat())
        service = a_service(db, finished_day=finished.isoformat())
        Receipts(keys.load_or_make(tmp_path / "keys"), days=30).issue(db, service)
    monkeypatch.setenv("HAILONG_INSTANCE", str(tmp_path))
    assert CliRunner().invoke(group, ["tidy"]).exit_code == 0
    assert db.conn.execute("SELECT count(*) FROM receipt").fetchone() == (kept,)
