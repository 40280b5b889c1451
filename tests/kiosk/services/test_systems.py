"""Other systems' keys: shown once, each opens what it says, and an ended one opens nothing."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk import errors, periods
from kiosk.commands import group
from kiosk.errors import services as service_errors
from kiosk.errors.faults import Fault
from kiosk.services import system_log, systems
from kiosk.services.system_log import Call
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY, a_service

HOUR = timedelta(hours=1)


@pytest.fixture
def system(db: Database) -> str:
    with writing(db):
        systems.add_system(db, "mot-cua", "Phần mềm một cửa", now=WEDNESDAY, by="tests")
    return "mot-cua"


def a_key(
    db: Database,
    system: str,
    *scopes: str,
    overlap: timedelta = HOUR,
    now: datetime = WEDNESDAY,
) -> str:
    with writing(db):
        return systems.make_key(
            db, system, scopes or systems.SCOPES, overlap=overlap, now=now, by="tests"
        )


def opens(db: Database, key: str, now: datetime = WEDNESDAY, scope: str = systems.WRITE) -> bool:
    try:
        return systems.check_key(db, key, scope, now) == "mot-cua"
    except service_errors.WrongSystemKey:
        return False


def end(db: Database, key_id: str, ends: datetime) -> None:
    with writing(db):
        systems.end_key(db, key_id, ends=ends, now=WEDNESDAY, by="tests")


def test_a_key_tells_whose_it_is(db: Database, system: str) -> None:
    assert opens(db, a_key(db, system))


def test_no_two_keys_are_alike_and_each_says_what_it_is(db: Database, system: str) -> None:
    keys = {a_key(db, system) for _ in range(20)}
    assert len(keys) == 20
    assert all(key.startswith("hailong_") and len(key) == 8 + 43 for key in keys)


def test_the_record_holds_nothing_by_which_a_key_could_be_used(db: Database, system: str) -> None:
    key = a_key(db, system)
    tables = [row[0] for row in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    held = [
        value for name in tables for row in db.conn.execute(f"SELECT * FROM {name}") for value in row
    ]
    assert key not in held and key.removeprefix("hailong_") not in held
    digest = db.conn.execute("SELECT key_digest FROM system_key").fetchone()[0]
    assert not opens(db, digest)


@pytest.mark.parametrize("key", ["", "hailong_", "hailong_" + "A" * 43, "\udc80", "x" * 100_000])
def test_what_is_no_key_opens_nothing(db: Database, system: str, key: str) -> None:
    a_key(db, system)
    assert not opens(db, key)


def test_a_key_opens_only_its_scopes(db: Database, system: str) -> None:
    key = a_key(db, system, systems.READ)
    assert opens(db, key, scope=systems.READ)
    with pytest.raises(service_errors.ScopeMissing, match="services:write"):
        systems.check_key(db, key, systems.WRITE, WEDNESDAY)


def test_a_new_key_lets_the_old_one_live_for_the_overlap(db: Database, system: str) -> None:
    old, new = a_key(db, system), a_key(db, system)
    just_before = WEDNESDAY + HOUR - timedelta(seconds=1)
    assert opens(db, old, just_before) and opens(db, new, just_before)
    assert not opens(db, old, WEDNESDAY + HOUR)
    assert opens(db, new, WEDNESDAY + HOUR)


def test_without_overlap_the_old_key_ends_at_once(db: Database, system: str) -> None:
    old = a_key(db, system)
    a_key(db, system, overlap=timedelta(0))
    assert not opens(db, old)


def test_a_key_that_was_to_live_on_can_still_be_ended_at_once(db: Database, system: str) -> None:
    leaked = a_key(db, system)
    a_key(db, system)
    [first, _] = systems.find_keys(db)
    listed = first if first.ends is not None else systems.find_keys(db)[1]
    end(db, listed.key_id, WEDNESDAY)
    assert not opens(db, leaked)


def test_a_later_end_does_not_bring_an_ended_key_back(db: Database, system: str) -> None:
    key = a_key(db, system)
    [listed] = systems.find_keys(db)
    end(db, listed.key_id, WEDNESDAY)
    end(db, listed.key_id, WEDNESDAY + HOUR)
    a_key(db, system, overlap=10 * HOUR)
    assert not opens(db, key)


@pytest.mark.parametrize("key_id", ["", "0", "zzzzzzzz"])
def test_a_key_is_ended_by_enough_of_its_own_name(db: Database, system: str, key_id: str) -> None:
    key = a_key(db, system)
    with pytest.raises(service_errors.UnknownSystemKey):
        end(db, key_id, WEDNESDAY)
    assert opens(db, key)


@pytest.mark.parametrize("scopes", [(), ("services:write", "everything")])
def test_a_key_needs_scopes_that_exist(db: Database, system: str, scopes: tuple[str, ...]) -> None:
    with pytest.raises(errors.WrongChoice, match="services:write"):
        systems.make_key(db, system, scopes, overlap=HOUR, now=WEDNESDAY, by="tests")


def test_a_system_is_noted_once_and_needs_a_name(db: Database, system: str) -> None:
    with pytest.raises(service_errors.SystemExists):
        systems.add_system(db, system, "Again", now=WEDNESDAY, by="tests")
    with pytest.raises(errors.MissingField):
        systems.add_system(db, "other", " ", now=WEDNESDAY, by="tests")
    with pytest.raises(Fault, match="cannot be a code"):
        systems.add_system(db, "một cửa", "x", now=WEDNESDAY, by="tests")
    with pytest.raises(service_errors.UnknownSystem):
        a_key(db, "other")


def test_everything_done_to_a_key_is_in_the_audit_without_the_key(db: Database, system: str) -> None:
    old = a_key(db, system)
    a_key(db, system)
    rows = db.conn.execute(
        "SELECT action, subject, actor FROM audit ORDER BY action, subject"
    ).fetchall()
    assert [row[0] for row in rows] == [
        "add system", "end system key", "make system key", "make system key",
    ]  # fmt: skip
    assert all(row[1].startswith("mot-cua") and row[2] == "tests" for row in rows)
    assert old not in str(rows)


def test_the_log_counts_calls_items_and_refusals(db: Database, system: str) -> None:
    with writing(db):
        for minutes, items, refused in ((0, 500, 2), (1, 1, 0), (-1, 7, 7)):
            at = WEDNESDAY + timedelta(minutes=minutes)
            system_log.note(db, Call(at, system, "announce", items, refused))
    [total] = system_log.totals(db, WEDNESDAY)
    assert (total.calls, total.items, total.refused) == (2, 501, 2)
    assert total.last_at == WEDNESDAY + timedelta(minutes=1)
    assert [call.items for call in system_log.last_calls(db, 2)] == [1, 500]


@pytest.mark.parametrize(("days", "left"), [(400, 1), (401, 0)])
def test_old_calls_are_forgotten(db: Database, system: str, days: int, left: int) -> None:
    last_day = (WEDNESDAY + timedelta(days=days)).date()
    with writing(db):
        a_service(db, finished_day=last_day.isoformat())
        system_log.note(db, Call(WEDNESDAY, system, "announce", 1, 0))
        assert system_log.forget_old(db, last_day) == 1 - left
    assert len(system_log.last_calls(db, 9)) == left


def test_a_night_in_which_the_clock_is_years_ahead_forgets_no_call_of_late(
    db: Database, system: str
) -> None:
    with writing(db):
        a_service(db)
        for at in (WEDNESDAY - timedelta(days=401), WEDNESDAY):
            system_log.note(db, Call(at, system, "announce", 1, 0))
        assert system_log.forget_old(db, date(2040, 1, 1)) == 1
        assert system_log.forget_old(db, date(2040, 1, 1)) == 0


# The same as an administrator types it.


@pytest.fixture
def shell(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAILONG_INSTANCE", str(tmp_path))


def run(*typed: str) -> Result:
    return CliRunner().invoke(group, list(typed))


@pytest.mark.usefixtures("shell")
def test_the_commands_add_rotate_list_and_end(db: Database) -> None:
    assert run("add-system", "mot-cua", "--name", "Một cửa").exit_code == 0
    first = run("new-system-key", "mot-cua", "--scope", "services:write").stdout.strip()
    second = run("new-system-key", "mot-cua", "--overlap-hours", "0").stdout.strip()
    now = periods.now()
    assert (opens(db, first, now), opens(db, second, now)) == (False, True)
    listed = [line.split("\t") for line in run("systems").stdout.splitlines()]
    [open_key] = [line[2] for line in listed if line[5] == "-"]
    assert run("end-system-key", open_key).exit_code == 0
    assert not opens(db, second, periods.now())


@pytest.mark.usefixtures("shell")
def test_the_list_shows_the_log_when_asked(db: Database, system: str) -> None:
    with writing(db):
        system_log.note(db, Call(periods.now(), system, "announce", 3, 1))
    totals = run("systems").stdout.splitlines()
    assert totals[0].split("\t")[:6] == ["calls", "mot-cua", "announce", "1", "3", "1"]
    assert len(totals) == 1
    assert run("systems", "--log").stdout.splitlines()[1].startswith("call\t")


@pytest.mark.usefixtures("shell")
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("new-system-key", "nobody"), "no system “nobody”"),
        (("add-system", "a b", "--name", "x"), "cannot be a code"),
        (("end-system-key", "000000000000"), "no key “000000000000”"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(typed: tuple[str, ...], said: str) -> None:
    result = run(*typed)
    assert (result.exit_code, said in result.stderr) == (2, True)
    assert "Traceback" not in result.output
