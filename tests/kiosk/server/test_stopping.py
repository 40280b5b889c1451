"""A server that is told to stop leaves one whole file."""

import json
import os
import secrets
import shutil
import signal
import time
import urllib.request
from pathlib import Path

import pytest

from kiosk.storage.db import Database, connect, writing
from tests.browser.conftest import Server, start_server
from tests.tablet import Tablet, make_code, through_http


def post(server: Server) -> str:
    rating_id = secrets.token_hex(16)
    body = {"rating_id": rating_id, "counter_id": "H44.5-1", "satisfied": True, "channel": "phone"}
    request = urllib.request.Request(  # noqa: S310 (our own server)
        f"{server.base}/api/v1/ratings",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        assert json.load(answer)["status"] == "recorded"
    return rating_id


def ids_in(file: Path) -> set[str]:
    db = connect(file, read_only=True)
    found = {row[0] for row in db.conn.execute("SELECT rating_id FROM rating")}
    db.conn.close()
    return found


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_the_server_leaves_everything_in_one_file(
    db: Database, tmp_path: Path, how: signal.Signals
) -> None:
    db.conn.close()
    server, process = start_server(tmp_path)
    acknowledged = {post(server) for _ in range(5)}
    process.send_signal(how)
    process.wait(20)
    log = tmp_path / "kiosk.db-wal"
    assert not log.exists() or log.stat().st_size == 0
    shutil.copy(tmp_path / "kiosk.db", tmp_path / "copy.db")
    assert ids_in(tmp_path / "copy.db") == acknowledged


def test_killed_without_warning_the_server_has_kept_what_it_acknowledged(
    db: Database, tmp_path: Path
) -> None:
    db.conn.close()
    server, process = start_server(tmp_path)
    acknowledged = {post(server) for _ in range(5)}
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(20)
    assert ids_in(tmp_path / "kiosk.db") == acknowledged


def test_told_to_stop_the_server_lets_tablets_go_that_listen(db: Database, tmp_path: Path) -> None:
    with writing(db):
        db.conn.execute("INSERT INTO system VALUES ('mot-cua', 'Một cửa', '2026-08-01', 'tests')")
    server, process = start_server(tmp_path)
    tablet = Tablet(through_http(server.base)).pair(make_code(db))
    db.conn.close()
    body, headers = tablet.question(wait=60)
    asked = urllib.request.Request(f"{server.base}/api/v1/offers", body, headers)  # noqa: S310
    with urllib.request.urlopen(asked, timeout=30) as events:  # noqa: S310 (our own server)
        events.readline()
        told_at = time.monotonic()
        process.send_signal(signal.SIGTERM)
        rest = events.read()  # to a proper end: a stream that is cut raises IncompleteRead
    process.wait(20)
    assert len(tablet.heard(rest)) == 1
    assert time.monotonic() - told_at < 8  # sooner than the worker would be killed
