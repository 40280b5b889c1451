"""The process that makes the files of an order, and what becomes of it."""

import contextlib
import os
import signal
import subprocess
from typing import Any

import pytest

from kiosk.printing import bundles, press
from kiosk.printing.bundles import CHOICES, Order
from tests.kiosk.printing.test_bundles import TWENTY
from tests.kiosk.printing.test_counter_sheets import BASE, PLACE

ORDER = Order(TWENTY[:3], tuple(CHOICES), BASE, together=False)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list["subprocess.Popen[bytes]"]:
    """The processes that were begun, in their order."""
    found: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *words: Any, **options: Any) -> None:
            super().__init__(*words, **options)
            found.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    return found


def test_its_files_are_those_that_are_made_here() -> None:
    assert list(press.printed(ORDER)) == bundles.made(bundles.tasks_of(ORDER))


def test_names_reach_it_with_all_their_letters() -> None:
    order = Order([PLACE], ("tent",), "https://đánh-giá.vn")
    assert list(press.printed(order)) == bundles.made(bundles.tasks_of(order))


def test_closed_early_it_is_ended_at_once(started: list["subprocess.Popen[bytes]"]) -> None:
    with contextlib.closing(press.printed(ORDER)) as files:
        next(files)
        assert started[0].poll() is None
    assert started[0].returncode == -signal.SIGKILL


def test_that_it_was_killed_is_noticed(started: list["subprocess.Popen[bytes]"]) -> None:
    with contextlib.closing(press.printed(ORDER)) as files:
        next(files)
        os.kill(started[0].pid, signal.SIGKILL)
        with pytest.raises(press.PressFailed):
            list(files)


def test_a_mistake_inside_it_is_told_where_the_server_tells_its_own(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(press.PressFailed):
        list(press.printed(Order([PLACE], ("tent",), "https://\ud800")))  # half a letter
    assert "Traceback" in capfd.readouterr().err


def test_it_gives_way_to_the_server(started: list["subprocess.Popen[bytes]"]) -> None:
    with contextlib.closing(press.printed(ORDER)) as files:
        next(files)
        assert os.getpriority(os.PRIO_PROCESS, started[0].pid) >= 10
