"""What the tests of a paired tablet share: pairing it, and looking into its outbox."""

import re
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Page, expect

from kiosk import enrolment
from kiosk.db import Database, writing
from tests.browser.conftest import Server
from tests.browser.screens import TABLET, expect_screen

COUNTER = TABLET.removeprefix("/t/")
_OPEN = """
  const open = () => new Promise((resolve, reject) => {
    const request = indexedDB.open("hailong", 1);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const all = (database, name) => new Promise((resolve, reject) => {
    const request = database.transaction([name]).objectStore(name).getAll();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
"""
WAITING = f"""
  async () => {{
    {_OPEN}
    const database = await open();
    const entries = await all(database, "outbox");
    database.close();
    return entries.map(({{ sequence, rating_id }}) => [sequence, rating_id]);
  }}
"""
# Until nothing waits any more; the number of entries that do when the time is over.
EMPTIES = f"""
  async (seconds) => {{
    {_OPEN}
    const database = await open();
    const end = performance.now() + seconds * 1000;
    let waiting = null;
    do {{
      waiting = (await all(database, "outbox")).length;
      if (waiting) await new Promise((resolve) => setTimeout(resolve, 100));
    }} while (waiting && performance.now() < end);
    database.close();
    return waiting;
  }}
"""
# Presses as the page's own modules keep them, without the screens between.
FILL = """
  async ([presses, counter]) => {
    const load = (name) => import(document.querySelector(`script[src*="/js/"]`).src
      .replace(/[^/]*$/, name));
    const { Store } = await load("store.js");
    const { Outbox } = await load("outbox.js");
    const { findIdentity } = await load("identity.js");
    const { makeSealer } = await load("sealing.js");
    const store = new Store(indexedDB, window);
    const self = await findIdentity(store);
    const seal = await makeSealer(self.sealing_key);
    const now = () => Date.now();
    const outbox = new Outbox({ store, seal, deviceId: self.device_id, now, onChange() {} });
    await outbox.load();
    const random = (bytes) => Array.from(crypto.getRandomValues(new Uint8Array(bytes)),
      (byte) => byte.toString(16).padStart(2, "0")).join("");
    const boot = random(8);
    const outcomes = new Set();
    for (let number = 0; number < presses; number += 1) {
      outcomes.add(await outbox.keep({
        kind: "rating", rating_id: random(16), counter_id: counter, satisfied: number % 5 > 0,
        officer_id: "", pressed_at: Date.now(), monotonic: performance.now(), boot,
      }));
    }
    return [...outcomes];
  }
"""


def pair(page: Page, server: Server, counter_id: str = COUNTER) -> None:
    """Make a code as staff do, type it in as the code's QR image would, and wait for the question."""
    db = server.record()
    with writing(db):
        code = enrolment.make_code(db, counter_id, "tests", datetime.now(UTC))
    db.conn.close()
    page.goto(f"/t#{code}")
    expect(page).to_have_url(re.compile(f"/t/{re.escape(counter_id)}$"))
    expect_screen(page, "rate")


def outbox(page: Page) -> dict[int, str]:
    """What waits on this tablet: the rating's identifier by sequence."""
    return {int(sequence): str(rating_id) for sequence, rating_id in page.evaluate(WAITING)}


def fill_outbox(page: Page, presses: int, counter_id: str = COUNTER) -> None:
    """So many presses, kept as the page keeps them."""
    outcomes = page.evaluate(FILL, [presses, counter_id])
    if outcomes != ["recorded"]:
        raise RuntimeError(f"the outbox said {outcomes}")


def wait_until_empty(page: Page, seconds: float = 30) -> None:
    """Everything has been acknowledged within so many seconds."""
    waiting = page.evaluate(EMPTIES, seconds)
    if waiting:
        raise AssertionError(f"{waiting} entries still wait after {seconds:g} s")


def stored(db: Database) -> dict[str, int]:
    """Every rating of the record: its answer by identifier."""
    found: dict[str, Any] = dict(db.conn.execute("SELECT rating_id, satisfied FROM rating"))
    return found
