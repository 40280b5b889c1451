"""The pictures of what is printed: taken by every run, kept in docs/screens when SCREENS=1."""

import io
import os
from datetime import date

import pytest
from PIL import Image, ImageOps

from kiosk.catalogue.lookup import Place
from kiosk.printing import links
from kiosk.printing.counter_sheets import KINDS, counter_sheets
from kiosk.printing.slips import Slip, slips
from tests.browser.test_screens import COLOURS, KEPT, MOST_BYTES
from tests.paper import Paper

BASE = "https://hailong.phutho.gov.vn"
CENTRE = "Trung tâm Phục vụ hành chính công Phường Việt Trì"
PLACE = Place("H44.5-2", "Quầy 2", "chung-thuc", "Chứng thực", None, "H44.5", CENTRE, "H44.5")
URL = links.receipt_url(BASE, "7QK2M4X6ZB3N5P7R2T4V6W3Y5Q")
SLIP = Slip("H44.5-260817-0001", URL, CENTRE, "Quầy 2", date(2026, 9, 18))
SHEETS = {
    "print-poster": lambda: counter_sheets(KINDS["poster-a4"], [PLACE], BASE),
    "print-tent": lambda: counter_sheets(KINDS["tent"], [PLACE], BASE),
    "print-slip": lambda: slips([SLIP], "roll"),
}
HEIGHT = 842


@pytest.mark.parametrize("name", SHEETS)
def test_a_picture_of_each_sheet_is_small_enough_to_keep(name: str) -> None:
    paper = Paper(SHEETS[name]())
    picture = paper.coloured(dpi=HEIGHT / paper.size()[1] * 25.4)
    picture = ImageOps.expand(picture, 1, "#d6d0c3").quantize(COLOURS, dither=Image.Dither.NONE)
    kept = io.BytesIO()
    picture.save(kept, "PNG", optimize=True)
    assert 5_000 < len(kept.getvalue()) < MOST_BYTES
    if os.environ.get("SCREENS"):
        (KEPT / f"{name}.png").write_bytes(kept.getvalue())
