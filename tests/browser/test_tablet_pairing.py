"""A tablet is paired in a minute with a code that serves once, and stays who it is."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from kiosk import periods
from kiosk.storage.db import Database, writing
from kiosk.tablets import devices
from tests.browser import network_faults as faults
from tests.browser.conftest import Server, Watch
from tests.browser.paired import COUNTER, IDENTITY, a_code, device_of, outbox, pair, wait_until_empty
from tests.browser.screens import TABLET, expect_screen, screen, walk_to

UNKNOWN = "Mã này không đúng, đã dùng hoặc đã quá hạn. Vui lòng xin mã mới."
UNREACHABLE = "Không kết nối được máy chủ. Vui lòng kiểm tra mạng rồi thử lại."


@pytest.fixture
def page(browser: Browser, strict_server: Server, watch: Watch) -> Iterator[Page]:
    """A browser that nobody has paired yet."""
    watch.expected = "Failed to load resource"
    context = browser.new_context(locale="vi-VN", base_url=strict_server.base)
    yield context.new_page()
    context.close()


def type_in(page: Page, code: str) -> None:
    page.get_by_role("textbox").fill(code)
    page.get_by_role("button", name="Ghép nối").click()


def make_older(
    db: Database, device_id: str, since: str = "2026-01-01T00:00:00Z", number: int = 1
) -> None:
    """Let a key of the tablet's be of January, say, which the record itself never allows."""
    triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'device_key'"
    with writing(db):
        guards = db.conn.execute(triggers).fetchall()
        for name, _ in guards:
            db.conn.execute(f"DROP TRIGGER {name}")
        db.conn.execute(
            "UPDATE device_key SET valid_from = ? WHERE device_id = ? AND number = ?",
            [since, device_id, number],
        )
        for _, sql in guards:
            db.conn.execute(sql)


def count(db: Database) -> int:
    return int(db.conn.execute("SELECT count(*) FROM device").fetchone()[0])


def test_a_tablet_without_a_pairing_asks_for_one(page: Page) -> None:
    page.goto(TABLET)
    expect(page.get_by_role("heading", name="Ghép nối máy tính bảng này")).to_be_visible()
    expect(page.get_by_role("textbox")).to_be_focused()


def test_a_code_may_be_typed_in_any_case_without_its_dash(page: Page, record: Database) -> None:
    page.goto("/t")
    type_in(page, a_code(record).lower().replace("-", " "))
    expect_screen(page, "rate")
    assert page.url.endswith(TABLET)
    assert devices.get_device(record, device_of(page)).counter_id == COUNTER


def test_the_code_of_a_qr_image_stays_in_no_address(page: Page, record: Database) -> None:
    page.route("**/api/v1/devices", lambda route: route.abort())
    code = a_code(record)
    page.goto(f"/t#{code}")
    expect(page.get_by_role("status")).to_have_text(UNREACHABLE)
    assert page.url.endswith("/t/")
    page.unroute("**/api/v1/devices")
    page.get_by_role("button", name="Ghép nối").click()
    expect_screen(page, "rate")


def test_a_wrong_and_a_used_code_are_refused_in_the_same_words(page: Page, record: Database) -> None:
    used = a_code(record)
    page.goto("/t")
    type_in(page, used)
    expect_screen(page, "rate")
    for code in (used, "2222-2222", "ABC"):
        page.goto("/t/?again")
        type_in(page, code)
        expect(page.get_by_role("status")).to_have_text(UNKNOWN)


def test_an_answer_that_was_lost_makes_one_tablet_not_two(page: Page, record: Database) -> None:
    before = count(record)
    lost = faults.lose_the_first_answer(page, "**/api/v1/devices")
    page.goto("/t")
    type_in(page, a_code(record))
    expect(page.get_by_role("status")).to_have_text(UNREACHABLE)
    page.get_by_role("button", name="Ghép nối").click()
    expect_screen(page, "rate")
    assert lost == [201]
    assert count(record) == before + 1


def test_the_key_cannot_be_read_by_anybody(paired: BrowserContext) -> None:
    (page,) = paired.pages
    refusal = page.evaluate(
        f"async () => {{ const {{ key_pair }} = await ({IDENTITY})();"
        " return crypto.subtle.exportKey('pkcs8', key_pair.privateKey).then(() => 'read', e => e.name) }"
    )
    assert refusal == "InvalidAccessError"


def test_a_paired_browser_says_so_and_may_be_paired_anew(
    paired: BrowserContext, strict_server: Server, record: Database, watch: Watch
) -> None:
    watch.expected = "Failed to load resource"
    (page,) = paired.pages
    old = device_of(page)
    paired.set_offline(True)
    walk_to(page, "procedure")
    (held,) = outbox(page).values()
    paired.set_offline(False)
    page.goto("/t/service")
    page.get_by_role("link", name="Ghép nối máy tính bảng này").click()
    expect(page.get_by_role("heading", name=f"là máy {old}")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name=f"as tablet {old}")).to_be_visible()
    pair(page, strict_server)
    assert device_of(page) != old
    wait_until_empty(page)
    assert record.conn.execute("SELECT 1 FROM rating WHERE rating_id = ?", [held]).fetchone()
    walk_to(page, "procedure")
    wait_until_empty(page)
    ranges = "SELECT device_id, first, last FROM device_sequence WHERE device_id IN (?, ?) ORDER BY 1"
    found = record.conn.execute(ranges, [old, device_of(page)]).fetchall()
    assert sorted(found) == sorted([(old, 1, 1), (device_of(page), 1, 1)])


