"""One form for storing, one for finding, and what is refused."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import TextTooLong, UnsafeText
from kiosk.words import check_free_text, fold, slug, tidy

# Every letter of Vietnamese: twelve vowels in six tones, and the consonant đ.
VOWELS = ["aàáảãạ", "ăằắẳẵặ", "âầấẩẫậ", "eèéẻẽẹ", "êềếểễệ", "iìíỉĩị",
          "oòóỏõọ", "ôồốổỗộ", "ơờớởỡợ", "uùúủũụ", "ưừứửữự", "yỳýỷỹỵ"]  # fmt: skip
PLAIN = "aaaeeiooouuy"
PLAIN_OF_ROW = dict(zip(VOWELS, "aaaeeiooouuy", strict=True))


@pytest.mark.parametrize(("letters", "plain"), PLAIN_OF_ROW.items())
def test_every_vietnamese_vowel_folds_to_its_plain_letter(letters: str, plain: str) -> None:
    assert fold(letters) == plain * 6
    assert fold(letters.upper()) == plain * 6


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đăng ký khai sinh", "dang ky khai sinh"),
        ("ĐƯỜNG BỘ", "duong bo"),
        ("  Hộ\u00a0 tịch ", "ho tich"),
        ("", ""),
    ],
)
def test_search_sees_no_diacritics_case_or_spacing(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more_and_the_form_of_unicode_does_not_matter(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text())
def test_stored_names_are_nfc_with_single_spaces_and_none_at_the_ends(text: str) -> None:
    stored = tidy(text)
    assert unicodedata.is_normalized("NFC", stored)
    assert tidy(stored) == stored
    assert not re.search(r"\s\s|^\s|\s$", stored)


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("Hộ tịch", "ho-tich"),
        ("Thi đua – khen thưởng", "thi-dua-khen-thuong"),
        ("!?", ""),
        ("G07-LĐ06", "g07-ld06"),
    ],
)
def test_a_name_makes_an_identifier(name: str, identifier: str) -> None:
    assert slug(name) == identifier


@given(st.text())
def test_identifiers_hold_plain_letters_digits_and_inner_dashes_only(name: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(name))


def test_a_comment_is_taken_with_its_line_breaks_as_spaces() -> None:
    assert check_free_text(" Cán bộ\nrất\tnhiệt tình \r\n", "comment", 100) == "Cán bộ rất nhiệt tình"


@pytest.mark.parametrize(
    "character", ["\0", "\x1b", "\u202e", "\u2066", "\u200f", "\ufeff", "\ue000", "\ud800"]
)
def test_characters_that_could_deceive_a_reader_are_refused(character: str) -> None:
    with pytest.raises(UnsafeText):
        check_free_text(f"a{character}b", "comment", 100)


def test_a_comment_at_the_limit_is_taken_and_one_past_it_refused() -> None:
    assert check_free_text("x" * 5, "comment", 5) == "xxxxx"
    with pytest.raises(TextTooLong) as refusal:
        check_free_text("x" * 6, "comment", 5)
    assert refusal.value.numbers == {"field": "comment", "given": 6, "limit": 5}
