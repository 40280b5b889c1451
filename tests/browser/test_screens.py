"""The pictures of the screens: taken by every run, kept in docs/screens when SCREENS=1."""

import io
import os
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, Route

from kiosk import config
from tests.browser.reaching import OTHER_SCREENS, show_all_controls, walk
from tests.browser.screens import PHONE, TABLET, walk_to

KEPT = Path(__file__).parents[2] / "docs" / "screens"
MOST_BYTES = 120_000
COLOURS = 96
LYING: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
STANDING: dict[str, Any] = {"viewport": {"width": 800, "height": 1280}}
IN_HAND: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}
DARK = {"color_scheme": "dark"}
PICTURES = {
    "tablet": (TABLET, "rate", LYING),
    "tablet-procedure": (TABLET, "procedure", LYING),
    "tablet-topics": (TABLET, "topics", LYING),
    "tablet-thanks": (TABLET, "thanks", LYING),
    "tablet-standing": (TABLET, "rate", STANDING),
    "tablet-standing-topics": (TABLET, "topics", STANDING),
    "tablet-dark": (TABLET, "rate", LYING | DARK),
    "tablet-low": (TABLET, "rate", LYING),
    "tablet-standing-low": (TABLET, "topics", STANDING),
    "tablet-sleep": (TABLET, "sleep", LYING),
    "tablet-notice": (TABLET, "notice", LYING),
    "tablet-english": (f"{TABLET}?lang=en", "rate", LYING),
    "phone": (PHONE, "rate", IN_HAND),
    "phone-topics": (PHONE, "topics", IN_HAND),
}


def with_the_default_times(route: Route) -> None:
    """The patient server's page, with the times a real tablet has (kiosk/config.py)."""
    response = route.fetch()
    idle, thanks = (s.default for s in config.SETTINGS if s.name in ("IDLE_SECONDS", "THANKS_SECONDS"))
    html = response.text().replace('idle-seconds="300"', f'idle-seconds="{idle}"')
    html = html.replace('thanks-seconds="60"', f'thanks-seconds="{thanks}"')
    route.fulfill(response=response, body=html)


def prepare(page: Page, name: str, screen: str) -> None:
    """Open the screen, as on a paired tablet with a voice."""
    page.wait_for_load_state("networkidle")  # what the server says of the counter has been shown
    if screen in OTHER_SCREENS:
        walk(page, screen)
    else:
        walk_to(page, screen)
    if name.endswith("low"):
        page.locator("[data-action=reach]").click()
    if name.startswith("tablet"):
        show_all_controls(page)


@pytest.mark.parametrize(
    ("name", "options"), [(name, picture[2]) for name, picture in PICTURES.items()], ids=list(PICTURES)
)
def test_a_picture_of_each_screen_is_small_enough_to_keep(
    page: Page, tmp_path: Path, name: str, options: dict[str, Any]
) -> None:
    address, screen, _ = PICTURES[name]
    page.route(re.compile("/[tp]/H"), with_the_default_times)
    page.goto(address)
    prepare(page, name, screen)
    page.mouse.move(0, 0)
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    folder = KEPT if os.environ.get("SCREENS") == "1" else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.png"
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    scale = options.get("device_scale_factor", 1)
    assert picture.size == tuple(side * scale for side in options["viewport"].values())
    assert len(picture.getcolors(1 << 20) or []) > 50  # not an empty page
    assert file.stat().st_size <= MOST_BYTES
