"""A tablet serves without a network, and delivers once."""

import json
import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from kiosk import periods
from kiosk.storage.db import Database, writing
from tests import factories
from tests.browser import network_faults as faults
from tests.browser.conftest import Server
from tests.browser.paired import a_code, a_tablet, outbox, reboot, stored, wait_until_empty
from tests.browser.screens import TABLET, expect_screen, press, screen, walk_to

pytestmark = pytest.mark.usefixtures("lost_requests_are_meant")

ENTRIES = """
  () => new Promise((resolve) => {
    const opening = indexedDB.open("hailong", 1);
    opening.onsuccess = () => {
      const asked = opening.result.transaction("outbox").objectStore("outbox").getAll();
      asked.onsuccess = () => resolve(asked.result);
    };
  })
"""


def test_a_tablet_that_is_rebooted_without_a_network_is_usable_within_two_seconds(
    paired: BrowserContext,
) -> None:
    """On a machine too slow for that with a network, within twice the time it takes there."""
    with_network = seconds_to_the_first_answer(paired)
    paired.set_offline(True)
    assert seconds_to_the_first_answer(paired) < max(2, 2 * with_network)
    expect(paired.pages[0].locator(".ready")).to_have_attribute("data-state", "offline")


def seconds_to_the_first_answer(context: BrowserContext) -> float:
    for page in context.pages:
        page.close()
    page = context.new_page()
    began = time.monotonic()
    page.goto(TABLET)
    expect_screen(page, "rate")
    press(page, True)
    expect_screen(page, "procedure")
    return time.monotonic() - began


def test_without_a_network_it_speaks_both_languages_and_names_the_officer(
    paired: BrowserContext,
) -> None:
    paired.set_offline(True)
    page = reboot(paired)
    expect(page.locator(".officer")).to_contain_text("Cán bộ A-02")
    walk_to(page, "topics")
    page.get_by_role("link", name="English").click()
    page.get_by_role("button", name="Waiting time").click()
    expect(page.get_by_role("heading", name="Recorded. Thank you!")).to_be_visible()


