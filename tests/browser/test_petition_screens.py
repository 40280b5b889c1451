"""A matter from the phone to its answer, without script; its pages and the managers' on every screen."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from kiosk import periods
from kiosk.petitions import following_up
from kiosk.petitions.following_up import Deed
from kiosk.petitions.matters import Petitions
from kiosk.staff import access
from kiosk.storage import keys
from kiosk.storage.db import Database, writing
from tests import factories
from tests.browser.conftest import Server, serving
from tests.browser.test_looks import OVERFLOWING
from tests.browser.test_screens import IN_HAND, LYING, STANDING
from tests.petitions import left_id

PASSWORD = "mật khẩu của phép thử"
SETTINGS = 'HOTLINE = "1900 1234"\nPORTAL_URL = "https://dichvucong.example"\nOPEN_TABLETS = True\n'
NO_SCRIPT: dict[str, Any] = {"java_script_enabled": False}
DARK = {"color_scheme": "dark"}
LOOKS = [("en", LYING), ("vi", STANDING), ("vi", IN_HAND), ("en", IN_HAND | DARK)]
FORM, STATUS, STAFF = "/y/H44.5-1", "/y/s", "/manage/petitions"
BODY = "Tôi chờ ba tiếng mà không ai gọi số. Gọi 0912 345 678."
REPLY = "Từ thứ Hai trung tâm mở thêm một quầy vào buổi sáng."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A kiosk with matters of every age, and a manager."""
    instance = tmp_path_factory.mktemp("matters")
    db = factories.a_record(instance / "kiosk.db")
    (instance / "config.py").write_text(SETTINGS, "utf-8")
    leave_some(db, Petitions(keys.load_or_make(instance / "keys"), 15))
    db.conn.close()
    with serving(instance) as running:
        yield running


def leave_some(db: Database, ours: Petitions) -> None:
    """Two late ones, one in hand, one answered, one fresh."""
    now = periods.now()
    today = periods.civil_day(now)
    with writing(db):
        for user_id, name, role in (
            ("lan", "Nguyễn Thị Lan", "manager"),
            ("thu", "Lê Thu", "inspector"),
        ):
            access.add_user(db, access.NewUser(user_id, name, role, PASSWORD), now)
    late = left_id(db, ours, today - timedelta(days=40), counter_id="H44.5-2", body="Mạng hay lỗi.")
    left_id(db, ours, today - timedelta(days=33), topic="fee", counter_id=None)
    in_hand = left_id(db, ours, today - timedelta(days=14), topic="manner")
    answered = left_id(db, ours, today - timedelta(days=9), topic="papers")
    left_id(db, ours, today, topic="other")
    left_id(db, ours, today, topic="harassment", body="Cán bộ đòi tiền.")
    with writing(db):
        following_up.note(db, Deed(late, "local", now, "lan"), "Đã hỏi bộ phận kỹ thuật.")
        following_up.take(db, Deed(in_hand, "local", now, "lan"), "lan")
        following_up.reply(db, Deed(answered, "local", now, "lan"), REPLY)


def picture(page: Page, name: str, folder: Path) -> None:
    kept = os.environ.get("PETITION_PICTURES")
    page.screenshot(path=(Path(kept) if kept else folder) / f"{name}.png", full_page=True)


def send(page: Page) -> str:
    """Leave a matter; its code."""
    page.goto(FORM)
    page.get_by_label("Về việc").select_option("waiting")
    page.get_by_label("Nội dung").fill(BODY)
    page.get_by_role("button", name="Gửi").click()
    return page.locator(".code").inner_text().replace("\n", " ")


def look_up(page: Page, code: str) -> None:
    page.goto(STATUS)
    page.get_by_label("Mã của Ông/Bà").fill(code)
    page.get_by_role("button", name="Xem").click()


@pytest.mark.parametrize("options", [IN_HAND | NO_SCRIPT])
def test_a_matter_goes_from_the_phone_to_its_answer_without_script(
    page: Page, server: Server, options: dict[str, Any]
) -> None:
    assert options["java_script_enabled"] is False
    code = send(page)
    assert page.context.cookies() == []
    page.reload()
    assert page.locator(".code").inner_text().replace("\n", " ") == code
    db = server.record()
    rows = db.conn.execute("SELECT petition_id, body FROM petition WHERE body LIKE '%ba tiếng%'")
    [(petition_id, body)] = [row for row in rows if "[•••]" in row[1]]
    assert "0912" not in body
    look_up(page, code.lower())
    expect(page.locator("h1")).to_have_text("Đã tiếp nhận")
    with writing(db):
        following_up.reply(db, Deed(petition_id, "local", periods.now(), "lan"), REPLY)
    look_up(page, code)
    expect(page.locator(".said p")).to_have_text(REPLY)
    page.get_by_role("button", name="Không hài lòng").click()
    expect(page.locator(".recorded")).to_contain_text("được ghi nhận")
    expect(page.get_by_role("button")).to_have_count(0)
    found = db.conn.execute("SELECT satisfied FROM petition_outcome").fetchall()
    db.conn.close()
    assert found == [(0,)]


def sign_in(page: Page, user_id: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill(user_id)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_label("Mật khẩu")).to_have_count(0)


def check(page: Page, name: str, folder: Path) -> None:
    """Nothing sticks out, axe finds nothing; and its picture."""
    picture(page, name, folder)
    assert not page.evaluate(OVERFLOWING), name
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(("lang", "options"), LOOKS)
def test_the_pages_fit_every_screen_and_axe_finds_nothing(
    page: Page, tmp_path: Path, lang: str, options: dict[str, Any]
) -> None:
    size = f"{lang}-{options['viewport']['width']}"
    code = send(page)
    check(page, f"left-{size}", tmp_path)
    page.goto(f"{FORM}?lang={lang}")
    check(page, f"form-{size}", tmp_path)
    page.goto(f"{STATUS}?lang={lang}")
    check(page, f"ask-{size}", tmp_path)
    page.locator("#code").fill(code)
    with page.expect_navigation():
        page.get_by_role("button").click()
    check(page, f"outcome-{size}", tmp_path)
    sign_in(page, "lan")
    for name, path in (("list", ""), ("closed", "?which=closed"), ("one", "")):
        page.goto(f"{STAFF}{path}{'&' if path else '?'}lang={lang}")
        if name == "one":
            with page.expect_navigation():
                page.locator(".matters a").first.click()
        check(page, f"{name}-{size}", tmp_path)


def test_the_inspector_alone_finds_what_was_left_for_the_inspector(page: Page) -> None:
    sign_in(page, "lan")
    page.goto(STAFF)
    assert page.get_by_text("Nhũng nhiễu").count() == 0
    page.context.clear_cookies()
    sign_in(page, "thu")
    expect(page).to_have_url("/manage/inspection")
    expect(page.locator(".matters h2")).to_have_text("Nhũng nhiễu, gây phiền hà, vòi vĩnh")
