"""A tablet promises only what it has looked at: a way to seal, its page and its kit in the caches."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import network_faults as faults
from tests.browser.conftest import Server
from tests.browser.paired import pair, wait_until_empty
from tests.browser.proxy import Exchange, Proxy, Reply, proxying
from tests.browser.screens import TABLET, expect_screen, walk_to
from tests.browser.waiting import MOST_SECONDS, wait_until

pytestmark = pytest.mark.usefixtures("lost_requests_are_meant")

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


def make_contact(page: Page) -> None:
    """As when its cable is back."""
    page.evaluate("dispatchEvent(new Event('online'))")


def state_of(page: Page) -> str | None:
    return page.locator(".ready").get_attribute("data-state")


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
