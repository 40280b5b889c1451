"""Which numbers are taken out of a citizen's words, and which are left."""

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.masking import MASK, mask, mask_comment

TO_MASK = [
    "0912345678",
    "0912 345 678",
    "0912.345.678",
    "0912-345-678",
    "09 12 34 56 78",
    "0 9 1 2 3 4 5 6 7 8",
    "0912 - 345 - 678",
    "0912,345,678",
    "0,9,1,2,3,4,5,6,7,8",
    "+84 912,345,678",
    "025,085,012,345",
    "091.234.5000",
    "0912 345.000",
    "+84912345678",
    "+84 912 345 678",
    "+84.912.345.000",
    "(+84) 912 345 678",
    "0084 912 345 678",
    "84912345678",
    "024 3825 1234",
    "(0210) 3846 789",
    "(024)38251234",
    "123456789",
    "123 456 789",
    "12 345 6789",
    "012345678",
    "025085012345",
    "025 085 012 345",
    "025.085.012.345",
    "025085 012345",
    "０９１２３４５６７８",
    "٠٩١٢٣٤٥٦٧٨",
    "०९१२ ३४५ ६७८",
    "⓪⑨①②③④⑤⑥⑦⑧",
    "0️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣",
    "0912\u00a0345\u202f678",
    "0912\u2013345\u2014678",
    "0912345678901",
]
TO_LEAVE = [
    "hồ sơ H44.5-260817-0001234",
    "mã 000.00.12.H44-240815-0003",
    "H44.05-240815-0003",
    "thủ tục 1.001193.000.00.00.H44",
    "TTHC 2.000815",
    "ngày 15/08/2026",
    "từ 05.08.2026 đến 16.08.2026",
    "05/08/2026 10h30",
    "2026-08-15",
    "nộp 150.000 đồng",
    "150.000.000 đ",
    "1.250.000.000",
    "125.000.000.000",
    "150000000 VNĐ",
    "12,500,000 vnd",
    "1,500,000đ",
    "1,500,000",
    "2,5 giờ",
    "quầy 01, 02, 03",
    "quầy 01,02,03",
    "25 triệu",
    "chờ từ 8h30 đến 11h45",
    "Quyết định 766/QĐ-TTg",
    "Nghị định 61/2018/NĐ-CP",
    "năm 2023-2024 2 lần",
    "quầy 1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
    "phòng 101, tầng 3, gọi số 1022",
    "=HYPERLINK(1)",
    "",
]

phone_digits = st.builds(
    lambda head, rest: head + rest,
    st.sampled_from(["03", "05", "07", "08", "09"]),
    st.text(string.digits, min_size=8, max_size=8),
)
card_digits = st.builds(
    lambda province, rest: f"{province:03d}{rest}",
    st.integers(1, 96),
    st.text(string.digits, min_size=9, max_size=9),
)
WAYS = [(4, 3, 3), (3, 3, 4), (4, 2, 2, 2), (2, 2, 2, 2, 2), (1,) * 10, (10,), (5, 5)]
numerals = st.sampled_from([0x0030, 0xFF10, 0x0660, 0x0966, 0x0E50, 0x1D7D8])
words = st.text("abcđêơ ,;:!?\n", max_size=20).map(lambda text: f"x{text}x")


@pytest.mark.parametrize("number", TO_MASK)
def test_a_number_that_leads_to_a_person_is_masked_wherever_it_stands(number: str) -> None:
    for text in ["{}", "Gọi {} nhé", "SĐT:{}.", "{}, {}", "Mr.{}!", "15/08/2026: {}"]:
        masked = mask(text.replace("{}", number))
        assert masked.count(MASK) == text.count("{}"), masked
        assert not any(character.isdigit() for character in masked.replace("15/08/2026", ""))


@pytest.mark.parametrize("text", TO_LEAVE)
def test_codes_dates_and_amounts_survive(text: str) -> None:
    assert mask(text) == text


def test_two_numbers_in_a_row_are_both_masked_and_their_words_stay() -> None:
    assert mask("gọi 0912345678 - 0987.654.321") == f"gọi {MASK} - {MASK}"
    assert mask("CCCD 025085012345 0912345678 ạ") == f"CCCD {MASK} {MASK} ạ"
    assert mask("quầy 12 0912 345 678") == f"quầy 12 {MASK}"


