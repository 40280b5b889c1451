"""What carries presses to the server, where the browser itself does not do its part."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.storage.db import writing
from kiosk.tablets import devices
from tests.browser.conftest import Server
from tests.browser.modules import run
from tests.browser.paired import a_tablet
from tests.browser.proxy import Exchange, Reply
from tests.browser.screens import expect_screen, press
from tests.browser.waiting import MOST_SECONDS, wait_until

NEW_COUNTER = "H44.5-1"


@pytest.fixture
def page(module_page: Page) -> Page:
    return module_page


MEASURED = """
  const told = [];
  const outbox = { isSound: true, waiting: async () => ({ queued: 0, since: null }) };
  let persist = null, battery = null;
  const navigator = {
    storage: { persist: () => new Promise((resolve) => { persist = resolve; }) },
    getBattery: () => new Promise((resolve) => { battery = resolve; }),
  };
  const measure = m.measuring({ navigator, outbox, time: { wall: () => 0 } });
  const look = async () => {
    const silence = new Promise((resolve) => setTimeout(resolve, 1_000, "silence"));
    const state = await Promise.race([measure(), silence]);
    told.push([state.storage, state.battery_percent, state.charging]);
  };
  await look();
  persist(true);
  battery({ level: 0.42, charging: false });
  await new Promise((resolve) => setTimeout(resolve));
  await look();
  return told;
"""


def test_a_browser_that_never_answers_delays_no_contact(page: Page) -> None:
    assert run(page, "condition", MEASURED) == [
        ["best-effort", None, None],
        ["persistent", 42, False],
    ]


UNDELETED = """
  const { Store } = await import("/static/js/store.js");
  const store = new Store(indexedDB, window);
  const seal = async (head) => head;
  const parts = { store, seal, deviceId: "T1", now: () => 5, onChange() {} };
  const outbox = new m.Outbox(parts);
  for (let number = 0; number < 5; number += 1) await outbox.keep({ rating_id: `r${number}` });
  const { delete: remove } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.delete = () => { throw new DOMException("x", "UnknownError"); };
  const taken = [];
  for (let round = 0; round < 4; round += 1) {
    const entries = await outbox.take(2);
    const { queued } = await outbox.waiting();
    taken.push([entries.map(({ sequence }) => sequence), queued]);
    await outbox.remove(entries);
  }
  const left = (await outbox.all()).length;
  IDBObjectStore.prototype.delete = remove;
  await outbox.remove([]);
  return [taken, left, (await outbox.all()).length, (await outbox.waiting()).since];
"""


def test_what_has_arrived_is_not_sent_again_though_it_cannot_be_deleted(page: Page) -> None:
    taken, left, finally_left, since = run(page, "outbox", UNDELETED)
    assert taken == [[[1, 2], 5], [[3, 4], 3], [[5], 1], [[], 0]]
    assert (left, finally_left, since) == (5, 0, None)


UNNUMBERED = """
  const sent = [];
  const store = { run: async () => { if (given[0]) throw new Error("silent"); return {}; } };
  const { Outbox } = await import("/static/js/outbox.js");
  const { makeKeys } = await import("/static/js/keys.js");
  const spent = { read: () => 8, write() {} };
  const outbox = new Outbox({ store, seal: null, deviceId: "T1", now: () => 0, onChange() {}, spent });
  outbox.take = async () => [];
  const contact = new m.Contact({
    identity: { device_id: "T1", ...(await makeKeys()) },
    store, outbox,
    fetch: async (_, { body }) => {
      sent.push(JSON.parse(body).last_sequence);
      throw new Error("lost");
    },
    time: { wall: () => 0, monotonic: () => 0 }, measure: async () => ({ queued: 0 }),
    boot: "b", release: "r", finished: { untold: [], forget() {} },
  });
  const outcome = await contact.make(1, new Set()).then(({ kind }) => kind, () => "not made");
  return [sent, outcome];
"""


@pytest.mark.parametrize(
    ("is_silent", "expected"), [(True, [[], "not made"]), (False, [[7], "unreachable"])]
)
def test_no_contact_tells_a_number_that_is_not_known(
    page: Page, is_silent: bool, expected: list[Any]
) -> None:
    assert run(page, "contact", UNNUMBERED, is_silent) == expected


COUNTED = """
  const { Store } = await import("/static/js/store.js");
  const { makeKeys } = await import("/static/js/keys.js");
  const store = new Store(indexedDB, window, `counted-${Math.random()}`);
  const sent = [];
  let written = 0;
  const identity = { device_id: "T1", ...(await makeKeys()) };
  const start = (isDamaged) => new m.Contact({
    identity,
    store: { run: (...wish) => {
      written += 1;
      return isDamaged.now ? Promise.reject(new Error("silent")) : store.run(...wish);
    } },
    outbox: { ready: async () => {}, take: async () => [], lastSequence: 0 },
    fetch: async (_, { body }) => {
      sent.push(JSON.parse(body).contact);
      throw new Error("lost");
    },
    time: { wall: () => 0, monotonic: () => 0 }, measure: async () => ({ queued: 0 }),
    boot: "b", release: "r", finished: { untold: [], forget() {} },
  });
  const make = (contact) => contact.make(1, new Set());
