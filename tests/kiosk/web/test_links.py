"""Printed addresses: short, safe, and readable by a scanner that knows nothing of this program."""

import io
import re
from xml.etree import ElementTree

import pytest
import zxingcpp
from flask import Flask
from PIL import Image

from kiosk.formats.codes import RESERVED_COUNTERS
from kiosk.printing import links

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("counter_id", "expected"),
    [
        ("H44.5-1", "https://a.vn/p/H44.5-1"),
        ("H44/5", "https://a.vn/p/H44%2F5"),
        ("?x#y", "https://a.vn/p/%3Fx%23y"),
    ],
)
def test_an_address_keeps_its_path_whatever_the_counters_code_holds(
    counter_id: str, expected: str
) -> None:
    assert links.counter_url("https://a.vn", counter_id) == expected


def test_the_image_has_four_modules_of_quiet_round_a_code_of_known_size() -> None:
    # 27 bytes fit version 3 at level M (42 bytes), and not version 2 (26): ISO/IEC 18004, table 7.
    # Version 3 has 29 modules; with four of quiet on each side 37.
    text = "https://hailong.vn/p/H44.5-"
    assert len(text) == 27
    image = ElementTree.fromstring(links.qr_svg(text))  # noqa: S314 (our own)
    assert image.get("viewBox") == "0 0 37 37"


def test_one_path_draws_it_without_styles_or_scripts() -> None:
    image = ElementTree.fromstring(links.qr_svg("x"))  # noqa: S314 (our own)
    assert [child.tag for child in image] == [SVG + "path"]
    assert all("style" not in element.attrib for element in image.iter())


def test_no_counter_can_be_called_like_a_page_beside_its_own(app: Flask) -> None:
    rules = [rule.rule for rule in app.url_map.iter_rules()]
    names_one = re.compile("<(?:counter|place)_id>")
    homes = {names_one.split(rule)[0] for rule in rules if names_one.search(rule)}
    assert {"/t/", "/p/", "/y/"} <= homes
    taken = {
        rule.removeprefix(home).split("/")[0]
        for home in homes
        for rule in rules
        if rule.startswith(home)
    }
    names = {name for name in taken if name and not name.startswith("<")}
    assert {"service", "sw.js", "photos", "s"} <= names == RESERVED_COUNTERS


@pytest.mark.parametrize("module", [1, 3, 20])
@pytest.mark.parametrize("text", ["https://a.vn/p/1", "https://a.vn/k/" + "A" * 45])
def test_the_picture_in_png_is_read_and_each_module_is_as_wide_as_asked(text: str, module: int) -> None:
    picture = Image.open(io.BytesIO(links.qr_png(text, module)))
    view_box = ElementTree.fromstring(links.qr_svg(text)).get("viewBox", "")  # noqa: S314 (our own)
    modules = int(view_box.split()[2])
    assert picture.size == (modules * module, modules * module)
    assert picture.getpixel((4 * module - 1, 4 * module)) == 255  # quiet to the left of the corner
    assert picture.getpixel((4 * module, 4 * module)) == 0
    assert [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))] == [text]


def test_an_address_is_shown_without_its_scheme() -> None:
    assert links.without_scheme("https://a.vn/p/H44.5-1") == "a.vn/p/H44.5-1"
