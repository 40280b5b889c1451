"""One server and one browser for all browser tests; each test has a context of its own."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from kiosk.storage.db import Database, connect, writing
from tests import factories
from tests.browser.slips import Slips
from tests.browser.waiting import MOST_SECONDS, PATIENCE

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Real names out of the shipped list, short and long: a tile must hold either.
LONG_NAMES = {
    "2.000884": "Chứng thực chữ ký trong các giấy tờ, văn bản (áp dụng cho cả trường hợp chứng thực điểm"
    " chỉ và trường hợp người yêu cầu chứng thực không thể ký, không thể điểm chỉ được)",
    "2.001035": "Chứng thực giao dịch liên quan đến tài sản là động sản, quyền sử dụng đất, nhà ở",
    "2.000913": "Chứng thực việc sửa đổi, bổ sung, hủy bỏ giao dịch",
    "2.000927": "Sửa lỗi sai sót trong giao dịch",
    "2.000942": "Cấp bản sao có chứng thực từ bản chính giao dịch đã được chứng thực",
}


expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class Server:
    """A running kiosk: its address and its record."""

    base: str
    instance: Path

    def record(self) -> Database:
        """Another connection to the record the server writes."""
        return connect(self.instance / "kiosk.db")

    @contextlib.contextmanager
    def opened(self) -> Iterator[Database]:
        """The same, while it is needed."""
        db = self.record()
        try:
            yield db
        finally:
            db.conn.close()


@dataclass
class Watch:
    """What a page said and asked for behind the scenes."""

    complaints: list[str] = field(default_factory=list)
    expected: str = "\0"  # what a complaint may contain where a test causes it
    hosts: set[str] = field(default_factory=set)


def start_server(instance: Path, target: str | None = None) -> tuple[Server, subprocess.Popen[bytes]]:
    """Serve this instance on a free port, as `kiosk serve` does; `target` is another application."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["-c", "from kiosk.commands import group; group()", "serve", "--port", str(port)]
    if target:
        what = f"serve(Path({str(instance / 'kiosk.db')!r}), '127.0.0.1', {port}, 16, target={target!r})"
        command = ["-c", f"from pathlib import Path; from kiosk.server.serving import serve; {what}"]
    with (instance / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *command],
            env={**os.environ, "HAILONG_INSTANCE": str(instance)},
            cwd=Path(__file__).parents[2],
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    server = Server(f"http://127.0.0.1:{port}", instance)
    _wait_until_it_answers(server, process)
    return server, process


@contextlib.contextmanager
def serving(instance: Path) -> Iterator[Server]:
    """A server of this instance, until it is not needed any more."""
    running, process = start_server(instance)
    try:
        yield running
    finally:
        process.terminate()
        process.wait(MOST_SECONDS)


