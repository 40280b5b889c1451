"""What a tablet goes through, for minutes in a test or for an hour in `make soak`: each has a tally."""

import random
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserType, CDPSession, Page, expect

from tests.browser import network_faults as faults
from tests.browser.conftest import Server
from tests.browser.device import Device
from tests.browser.paired import CONTACTS, KEPT, Tablet, pair, wait_until_empty
from tests.browser.proxy import Proxy, proxying
from tests.browser.screens import TABLET, press, screen

COLLECTIONS = 5  # of rubbish, before what is left counts as growth
TOO_EARLY = 0.1  # the share of kills that do not wait for the word "recorded"


@dataclass
class Tally:
    """What was pressed, what was shown as recorded (answers by rating), what is stored."""

    pressed: int = 0
    shown: dict[str, int] = field(default_factory=dict)
    stored: dict[str, int] = field(default_factory=dict)
    twice: int = 0  # ratings that lie in quarantine as well

    @property
    def lost(self) -> int:
        """Shown as recorded, and not stored with that answer."""
        return sum(self.stored.get(rating_id) != answer for rating_id, answer in self.shown.items())

    @property
    def duplicates(self) -> int:
        """Stored beyond what anybody pressed, or in two places."""
        return max(0, len(self.stored) - self.pressed) + self.twice

    def __str__(self) -> str:
        return (
            f"pressed {self.pressed:,}, shown as recorded {len(self.shown):,},"
            f" stored {len(self.stored):,}, duplicates {self.duplicates}, lost {self.lost}"
        )


def look(tally: Tally, server: Server) -> Tally:
    """The tally with what the record says now."""
    db = server.record()
    tally.stored = dict(db.conn.execute("SELECT rating_id, satisfied FROM rating").fetchall())
    tally.twice = db.conn.execute("SELECT count(*) FROM quarantine").fetchone()[0]
    db.conn.close()
    return tally


def power_cuts(
    browser_type: BrowserType, server: Server, profile: Path, kills: int, draw: random.Random
) -> Tally:
    """A tablet is switched on, somebody presses, and the power fails; then once more."""
    tally = Tally()
    device = Device(browser_type, profile)
    with proxying(int(server.base.rsplit(":", 1)[1])) as road:
        try:
            page = _switch_on(device)
            pair(page, server, base=road.base)
            expect(page.locator("[data-field=ready][data-state=online]")).to_be_visible()
            device.kill()
            for _ in range(kills):
                _change_weather(road, draw)
                _press_and_fall(_switch_on(device), road, tally, draw)
                device.kill()
            road.go_dark()
            road.heal()
            road.light()
            page = _switch_on(device)
            page.goto(road.base + TABLET)
            wait_until_empty(page, 120)
        finally:
            device.kill()
    return look(tally, server)


def _switch_on(device: Device) -> Page:
    page = device.start()
    device.context.add_init_script(KEPT)
    return page


def _change_weather(road: Proxy, draw: random.Random) -> None:
    """Mostly there is no network; at times it answers badly, and at times it is there."""
    road.go_dark()
    road.heal()
    weather = draw.random()
    if weather < 0.6:
        return
    if weather < 0.9:
        road.break_down(CONTACTS, faults.storm(draw, most_seconds=0.3))
    road.light()


def _press_and_fall(page: Page, road: Proxy, tally: Tally, draw: random.Random) -> None:
    page.goto(road.base + TABLET)
    satisfied = draw.random() < 0.7
    too_early = draw.random() < TOO_EARLY
    press(page, satisfied)
    tally.pressed += 1
    if too_early:
        page.wait_for_timeout(draw.uniform(0, 20))
        return
    screen(page, "procedure").wait_for()
    rating_id = page.evaluate("window.kept.at(-1)")
    tally.shown[rating_id] = int(satisfied)


def fault_storm(tablet: Tablet, visits: int, draw: random.Random) -> Tally:
    """People rate while every contact may meet any fault, and at times there is no network."""
    tally = Tally()
    tablet.road.break_down(CONTACTS, faults.storm(draw))
    for _ in range(visits):
        if draw.random() < 0.1:
            tablet.road.go_dark()
        satisfied = draw.random() < 0.7
        tally.pressed += 1
        tally.shown[tablet.rate(satisfied)] = int(satisfied)
        if draw.random() < 0.3:
            tablet.road.go_dark()
            tablet.road.light()
    tablet.road.go_dark()
    tablet.road.light()
    tablet.heal()
    wait_until_empty(tablet.page, 120)
    return look(tally, tablet.server)


@dataclass
class Growth:
    """What a page holds after each share of its presses, rubbish collected."""

    nodes: list[int] = field(default_factory=list)
    listeners: list[int] = field(default_factory=list)
    heap_bytes: list[int] = field(default_factory=list)


# The pause in which a screen takes no second tap is over at once: people are not that quick.
HURRY = """
  const later = window.setTimeout;
  window.setTimeout = (work, delay, ...rest) => later(work, delay === 350 ? 0 : delay, ...rest);
"""
_PRESS = """
  async ([presses, first]) => {
    const root = document.getElementById("kiosk");
    const open = (name) => new Promise((resolve) => {
      const section = () => root.querySelector(`[data-screen=${name}]`);
      const isReady = () => !section().hidden && !section().querySelector("[inert]");
      if (isReady()) return resolve(section());
      const watching = new MutationObserver(() => {
        if (!isReady()) return;
        watching.disconnect();
        resolve(section());
      });
      watching.observe(root, { subtree: true, childList: true, attributes: true });
    });
    for (let number = first; number < first + presses; number += 1) {
      (await open("rate")).querySelector(`.target[value="${Number(number % 5 > 0)}"]`).click();
      (await open("procedure")).querySelector(".skip").click();
      (await open("topics")).querySelector(".skip").click();
      (await open("thanks")).querySelector("[data-action=start]").click();
    }
    await open("rate");
    window.kept.length = 0;
  }
"""


def press_often(tablet: Tablet, presses: int, every: int) -> Growth:
    """So many whole visits in one page; measured after each `every` of them, the first included."""
    session = tablet.page.context.new_cdp_session(tablet.page)
    session.send("HeapProfiler.enable")
    growth = Growth()
    for first in range(0, presses, every):
        tablet.page.evaluate(_PRESS, [every, first])
        wait_until_empty(tablet.page, 300)
        _measure(session, growth)
    return growth


def _measure(session: CDPSession, growth: Growth) -> None:
    """The least of some rounds: what a busy machine has not cleared up yet is no leak."""
    rounds = []
    for _ in range(COLLECTIONS):
        session.send("HeapProfiler.collectGarbage")
        counters = session.send("Memory.getDOMCounters")
        heap_bytes = int(session.send("Runtime.getHeapUsage")["usedSize"])
        rounds.append((counters["nodes"], counters["jsEventListeners"], heap_bytes))
        time.sleep(0.2)
    nodes, listeners, heap_bytes = (min(found) for found in zip(*rounds, strict=True))
    growth.nodes.append(nodes)
    growth.listeners.append(listeners)
    growth.heap_bytes.append(heap_bytes)
