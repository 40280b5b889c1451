"""The image of a receipt's code, for systems that print it themselves."""

import base64
import io

import pytest
import zxingcpp
from PIL import Image

from kiosk.storage.db import Database
from tests.asking import count
from tests.kiosk.web.one_stop import SERVICE, OneStop, a_service

pytestmark = pytest.mark.usefixtures("now")


def text_in(picture: Image.Image) -> str:
    [found] = zxingcpp.read_barcodes(picture)
    return str(found.text)


def test_the_code_as_png_reads_back_as_the_link(one_stop: OneStop) -> None:
    told = one_stop.announce(SERVICE, "?code=png").get_json()
    head, _, data = told["code"].partition(",")
    assert head == "data:image/png;base64"
    assert text_in(Image.open(io.BytesIO(base64.b64decode(data)))) == told["receipt"]


def test_the_code_as_svg_is_a_drawing_and_nothing_else(one_stop: OneStop) -> None:
    [told] = one_stop.announce([SERVICE], "?code=svg").get_json()
    assert told["code"].startswith("<") and "<path" in told["code"]
    assert "script" not in told["code"] and "href" not in told["code"]


def test_images_are_made_for_fifty_at_a_time(one_stop: OneStop) -> None:
    answer = one_stop.announce([a_service(number) for number in range(51)], "?code=svg")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (413, "too_many_items")
    assert "50" in answer.get_json()["error"]["message"]["en"]


@pytest.mark.parametrize("form", ["gif", "", "SVG", "svg,png"])
def test_another_kind_of_image_is_refused_and_nothing_stored(
    db: Database, one_stop: OneStop, form: str
) -> None:
    answer = one_stop.announce(SERVICE, f"?code={form}")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, "wrong_choice")
    assert count(db, "service") == 0