def _wait_until_it_answers(server: Server, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + MOST_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError((server.instance / "server.log").read_text("utf-8"))
        try:
            with urllib.request.urlopen(f"{server.base}/t/H44.5-1"):  # noqa: S310 (our own)
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    process.kill()
    raise RuntimeError("the server does not answer")


def an_instance(folder: Path, settings: str) -> Path:
    """A record with a busy counter (H44.5-2), and these settings."""
    db = factories.a_record(folder / "kiosk.db")
    with writing(db):
        for procedure_id, name in LONG_NAMES.items():
            factories.a_version(
                db,
                "procedure",
                procedure_id=procedure_id,
                name=name,
                field_id="chung-thuc",
                raw_code=procedure_id,
            )
    db.conn.close()
    (folder / "config.py").write_text("OPEN_TABLETS = True\n" + settings, "utf-8")
    return folder


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A kiosk that waits long enough for any test; repeats count, since tests press quickly."""
    settings = (
        "IDLE_SECONDS = 300\nTHANKS_SECONDS = 60\n"
        "REPEAT_SECONDS = 0\nBURST_PRESSES = 0\nSHOW_OPEN_WEEK = True\n"
    )
    with serving(an_instance(tmp_path_factory.mktemp("patient"), settings)) as running:
        yield running


@pytest.fixture(scope="session")
def hasty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A kiosk that hurries home: five seconds alone, two seconds of thanks."""
    settings = "IDLE_SECONDS = 5\nTHANKS_SECONDS = 2\nREPEAT_SECONDS = 0\nBURST_PRESSES = 0\n"
    with serving(an_instance(tmp_path_factory.mktemp("hasty"), settings)) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def watch() -> Watch:
    """Filled while the test runs; `context` looks at it afterwards."""
    return Watch()


@pytest.fixture
def context(browser: Browser, server: Server, watch: Watch, request: Any) -> Iterator[BrowserContext]:
    """A tablet lying on a counter; `@pytest.mark.parametrize("options", …)` changes it.

    Afterwards: the page complained of nothing and asked no other host for anything.
    """
    options = {"base_url": server.base}
    marker = request.node.callspec.params.get("options", {}) if hasattr(request.node, "callspec") else {}
    with _watched(browser, watch, **{**options, **marker}) as made:
        yield made


@pytest.fixture(scope="session")
def strict_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A kiosk that takes tablets' ratings from paired ones only; patient."""
    settings = (
        "OPEN_TABLETS = False\nIDLE_SECONDS = 300\nTHANKS_SECONDS = 60\n"
        "REPEAT_SECONDS = 0\nBURST_PRESSES = 0\n"
    )
    with serving(an_instance(tmp_path_factory.mktemp("strict"), settings)) as running:
        yield running


@pytest.fixture
def paired(browser: Browser, strict_server: Server, watch: Watch) -> Iterator[BrowserContext]:
    """A tablet that was paired a moment ago: its pages, storage and service worker outlive each
    page, as a device's do a reboot. Afterwards the same is asked as of `context`."""
    from tests.browser.paired import pair

    with _watched(browser, watch, base_url=strict_server.base) as made:
        page = made.new_page()
        pair(page, strict_server)
        expect(page.locator(".ready")).to_have_attribute("data-state", "online")
        yield made


@pytest.fixture
def record(strict_server: Server) -> Iterator[Database]:
    """The record of the server of paired tablets, seen from outside."""
    with strict_server.opened() as db:
        yield db


@pytest.fixture
def slips(server: Server) -> Iterator[Slips]:
    """Announced to the server that everybody shares."""
    with server.opened() as db:
        yield Slips(db, server.instance)


@pytest.fixture
def lost_requests_are_meant(watch: Watch) -> None:
    """The browser notes each lost request as an error; here it is what is being tested."""
    watch.expected = "Failed to load resource"


@pytest.fixture(scope="module")
def module_page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page of the server's without a script of its own, from which modules can be taken."""
    made = browser.new_page(base_url=server.base)
    made.goto("/sign-in")
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page of that tablet."""
    return context.new_page()


@contextlib.contextmanager
def _watched(browser: Browser, watch: Watch, **options: Any) -> Iterator[BrowserContext]:
    """A tablet's window, unless the options say another."""
    lying = {"viewport": {"width": 1280, "height": 800}, "locale": "vi-VN"}
    made = browser.new_context(**{**lying, **options})
    made.on("page", lambda page: _listen(page, watch))
    yield made
    made.close()
    assert watch.complaints == []
    assert watch.hosts <= {"127.0.0.1"}


def _listen(page: Page, watch: Watch) -> None:
    def note_host(request: Request) -> None:
        watch.hosts.add(request.url.split("/")[2].split(":")[0])

    def note_message(message: Any) -> None:
        if message.type in ("error", "warning") and watch.expected not in message.text:
            watch.complaints.append(message.text)

    page.on("request", note_host)
    page.on("console", note_message)
    page.on("pageerror", lambda error: watch.complaints.append(str(error)))
