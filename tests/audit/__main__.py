"""`make audit`: schemathesis against a real server with a record of its own.

Run as `python -m tests.audit SCHEMATHESIS`, which lives in an environment of its own: its
dependencies are none of this program's.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from analytics.editions import Editions
from kiosk import periods
from kiosk.services import systems
from kiosk.storage.db import writing
from tests.analytics.editions_by_hand import an_edition
from tests.factories import a_record

SETTINGS = """
OPEN_TABLETS = True
MAX_ITEMS = 50  # as many as may ask for an image
ADDRESS_FUSE = POSTER_ANSWERS = COUNTER_ANSWERS = GUESSES = 10**6  # what is tested here is no flood
"""
HERE = Path(__file__).parent
EXAMPLES = 40  # for each address
SEED = 20260819
START_SECONDS = 30


def make_instance(folder: Path) -> str:
    """A small record, two editions, and a system with a key, which is returned."""
    (folder / "config.py").write_text(SETTINGS, "utf-8")
    db = a_record(folder / "kiosk.db")
    now = periods.now()
    with writing(db):
        systems.add_system(db, "audit", "schemathesis", now=now, by="audit")
        key = systems.make_key(db, "audit", systems.SCOPES, overlap=timedelta(0), now=now, by="audit")
    db.conn.close()
    for period in ("2026-W34", "2026-08"):
        Editions(folder / "editions").publish(an_edition(period))
    return key


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(folder: Path, port: int) -> "subprocess.Popen[bytes]":
    """The server, once it answers."""
    command = ["-c", "from kiosk.commands import group; group()", "serve", "--port", str(port)]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *command], env={"HAILONG_INSTANCE": str(folder)}, stdout=log, stderr=log
        )
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.1)
    process.kill()
    raise SystemExit((folder / "server.log").read_text("utf-8"))


def audit(schemathesis: str, more: list[str]) -> int:
    """Its exit code: 0 where nothing was found."""
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        key = make_instance(folder)
        process = serve(folder, port)
        try:
            return subprocess.run(
                [
                    schemathesis,
                    f"--config-file={HERE / 'schemathesis.toml'}",
                    "run",
                    f"http://127.0.0.1:{port}/api/v1/openapi.json",
                    f"--header=Authorization: Bearer {key}",
                    f"--max-examples={EXAMPLES}",
                    f"--seed={SEED}",
                    *more,
                ],
                cwd=folder,
                env={**os.environ, "SCHEMATHESIS_HOOKS": str(HERE / "checks.py")},
                check=False,
            ).returncode
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


if __name__ == "__main__":
    sys.exit(audit(str(Path(sys.argv[1]).resolve()), sys.argv[2:]))