"""


def test_contacts_are_numbered_upwards_over_restarts_with_few_writings(page: Page) -> None:
    script = """
      const [first, second] = [start({}), start({})];
      for (let i = 0; i < 40; i += 1) await make(first);
      await make(second);
      return [sent, written];
    """
    numbers, written = run(page, "contact", COUNTED + script)
    assert numbers[:40] == list(range(1, 41))
    assert numbers[40] > 40
    assert written == 3


def test_where_numbers_cannot_be_kept_each_contact_tries_again(page: Page) -> None:
    script = """
      await make(start({}));
      const isDamaged = { now: true };
      const contact = start(isDamaged);
      await make(contact);
      await make(contact);
      isDamaged.now = false;
      await make(contact);
      return sent;
    """
    first, *damaged, healed = run(page, "contact", COUNTED + script)
    assert (first, damaged) == (1, [1, 2])
    assert healed > first + len(damaged)


GIVEN_UP = """
  if (given[0]) delete AbortSignal.timeout;
  if (given[1]) {
    const { abort } = AbortController.prototype;
    AbortController.prototype.abort = function () { abort.call(this); };
  }
  const { makeKeys } = await import("/static/js/keys.js");
  const { within } = await import("/static/js/browser.js");
  const fetch = (_, { signal }) => new Promise((_, reject) => {
    const soon = within(20);
    soon.addEventListener("abort", () => reject(soon.reason));
    if (!(signal instanceof AbortSignal)) reject(new Error("waits for ever"));
  });
  const contact = new m.Contact({
    identity: { device_id: "T1", ...(await makeKeys()) },
    store: { run: async () => ({}) }, fetch,
    outbox: { ready: async () => {}, take: async () => [], lastSequence: 0 },
    time: { wall: () => 0, monotonic: () => 0 }, measure: async () => ({ queued: 0 }),
    boot: "b", release: "r", finished: { untold: [], forget() {} },
  });
  return (await contact.make(1, new Set())).kind;
"""


@pytest.mark.parametrize(("is_old", "is_silent_on_why"), [(False, False), (True, False), (True, True)])
def test_a_server_that_is_slow_is_told_from_one_that_is_away_in_old_browsers_too(
    page: Page, is_old: bool, is_silent_on_why: bool
) -> None:
    page.reload()
    assert run(page, "contact", GIVEN_UP, is_old, is_silent_on_why) == "slow"
    page.reload()


def test_a_press_during_a_contact_is_carried_soon_after_it_and_not_at_once(page: Page) -> None:
    """The next person's press has the disk to itself meanwhile."""
    waits = run(
        page,
        "courier",
        """
        const waits = [];
        let due = null;
        const clock = {
          now: () => 0, clearTimeout() {},
          setTimeout(work, wait) { waits.push(wait); due = work; },
        };
        const contact = { make: async () => {
          courier.nudge(500);
          return { kind: "answered", entries: [] };
        } };
        const pace = { limit: 1, held: new Set(), after: () => 60_000 };
        const courier = new m.Courier({ contact, pace, clock, onOutcome() {} });
        courier.nudge();
        await due();
        return waits;
        """,
    )
    assert waits == [0, 500]


def test_somebody_who_presses_again_and_again_puts_no_contact_off(page: Page) -> None:
    dues = run(
        page,
        "courier",
        """
        const dues = [];
        let now = 0;
        const clock = {
          now: () => now, clearTimeout() {},
          setTimeout(_, wait) { dues.push(now + wait); },
        };
        const courier = new m.Courier({ clock });
        for (; now < 5_000; now += 1_000) courier.nudge(3_000);
        return dues;
        """,
    )
    assert dues == [3_000]


def test_a_move_does_not_throw_out_whoever_has_just_begun(
    browser: Browser, strict_server: Server
) -> None:
    with a_tablet(browser, strict_server) as tablet:
        expect(tablet.page.locator("[data-field=ready][data-state=online]")).to_be_visible()
        device_id = tablet.page.evaluate(
            """
            async () => {
              const { Store, findIdentity } = window.modules;
              return (await findIdentity(new Store(indexedDB, window))).device_id;
            }
            """
        )
        address, asked = f"/t/{NEW_COUNTER}", threading.Event()

        def hold(exchange: Exchange) -> Reply:
            asked.set()
            exchange.wait(MOST_SECONDS)
            return exchange.forward()

        tablet.road.break_down(address, hold)
        with writing(tablet.record):
            devices.move(tablet.record, device_id, NEW_COUNTER, "tests", datetime.now(UTC))
        tablet.page.evaluate("dispatchEvent(new Event('online'))")
        wait_until(tablet.page, asked.is_set, "the tablet does not look at its new counter")
        press(tablet.page, True)
        expect_screen(tablet.page, "procedure")
        tablet.road.heal(address)
        tablet.page.wait_for_timeout(1_500)
        expect_screen(tablet.page, "procedure")
        assert tablet.page.url.endswith("/t/H44.5-2")
