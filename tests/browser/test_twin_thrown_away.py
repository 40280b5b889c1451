"""A tablet whose database the browser threw away goes on from its other one."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server
from tests.browser.device import Device
from tests.browser.paired import KEPT, outbox, pair, wait_until_empty
from tests.browser.proxy import proxying
from tests.browser.screens import TABLET, expect_screen, press, screen
from tests.browser.waiting import wait_until

# The ratings in the second database's outbox.
SECOND = """
  async () => {
    const { indexedDB } = await navigator.storageBuckets.open("hailong-twin");
    const database = await new Promise((resolve, reject) => {
      const opening = indexedDB.open("hailong", 1);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const asked = database.transaction(["outbox"]).objectStore("outbox").getAll();
    await new Promise((resolve) => { asked.onsuccess = resolve; });
    database.close();
    return asked.result.map(({ rating_id }) => rating_id);
  }
"""


def damage(profile: Path) -> None:
    """Bytes in the middle of the first database are not what was written, as after a cut."""
    (log,) = (profile / "Default" / "IndexedDB").glob("*.leveldb/*.log")
    content = bytearray(log.read_bytes())
    for place in range(len(content) // 3, len(content) // 3 + 64):
        content[place] ^= 0xFF
    log.write_bytes(content)


def wait_until_back(page: Page, shown: set[str]) -> None:
    """The first screen is there at once; what lies behind it is given back meanwhile."""
    wait_until(page, lambda: set(outbox(page).values()) == shown, "presses are lost")


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
            wait_until(page, lambda: set(page.evaluate(SECOND)) == shown, "the second one lags behind")
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
