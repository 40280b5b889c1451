"""What the tests of a paired tablet share: pairing it, pressing, and looking into its outbox."""

import contextlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from kiosk.storage.db import Database, writing
from kiosk.tablets import enrolment
from tests.browser.conftest import Server
from tests.browser.proxy import Proxy, proxying
from tests.browser.screens import TABLET, expect_screen, press, screen, skip
from tests.browser.waiting import MOST_SECONDS

CONTACTS = "/api/v1/contacts"
RESUMES = 30  # seconds after the network's return, at most
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
# Notes the rating of each entry whose transaction is complete, before the page hears of it.
KEPT = """
  window.kept = [];
  const add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function (entry, ...rest) {
    if (this.name === "outbox") {
      this.transaction.addEventListener("complete", () => window.kept.push(entry.rating_id));
    }
    return add.call(this, entry, ...rest);
  };
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
IDENTITY = """
  () => new Promise((resolve, reject) => {
    const opening = indexedDB.open("hailong", 1);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const asked = opening.result.transaction("identity").objectStore("identity").get("self");
      asked.onsuccess = () => resolve(asked.result);
    };
  })
"""
# Presses as the page's own modules keep them, without the screens between.
FILL = """
  async ([presses, counter]) => {
    const { Store, Outbox, findIdentity, makeSealer } = window.modules;
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


@dataclass
class Tablet:
    """A paired tablet before a server, with a road between them that can break."""

    page: Page
    road: Proxy
    server: Server
    record: Database
    earlier: tuple[tuple[str, str], ...] = ()

    def rate(self, satisfied: bool, procedure: str | None = None) -> str:
        """One person from the question to the thanks; the rating that was shown as recorded."""
        expect_screen(self.page, "rate")
        press(self.page, satisfied)
        expect_screen(self.page, "procedure")
        rating_id = self.page.evaluate("window.kept.at(-1)")
        if procedure:
            screen(self.page, "procedure").get_by_role("button", name=procedure).click()
        else:
            skip(self.page, "procedure")
        expect_screen(self.page, "topics")
        skip(self.page, "topics")
        expect_screen(self.page, "thanks")
        expect(screen(self.page, "thanks")).to_contain_text("Đã ghi nhận")
        self.page.locator("[data-screen=thanks] [data-action=start]").click()
        return str(rating_id)

    def heal(self) -> None:
        """Nothing is wrong any more, and the browser notices, as it does when its cable is back."""
        self.road.heal()
        self.page.evaluate("dispatchEvent(new Event('online'))")

    def stored(self) -> dict[str, int]:
        """Every rating of the record: its answer by identifier."""
        return stored(self.record)

    def delivered(self, seconds: float = MOST_SECONDS) -> dict[str, int]:
        """`stored`, once nothing waits on the tablet any more."""
        wait_until_empty(self.page, seconds)
        return self.stored()

    def marks(self) -> list[tuple[str, str]]:
        """What was said of any tablet since this one was paired: it should be nothing."""
        return list((Counter(marks_in(self.record)) - Counter(self.earlier)).elements())


def marks_in(record: Database) -> list[tuple[str, str]]:
    return record.conn.execute("SELECT mark, reason FROM device_mark").fetchall()


@contextlib.contextmanager
def a_tablet(browser: Browser, server: Server, *scripts: str, **options: Any) -> Iterator[Tablet]:
    """A newly paired tablet; `scripts` run before each page's own."""
    with proxying(int(server.base.rsplit(":", 1)[1])) as road:
        context = browser.new_context(
            viewport={"width": 1280, "height": 800}, locale="vi-VN", base_url=road.base, **options
        )
        for script in (KEPT, *scripts):
            context.add_init_script(script)
        record, page = server.record(), context.new_page()
        try:
            pair(page, server)
            load_modules(page)
            yield Tablet(page, road, server, record, tuple(marks_in(record)))
        finally:
            context.close()
            record.conn.close()


def load_modules(page: Page) -> None:
    """The page's modules, apart, as `fill_outbox` needs them; while there is a network."""
    names = ["store", "outbox", "identity", "sealing"]
    page.evaluate(
        """
        async (names) => {
          const loaded = names.map((name) => import(`/static/js/${name}.js`));
          window.modules = Object.assign({}, ...await Promise.all(loaded));
        }
        """,
        names,
    )


def a_code(db: Database, counter_id: str = COUNTER) -> str:
    """A pairing code for this counter, as staff make one."""
    with writing(db):
        return enrolment.make_code(db, counter_id, "tests", datetime.now(UTC))


def device_of(page: Page) -> str:
    """Which tablet this browser is."""
    return str(page.evaluate(f"({IDENTITY})().then((self) => self.device_id)"))


def pair(page: Page, server: Server, counter_id: str = COUNTER, base: str = "") -> None:
    """Make a code as staff do, type it in as the code's QR image would, and wait for the question."""
    with server.opened() as db:
        code = a_code(db, counter_id)
    page.goto(f"{base}/t#{code}")
    expect(page).to_have_url(re.compile(f"/t/{re.escape(counter_id)}$"))
    expect_screen(page, "rate")


def stored(db: Database) -> dict[str, int]:
    """Every rating of a record: its answer by identifier."""
    found: dict[str, Any] = dict(db.conn.execute("SELECT rating_id, satisfied FROM rating"))
    return found


def reboot(context: BrowserContext) -> Page:
    """All pages are gone; the tablet opens its address again."""
    for page in context.pages:
        page.close()
    page = context.new_page()
    page.goto(TABLET)
    return page


def outbox(page: Page) -> dict[int, str]:
    """What waits on this tablet: the rating's identifier by sequence."""
    return {int(sequence): str(rating_id) for sequence, rating_id in page.evaluate(WAITING)}


def fill_outbox(page: Page, presses: int, counter_id: str = COUNTER) -> None:
    """So many presses, kept as the page keeps them."""
    outcomes = page.evaluate(FILL, [presses, counter_id])
    if outcomes != ["recorded"]:
        raise RuntimeError(f"the outbox said {outcomes}")


def wait_until_empty(page: Page, seconds: float = MOST_SECONDS) -> None:
    """Everything has been acknowledged within so many seconds."""
    waiting = page.evaluate(EMPTIES, seconds)
    if waiting:
        raise AssertionError(f"{waiting} entries still wait after {seconds:g} s")
