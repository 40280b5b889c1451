"""A tablet starts each day at one address, promises only what it has looked at, and comes back by
itself from whatever failed while it started."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kiosk import enrolment
from kiosk.db import Database, writing
from tests.browser import network_faults as faults
from tests.browser.conftest import Server, Watch
from tests.browser.paired import COUNTER, outbox, pair, wait_until_empty
from tests.browser.proxy import Exchange, Proxy, Reply, proxying
from tests.browser.screens import TABLET, expect_screen, press, screen, skip, walk_to
from tests.browser.test_tablet_pairing import device_of
from tests.browser.waiting import MOST_SECONDS, stop_the_clock, wait_until

NEEDED = sorted([TABLET + "?lang=en", TABLET + "?lang=vi", TABLET + "/kit.json"])
# What the browser keeps of this counter, whichever of its caches it lies in.
KEPT = """
  async () => {
    const found = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) {
        if (url.includes("H44.5-2")) found.push(url.slice(location.origin.length));
      }
    }
    return found.sort();
  }
"""
DAMAGE = """
  async (text) => {
    const cache = await caches.open("kept");
    const headers = { "Content-Type": "application/json", "Hailong-Release": "x" };
    for (const key of await cache.keys()) {
      if (key.url.includes("kit.json")) await cache.put(key, new Response(text, { headers }));
    }
  }
"""
# Until the service worker serves this page.
CONTROLLED = """
  () => new Promise((resolve) => {
    if (navigator.serviceWorker.controller) resolve();
    navigator.serviceWorker.addEventListener("controllerchange", () => resolve());
  })
"""
SILENT = """
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...given) {
    return window.hears ? open.apply(this, given) : {};
  };
"""


@pytest.fixture(autouse=True)
def _lost_requests_are_meant(watch: Watch) -> None:
    """The browser notes each lost request as an error; here it is what is being tested."""
    watch.expected = "Failed to load resource"


@pytest.fixture
def road(strict_server: Server) -> Iterator[Proxy]:
    """The way to the server, which can break."""
    with proxying(int(strict_server.base.rsplit(":", 1)[1])) as made:
        yield made


@pytest.fixture
def far(browser: Browser, road: Proxy) -> Iterator[BrowserContext]:
    """A tablet at the end of that road, not paired."""
    size = {"width": 1280, "height": 800}
    made = browser.new_context(viewport=size, locale="vi-VN", base_url=road.base)  # type: ignore[arg-type]
    yield made
    made.close()


@pytest.fixture
def record(strict_server: Server) -> Iterator[Database]:
    """The server's record, seen from outside."""
    db = strict_server.record()
    yield db
    db.conn.close()


def a_code(db: Database) -> str:
    with writing(db):
        return enrolment.make_code(db, COUNTER, "tests", datetime.now(UTC))


def make_contact(page: Page) -> None:
    """As when its cable is back."""
    page.evaluate("dispatchEvent(new Event('online'))")


def state_of(page: Page) -> str | None:
    return page.locator(".ready").get_attribute("data-state")


@pytest.mark.parametrize("address", ["/t/", "/t/?lang=en", "/t"])
def test_a_paired_browser_goes_on_to_its_counter_from_the_start_address(
    paired: BrowserContext, strict_server: Server, address: str
) -> None:
    (page,) = paired.pages
    page.goto(address)
    expect(page).to_have_url(strict_server.base + TABLET)
    expect_screen(page, "rate")


def test_it_opens_at_the_documented_start_address_without_a_network(
    paired: BrowserContext, strict_server: Server
) -> None:
    paired.pages[0].close()
    paired.set_offline(True)
    page = paired.new_page()
    page.goto("/t/")
    expect(page).to_have_url(strict_server.base + TABLET)
    walk_to(page, "procedure")
    assert len(outbox(page)) == 1


def test_the_page_for_pairing_anew_goes_home_when_nobody_uses_it(paired: BrowserContext) -> None:
    (page,) = paired.pages
    page.clock.install()
    page.goto("/t/?again")
    expect(page.locator(".paired")).to_be_visible()
    stop_the_clock(page)
    page.clock.fast_forward(170_000)
    page.get_by_role("textbox").fill("AB")
    page.clock.fast_forward(170_000)
    assert page.url.endswith("/t/?again")
    page.clock.run_for(11_000)
    page.clock.resume()
    expect_screen(page, "rate")


@pytest.mark.parametrize("path", ["/t/?again", "/t/service"])
def test_the_operators_pages_open_no_menu_and_print_nothing(paired: BrowserContext, path: str) -> None:
    (page,) = paired.pages
    page.goto(path)
    expect(page.locator("[data-field=home]").first).to_have_attribute("href", TABLET)
    events = [
        "new MouseEvent('contextmenu', on)",
        "new KeyboardEvent('keydown', {key: 'p', ctrlKey: true, ...on})",
    ]
    for event in events:
        on = "const on = {cancelable: true, bubbles: true};"
        went_on = page.evaluate(f"() => {{ {on} return document.body.dispatchEvent({event}); }}")
        assert went_on is False, event


