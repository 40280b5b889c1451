"""A browser that throws away a damaged database: the tablet goes on from its other one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server
from tests.browser.device import Device
from tests.browser.paired import KEPT, outbox, pair, wait_until_empty
from tests.browser.proxy import proxying
from tests.browser.screens import TABLET, expect_screen, press, screen
from tests.browser.test_tablet_modules import run

# Two stores as the page has them, with what both of them hold.
STORES = """
  const { Store } = await import("/static/js/store.js");
  const names = ["identity", "meta", "outbox"];
  const nameOf = (suffix) => `twin-${suffix}-${Math.random()}`;
  const make = async (suffix) => {
    const bucket = await navigator.storageBuckets.open(nameOf(suffix).replace(".", "-"));
    return new Store(bucket.indexedDB, window);
  };
  const put = (store, sequence) => store.run(["outbox"], "readwrite", (entries) => {
    entries.put({ device_id: "T1", sequence });
  });
  const know = (store, self) => store.run(["identity"], "readwrite", (identity) => {
    identity.put(self, "self");
  });
  const held = async (store) => {
    const { self, all } = await store.run(["identity", "outbox"], "readonly", (identity, entries) => ({
      self: identity.get("self"), all: entries.getAll(),
    }));
    return [self ?? null, all.map(({ sequence }) => sequence)];
  };
  const first = await make("first"), second = await make("second");
  const twinOf = (open) => new m.Twin(first, { open, locks: navigator.locks });
"""


@pytest.fixture(scope="module")
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page of the server's, from which its modules can be taken."""
    made = browser.new_page(base_url=server.base)
    made.goto("/p/H44.5-2")
    yield made
    made.close()


def twin(page: Page, script: str) -> object:
    return run(page, "twin", STORES + script)


def test_what_is_written_stands_in_both(page: Page) -> None:
    both = twin(
        page,
        """
        const twin = twinOf(async () => second);
        await know(twin, "T1");
        twin.follow();
        await put(twin, 1);
        await put(twin, 2);
        await twin.settled();
        return [await held(first), await held(second)];
        """,
    )
    assert both == [["T1", [1, 2]], ["T1", [1, 2]]]


def test_where_the_first_was_thrown_away_the_second_gives_it_all_back(page: Page) -> None:
    restored = twin(
        page,
        """
        await know(second, "T1");
        for (let sequence = 1; sequence <= 450; sequence += 1) await put(second, sequence);
        const twin = twinOf(async () => second);
        const [self, sequences] = await held(twin);
        return [self, sequences.length, (await held(first))[1].length];
        """,
    )
    assert restored == ["T1", 450, 450]


def test_what_the_second_missed_it_gets_at_the_next_start_and_loses_what_was_sent(page: Page) -> None:
    mended = twin(
        page,
        """
        await know(first, "T1");
        await know(second, "T0");
        await put(first, 2);
        await put(first, 3);
        await put(second, 1);
        await put(second, 2);
        const twin = twinOf(async () => second);
        await held(twin);
        twin.follow();
        await twin.settled();
        return [await held(first), await held(second)];
        """,
    )
    assert mended == [["T1", [2, 3]], ["T1", [2, 3]]]


def test_only_one_of_them_is_written_at_a_time(page: Page) -> None:
    most = twin(
        page,
        """
        let writing = 0, most = 0;
        const watched = (store) => ({ run: async (names, mode, work) => {
          writing += mode === "readwrite";
          most = Math.max(most, writing);
          try { return await store.run(names, mode, work); } finally { writing -= mode === "readwrite"; }
        } });
        const twin = new m.Twin(watched(first), { open: async () => watched(second) });
        await know(twin, "T1");
        twin.follow();
        await Promise.all([1, 2, 3, 4, 5].map((sequence) => put(twin, sequence)));
        await twin.settled();
        return [most, (await held(second))[1].length];
        """,
    )
    assert most == [1, 5]


@pytest.mark.parametrize(
    "open_second",
    ["async () => null", "async () => ({ run: () => Promise.reject(new Error('full')) })"],
    ids=["no buckets", "full"],
)
def test_without_a_second_the_first_serves_alone(page: Page, open_second: str) -> None:
    alone = twin(
        page,
        f"""
        const twin = twinOf({open_second});
        await know(twin, "T1");
        twin.follow();
        await put(twin, 1);
        await twin.settled();
        return held(twin);
        """,
    )
    assert alone == ["T1", [1]]


def test_a_first_one_that_does_not_answer_is_asked_again(page: Page) -> None:
    asked = twin(
        page,
        """
        let failures = 0;
        const failing = { run: (...given) => {
          failures += 1;
          return failures === 1 ? Promise.reject(new Error("silent")) : first.run(...given);
        } };
        const twin = new m.Twin(failing, { open: async () => second });
        const refused = await held(twin).catch(({ message }) => message);
        return [refused, await held(twin)];
        """,
    )
    assert asked == ["silent", [None, []]]


def damage(profile: Path) -> None:
    """Bytes in the middle of the first database are not what was written, as after a cut."""
    (log,) = (profile / "Default" / "IndexedDB").glob("*.leveldb/*.log")
    content = bytearray(log.read_bytes())
    for place in range(len(content) // 3, len(content) // 3 + 64):
        content[place] ^= 0xFF
    log.write_bytes(content)


def wait_until_back(page: Page, shown: set[str]) -> None:
    """The first screen is there at once; what lies behind it is given back meanwhile."""
    for _ in range(100):
        if set(outbox(page).values()) == shown:
            return
        page.wait_for_timeout(100)
    assert set(outbox(page).values()) == shown


def test_a_tablet_whose_database_the_browser_threw_away_has_lost_nothing(
    browser: Browser, strict_server: Server, tmp_path: Path
) -> None:
    device = Device(browser.browser_type, tmp_path / "profile")
    with proxying(int(strict_server.base.rsplit(":", 1)[1])) as road:
        try:
            page = device.start()
            device.context.add_init_script(KEPT)
            pair(page, strict_server, base=road.base)
            expect(page.locator("[data-field=ready][data-state=online]")).to_be_visible()
            road.go_dark()
            shown = set()
            for satisfied in (True, False, True):
                press(page, satisfied)
                screen(page, "procedure").wait_for()
                shown.add(page.evaluate("window.kept.at(-1)"))
                page.reload()
                expect_screen(page, "rate")
            page.wait_for_timeout(500)  # until the second one has them too
            device.kill()
            damage(device.profile)
            page = device.start()
            page.goto(road.base + TABLET)
            expect_screen(page, "rate")
            wait_until_back(page, shown)
            road.light()
            page.evaluate("dispatchEvent(new Event('online'))")
            wait_until_empty(page)
        finally:
            device.kill()
    record = strict_server.record()
    stored = {row[0] for row in record.conn.execute("SELECT rating_id FROM rating")}
    record.conn.close()
    assert shown <= stored
