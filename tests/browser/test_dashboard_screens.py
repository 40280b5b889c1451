"""The managers' pages of a demonstration: fit every screen, read aloud, and one is kept as a picture."""

import io
import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from analytics.dashboard.desk import PAGES as PAGES_BY_NAME
from analytics.editions import due
from analytics.weeks import VIET_NAM
from kiosk import demonstration, periods
from kiosk.staff import access
from kiosk.storage import schema
from kiosk.storage.db import writing
from tests.browser.conftest import Server, serving
from tests.browser.test_looks import OVERFLOWING
from tests.browser.test_screens import COLOURS, IN_HAND, KEPT, LYING, MOST_BYTES, STANDING

PASSWORD = "mật khẩu của phép thử"
WEEK = "2026-W34"
FROZEN_AT = datetime(2026, 9, 7, 6, tzinfo=VIET_NAM)
PAGES = ("", *sorted(set(PAGES_BY_NAME) - {"overview"}), "wall")
AUDITED = ("", "fair", "procedures")
OWN = re.compile(r"://[^/?]*/dashboard/")  # the way to it by signing in names it behind a question mark
DARK = {"color_scheme": "dark"}
SIZES = {"lying": LYING, "standing": STANDING, "in hand": IN_HAND}
LOOKS = [(lang, size | scheme) for size in SIZES.values() for lang, scheme in (("vi", {}), ("en", DARK))]
NAMES = [f"{name} {look}" for name in SIZES for look in ("vi light", "en dark")]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demonstration of one commune, with its figures and one manager."""
    instance = tmp_path_factory.mktemp("commune")
    schema.create_record(instance / "kiosk.db", periods.now())
    db = schema.open_record(instance / "kiosk.db")
    demonstration.load_demonstration(db, demonstration.choose_units("Việt Trì"))
    with writing(db):
        manager = access.NewUser("lan", "Trần Thị Lan", "manager", PASSWORD)
        access.add_user(db, manager, periods.now())
    db.conn.close()
    record, derived = instance / "kiosk.db", instance / "analytics.db"
    with due.opened(record, derived, instance / "editions", clock=lambda: FROZEN_AT) as sources:
        due.freeze_due(sources)
    with serving(instance) as running:
        yield running


def open_page(page: Page, name: str = "", lang: str = "vi") -> None:
    """A page of the demonstration's third week, or of the month, for whoever may see it."""
    page.goto(f"/dashboard/{name}?period={WEEK}&lang={lang}")
    word = page.locator("input[type=password]")
    if word.count():
        page.locator("input[type=text]").fill("lan")
        word.fill(PASSWORD)
        with page.expect_navigation(url=OWN):  # with its styles: without them it is wider than a phone
            page.locator("main form button, form button").first.click()
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize(("lang", "options"), LOOKS, ids=NAMES)
def test_every_page_fits_every_screen_and_axe_finds_nothing(
    page: Page, lang: str, options: dict[str, Any]
) -> None:
    for name in PAGES:
        open_page(page, name, lang)
        assert not page.evaluate(OVERFLOWING), name
        if name in AUDITED:
            found = Axe().run(page)
            assert found.violations_count == 0, f"{name}: {found.generate_report()}"


@pytest.mark.parametrize("options", [LYING])
def test_a_picture_of_the_week_is_small_enough_to_keep(
    page: Page, tmp_path: Path, options: dict[str, Any]
) -> None:
    open_page(page)
    page.mouse.move(0, 0)
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    file = (KEPT if os.environ.get("SCREENS") == "1" else tmp_path) / "dashboard.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    assert picture.size == (1280, 800)
    assert len(picture.getcolors(1 << 20) or []) > 50  # not an empty page
    assert file.stat().st_size <= MOST_BYTES
