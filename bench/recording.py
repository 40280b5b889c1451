"""Durable ratings through HTTP, against the same server without a database and others."""

import secrets
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kiosk import periods
from kiosk.ratings import accepting
from kiosk.ratings.submissions import Submission
from kiosk.storage.db import connect, writing
from kiosk.storage.driver import sqlite3

from . import servers
from .machine import syncs_a_second
from .servers import Load

ROUNDS = 3
SECONDS = 4.0


def run(folder: Path) -> None:
    """Print every figure of this room."""
    print(f"disk: {syncs_a_second(folder):,.0f} syncs of 4 KiB a second")
    print(f"raw sqlite3, one commit a row: {raw_commits(folder):,.0f}/s")
    by_connections(folder)
    slow_disk(folder)
    batches(folder)


def best(found: list[Load]) -> Load:
    """The round with the most requests: noise only takes away."""
    return max(found, key=lambda one: one.rate)


def compare(
    folder: Path,
    apps: tuple[str, ...],
    connections: int,
    batch: int = 1,
    environment: Mapping[str, str] | None = None,
) -> dict[str, Load]:
    """Each server in turn, several rounds, the best of each."""
    found: dict[str, list[Load]] = {app: [] for app in apps}
    for _ in range(ROUNDS):
        for app in apps:
            servers.make_record(folder)
            with servers.serving(app, folder, environment or {}) as port:
                servers.load(port, connections, 1.0, batch)
                found[app].append(servers.load(port, connections, SECONDS, batch))
    return {app: best(loads) for app, loads in found.items()}


def by_connections(folder: Path) -> None:
    """One rating a request, from one tablet to many at once."""
    print("\none rating a request: requests a second, p50 and p99 in ms")
    for connections in (1, 16, 64):
        found = compare(folder / "http", ("ours", "without_database", "commit_a_request"), connections)
        ours, without = found["ours"], found["without_database"]
        print(f"{connections:>3} connections: ratio to no database {ours.rate / without.rate:.2f}")
        for app, one in found.items():
            print(
                f"      {app:<17} {one.rate:>6,.0f}/s  p50 {one.p50_ms:>5.1f}  p99 {one.p99_ms:>7.1f}"
                f"  errors {one.errors}"
            )


def slow_disk(folder: Path) -> None:
    """The same with every sync 5 ms slower."""
    library = folder / "slow_sync.so"
    source = Path(__file__).parent / "slow_sync.c"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O2", "-o", str(library), str(source), "-ldl"], check=True
    )
    environment = {"LD_PRELOAD": str(library), "SLOW_SYNC_US": "5000"}
    found = compare(folder / "slow", ("ours", "commit_a_request"), 64, environment=environment)
    ours, each = found["ours"], found["commit_a_request"]
    print(
        f"\nsyncs 5 ms slower, 64 connections: ours {ours.rate:,.0f}/s p99 {ours.p99_ms:.0f} ms;"
        f" a commit each {each.rate:,.0f}/s p99 {each.p99_ms:.0f} ms; ratio {ours.rate / each.rate:.1f}"
    )


def batches(folder: Path) -> None:
    """Fifty ratings a request, against group commits of fifty without HTTP, checks or attribution."""
    found = compare(folder / "batch", ("ours",), 16, batch=50)["ours"]
    limit = max(raw_groups(folder) for _ in range(ROUNDS))
    door = max(acceptance_alone(folder) for _ in range(ROUNDS))
    print(
        f"\nfifty ratings a request: {found.rate * 50:,.0f} ratings/s; raw groups of fifty rows"
        f" {limit:,.0f}/s; ratio {found.rate * 50 / limit:.2f} (acceptance without HTTP {door:,.0f}/s)"
    )


def raw_commits(folder: Path, seconds: float = 1.5) -> float:
    """One narrow row, one commit, WAL and FULL: what plain sqlite3 does."""
    return _raw(folder, 1, seconds)


def raw_groups(folder: Path, seconds: float = 1.5) -> float:
    """Rows of a rating's width under random ids, fifty a commit."""
    return _raw(folder, 50, seconds)


def _raw(folder: Path, rows: int, seconds: float) -> float:
    with tempfile.TemporaryDirectory(dir=folder) as name:
        connection = sqlite3.connect(Path(name) / "raw.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE r (id TEXT PRIMARY KEY, a, b, c, d) WITHOUT ROWID")
        count, end = 0, time.perf_counter() + seconds
        while time.perf_counter() < end:
            connection.execute("BEGIN IMMEDIATE")
            values: list[tuple[Any, ...]] = [
                (secrets.token_hex(16), "2026-08-19", "H44.5-1", "H44.5.A-01", 1) for _ in range(rows)
            ]
            connection.executemany("INSERT INTO r VALUES (?, ?, ?, ?, ?)", values)
            connection.execute("COMMIT")
            count += rows
        connection.close()
    return count / seconds


def acceptance_alone(folder: Path, seconds: float = 1.5) -> float:
    """Our whole acceptance, fifty ratings a commit, without HTTP."""
    servers.make_record(folder / "door")
    db = connect(folder / "door" / "kiosk.db")
    acceptance = accepting.Acceptance(max_age_days=40, repeat_seconds=5)
    count, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        fifty = [Submission(secrets.token_hex(16), f"C{i % 20 + 1:02d}", i % 9 > 0) for i in range(50)]
        with writing(db):
            acceptance.accept_all(db, fifty, periods.now())
        count += 50
    db.conn.close()
    return count / seconds
