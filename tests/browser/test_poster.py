"""The poster leaves the printer and is read by a scanner that knows nothing of this program."""

import io

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from tests.browser.conftest import Watch

POSTER = "/p/H44.5-2/poster"
# The address that the settings give; the test's own port is not in them.
PRINTED = "http://127.0.0.1:8000/p/H44.5-2"


def read(picture: bytes, scale: float = 1.0) -> list[str]:
    """What the scanner reads in a picture, after shrinking it."""
    image = Image.open(io.BytesIO(picture)).convert("L")
    size = (int(image.width * scale), int(image.height * scale))
    return [code.text for code in zxingcpp.read_barcodes(image.resize(size))]


@pytest.mark.parametrize("scale", [1.0, 0.5])
def test_the_code_on_the_poster_is_the_counters_address(page: Page, scale: float) -> None:
    page.goto(POSTER)
    assert read(page.screenshot(full_page=True), scale) == [PRINTED]


@pytest.mark.parametrize("options", [{"color_scheme": "dark"}])
def test_the_code_is_read_from_a_dark_screen_too(page: Page, options: dict[str, str]) -> None:
    page.goto(POSTER)
    assert read(page.screenshot(full_page=True)) == [PRINTED]


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_the_poster_fills_exactly_one_sheet(page: Page, paper: str) -> None:
    page.goto(POSTER)
    pdf = page.pdf(format=paper, print_background=True)
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 1


def test_on_paper_the_code_is_large_enough_to_scan_from_a_chair(page: Page) -> None:
    # A5 is 148 mm wide; 1 mm a module is read from 30 cm and more, and this code has 37.
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 559, "height": 794})  # A5 at 96 points to the inch
    page.goto(POSTER)
    box = page.get_by_role("img").bounding_box()
    assert box is not None
    assert box["width"] * 25.4 / 96 >= 60
    assert page.evaluate("document.documentElement.scrollHeight") <= 794


def test_the_image_of_the_code_alone_is_read(page: Page, watch: Watch) -> None:
    watch.expected = "404"  # an image by itself names no icon, so the browser tries its luck
    page.set_viewport_size({"width": 400, "height": 400})
    page.goto("/p/H44.5-2/code.svg")
    assert read(page.screenshot()) == [PRINTED]
