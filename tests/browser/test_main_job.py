"""The product's promise: a press is in the index, the chart, and the edition of the ended week."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from analytics.editions import due
from analytics.weeks import VIET_NAM, Week, civil_day
from kiosk import periods
from kiosk.ratings import accepting
from kiosk.ratings.submissions import Submission
from kiosk.staff import access
from kiosk.storage.db import Database, writing
from tests.browser.conftest import Server, an_instance, serving
from tests.browser.screens import expect_screen, press, screen
from tests.factories import a_submission

COUNTER, OFFICER, CENTRE, PROCEDURE = "H44.9-1", "H44.9.A-01", "H44.9", "1.001193"
PASSWORD = "mật khẩu của phép thử"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One of its own: what others press would be in the figures, or hide them."""
    with serving(an_instance(tmp_path_factory.mktemp("main-job"), "")) as running:
        yield running


@pytest.fixture(scope="module")
def record(server: Server) -> Iterator[Database]:
    """The server's record, with forty ratings of this week at one counter: 36 satisfied."""
    db = server.record()
    now = periods.now()
    with writing(db):
        door = accepting.Acceptance(max_age_days=40, repeat_seconds=0, burst_presses=0)
        door.accept_all(db, [_earlier(i) for i in range(40)], now)
        access.add_user(db, access.NewUser("lan", "Trần Thị Lan", "manager", PASSWORD), now)
    yield db
    db.conn.close()


def _earlier(i: int) -> Submission:
    return a_submission(counter_id=COUNTER, satisfied=i >= 4, procedure_id=PROCEDURE)


def analytics(server: Server, *words: str) -> str:
    """What the command prints, run as an operator would."""
    done = subprocess.run(
        [sys.executable, "-m", "analytics", *words],
        env={**os.environ, "HAILONG_INSTANCE": str(server.instance)},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def row(server: Server, by: str, key: str) -> dict[str, Any]:
    """One row of this week's table."""
    week = periods.slot(periods.now()).iso_week
    table = json.loads(analytics(server, "week", week, "--by", by, "--format", "json"))
    return next(one for one in table["rows"] if one["key"] == key)


def in_the_index(server: Server) -> dict[str, tuple[int, float]]:
    analytics(server, "refresh")
    rows = {
        by: row(server, by, key)
        for by, key in (("procedure", PROCEDURE), ("officer", OFFICER), ("centre", CENTRE))
    }
    return {by: (found["n"], found["satisfaction_rate"]) for by, found in rows.items()}


def freeze(server: Server) -> None:
    """What the timer does at six on the Monday after this week."""
    monday = Week.of(civil_day(periods.now())).end_day
    six = datetime.combine(monday, time(6), VIET_NAM)
    files = server.instance
    record, derived, editions = files / "kiosk.db", files / "analytics.db", files / "editions"
    with due.opened(record, derived, editions, clock=lambda: six) as sources:
        due.freeze_due(sources)


def test_a_press_reaches_the_index_the_chart_and_the_edition_of_its_week(
    page: Page, server: Server, record: Database
) -> None:
    before = in_the_index(server)
    assert before["officer"] == before["centre"] == (40, 0.9)
    presses = "SELECT count(*) FROM rating WHERE counter_id = ? AND satisfied = 1"
    assert record.conn.execute(presses, [COUNTER]).fetchone() == (36,)

    page.goto(f"/t/{COUNTER}")
    press(page, True)
    expect(screen(page, "procedure")).to_be_visible()
    assert record.conn.execute(presses, [COUNTER]).fetchone() == (37,)
    screen(page, "procedure").get_by_role("button", name="Đăng ký khai sinh").click()
    screen(page, "topics").get_by_role("button", name="Thái độ phục vụ").click()
    expect_screen(page, "thanks")

    after = in_the_index(server)
    assert after["officer"] == after["centre"] == (41, 0.9024)  # 37 of 41, by hand
    assert after["procedure"][0] == before["procedure"][0] + 1

    week = periods.slot(periods.now()).iso_week
    picture = server.instance / "chart.svg"
    analytics(
        server, "chart", "--by", "officer", "--key", OFFICER, "--out", str(picture), "--until", week
    )
    assert re.search(r"90,2\s%.*n\s=\s41", picture.read_text("utf-8"))

    page.goto("/dashboard/")
    page.get_by_label("Tên đăng nhập").fill("lan")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Số liệu đầu tiên")
    expect(page.get_by_text("Tuần này đến nay: 41 lượt đánh giá")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("%")  # of the running week only how many came

    freeze(server)
    page.goto(f"/dashboard/?period={week}&by=centre&key={CENTRE}")
    rate = page.locator(".card").filter(has_text="Tỷ lệ hài lòng").first
    expect(rate).to_contain_text(re.compile(r"90,2\s%"))
    expect(rate).to_contain_text("n = 41")
    expect(page.locator("svg desc").first).to_contain_text(re.compile(r"n\s=\s41"))


def test_the_dashboard_is_shut_to_whoever_is_not_signed_in(page: Page, record: Database) -> None:
    for path in ("/dashboard/", "/dashboard/overview.csv", "/dashboard/hours.svg", "/dashboard/wall"):
        page.goto(path)
        expect(page.get_by_role("button", name="Đăng nhập")).to_be_visible()
