"""The tablet in a browser: press to next screen, first load, Lighthouse, a full outbox."""

import contextlib
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, Server, an_instance, start_server
from tests.browser.ordeals import HURRY
from tests.browser.paired import fill_outbox, load_modules, pair, wait_until_empty
from tests.browser.proxy import Proxy, proxying
from tests.browser.screens import PHONE, TABLET, expect_screen

from . import lighthouse

SLOWER = 4  # times, the processor
VISITS = 200
QUEUED = 9_000  # thirty days without a network, 300 presses a day
THIRD_GENERATION = {  # Lighthouse's slow 4G, Chromium's fast 3G: bytes a second, milliseconds
    "offline": False,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
    "latency": 150,
}
LYING: ViewportSize = {"width": 1280, "height": 800}
IN_HAND: ViewportSize = {"width": 390, "height": 844}
SETTINGS = "IDLE_SECONDS = 300\nTHANKS_SECONDS = 60\nREPEAT_SECONDS = 0\nBURST_PRESSES = 0\n"
# From the browser's own time stamp of the press until the frame with the next screen has been drawn:
# a task posted inside a frame begins once that frame is done. The second frame begins up to 16 ms
# later still; both are told.
MEASURE = """
  window.took = [];
  let pressed = null;
  addEventListener("click", (event) => { pressed = event.timeStamp; }, true);
  new MutationObserver((records) => {
    const opened = records.find(({ target }) => target.dataset.screen && !target.hidden);
    if (pressed === null || !opened) return;
    const start = pressed;
    const { screen } = opened.target.dataset;
    pressed = null;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      let drawn = null;
      port1.onmessage = () => { drawn = performance.now() - start; };
      port2.postMessage(null);
      requestAnimationFrame(() => {
        const second = performance.now() - start;
        window.took.push([screen, drawn ?? second, second]);
      });
    });
  }).observe(document.getElementById("kiosk"), {
    attributes: true, attributeFilter: ["hidden"], subtree: true,
  });
"""


def run(folder: Path) -> None:
    """Print every figure of this room."""
    with _server(folder, "open", "OPEN_TABLETS = True\n") as server, _browser() as browser:
        first_loads(browser, server)
        lighthouse.audit(
            server.base,
            (
                ("tablet", TABLET, ["--preset=desktop"]),
                ("tablet, as a slow phone", TABLET, []),
                ("phone, as a slow phone", PHONE, []),
            ),
        )
    with _server(folder, "paired", "OPEN_TABLETS = False\n") as server, _browser() as browser:
        with proxying(int(server.base.rsplit(":", 1)[1])) as proxy:
            presses(browser, server, proxy)
        with proxying(int(server.base.rsplit(":", 1)[1])) as proxy:
            full_outbox(browser, server, proxy)


@contextlib.contextmanager
def _server(folder: Path, name: str, settings: str) -> Iterator[Server]:
    (folder / name).mkdir()
    server, process = start_server(an_instance(folder / name, SETTINGS + settings))
    try:
        yield server
    finally:
        process.terminate()
        process.wait(20)


@contextlib.contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


def presses(browser: Browser, server: Server, proxy: Proxy) -> None:
    """Press to next screen on a paired tablet, with the network and without."""
    context = browser.new_context(viewport=LYING, locale="vi-VN", base_url=proxy.base, has_touch=True)
    context.add_init_script(HURRY)  # the pause in which a screen takes no second tap
    page = context.new_page()
    pair(page, server)
    page.locator("[data-field=ready][data-state=online]").wait_for()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    print(f"\npress to next screen, processor {SLOWER} times slower, {VISITS} visits each, ms")
    for name in ("online", "offline", "online again, with the queue going out"):
        if name == "offline":
            proxy.go_dark()
        elif name.startswith("online again"):
            proxy.light()
        for what, took in _visits(page).items():
            drawn, second = (_shares(column) for column in zip(*took, strict=True))
            print(f"  {name}, {what}: {drawn}, n {len(took)}; until the second frame {second}")
    context.close()


def _visits(page: Page) -> dict[str, list[tuple[float, float]]]:
    """Milliseconds until drawn and until the second frame: of the rating itself, and of what follows."""
    page.evaluate(MEASURE)
    for number in range(VISITS):
        expect_screen(page, "rate")
        _tap(page, f".target[value='{int(number % 5 > 0)}']")
        for name in ("procedure", "topics"):
            expect_screen(page, name)
            _tap(page, f"[data-screen={name}] .skip")
        expect_screen(page, "thanks")
        _tap(page, "[data-action=start]")
    took = page.evaluate("window.took")
    page.reload()
    first = [(drawn, second) for name, drawn, second in took if name == "procedure"]
    after = [(drawn, second) for name, drawn, second in took if name != "procedure"]
    return {"the rating": first, "what follows": after}


def _tap(page: Page, selector: str) -> None:
    """A finger, without the checks that the driver's own click runs inside the page."""
    box = page.locator(selector).bounding_box()
    if box is None:
        raise RuntimeError(f"{selector} is not there")
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def _shares(values: Iterable[float]) -> str:
    ascending = sorted(values)
    at = (min(int(len(ascending) * share), len(ascending) - 1) for share in (0.5, 0.95, 0.99))
    return "p50 {:.0f}, p95 {:.0f}, p99 {:.0f}".format(*(ascending[place] for place in at))


def first_loads(browser: Browser, server: Server) -> None:
    """A visit that knows nothing yet, over a slow network."""
    print("\nfirst load, 1.6 Mbit/s down, 750 kbit/s up, 150 ms latency (nothing cached)")
    for name, path, viewport in (("tablet", TABLET, LYING), ("phone", PHONE, IN_HAND)):
        rounds = [_first_load(browser, server, path, viewport) for _ in range(3)]
        sent, requests, painted, loaded = min(rounds, key=lambda one: one[3])
        print(
            f"  {name}: {sent / 1000:.1f} kB in {requests} requests; painted after {painted:.0f} ms,"
            f" ready for presses after {loaded:.0f} ms"
        )


def _first_load(
    browser: Browser, server: Server, path: str, viewport: ViewportSize
) -> tuple[float, int, float, float]:
    context = browser.new_context(viewport=viewport, locale="vi-VN", service_workers="block")
    page = context.new_page()
    network = context.new_cdp_session(page)
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", THIRD_GENERATION)
    page.goto(server.base + path, wait_until="load")
    expect_screen(page, "rate")
    painted, loaded = page.evaluate(
        "[performance.getEntriesByName('first-contentful-paint')[0].startTime,"
        " performance.getEntriesByType('navigation')[0].loadEventEnd]"
    )
    context.close()
    return sum(sizes), len(sizes), painted, loaded


def full_outbox(browser: Browser, server: Server, proxy: Proxy) -> None:
    """Thirty days' presses delivered once the network is back."""
    context: BrowserContext = browser.new_context(viewport=LYING, base_url=proxy.base)
    page = context.new_page()
    pair(page, server)
    load_modules(page)
    db = server.record()
    before = db.conn.execute("SELECT count(*) FROM rating").fetchone()[0]
    proxy.go_dark()
    fill_outbox(page, QUEUED)
    proxy.light()
    start = time.perf_counter()
    wait_until_empty(page, seconds=300)
    seconds = time.perf_counter() - start
    stored = db.conn.execute("SELECT count(*) FROM rating").fetchone()[0] - before
    print(f"\n{QUEUED:,} queued ratings delivered in {seconds:.1f} s; {stored:,} stored")
    db.conn.close()
    context.close()
