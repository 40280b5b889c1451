"""Everything for the counters of a centre: which files there are, and that they hold what they say."""

import io
import zipfile
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image

from kiosk.printing import bundles
from kiosk.printing.bundles import CHOICES, File, Order
from tests.kiosk.printing.test_counter_sheets import BASE, PLACE
from tests.paper import Paper

TWENTY = [replace(PLACE, counter_id=f"H44.5-{n}", counter=f"Quầy {n}") for n in range(1, 21)]
EVERYTHING = tuple(CHOICES)


def unpacked(made: File) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def bundle(order: Order) -> File:
    return bundles.packed("codes-H44.5", bundles.made(bundles.tasks_of(order)))


def test_for_twenty_counters_together_there_is_one_pdf_a_kind_and_a_picture_a_counter() -> None:
    made = bundle(Order(TWENTY, EVERYTHING, BASE))
    files = unpacked(made)
    assert (made.name, made.media_type) == ("codes-H44.5.zip", "application/zip")
    assert len(files) == 3 + 20 + 20
    for name in ("poster-a4.pdf", "poster-a5.pdf", "tent.pdf"):
        paper = Paper(files[name])
        assert len(paper) == 20
        for page, place in enumerate(TWENTY):
            assert {code.text for code in paper.codes(page)} == {f"{BASE}/p/{place.counter_id}"}
    for place in TWENTY:
        picture = Image.open(io.BytesIO(files[f"code-{place.counter_id}.png"])).convert("L")
        assert [code.text for code in zxingcpp.read_barcodes(picture)] == [
            f"{BASE}/p/{place.counter_id}"
        ]
        assert files[f"code-{place.counter_id}.svg"].startswith(b"<")


def test_apart_each_counter_has_a_file_of_its_own() -> None:
    files = unpacked(bundle(Order(TWENTY[:3], ("poster-a5", "tent"), BASE, together=False)))
    assert sorted(files) == sorted(
        f"{kind}-H44.5-{n}.pdf" for kind in ("poster-a5", "tent") for n in (1, 2, 3)
    )
    (code,) = Paper(files["poster-a5-H44.5-2.pdf"]).codes()
    assert code.text == f"{BASE}/p/H44.5-2"


def test_a_single_file_is_handed_out_as_it_is() -> None:
    made = bundle(Order(TWENTY, ("tent",), BASE))
    assert (made.name, made.media_type) == ("tent.pdf", "application/pdf")
    assert len(Paper(made.content)) == 20


def test_the_same_order_gives_the_same_archive() -> None:
    order = Order(TWENTY[:2], EVERYTHING, BASE, together=False)
    assert bundle(order).content == bundle(order).content


def test_no_counters_need_no_files() -> None:
    assert bundles.tasks_of(Order([], EVERYTHING, BASE)) == []


@pytest.mark.parametrize(("choice", "expected"), [("tent", "application/pdf"), ("png", "image/png")])
def test_one_counters_file_bears_its_name(choice: str, expected: str) -> None:
    made = bundles.make_one(choice, PLACE, BASE)
    assert "H44.5-2" in made.name
    assert made.media_type == expected


@pytest.mark.parametrize("counter_id", ["../../etc/passwd", "a/b", "C:\\x", 'x"y\r\n'])
def test_no_counters_code_leads_out_of_the_folder(counter_id: str) -> None:
    name = bundles.file_name("tent", counter_id)
    assert name.startswith("tent-")
    assert not set(name) & set('/\\:"\r\n')
