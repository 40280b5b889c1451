"""A server of ours in a process of its own, and wrk to load it."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.storage.db import writing
from tests import factories

HERE = Path(__file__).parent
COUNTERS = 20
START_SECONDS = 30


@dataclass(frozen=True)
class Load:
    """What wrk saw: requests a second, median and 99th percentile in ms, failures."""

    rate: float
    p50_ms: float
    p99_ms: float
    errors: int


def make_record(folder: Path) -> None:
    """A centre with twenty counters and an officer at each."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    db = factories.a_record(folder / "kiosk.db")
    with writing(db):
        for i in range(1, COUNTERS + 1):
            counter_id = f"C{i:02d}"
            factories.a_version(db, "counter", counter_id=counter_id, name=counter_id, centre_id="H44.5")
            factories.a_duty(db, counter_id, "H44.5.A-01")
    db.conn.close()
    (folder / "config.py").write_text("OPEN_TABLETS = True\n", "utf-8")


@contextlib.contextmanager
def serving(app: str, folder: Path, environment: Mapping[str, str]) -> Iterator[int]:
    """`bench.apps:<app>` as `kiosk serve` would run it; gives the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    code = f"from bench.apps import run; run({app!r}, {port})"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "HAILONG_INSTANCE": str(folder), **environment},
        cwd=HERE.parent,
        start_new_session=True,
    )
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)
        with contextlib.suppress(ProcessLookupError):  # its own group, so nobody else's
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/t/C01", timeout=2).close()
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not answer")


def load(port: int, connections: int, seconds: float, batch: int = 1) -> Load:
    """Post new ratings over that many connections; one thread of wrk."""
    done = subprocess.run(
        [
            *("wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s"),
            *("-s", str(HERE / "rate.lua"), f"http://127.0.0.1:{port}"),
        ],
        env={**os.environ, "BATCH": str(batch)},
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + 60,
    )
    words = next(line for line in done.stdout.splitlines() if line.startswith("RESULT")).split()
    requests, microseconds = int(words[1]), int(words[2])
    return Load(requests / microseconds * 1e6, float(words[3]), float(words[4]), int(words[5]))
