"""Serving over https: what the settings must say, what is advised, and a real server."""

import http.client
import json
import os
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk import config, periods
from kiosk.printing import links
from kiosk.server import certificates, serving
from kiosk.storage.db import Database
from tests.factories import WEDNESDAY

ANYWHERE = "0.0.0.0"  # noqa: S104 (only named, not bound)
SECURE = {
    "TLS_CERTIFICATE": "tls/server.crt",
    "TLS_KEY": "tls/server.key",
    "BASE_URL": "https://localhost:8000",
}


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """An instance folder with a certificate for this machine."""
    certificates.make(tmp_path / "tls", ["localhost", "127.0.0.1"], periods.now())
    return tmp_path


def settings(instance: Path, **changes: Any) -> dict[str, Any]:
    return config.load(instance, changes)


def test_without_the_settings_the_server_speaks_http(instance: Path) -> None:
    assert serving.find_tls(instance, settings(instance)) is None


def test_with_them_the_files_are_found_within_the_instance(instance: Path) -> None:
    found = serving.find_tls(instance, settings(instance, **SECURE))
    assert found == serving.Tls(instance / "tls" / "server.crt", instance / "tls" / "server.key")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"TLS_KEY": ""}, "belong together"),
        ({"TLS_CERTIFICATE": ""}, "belong together"),
        ({"TLS_CERTIFICATE": "tls/none.crt"}, r"none\.crt is missing"),
        ({"TLS_KEY": "tls/root.key"}, "cannot be used"),
        ({"TLS_CERTIFICATE": "tls/server.key"}, "cannot be used"),
        ({"BASE_URL": "http://localhost:8000"}, "must begin with https://"),
    ],
)
def test_what_cannot_work_stops_the_start_in_one_line(
    instance: Path, changes: dict[str, str], words: str
) -> None:
    with pytest.raises(serving.CannotServe, match=words) as refusal:
        serving.find_tls(instance, settings(instance, **{**SECURE, **changes}))
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("host", "base_url", "advised"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000", False),
        ("localhost", "http://localhost:8000", False),
        (ANYWHERE, "http://127.0.0.1:8000", True),
        ("127.0.0.1", "http://192.168.1.10:8000", True),
        ("192.168.1.10", "http://192.168.1.10:8000", True),
        # something in front of the server speaks https
        (ANYWHERE, "https://hailong.example", False),
    ],
)
def test_whoever_serves_tablets_without_https_is_told(
    instance: Path, host: str, base_url: str, advised: bool
) -> None:
    said = list(serving.advice(host, settings(instance, BASE_URL=base_url), None, WEDNESDAY))
    assert ["docs/tablets.md" in line for line in said] == [True] * advised


@pytest.mark.parametrize(("letters", "advised"), [(31, False), (32, True)])
def test_an_address_that_makes_receipts_links_too_long_for_small_print_is_told(
    instance: Path, letters: int, advised: bool
) -> None:
    base_url = "https://" + "x" * (letters - len("https://"))
    said = list(serving.advice(ANYWHERE, settings(instance, BASE_URL=base_url), None, WEDNESDAY))
    assert [f"has {letters + 29} characters" in line for line in said] == [True] * advised
    assert len(links.receipt_url(base_url, "A" * 26)) == letters + 29


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (366, []),
        (367, ["The certificate ends in 29 days: kiosk make-certificate --renew"]),
        (395, ["The certificate ends in 1 days: kiosk make-certificate --renew"]),
        (397, ["The certificate has ended, tablets refuse it: kiosk make-certificate --renew"]),
    ],
)
def test_a_certificate_that_ends_soon_is_told_at_each_start(
    tmp_path: Path, days: int, words: list[str]
) -> None:
    # It is made with a day of slack, so 396 of its 397 days are left.
    certificates.make(tmp_path / "tls", ["localhost"], WEDNESDAY)
    found = settings(tmp_path, **SECURE)
    tls = serving.find_tls(tmp_path, found)
    then = WEDNESDAY + timedelta(days=days)
    assert list(serving.advice(ANYWHERE, found, tls, then)) == words


def test_the_welcome_names_https_addresses(db: Database) -> None:
    words = "\n".join(serving.welcome(db, "192.168.1.10", 8000, None, "https"))
    assert "https://192.168.1.10:8000/t/H44.5-1" in words
    assert "http://" not in words


@pytest.fixture
def server(db: Database, instance: Path) -> Iterator[str]:
    """A kiosk over https in a process of its own; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    values = {**SECURE, "BASE_URL": f"https://localhost:{port}"}
    lines = (f"{name} = {json.dumps(value)}\n" for name, value in values.items())
    (instance / "config.py").write_text("".join(lines))
    command = ["-c", "from kiosk.commands import group; group()", "serve", "--port", str(port)]
    with (instance / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *command],
            env={**os.environ, "HAILONG_INSTANCE": str(instance)},
            cwd=Path(__file__).parents[3],
            stdout=log,
            stderr=log,
        )
    try:
        _wait(port, process)
        yield f"localhost:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        assert process.poll() is None
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")


def test_a_client_that_trusts_the_root_reaches_the_server_and_nobody_else_does(
    server: str, instance: Path
) -> None:
    ours = ssl.create_default_context(cafile=str(instance / "tls" / "root.crt"))
    with urllib.request.urlopen(f"https://{server}/t/H44.5-1", context=ours, timeout=30) as page:
        assert page.status == 200
        assert page.headers["Strict-Transport-Security"].startswith("max-age=")
    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        urllib.request.urlopen(f"https://{server}/t/H44.5-1", timeout=30)
    with pytest.raises((urllib.error.URLError, ConnectionError, http.client.HTTPException)):
        urllib.request.urlopen(f"http://{server}/t/H44.5-1", timeout=30)
    said = (instance / "server.log").read_text()
    assert f"https://127.0.0.1:{server.split(':')[1]}/t/H44.5-1" in said
    assert "docs/tablets.md" not in said
