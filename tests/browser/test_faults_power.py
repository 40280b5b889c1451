"""Power is lost: of the tablet right after it said "recorded", of the server in mid delivery."""

import os
import random
import signal
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import an_instance, start_server
from tests.browser.ordeals import power_cuts
from tests.browser.paired import Tablet, a_tablet, fill_outbox, outbox
from tests.browser.test_faults import SETTINGS
from tests.browser.waiting import wait_until

KILLS = 50
QUEUED = 300


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An instance of its own, because its server dies."""
    (tmp_path / "instance").mkdir()
    return an_instance(tmp_path / "instance", SETTINGS)


def test_killed_right_after_recorded_a_tablet_delivers_all_of_it_once(
    browser: Browser, folder: Path, tmp_path: Path
) -> None:
    server, process = start_server(folder)
    try:
        draw = random.Random(50)  # noqa: S311 (repeatable on purpose)
        tally = power_cuts(browser.browser_type, server, tmp_path / "profile", KILLS, draw)
    finally:
        process.terminate()
        process.wait(20)
    assert tally.pressed == KILLS
    assert len(tally.shown) >= KILLS * 0.8
    assert (tally.lost, tally.duplicates) == (0, 0), str(tally)
    assert set(tally.shown) <= set(tally.stored)


def test_a_server_killed_in_mid_delivery_has_each_rating_once_in_the_end(
    browser: Browser, folder: Path
) -> None:
    server, process = start_server(folder)
    try:
        with a_tablet(browser, server) as tablet:
            tablet.road.go_dark()
            fill_outbox(tablet.page, QUEUED)
            waiting = set(outbox(tablet.page).values())
            assert len(waiting) == QUEUED
            tablet.road.light()
            tablet.heal()
            for part in (1, 2, 3):
                _wait_for_stored(tablet, QUEUED * part // 5)
                _kill(process)
                running, process = start_server(folder)
                tablet.road.target = int(running.base.rsplit(":", 1)[1])
            assert set(tablet.delivered(60)) == waiting
            assert tablet.marks() == []
            assert tablet.record.conn.execute("SELECT count(*) FROM quarantine").fetchone() == (0,)
    finally:
        _kill(process)


def _wait_for_stored(tablet: Tablet, least: int) -> None:
    wait_until(tablet.page, lambda: len(tablet.stored()) >= least, "nothing is delivered")


def _kill(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)
