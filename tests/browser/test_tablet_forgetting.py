"""Between two people a tablet forgets: nothing of the last one is anywhere but in the outbox."""

import json
import re

import pytest
from playwright.sync_api import BrowserContext, Page

from kiosk.storage.db import Database
from tests.browser.conftest import Watch
from tests.browser.paired import outbox, wait_until_empty
from tests.browser.screens import TABLET, expect_screen, press, screen, skip
from tests.browser.waiting import wait_until_true

TYPED = "Sửa lỗi qzjxkv"
DRAWN = r'(?<=crispEdges"><path d=")[^"]*'  # the minute's code for phones
CHANGING = rf'( inert=""| hidden=""|(?<=giây"></p>)|(?<=giây">)[^<]*|{DRAWN})'
EVERYTHING_KEPT = """
  async () => {
    const kept = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie,
      location.href, JSON.stringify(history.state), window.name,
      JSON.stringify(performance.getEntries())];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        kept.push(request.url, await (await cache.match(request)).text());
      }
    }
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((resolve) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
      });
      for (const store of database.objectStoreNames) {
        if (store === "outbox") continue;
        const asked = database.transaction(store).objectStore(store).getAll();
        await new Promise((resolve) => { asked.onsuccess = resolve; });
        kept.push(JSON.stringify(asked.result));
      }
      database.close();
    }
    return kept.join("\\n");
  }
"""


def visit(page: Page, *, satisfied: bool) -> None:
    """One person: rates, types, finds nothing, skips, names a topic, and goes."""
    expect_screen(page, "rate")
    press(page, satisfied)
    expect_screen(page, "procedure")
    page.get_by_role("searchbox").press_sequentially(TYPED)
    page.wait_for_timeout(300)
    skip(page, "procedure")
    expect_screen(page, "topics")
    screen(page, "topics").locator(".tile").first.click()
    expect_screen(page, "thanks")
    page.get_by_role("link", name="Về màn hình đầu").click()
    expect_screen(page, "rate")


def everything_in_memory(page: Page) -> str:
    """The page's heap after a collection, as the developer's tools would show it."""
    session = page.context.new_cdp_session(page)
    chunks: list[str] = []
    session.on("HeapProfiler.addHeapSnapshotChunk", lambda event: chunks.append(event["chunk"]))
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    session.send("HeapProfiler.takeHeapSnapshot")
    session.detach()
    return "\n".join(json.loads("".join(chunks))["strings"])


def untouched(page: Page) -> str:
    """The page but for what merely says which screen is open."""
    return re.sub(CHANGING, "", page.locator("#kiosk").inner_html())


def new_ratings(db: Database, before: set[str]) -> set[str]:
    return {row[0] for row in db.conn.execute("SELECT rating_id FROM rating")} - before


@pytest.mark.parametrize("satisfied", [True, False], ids=["yes", "no"])
def test_after_a_visit_nothing_of_it_is_in_the_page_in_storage_or_in_memory(
    paired: BrowserContext, record: Database, satisfied: bool
) -> None:
    (page,) = paired.pages
    before, clean = new_ratings(record, set()), untouched(page)
    visit(page, satisfied=satisfied)
    wait_until_empty(page)
    (rating_id,) = new_ratings(record, before)
    assert untouched(page) == clean
    for place, content in (
        ("document", page.content()),
        ("storage", page.evaluate(EVERYTHING_KEPT)),
        ("memory", everything_in_memory(page)),
    ):
        assert "Quầy 2" in content, f"{place} was not read at all"
        for trace in (rating_id, "qzjxkv", "S%E1%BB%ADa%20l%E1%BB%97i"):
            assert trace not in content, f"{trace} is left in {place}"


def test_while_somebody_stands_there_the_traces_are_found(
    paired: BrowserContext, record: Database
) -> None:
    (page,) = paired.pages
    before = new_ratings(record, set())
    press(page, True)
    expect_screen(page, "procedure")
    wait_until_empty(page)
    (rating_id,) = new_ratings(record, before)
    assert rating_id in everything_in_memory(page)


def test_without_a_network_only_the_sealed_entry_is_left(paired: BrowserContext, watch: Watch) -> None:
    watch.expected = "Failed to load resource"
    paired.set_offline(True)
    (page,) = paired.pages
    visit(page, satisfied=False)
    rating_id = outbox(page)[1]
    content = page.content() + page.evaluate(EVERYTHING_KEPT)
    assert rating_id not in content
    assert "qzjxkv" not in content


def test_neither_back_nor_reload_leads_to_the_last_person(paired: BrowserContext) -> None:
    (page,) = paired.pages
    length = page.evaluate("history.length")
    expect_screen(page, "rate")
    press(page, True)
    expect_screen(page, "procedure")
    page.get_by_role("searchbox").fill(TYPED)
    skip(page, "procedure")
    expect_screen(page, "topics")
    assert page.evaluate("history.length") == length
    page.reload()
    expect_screen(page, "rate")
    assert page.get_by_role("searchbox", include_hidden=True).input_value() == ""
    page.go_back()
    page.goto(TABLET)
    expect_screen(page, "rate")
    assert "qzjxkv" not in page.content()


def test_either_answer_walks_through_the_same_pages_and_writes_as_much(paired: BrowserContext) -> None:
    (page,) = paired.pages
    page.evaluate(
        "window.writes = []; const add = IDBObjectStore.prototype.add;"
        "IDBObjectStore.prototype.add = function (entry) {"
        " window.writes.push(JSON.stringify(entry).length); return add.call(this, entry); };"
        "undefined"
    )
    seen: dict[bool, list[str]] = {True: [], False: []}
    for satisfied in (True, False):
        expect_screen(page, "rate")
        press(page, satisfied)
        for name in ("procedure", "topics"):
            expect_screen(page, name)
            seen[satisfied].append(re.sub(rf"(?<=giây\">)[^<]*|{DRAWN}", "", page.content()))
            skip(page, name)
        expect_screen(page, "thanks")
        page.get_by_role("link", name="Về màn hình đầu").click()
    assert seen[True] == seen[False]
    wait_until_true(page, "window.writes.length >= 4")  # each press in both databases
    lengths = page.evaluate("window.writes")
    assert len(lengths) == 4
    assert len(set(lengths)) == 1


def test_a_kiosk_keeps_its_manners(paired: BrowserContext) -> None:
    (page,) = paired.pages
    for kind in ("contextmenu", "dragstart", "drop", "dblclick"):
        prevented = page.evaluate(
            "(kind) => !document.querySelector('h1').dispatchEvent("
            "new Event(kind, {bubbles: true, cancelable: true}))",
            kind,
        )
        assert prevented, kind
    assert page.locator("[target], input[type=file], a[href^='http'], a[download]").count() == 0
    page.locator(".where").dispatch_event("pointerdown")
    page.wait_for_timeout(300)
    page.locator(".where").dispatch_event("pointerup")
    expect_screen(page, "rate")