def test_without_a_network_it_knows_who_comes_next_by_the_roster(
    browser: Browser, strict_server: Server, record: Database
) -> None:
    """The roster is for paired tablets: this server tells anybody else who sits there now alone."""
    now, relief = periods.now(), timedelta(hours=12)
    with writing(record):
        factories.a_version(record, "counter", counter_id="H44.5-9", name="Quầy 9", centre_id="H44.5")
        factories.a_duty(record, "H44.5-9", "H44.5.A-01", ends_at=now + relief)
        factories.a_duty(record, "H44.5-9", "H44.5.A-02", starts_at=now + relief)
    context = browser.new_context(locale="vi-VN", base_url=strict_server.base)
    page = context.new_page()
    page.clock.install()
    page.goto(f"/t#{a_code(record, 'H44.5-9')}")
    expect(page.locator(".ready")).to_have_attribute("data-state", "online")
    context.set_offline(True)
    page.reload()
    expect(page.locator(".officer")).to_contain_text("Cán bộ A-01")
    page.clock.fast_forward(relief // timedelta(milliseconds=1) + 60_000)
    expect(page.locator(".officer")).to_contain_text("Cán bộ A-02")
    context.close()


def test_what_was_pressed_without_a_network_arrives_once(
    paired: BrowserContext, record: Database
) -> None:
    before = stored(record)
    paired.set_offline(True)
    page = reboot(paired)
    walk_to(page, "procedure", satisfied=False)
    screen(page, "procedure").get_by_role("button", name="Chứng thực việc sửa đổi").click()
    expect_screen(page, "topics")
    screen(page, "topics").get_by_role("button", name="Thời gian chờ").click()
    expect(page.get_by_role("heading", name="Đã ghi nhận. Xin cảm ơn Ông/Bà!")).to_be_visible()
    page = reboot(paired)
    walk_to(page, "thanks")
    waiting = outbox(page)
    assert sorted(waiting) == [1, 2, 3, 4]
    paired.set_offline(False)
    wait_until_empty(page)
    assert stored(record) == before | {waiting[1]: 0, waiting[4]: 1}
    reason = "SELECT reason_code FROM rating_reason WHERE rating_id = ?"
    assert record.conn.execute(reason, [waiting[1]]).fetchall() == [("long_wait",)]
    officer = "SELECT officer_id FROM rating WHERE rating_id = ?"
    assert record.conn.execute(officer, [waiting[4]]).fetchone() == ("H44.5.A-02",)


def test_an_entry_says_nothing_in_clear_and_either_answer_is_as_long(paired: BrowserContext) -> None:
    paired.set_offline(True)
    (page,) = paired.pages
    for satisfied in (True, False):
        walk_to(page, "procedure", satisfied=satisfied)
        page.reload()
    entries = page.evaluate(f"({ENTRIES})()")
    names = {"sequence", "rating_id", "device_id", "key", "iv", "sealed"}
    assert [set(entry) for entry in entries] == [names, names]
    assert [entry["sequence"] for entry in entries] == [1, 2]
    assert len({len(entry["sealed"]) for entry in entries}) == 1
    assert len(entries[0]["sealed"]) == (512 + 16) * 4 // 3  # the content and AES-GCM's tag
    assert len({entry["iv"] for entry in entries}) == 2


def test_the_procedures_of_the_counter_are_found_without_a_network(paired: BrowserContext) -> None:
    paired.set_offline(True)
    page = reboot(paired)
    walk_to(page, "procedure")
    page.get_by_role("searchbox").fill("SUA LOI")
    tiles = screen(page, "procedure").locator(".found .tile")
    expect(tiles).to_have_text(["Sửa lỗi sai sót trong giao dịch"])


def test_a_portal_before_the_network_is_neither_believed_nor_shown(
    browser: Browser, strict_server: Server
) -> None:
    with a_tablet(browser, strict_server) as tablet:
        expect(tablet.page.locator(".ready")).to_have_attribute("data-state", "online")
        tablet.road.break_down("/", faults.answer(200, faults.PORTAL, faults.HTML))
        tablet.page.goto(TABLET)
        rating_id = tablet.rate(False)
        tablet.page.get_by_role("link", name="English").click()
        expect(tablet.page.get_by_role("heading", name="Were you satisfied")).to_be_visible()
        assert rating_id in outbox(tablet.page).values()
        tablet.road.heal()
        assert tablet.delivered()[rating_id] == 0
        tablet.page.reload()
        expect_screen(tablet.page, "rate")


def test_a_second_window_stands_still_until_the_first_closes(paired: BrowserContext) -> None:
    (first,) = paired.pages
    second = paired.new_page()
    second.goto(TABLET)
    expect(second.get_by_role("heading", name="đang mở ở cửa sổ khác")).to_be_visible()
    expect(screen(second, "rate")).to_be_hidden()
    walk_to(first, "procedure")
    first.close()
    expect_screen(second, "rate")
    walk_to(second, "procedure")


def test_outside_opening_hours_it_sleeps_and_may_be_woken(
    browser: Browser, strict_server: Server, record: Database
) -> None:
    tomorrow = (periods.local(periods.now()) + timedelta(days=1)).isoweekday()
    with writing(record):
        record.conn.execute(
            "INSERT INTO opening (centre_id, valid_from, weekday, opens, closes)"
            " VALUES ('H44.9', '2026-01-01', ?, '07:30', '11:30')",
            [tomorrow],
        )
    context = browser.new_context(locale="vi-VN", base_url=strict_server.base)
    page = context.new_page()
    page.clock.install()
    page.goto(f"/t#{a_code(record, 'H44.9-1')}")
    expect_screen(page, "sleep")
    expect(page.locator("[data-field=opens]")).to_contain_text("07:30")
    page.get_by_role("button", name="Đánh giá").click()
    expect_screen(page, "rate")
    page.clock.fast_forward(301_000)
    expect_screen(page, "sleep")
    page.get_by_role("button", name="Đánh giá").click()
    walk_to(page, "thanks")
    page.get_by_role("link", name="Về màn hình đầu").click()
    expect_screen(page, "sleep")
    wait_until_empty(page)
    rule = "SELECT rule FROM rating WHERE counter_id = 'H44.9-1'"
    assert record.conn.execute(rule).fetchall() == [("closed-1",)]
    context.close()


def test_the_operators_page_works_without_a_network_and_saves_what_waits(
    paired: BrowserContext, record: Database, tmp_path: Path
) -> None:
    before = stored(record)
    paired.set_offline(True)
    page = reboot(paired)
    walk_to(page, "procedure", satisfied=False)
    (rating_id,) = outbox(page).values()
    page.goto("/t/service")
    expect(page.locator("[data-field=queued]")).to_have_text("1")
    expect(page.locator("[data-field=counter]")).to_contain_text("Quầy 2 · Chứng thực (H44.5-2)")
    with page.expect_download() as saved:
        page.locator("[data-action=save]").click()
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    letter = json.loads(file.read_text("utf-8"))
    assert letter["format"] == "hailong-outbox-1"
    assert re.fullmatch(r"hailong-T\d+-[2-9A-Z]{3}-\d{4}-\d\d-\d\d\.json", file.name)
    (entry,) = json.loads(letter["body"])["entries"]
    assert entry["rating_id"] == rating_id
    assert stored(record) == before