def test_what_stands_beside_a_number_survives_it() -> None:
    assert mask("15/08/2026 0912345678 150.000 đ") == f"15/08/2026 {MASK} 150.000 đ"
    assert mask("H44.5-260817-0001234 0912345678") == f"H44.5-260817-0001234 {MASK}"


@pytest.mark.parametrize("code", ["H44.5-260817-0001", "h44-240815-0003", "000.00.12.H44-240815-0003"])
def test_in_a_comment_a_dossier_s_code_is_masked_too(code: str) -> None:
    assert mask_comment(f"hồ sơ {code}, trễ 5 ngày") == f"hồ sơ {MASK}, trễ 5 ngày"
    assert mask_comment(f"0912345678 {code} 025085012345") == f"{MASK} {MASK} {MASK}"


@given(st.text(max_size=60))
def test_of_other_words_a_comment_is_masked_like_everything_else(text: str) -> None:
    assert mask_comment(text) == mask(text) or MASK in mask_comment(text)
    assert mask_comment(mask_comment(text)) == mask_comment(text)


def test_an_officer_addressed_as_comrade_is_no_currency() -> None:
    assert mask("CMND 123456789 đồng chí An") == f"CMND {MASK} đồng chí An"


def test_numbers_in_words_are_not_found() -> None:
    said = "không chín một hai ba bốn năm sáu bảy tám"
    assert mask(said) == said


@given(
    phone_digits, st.sampled_from(WAYS), st.sampled_from([" ", ".", "-", " - ", ",", "\u00a0"]), words
)
def test_no_mobile_number_survives_however_it_is_divided(
    digits: str, way: tuple[int, ...], separator: str, around: str
) -> None:
    number = _divide(digits, way, separator)
    assert mask(f"{around}{number}{around}") == f"{around}{MASK}{around}"


@given(phone_digits, st.sampled_from(["+84", "84", "0084", "(+84) ", "+84 "]))
def test_no_number_with_the_code_of_the_country_survives(digits: str, prefix: str) -> None:
    masked = mask(f"gọi {prefix}{digits[1:]}")
    assert MASK in masked
    assert not any(character.isdigit() for character in masked)


@given(card_digits, st.sampled_from([(12,), (3, 3, 3, 3), (4, 4, 4), (6, 6), (3, 9)]))
def test_no_identity_card_survives(digits: str, way: tuple[int, ...]) -> None:
    assert mask(f"CCCD {_divide(digits, way, ' ')} cấp ở Phú Thọ") == f"CCCD {MASK} cấp ở Phú Thọ"


@given(phone_digits, numerals)
def test_the_digits_of_other_scripts_hide_nothing(digits: str, zero: int) -> None:
    assert mask("".join(chr(zero + int(digit)) for digit in digits)) == MASK


@given(st.text())
def test_masking_twice_changes_nothing_more_and_no_text_grows(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    masked = mask(text)
    assert mask(masked) == masked
    assert len(masked) <= len(text)


@given(st.text(string.digits + " .,-/+()đ", max_size=60))
def test_among_digits_and_marks_masking_twice_changes_nothing_more(text: str) -> None:
    masked = mask(text)
    assert mask(masked) == masked
    assert len(masked) <= len(text)


@given(st.text().filter(lambda text: not any(c.isdigit() for c in text)))
def test_a_text_without_digits_is_left_as_it_is(text: str) -> None:
    assert mask(text) == text


@given(st.dates().filter(lambda day: 1900 <= day.year < 2100), st.sampled_from("./-"))
def test_dates_survive(day: object, mark: str) -> None:
    text = f"nộp ngày {day:%d{mark}%m{mark}%Y} rồi"
    assert mask(text) == text


@given(st.integers(1, 10**9 - 1))
def test_amounts_in_thousands_survive(thousands: int) -> None:
    amount = f"{thousands * 1000:,}".replace(",", ".")
    assert mask(f"phí {amount} đồng") == f"phí {amount} đồng"


def _divide(digits: str, way: tuple[int, ...], separator: str) -> str:
    ends = [sum(way[: i + 1]) for i in range(len(way))]
    return separator.join(digits[end - length : end] for end, length in zip(ends, way, strict=True))
