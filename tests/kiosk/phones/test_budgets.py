"""Budgets of sources in a file that may be lost at any time."""

import logging
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.phones import budgets as module
from kiosk.phones.budgets import REST_SECONDS, Budgets
from kiosk.phones.limits import Charge, Limit
from kiosk.storage.driver import sqlite3

TEN = Limit("answers", 10, 60.0)
FIVE = Limit("guesses", 5, 60.0)
ADDRESS = "203.0.113.9"


class Clock:
    """Stands still until it is moved."""

    now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


def digest(*parts: str) -> str:
    return "|".join(parts)[::-1]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "limits.db"


@pytest.fixture
def make(path: Path, clock: Clock) -> Iterator[Callable[[], Budgets]]:
    made = []

    def one() -> Budgets:
        made.append(Budgets(path, digest, clock))
        return made[-1]

    yield one
    for each in made:
        each.close()


@pytest.fixture
def budgets(make: Callable[[], Budgets]) -> Budgets:
    return make()


def taken(budgets: Budgets, times: int, *charges: Charge) -> int:
    """How many of so many tries were met."""
    return sum(budgets.take(charges) == 0.0 for _ in range(times))


def kept(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT source FROM budget ORDER BY source").fetchall()
    connection.close()
    return [row[0] for row in rows]


def test_ten_pass_and_the_next_hears_how_long_to_wait(budgets: Budgets) -> None:
    assert taken(budgets, 10, Charge(TEN, ADDRESS)) == 10
    assert budgets.take([Charge(TEN, ADDRESS)]) == pytest.approx(6.0, abs=1e-5)


def test_each_source_and_each_limit_has_its_own(budgets: Budgets) -> None:
    assert taken(budgets, 20, Charge(TEN, ADDRESS)) == 10
    assert taken(budgets, 20, Charge(TEN, "203.0.113.10")) == 10
    assert taken(budgets, 20, Charge(FIVE, ADDRESS)) == 5


def test_of_several_charges_all_are_met_or_none_is_taken(budgets: Budgets) -> None:
    both = (Charge(TEN, ADDRESS), Charge(FIVE, ADDRESS))
    assert taken(budgets, 20, *both) == 5
    assert taken(budgets, 20, Charge(TEN, ADDRESS)) == 5


def test_asking_takes_nothing(budgets: Budgets) -> None:
    assert [budgets.wait_of(Charge(FIVE, ADDRESS)) for _ in range(20)] == [0.0] * 20
    assert taken(budgets, 20, Charge(FIVE, ADDRESS)) == 5
    assert budgets.wait_of(Charge(FIVE, ADDRESS)) == pytest.approx(12.0, abs=1e-5)


def test_a_restart_forgives_nothing(make: Callable[[], Budgets]) -> None:
    first = make()
    assert taken(first, 7, Charge(TEN, ADDRESS)) == 7
    first.close()
    assert taken(make(), 20, Charge(TEN, ADDRESS)) == 3


def test_threads_share_one_budget_to_the_last_one(budgets: Budgets) -> None:
    limit = Limit("crowd", 200, 60.0)
    with ThreadPoolExecutor(16) as pool:
        met = list(pool.map(lambda _: budgets.take([Charge(limit, ADDRESS)]) == 0.0, range(600)))
    assert sum(met) == 200


def test_processes_share_one_budget_to_the_last_one(path: Path) -> None:
    script = (
        "import sys, pathlib;"
        "from kiosk.phones.budgets import Budgets; from kiosk.phones.limits import *;"
        "b = Budgets(pathlib.Path(sys.argv[1]), lambda *p: '|'.join(p), lambda: 1.79e9);"
        "c = Charge(Limit('crowd', 200, 60.0), 'all');"
        "print(sum(b.take([c]) == 0.0 for _ in range(150)))"
    )
    command = [sys.executable, "-c", script, str(path)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    met = [int(one.communicate(timeout=60)[0]) for one in running]
    assert sum(met) == 200


def test_no_address_stands_in_the_file_and_only_its_owner_reads_it(budgets: Budgets, path: Path) -> None:
    budgets.take([Charge(TEN, ADDRESS)])
    assert ADDRESS.encode() not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_who_has_not_come_for_a_while_is_forgotten_without_a_trace(
    budgets: Budgets, path: Path, clock: Clock
) -> None:
    budgets.take([Charge(TEN, ADDRESS)])
    clock.now += 5.0
    budgets.take([Charge(TEN, "203.0.113.10")])
    clock.now += 2.0
    assert budgets.forget() == 1
    assert kept(path) == [digest("answers", "203.0.113.10")]
    assert digest("answers", ADDRESS).encode() not in path.read_bytes()


def test_the_last_visitor_is_forgotten_although_nobody_comes_after(
    budgets: Budgets, path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SWEEP_SECONDS", 0.01)
    budgets.take([Charge(TEN, ADDRESS)])
    clock.now += 60.0
    waited = threading.Event()
    while kept(path):
        waited.wait(0.01)
    assert kept(path) == []


def test_of_too_many_sources_those_that_spent_most_stay(
    budgets: Budgets, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_SOURCES", 2)
    for source, amount in (("a", 9), ("b", 1), ("c", 5), ("d", 2)):
        budgets.take([Charge(TEN, source, amount)])
    assert budgets.forget() == 2
    assert kept(path) == sorted([digest("answers", "a"), digest("answers", "c")])


def test_a_file_that_was_deleted_is_made_again_and_everybody_begins_anew(
    budgets: Budgets, path: Path
) -> None:
    assert taken(budgets, 20, Charge(TEN, ADDRESS)) == 10
    path.unlink()
    assert taken(budgets, 20, Charge(TEN, ADDRESS)) == 10


@pytest.mark.parametrize(
    "content", [b"no database at all " * 100, b"", b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_damaged_file_lets_everybody_pass_is_told_and_replaced(
    make: Callable[[], Budgets],
    path: Path,
    clock: Clock,
    content: bytes,
    caplog: pytest.LogCaptureFixture,
) -> None:
    path.write_bytes(content)
    budgets = make()
    assert budgets.take([Charge(TEN, ADDRESS)]) == 0.0
    clock.now += REST_SECONDS
    assert taken(budgets, 20, Charge(FIVE, ADDRESS)) == 5
    assert content == b"" or "nothing is limited" in caplog.text


def test_damage_while_the_file_is_in_use_stops_nobody(
    budgets: Budgets, path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    taken(budgets, 20, Charge(FIVE, ADDRESS))
    path.write_bytes(b"\xff" * path.stat().st_size)
    assert budgets.take([Charge(FIVE, "another")]) == 0.0
    clock.now += REST_SECONDS
    assert taken(budgets, 20, Charge(FIVE, "another")) == 5
    assert "nothing is limited" in caplog.text


def test_a_file_of_another_shape_is_replaced(
    make: Callable[[], Budgets], path: Path, clock: Clock
) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE budget (something TEXT)")
    connection.close()
    budgets = make()
    assert budgets.take([Charge(FIVE, ADDRESS)]) == 0.0
    clock.now += REST_SECONDS
    assert taken(budgets, 20, Charge(FIVE, ADDRESS)) == 5


def test_a_full_disk_lets_everybody_pass_and_is_told_once_in_a_while(
    make: Callable[[], Budgets],
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(module, "PRAGMAS", (*module.PRAGMAS, "max_page_count = 1"))
    budgets = make()
    assert taken(budgets, 50, Charge(TEN, ADDRESS)) == 50
    assert len(caplog.records) == 1
    assert "full" in caplog.text
    clock.now += REST_SECONDS
    assert taken(budgets, 50, Charge(TEN, ADDRESS)) == 50
    assert len(caplog.records) == 2


def test_a_folder_that_is_gone_lets_everybody_pass(
    budgets: Budgets, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(path.parent)
    with caplog.at_level(logging.ERROR):
        assert taken(budgets, 20, Charge(TEN, ADDRESS)) == 20
    assert "cannot be used" in caplog.text
    path.parent.mkdir()
