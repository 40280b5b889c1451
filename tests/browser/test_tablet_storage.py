"""A tablet whose storage, server or entry fails says so, and calls nothing recorded that is not."""

import json
import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from kiosk.storage.db import Database
from tests.browser.conftest import Server, Watch
from tests.browser.paired import a_tablet, outbox, reboot, stored, wait_until_empty
from tests.browser.screens import expect_screen, press, screen, skip, walk_to
from tests.browser.waiting import wait_until

pytestmark = pytest.mark.usefixtures("lost_requests_are_meant")

CONTACTS = "**/api/v1/contacts"
MEMORY = "Máy này không lưu được đánh giá khi mất mạng."
REFUSED = "Rất tiếc, hệ thống chưa ghi nhận được đánh giá này."
# A storage that takes nothing more: each writing transaction ends as it does when the disk is full.
FULL = """
  const add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function (...given) {
    if (window.isRoomy) return add.apply(this, given);
    throw new DOMException("no room", "QuotaExceededError");
  };
"""
REFUSED_STORAGE = "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };"


def test_a_full_storage_is_said_and_nothing_is_called_recorded_before_the_server_has_it(
    browser: Browser, strict_server: Server, record: Database, watch: Watch
) -> None:
    with a_tablet(browser, strict_server, FULL) as tablet:
        page, before = tablet.page, stored(record)
        page.route(CONTACTS, lambda route: route.abort())
        press(page, False)
        expect(page.get_by_role("status")).to_have_text("Chưa gửi được. Hệ thống đang thử lại…")
        expect(screen(page, "rate")).to_be_visible()
        assert "ghi nhận" not in page.locator("body").inner_text()
        assert stored(record) == before
        page.unroute(CONTACTS)
        expect(screen(page, "procedure")).to_be_visible()
        expect(page.get_by_role("status")).to_have_text(MEMORY)
        (rating_id,) = set(stored(record)) - set(before)
        skip(page, "procedure")
        expect_screen(page, "topics")
        screen(page, "topics").locator(".tile").first.click()
        expect_screen(page, "thanks")
        reason = "SELECT count(*) FROM rating_reason WHERE rating_id = ?"
        assert record.conn.execute(reason, [rating_id]).fetchone() == (1,)
        page.evaluate("window.isRoomy = true")
        page.get_by_role("link", name="Về màn hình đầu").click()
        walk_to(page, "procedure")
        expect(page.get_by_role("status")).to_have_text("")
        assert tablet.marks() == []


def test_a_refused_storage_is_said_and_the_press_is_not_called_recorded(
    paired: BrowserContext, record: Database
) -> None:
    before = stored(record)
    paired.add_init_script(REFUSED_STORAGE)
    page = reboot(paired)
    expect(page.get_by_role("status")).to_have_text(MEMORY)
    press(page, True)
    expect(page.get_by_role("status")).to_have_text(REFUSED)
    expect_screen(page, "rate")
    assert stored(record) == before


def test_a_stranger_who_does_not_know_the_tablet_makes_it_ask_for_help(
    paired: BrowserContext,
) -> None:
    def not_known(route: Route) -> None:
        route.fulfill(status=401, json={"error": {"code": "unknown_device"}})

    (page,) = paired.pages
    page.route(CONTACTS, not_known)
    walk_to(page, "procedure")
    expect(page.get_by_role("status")).to_have_text(re.compile("ghép nối lại"))
    assert len(outbox(page)) == 1


def test_a_poisoned_entry_does_not_hold_up_the_others(paired: BrowserContext, record: Database) -> None:
    (page,) = paired.pages
    paired.set_offline(True)
    for _ in range(3):
        walk_to(page, "procedure")
        page.reload()
    waiting = outbox(page)

    def choke_on_the_second(route: Route) -> None:
        entries = json.loads(route.request.post_data or "{}")["entries"]
        if any(entry["sequence"] == 2 for entry in entries):
            route.fulfill(status=500, body="")
        else:
            route.continue_()

    page.route(CONTACTS, choke_on_the_second)
    paired.set_offline(False)
    wait_until(page, lambda: sorted(outbox(page)) == [2], "the others are held up")
    assert {waiting[1], waiting[3]} <= set(stored(record))
    page.unroute(CONTACTS)
    page.reload()
    wait_until_empty(page)
    assert waiting[2] in stored(record)