def test_on_plain_http_the_pairing_page_says_at_once_that_https_is_needed(far: BrowserContext) -> None:
    far.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    page = far.new_page()
    page.goto("/t/")
    expect(page.get_by_role("status")).to_contain_text("https")


def test_readiness_is_promised_only_once_the_page_and_its_kit_lie_there(
    far: BrowserContext, road: Proxy, strict_server: Server
) -> None:
    page = far.new_page()
    road.break_down("/t/sw.js", faults.stall(MOST_SECONDS))
    pair(page, strict_server, base=road.base)
    road.break_down(f"{TABLET}?lang", faults.answer(503, "busy"))
    road.heal("/t/sw.js")
    page.evaluate(CONTROLLED)
    make_contact(page)
    page.wait_for_timeout(1_500)
    kept = page.evaluate(KEPT)
    assert TABLET + "?lang=en" not in kept
    assert state_of(page) == ""
    road.heal()
    make_contact(page)
    expect(page.locator(".ready")).to_have_attribute("data-state", "online")
    assert page.evaluate(KEPT) == NEEDED


def test_a_page_that_is_cleared_away_is_not_called_ready_and_is_fetched_again(
    paired: BrowserContext,
) -> None:
    (page,) = paired.pages
    assert page.evaluate(KEPT) == NEEDED
    page.evaluate("async () => { for (const name of await caches.keys()) await caches.delete(name); }")
    page.reload()
    expect_screen(page, "rate")
    expect(page.locator(".ready")).to_have_attribute("data-state", "online")
    assert page.evaluate(KEPT) == NEEDED


def test_a_service_worker_that_failed_to_come_is_asked_for_again(
    far: BrowserContext, road: Proxy, strict_server: Server
) -> None:
    page = far.new_page()
    road.break_down("/t/sw.js", faults.answer(503, "busy"))
    pair(page, strict_server, base=road.base)
    page.wait_for_timeout(1_500)
    assert state_of(page) == ""
    road.heal()
    make_contact(page)
    expect(page.locator(".ready")).to_have_attribute("data-state", "online")
    assert page.evaluate(KEPT) == NEEDED


NEWER = "f" * 12
# Ask for a newer worker; whether it lies ready once its installation is over.
UPDATE = """
  async () => {
    const registration = await navigator.serviceWorker.ready;
    const found = new Promise((resolve, reject) => {
      registration.onupdatefound = () => resolve(registration.installing);
      setTimeout(() => reject(new Error("no newer worker")), 60_000);
    });
    await registration.update();
    const worker = await found;
    const isOver = () => ["installed", "redundant"].includes(worker.state);
    if (!isOver()) {
      await new Promise((resolve) => { worker.onstatechange = () => isOver() && resolve(); });
    }
    return worker.state;
  }
"""
# A page of a counter that was taken away since.
GONE = """
  async () => {
    const names = await caches.keys();
    const shell = await caches.open(names.find((name) => name.startsWith("shell-")));
    await shell.put("/t/H44.5-77?lang=vi", new Response("gone"));
  }
"""


def test_a_new_release_is_taken_only_whole_but_without_counters_that_are_gone(
    far: BrowserContext, road: Proxy, strict_server: Server
) -> None:
    page = far.new_page()
    pair(page, strict_server, base=road.base)
    expect(page.locator(".ready")).to_have_attribute("data-state", "online")
    page.evaluate(GONE)
    old = page.evaluate("document.body.dataset.release")

    def newer(exchange: Exchange) -> Reply:
        plain = tuple(pair for pair in exchange.request.headers if pair[0].lower() != "accept-encoding")
        reply = replace(exchange, request=replace(exchange.request, headers=plain)).forward()
        headers = tuple((name, value.replace(old, NEWER)) for name, value in reply.headers)
        return replace(reply, headers=headers, body=reply.body.replace(old.encode(), NEWER.encode()))

    road.break_down("/t/", newer)
    road.break_down("/static/", newer)
    road.break_down(f"{TABLET}?lang=en", faults.answer(503, "busy"))
    assert page.evaluate(UPDATE) == "redundant"
    road.heal(f"{TABLET}?lang=en")
    assert page.evaluate(UPDATE) == "installed"
    kept = f"async () => (await (await caches.open('shell-{NEWER}')).keys()).map(({{ url }}) => url)"
    stored = [url.removeprefix(road.base) for url in page.evaluate(kept)]
    assert {TABLET + "?lang=vi", TABLET + "?lang=en", "/t/?lang=vi"} <= set(stored)
    assert "/t/H44.5-77?lang=vi" not in stored


