"""A slip for a finished service: on a roll and on a sheet to cut, its link read back."""

from dataclasses import replace
from datetime import date
from itertools import count, islice

import pytest

from kiosk.printing import links
from kiosk.printing.slips import PAPERS, Slip, slips
from tests.paper import Paper

BASE = "https://hailong.phutho.gov.vn"
TOKEN = "7QK2M4X6ZB3N5P7R2T4V6W3Y5Q"
SLIP = Slip(
    service_id="H44.5-260817-0001",
    url=links.receipt_url(BASE, TOKEN),
    centre="Trung tâm Phục vụ hành chính công Phường Việt Trì",
    counter="Quầy 2",
    until=date(2026, 9, 18),
)
EVERY_PAPER = pytest.mark.parametrize("paper", PAPERS)


def some(number: int) -> list[Slip]:
    """So many slips with links of their own."""
    return [
        replace(
            SLIP, service_id=f"H44.5-260817-{n:04}", url=links.receipt_url(BASE, TOKEN[4:] + f"{n:04}")
        )
        for n in islice(count(1000), number)
    ]


@EVERY_PAPER
@pytest.mark.parametrize("dpi", [150, 203, 300])  # 203 is what receipt printers have
def test_the_code_is_the_receipts_link_and_wide_enough(paper: str, dpi: int) -> None:
    (code,) = Paper(slips([SLIP], paper)).codes(dpi=dpi)
    assert code.text == SLIP.url
    assert len(code.text) <= 60
    assert code.error_correction == "M"
    assert code.width >= 20


def test_on_the_roll_each_slip_is_a_page_as_wide_as_the_paper() -> None:
    wanted = some(3)
    paper = Paper(slips(wanted, "roll"))
    assert [paper.codes(page)[0].text for page in range(len(paper))] == [one.url for one in wanted]
    width, height = paper.size()
    assert (width, 90 <= height <= 130) == (80, True)
    left, _, right, _ = paper.edges()
    assert min(left, right) >= 3.7  # the head of such a printer reaches 72 mm


def test_on_a4_six_slips_share_a_sheet_and_none_is_lost_or_doubled() -> None:
    wanted = some(20)
    paper = Paper(slips(wanted, "a4"))
    assert (len(paper), paper.size()) == (4, (210, 297))
    read = [code.text for page in range(4) for code in paper.codes(page)]
    assert len(read) == 20
    assert set(read) == {one.url for one in wanted}


@EVERY_PAPER
def test_it_says_in_both_languages_what_it_is_and_how_long_it_serves(paper: str) -> None:
    words = Paper(slips([SLIP], paper)).words()
    for text in (
        "Trung tâm Phục vụ hành chính công Phường Việt Trì Quầy 2",
        "Ông/Bà có hài lòng với lần phục vụ này không?",
        "Were you satisfied with this service?",
        "Quét mã, trả lời một lần, đến hết ngày 18/09/2026.",
        "Scan to answer once, until 18 Sep 2026.",
        "hailong.phutho.gov.vn/k/ " + TOKEN,
        "Hồ sơ · Dossier H44.5-260817-0001",
        "Ẩn danh.",
        "Anonymous.",
    ):
        assert text in words, text


def test_it_is_printed_in_black_alone() -> None:
    picture = Paper(slips([SLIP], "roll")).colours()
    assert all(red == green == blue for red, green, blue in picture)


@EVERY_PAPER
@pytest.mark.parametrize("name", ["Đ" * 120, "#let $x$ *b* </svg><script>1</script>"])
def test_no_name_runs_over_or_is_taken_for_markup(paper: str, name: str) -> None:
    made = Paper(slips([replace(SLIP, centre=name, counter=name, service_id=name[:64])] * 6, paper))
    assert "".join(name.split()) in "".join(made.words().split())
    assert len(made) == (6 if paper == "roll" else 1)
    assert len(made.codes()) == (1 if paper == "roll" else 6)


@EVERY_PAPER
def test_a_service_without_a_counter_has_a_slip_all_the_same(paper: str) -> None:
    (code,) = Paper(slips([replace(SLIP, centre=None, counter=None)], paper)).codes()
    assert code.text == SLIP.url


@EVERY_PAPER
def test_the_same_services_give_the_same_bytes(paper: str) -> None:
    assert slips(some(7), paper) == slips(some(7), paper)
