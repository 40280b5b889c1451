"""Codes that a hand copies: what is misread is read right, what is mistyped is found out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.petitions import codes
from kiosk.petitions.codes import BITS, read, write

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
numbers = st.integers(0, (1 << BITS) - 1).filter(lambda number: number % 37 < 32)
places = st.integers(0, 15)


def bare(code: str) -> list[str]:
    return list(code.replace("-", ""))


@given(numbers)
def test_a_code_reads_back_as_itself(number: int) -> None:
    code = write([number])
    assert len(code) == 19
    assert read(code) == code


@given(numbers)
def test_case_spaces_and_hyphens_do_not_matter(number: int) -> None:
    code = write([number])
    assert read(code.lower()) == code
    assert read(" " + code.replace("-", "  ")) == code
    assert read(code.replace("-", "–")) == code


@given(numbers)
def test_letters_that_look_like_digits_are_read_as_digits(number: int) -> None:
    code = write([number])
    assert read(code.replace("0", "O").replace("1", "l")) == code
    assert read(code.replace("0", "o").replace("1", "I")) == code


@given(numbers, places, st.sampled_from(SIGNS))
def test_one_wrong_character_is_found_out(number: int, place: int, wrong: str) -> None:
    code = write([number])
    signs = bare(code)
    signs[place], right = wrong, signs[place]
    assert (read("".join(signs)) == code) is (wrong == right)
    assert wrong == right or read("".join(signs)) is None


@given(numbers, st.integers(0, 14))
def test_two_neighbours_in_the_wrong_order_are_found_out(number: int, place: int) -> None:
    signs = bare(write([number]))
    swapped = [*signs[:place], signs[place + 1], signs[place], *signs[place + 2 :]]
    assert swapped == signs or read("".join(swapped)) is None


def test_a_number_whose_check_would_need_another_sign_is_passed_over() -> None:
    assert write([32, 36, 1]) == write([1])


def test_all_numbers_have_different_codes() -> None:
    codes = {write([number]) for number in range(5_000) if number % 37 < 32}
    assert len(codes) == sum(number % 37 < 32 for number in range(5_000))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "0000-0000-0000-000",
        "0000-0000-0000-00000",
        "0000-0000-0000-0001",  # the check is wrong
        "UUUU-UUUU-UUUU-UUUU",  # no sign of ours
        "0000-0000-0000-000\u202e",
        "٠" * 16,
        "\x00" * 16,
        "0" * 100_000,
        "=HYPERLINK(1)!!!",
        "' OR 1=1 --     ",
    ],
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert read(text) is None


def test_full_width_digits_of_a_phones_keyboard_are_digits() -> None:
    assert codes.read("０" * 16) == "0000-0000-0000-0000"