def expect_kept(page: Page, paths: list[str]) -> None:
    """Wait until the caches hold these and no other: the page clears up behind the open screen."""
    wait_until(page, lambda: page.evaluate(KEPT) == paths, "something else is kept")


@pytest.mark.parametrize("text", ['{"duties": [', "null", '{"duties": []}', "<h1>Wi-Fi</h1>"])
def test_a_damaged_kit_is_thrown_away_and_hinders_nothing(paired: BrowserContext, text: str) -> None:
    (page,) = paired.pages
    page.evaluate(DAMAGE, text)
    paired.set_offline(True)
    page.reload()
    expect_screen(page, "rate")
    expect_kept(page, [path for path in NEEDED if "kit" not in path])
    walk_to(page, "procedure")
    paired.set_offline(False)
    wait_until_empty(page)
    page.reload()
    walk_to(page, "procedure")
    expect(page.locator(".officer")).to_contain_text("A-02")


def test_a_start_that_fails_after_the_lock_does_not_lock_the_window_out_of_itself(
    paired: BrowserContext,
) -> None:
    (page,) = paired.pages
    paired.add_init_script("CacheStorage.prototype.match = () => { throw new Error('damaged'); };")
    fails_once = """
      const { deriveBits } = SubtleCrypto.prototype;
      let failures = 0;
      SubtleCrypto.prototype.deriveBits = function (...given) {
        failures += 1;
        if (failures === 1) throw new Error("once");
        return deriveBits.apply(this, given);
      };
    """
    paired.add_init_script(fails_once)
    page.reload()
    expect_screen(page, "rate")
    press(page, True)
    expect_screen(page, "procedure")


def test_storage_that_was_silent_at_the_start_is_asked_again_without_a_press(
    paired: BrowserContext,
) -> None:
    (page,) = paired.pages
    paired.add_init_script(SILENT)
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("không lưu được")
    page.evaluate("window.hears = true")
    expect(page.get_by_role("status")).to_have_text("")
    expect(page.locator(".ready")).to_have_attribute("data-state", "online")


def test_paired_anew_in_a_second_window_it_is_that_window_and_the_first_lets_go(
    paired: BrowserContext, strict_server: Server, record: Database
) -> None:
    (first,) = paired.pages
    for _ in range(3):
        walk_to(first, "thanks")
        first.locator("[data-screen=thanks] [data-action=start]").click()
    wait_until_empty(first)
    old = device_of(first)
    second = paired.new_page()
    pair(second, strict_server)
    expect(first.get_by_role("heading", name="đang mở ở cửa sổ khác")).to_be_visible()
    walk_to(second, "procedure")
    wait_until_empty(second)
    new = device_of(second)
    assert new != old
    second.close()
    expect_screen(first, "rate")
    walk_to(first, "procedure")
    wait_until_empty(first)
    ranges = "SELECT device_id, first, last FROM device_sequence WHERE device_id IN (?, ?)"
    found = set(record.conn.execute(ranges, [old, new]).fetchall())
    assert found == {(old, 1, 3), (new, 1, 2)}
    assert (
        record.conn.execute("SELECT * FROM device_mark WHERE device_id IN (?, ?)", [old, new]).fetchall()
        == []
    )


def test_whoever_is_in_the_middle_when_another_window_is_paired_ends_it(
    paired: BrowserContext, strict_server: Server, record: Database
) -> None:
    (first,) = paired.pages
    walk_to(first, "procedure")
    wait_until_empty(first)
    second = paired.new_page()
    pair(second, strict_server)
    expect_screen(first, "procedure")
    screen(first, "procedure").get_by_role("button", name="Chứng thực việc sửa đổi").click()
    expect_screen(first, "topics")
    wait_until_empty(second)
    skip(first, "topics")
    expect_screen(first, "thanks")
    first.locator("[data-screen=thanks] [data-action=start]").click()
    expect(first.get_by_role("heading", name="đang mở ở cửa sổ khác")).to_be_visible()


def test_a_press_before_a_second_window_knows_it_is_one_does_not_hang(paired: BrowserContext) -> None:
    paired.add_init_script(
        """
        const { request } = window.LockManager?.prototype ?? {};
        if (request) LockManager.prototype.request = async function (...given) {
          await new Promise((resolve) => setTimeout(resolve, 1500));
          return request.apply(this, given);
        };
        """
    )
    second = paired.new_page()
    second.goto(TABLET)
    press(second, False)
    expect(second.get_by_role("heading", name="đang mở ở cửa sổ khác")).to_be_visible()
    assert second.locator("[aria-busy]").count() == 0
    assert outbox(second) == {}
