"""A tablet's browser as a process of its own: its profile outlives it, and it can be killed."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, BrowserType, Page

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.waiting import MOST_SECONDS

# What playwright itself passes for a quiet start.
QUIET = (
    "--headless=new",
    "--remote-debugging-port=0",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-default-apps",
    "--disable-breakpad",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider",
    "--password-store=basic",
    "--use-mock-keychain",
    "--mute-audio",
    "--lang=vi-VN",
    "--window-size=1280,800",
)


class Device:
    """One Chromium with one profile; `start` and `kill` as often as wanted."""

    def __init__(self, chromium: BrowserType, profile: Path) -> None:
        self._chromium = chromium
        self.profile = profile
        self._process: subprocess.Popen[bytes] | None = None
        self._browser: Browser | None = None

    def start(self) -> Page:
        """Switch it on: an empty page of the kept profile."""
        self.profile.mkdir(parents=True, exist_ok=True)
        address = self.profile / "DevToolsActivePort"
        address.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [CHROMIUM, *FLAGS, *QUIET, f"--user-data-dir={self.profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # a group of its own, so that nobody else's browser is met
        )
        port = _read_port(address, self._process)
        self._browser = self._chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        return self.context.pages[0]

    @property
    def context(self) -> BrowserContext:
        """The profile itself, not a private window."""
        if self._browser is None:
            raise RuntimeError("the device is off")
        return self._browser.contexts[0]

    def kill(self) -> None:
        """Power off: every process of it dies at once, without a word to any of them."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(20)
        self._process = None
        if self._browser:
            self._browser.close()
        self._browser = None


def _read_port(address: Path, process: "subprocess.Popen[bytes]") -> int:
    end = time.monotonic() + MOST_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(FileNotFoundError, IndexError, ValueError):
            lines = address.read_text("ascii").splitlines()
            if len(lines) == 2:
                return int(lines[0])
        time.sleep(0.02)
    raise RuntimeError("the browser did not start")
