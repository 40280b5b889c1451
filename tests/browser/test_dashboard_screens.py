"""The managers' page of a demonstration: fits every screen, reads aloud, and is kept as a picture."""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from analytics import rollup
from kiosk import access, demonstration, periods, schema
from kiosk.db import writing
from tests.browser.conftest import Server, start_server
from tests.browser.test_looks import OVERFLOWING
from tests.browser.test_screens import COLOURS, IN_HAND, KEPT, LYING, MOST_BYTES, STANDING

PASSWORD = "mật khẩu của phép thử"
WEEK = "/dashboard/?week=2026-W34"
DARK = {"color_scheme": "dark"}
SIZES = {"lying": LYING, "standing": STANDING, "in hand": IN_HAND}
LOOKS = [(lang, size | scheme) for size in SIZES.values() for lang, scheme in (("vi", {}), ("en", DARK))]
NAMES = [f"{name} {look}" for name in SIZES for look in ("vi light", "en dark")]
# Narrow cells whose text takes more than one line.
WRAPPED = """
  [...document.querySelectorAll(".rows td[data-label] span:not(.unseen)")]
    .filter((e) => e.getClientRects().length > 1)
    .map((e) => e.textContent)
"""


# Where the cells of each narrow column begin or, in a table, end: once each where they line up.
PLACES = """
  [...document.querySelectorAll(".rows tbody tr:first-child td[data-label]")].map((first, at) => {
    const side = getComputedStyle(first).textAlign === "right" ? "right" : "left";
    const cells = [...document.querySelectorAll(".rows tbody tr")]
      .map((row) => row.querySelectorAll("td[data-label]")[at].getBoundingClientRect()[side]);
    return new Set(cells.map(Math.round)).size;
  })
"""


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
    rollup.refresh(instance / "kiosk.db", instance / "analytics.db")
    running, process = start_server(instance)
    yield running
    process.terminate()
    process.wait(20)


def open_week(page: Page, lang: str = "vi", by: str = "procedure") -> None:
    """The demonstration's third week, for whoever may see it."""
    page.goto(f"{WEEK}&by={by}&lang={lang}")
    name = page.locator("input[type=password]")
    if name.count():
        page.locator("input[type=text]").fill("lan")
        name.fill(PASSWORD)
        page.locator("main form button, form button").first.click()
    expect(page.locator("h1")).to_contain_text("34")


@pytest.mark.parametrize(("lang", "options"), LOOKS, ids=NAMES)
def test_the_week_fits_every_screen_and_axe_finds_nothing(
    page: Page, lang: str, options: dict[str, Any]
) -> None:
    for by in ("procedure", "officer"):
        open_week(page, lang, by)
        assert not page.evaluate(OVERFLOWING), by
        assert page.evaluate(WRAPPED) == [], by
        assert page.evaluate(PLACES) == [1] * 6, by
        found = Axe().run(page)
        assert found.violations_count == 0, f"{by}: {found.generate_report()}"


def test_a_dash_is_read_aloud_with_its_reason(page: Page) -> None:
    open_week(page, "en", "officer")
    dash = page.locator(".rows .few[title]").first
    expect(dash.locator("[aria-hidden]")).to_have_text("–")
    reason = dash.locator(".unseen")
    expect(reason).to_have_text(dash.get_attribute("title") or "no title")
    box = reason.bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (1, 1)


@pytest.mark.parametrize("options", [LYING])
def test_a_picture_of_the_week_is_small_enough_to_keep(
    page: Page, tmp_path: Path, options: dict[str, Any]
) -> None:
    open_week(page)
    page.mouse.move(0, 0)
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    file = (KEPT if os.environ.get("SCREENS") == "1" else tmp_path) / "dashboard.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    assert picture.size == (1280, 800)
    assert len(picture.getcolors(1 << 20) or []) > 50  # not an empty page
    assert file.stat().st_size <= MOST_BYTES