def test_a_key_that_has_served_long_enough_is_renewed_without_a_word(
    paired: BrowserContext, record: Database
) -> None:
    (page,) = paired.pages
    device_id = device_of(page)
    first = page.evaluate(f"({IDENTITY})().then((self) => self.key_id)")
    make_older(record, device_id)
    with page.expect_response("**/api/v1/devices/keys") as renewed:
        page.reload()
    assert renewed.value.status == 200
    expect_screen(page, "rate")
    walk_to(page, "procedure")
    wait_until_empty(page)
    self = page.evaluate(f"({IDENTITY})().then(({{ key_id, pending_key }}) => [key_id, pending_key])")
    assert self == [newest_key(record, device_id), None]
    assert self[0] != first


def newest_key(db: Database, device_id: str) -> str:
    newest = "SELECT key_id FROM device_key WHERE device_id = ? ORDER BY number DESC LIMIT 1"
    return str(db.conn.execute(newest, [device_id]).fetchone()[0])


def test_a_key_whose_receipt_was_lost_is_tried_once_the_old_one_is_refused(
    paired: BrowserContext, record: Database, watch: Watch
) -> None:
    """Without a network for longer than the old key is taken."""
    watch.expected = "Failed to load resource"
    (page,) = paired.pages
    device_id = device_of(page)
    lost: list[int] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort("connectionreset")

    paired.route("**/api/v1/devices/keys", lose)
    make_older(record, device_id)
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/keys")):
        page.reload()
    assert lost[0] == 200
    paired.set_offline(True)
    paired.unroute("**/api/v1/devices/keys")
    long_ago = periods.stamp(datetime.now(UTC) - timedelta(days=50))
    make_older(record, device_id, long_ago, number=2)
    walk_to(page, "procedure")
    paired.set_offline(False)
    page.reload()
    wait_until_empty(page)
    self = page.evaluate(f"({IDENTITY})().then(({{ key_id, pending_key }}) => [key_id, pending_key])")
    assert self == [newest_key(record, device_id), None]


def test_a_moved_tablet_goes_to_its_new_counter(paired: BrowserContext, record: Database) -> None:
    (page,) = paired.pages
    with writing(record):
        devices.move(record, device_of(page), "H44.5-1", "tests", datetime.now(UTC))
    page.reload()
    expect(page).to_have_url(re.compile("/t/H44.5-1$"))
    expect_screen(page, "rate")
    page.goto(TABLET)
    expect(page).to_have_url(re.compile("/t/H44.5-1$"))


def test_a_revoked_tablet_says_so_and_what_it_holds_is_kept_for_review(
    paired: BrowserContext, record: Database, watch: Watch
) -> None:
    watch.expected = "Failed to load resource"
    (page,) = paired.pages
    paired.set_offline(True)
    walk_to(page, "procedure")
    (held,) = outbox(page).values()
    with writing(record):
        devices.revoke(record, device_of(page), "lost", "tests", datetime.now(UTC))
    paired.set_offline(False)
    wait_until_empty(page)
    expect_screen(page, "procedure")  # whoever is in the middle of it ends it
    page.reload()
    expect(page.get_by_role("heading", name="Máy này đã ngừng sử dụng")).to_be_visible()
    expect(screen(page, "rate")).to_be_hidden()
    cause = "SELECT cause FROM quarantine WHERE rating_id = ?"
    assert record.conn.execute(cause, [held]).fetchall() == [("revoked",)]
    paired.set_offline(True)
    page.reload()
    expect_screen(page, "notice")


def test_nothing_is_taken_from_a_tablet_that_is_not_paired(page: Page, record: Database) -> None:
    page.goto("/t/")
    status = page.evaluate(
        "(body) => fetch('/api/v1/ratings', {method: 'POST', body: JSON.stringify(body),"
        " headers: {'Content-Type': 'application/json'}}).then((response) => response.status)",
        {"rating_id": "a" * 32, "counter_id": COUNTER, "satisfied": True},
    )
    assert status == 403
    assert not record.conn.execute("SELECT 1 FROM rating WHERE rating_id = ?", ["a" * 32]).fetchone()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", [(1280, 800), (800, 1280), (320, 640)], ids=lambda size: f"{size[0]}")
def test_the_operators_pages_fit_every_screen_and_axe_finds_nothing(
    page: Page, size: tuple[int, int], language: str
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for path in ("/t/", "/t/service"):
        page.goto(f"{path}?lang={language}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        found = Axe().run(page).response["violations"]
        assert [violation["id"] for violation in found] == []
