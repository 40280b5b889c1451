"""One tablet in several windows: one of them serves, and which one is always clear."""

import pytest
from playwright.sync_api import BrowserContext, expect

from kiosk.storage.db import Database
from tests.browser.conftest import Server
from tests.browser.paired import device_of, outbox, pair, wait_until_empty
from tests.browser.screens import TABLET, expect_screen, press, screen, skip, walk_to

pytestmark = pytest.mark.usefixtures("lost_requests_are_meant")


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
