"""Signing on with a phone, and the pages around it: read by a scanner, by axe, on every screen."""

import io
import secrets
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from kiosk import periods
from kiosk.counters import calendars, corrections, hours
from kiosk.staff import access
from kiosk.storage.db import writing
from tests.browser.conftest import Server, an_instance, serving
from tests.browser.test_looks import OVERFLOWING
from tests.browser.waiting import wait_until

OFFICER, COUNTER = "H44.5.A-02", "H44.5-1"
WIDE = {"viewport": {"width": 1280, "height": 800}}
IN_HAND = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
LOOKS = [("vi", WIDE), ("en", WIDE | {"color_scheme": "dark"}), ("vi", IN_HAND), ("en", IN_HAND)]
PAGES = [
    ("officer", "/duty"),
    ("manager", "/manage/duties?centre=H44.5"),
    ("manager", f"/manage/duties/{COUNTER}"),
    ("manager", "/manage/badges?centre=H44.5"),
    ("manager", "/manage/hours?centre=H44.5"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A kiosk with a manager, an officer, a week of hours, a holiday and a correction."""
    instance = an_instance(tmp_path_factory.mktemp("duty"), "OPEN_TABLETS = True\n")
    now = periods.now()
    day = periods.civil_day(now)
    start, _ = corrections.day_span(day)
    with serving(instance) as running:
        with running.opened() as db, writing(db):
            week: hours.Week = {
                weekday: [("07:30", "11:30"), ("13:00", "17:00")] for weekday in range(1, 6)
            }
            calendars.set_week(db, "H44.5", day, week, now=now, by="tests")
            holiday = calendars.Said(
                day + timedelta(days=9), "", "holiday", None, "Ngày lễ", "A holiday"
            )
            calendars.say(db, holiday, now=now, by="tests")
            said = corrections.Correction(
                COUNTER, OFFICER, start, start + timedelta(minutes=1), "đổi ca với đồng nghiệp"
            )
            corrections.correct(db, said, now=now, by="tests")
        yield running


def sign_in(context: BrowserContext, server: Server, role: str) -> None:
    """Give the browser a session of that role, without the slow hashing of a password."""
    token, now = secrets.token_urlsafe(32), periods.now()
    until = periods.stamp(now + timedelta(hours=1))
    db = server.record()
    with writing(db):
        db.conn.execute(
            "INSERT INTO user (user_id, name, role, password_hash, created_at, officer_id)"
            " VALUES (?, 'Lê Thu Hà', ?, 'none', ?, ?) ON CONFLICT DO NOTHING",
            [role, role, periods.stamp(now), OFFICER if role == "officer" else None],
        )
        db.conn.execute(
            "INSERT INTO session (token_digest, user_id, data, created_at, expires_at)"
            " VALUES (?, ?, json_object('user_id', ?), ?, ?)",
            [access.token_digest(token), role, role, periods.stamp(now), until],
        )
    db.conn.close()
    context.add_cookies([{"name": "hailong", "value": token, "url": server.base}])


def check_look(page: Page) -> None:
    assert not page.evaluate(OVERFLOWING)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def a_badge(page: Page) -> str:
    """Make the officer's badge, and what a scanner reads on the page that is printed."""
    page.goto("/manage/badges?centre=H44.5&lang=en")
    page.locator("tr", has_text=OFFICER).get_by_role("button", name="New badge").click()
    expect(page.locator("h1")).to_have_text("Badge of Cán bộ A-02")
    page.emulate_media(media="print")
    picture = Image.open(io.BytesIO(page.locator(".badge").screenshot())).convert("L")
    page.emulate_media(media="screen")
    [code] = zxingcpp.read_barcodes(picture)
    return urlsplit(code.text).path


@pytest.mark.parametrize(("lang", "options"), LOOKS)
def test_the_pages_fit_every_screen_and_axe_finds_nothing(
    context: BrowserContext, page: Page, server: Server, lang: str, options: dict[str, Any]
) -> None:
    for role, address in PAGES:
        sign_in(context, server, role)
        page.goto(f"{address}{'&' if '?' in address else '?'}lang={lang}")
        for summary in page.locator("summary").all():
            summary.click()
        check_look(page)


def name_at(page: Page, counter_id: str) -> str | None:
    page.goto(f"/p/{counter_id}")
    return page.locator("[data-field=name]").text_content()


@pytest.mark.parametrize("options", [IN_HAND])
def test_a_phone_scans_the_badge_signs_on_and_the_counter_knows(
    context: BrowserContext, page: Page, server: Server, options: dict[str, Any]
) -> None:
    sign_in(context, server, "manager")
    address = a_badge(page)
    check_look(page)
    context.clear_cookies()
    page.goto(f"{address}?lang=en")
    check_look(page)
    seats = page.locator("button.seat")
    assert all((seat.bounding_box() or {"height": 0})["height"] >= 44 for seat in seats.all())
    seats.first.click()
    expect(page.get_by_role("status")).to_contain_text("You are signed on at Quầy 1")
    check_look(page)
    page.goto(f"/p/{COUNTER}")
    expect(page.locator("[data-field=name]")).to_have_text("Cán bộ A-02")
    page.goto(f"{address}?lang=en")
    page.get_by_role("button", name="Sign off").click()
    expect(page.get_by_role("status")).to_contain_text("You are not signed on")
    # Of whoever signs off in the very second of signing on, that second is nobody's.
    wait_until(page, lambda: name_at(page, COUNTER) == "Cán bộ A-01", "nobody came back")


def test_with_the_keyboard_alone_an_officer_signs_on_and_off(
    context: BrowserContext, page: Page, server: Server
) -> None:
    sign_in(context, server, "officer")
    page.goto("/duty?lang=en")
    page.locator("button.seat").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("You are signed on at Quầy 1")
    page.get_by_role("button", name="Sign off").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_contain_text("You are not signed on")


def test_a_printed_badge_is_as_large_as_a_card_and_alone_on_its_sheet(
    context: BrowserContext, page: Page, server: Server
) -> None:
    sign_in(context, server, "manager")
    a_badge(page)
    page.emulate_media(media="print")
    box = page.locator(".badge").bounding_box()
    assert box is not None
    assert box["width"] * 25.4 / 96 == pytest.approx(85.6, abs=0.5)  # ID-1, ISO/IEC 7810
    pdf = page.pdf(format="A4")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 1
    expect(page.get_by_role("navigation")).to_have_count(0)
