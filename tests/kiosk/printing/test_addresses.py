"""Links that phones cannot reach, or that make codes too fine, are told in words."""

import pytest

from kiosk import i18n
from kiosk.printing import links
from kiosk.printing.addresses import doubts, too_long
from kiosk.services import receipts

LONGEST_BASE = "https://" + "a" * 20 + ".vn"  # 31 characters


def test_a_token_is_as_long_as_is_reckoned_with() -> None:
    assert len(receipts.normalised("A" * 25 + "4") or "") == links.TOKEN_LETTERS == 26


def test_an_address_of_31_characters_is_the_longest_without_a_doubt() -> None:
    assert len(LONGEST_BASE) == 31
    assert len(links.receipt_url(LONGEST_BASE, "x" * 26)) == links.LONGEST == 60
    assert list(doubts(LONGEST_BASE, ["H44.5-12"])) == []


def test_one_character_more_is_told_with_its_numbers() -> None:
    (doubt,) = too_long(LONGEST_BASE + "a")
    assert str(doubt).startswith("The links on slips have 61 characters, more than 60")
    assert "at most 31 characters" in str(doubt)
    assert "dài 61 ký tự" in i18n.translate("vi", doubt.text, **doubt.values)


def test_a_counter_with_a_long_code_is_named() -> None:
    (doubt,) = doubts("https://a.vn", ["H44.5-1", "x" * 46])
    assert doubt.values["counter"] == "x" * 46
    assert doubt.values["given"] == 61


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000"])
def test_an_address_of_this_machine_alone_serves_no_phone(host: str) -> None:
    (doubt,) = doubts(f"http://{host}")
    assert "which no phone can reach" in str(doubt)
    assert list(too_long(f"http://{host}")) == []
