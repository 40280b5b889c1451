"""What a refusal says of what was sent."""

import pytest

from kiosk import errors, i18n
from kiosk.errors import KioskError, UnknownCounter, UnknownField, WrongChoice, WrongType


@pytest.mark.parametrize(
    ("length", "shown"), [(40, "x" * 40), (41, "x" * 40 + "…"), (900_000, "x" * 40 + "…")]
)
def test_what_was_sent_is_repeated_up_to_forty_characters(length: int, shown: str) -> None:
    refusal = UnknownCounter("counter_id", counter="x" * length, day="2026-08-19")
    assert refusal.numbers["counter"] == shown
    assert str(refusal) == f"There is no counter “{shown}” on 2026-08-19."


def test_the_name_of_a_field_that_was_sent_is_cut_too() -> None:
    refusal = UnknownField("f" * 1_000)
    assert refusal.field == "f" * 40 + "…"
    assert str(refusal) == f"“{'f' * 40}…” is not a field that this version knows."


@pytest.mark.parametrize(
    ("seconds", "english", "vietnamese"),
    [
        (1, "in 1 second.", "sau 1 giây."),
        (119, "in 119 seconds.", "sau 119 giây."),
        (121, "in 3 minutes.", "sau 3 phút."),
        (8_640, "in 3 hours.", "sau 3 giờ."),
    ],
)
def test_a_wait_is_told_in_its_unit_and_never_too_short(
    seconds: int, english: str, vietnamese: str
) -> None:
    error = errors.TooMany(seconds)
    words = [i18n.translate(locale, error.text, **error.numbers) for locale in ("en", "vi")]
    assert error.retry_seconds == seconds
    assert words[0].endswith(english)
    assert words[1].endswith(vietnamese)


def test_a_refusal_of_no_field_has_none() -> None:
    refusal = KioskError()
    assert refusal.field is None
    assert str(refusal) == "This cannot be accepted."


def test_what_this_program_wrote_itself_is_never_cut() -> None:
    choices = ", ".join(f"choice {number}" for number in range(10))
    assert str(WrongChoice("role", choices=choices)).endswith("choice 9.")
    assert str(WrongType("x", expected="e" * 60)) == f"“x” must be {'e' * 60}."


def test_numbers_stay_numbers() -> None:
    assert errors.TooManyItems(limit=500, given=501).numbers == {
        "field": None,
        "limit": 500,
        "given": 501,
    }


def test_a_bad_request_carries_the_status_it_is_given() -> None:
    assert (errors.BadRequest().status, errors.BadRequest(416).status) == (400, 416)
