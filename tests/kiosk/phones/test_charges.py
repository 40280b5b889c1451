"""What an answer is charged to."""

import secrets
from datetime import timedelta
from typing import Any

import pytest

from kiosk import config
from kiosk.phones.charges import Sizes, of_matter
from kiosk.phones.limits import Charge
from kiosk.ratings.details import Detail
from kiosk.ratings.submissions import Submission
from tests.factories import WEDNESDAY, a_submission

BUILDING = "203.0.113.9"
DEFAULTS = {one.name: one.default for one in config.SETTINGS}


@pytest.fixture
def sizes() -> Sizes:
    return Sizes(DEFAULTS)


def a_phones(**changes: Any) -> Submission:
    return a_submission(**{"channel": "phone", "tier": "poster", **changes})


def charged(sizes: Sizes, *items: object) -> dict[tuple[str, str], int]:
    """Amounts by the limit's name and the source."""
    found = sizes.charges_of(items, BUILDING)
    return {(charge.limit.name, charge.source): charge.amount for charge in found}


def counted_by(sizes: Sizes, item: object) -> set[tuple[str, str]]:
    """The limits, with their sources, within which an answer counts."""
    return {(one.limit.name, one.source) for one in sizes.crowd_charges_of(item, WEDNESDAY)}


def test_a_tablets_answer_is_charged_nothing(sizes: Sizes) -> None:
    assert charged(sizes, a_submission(), a_submission(satisfied=False)) == {}
    assert counted_by(sizes, a_submission()) == set()


def test_what_is_no_answer_is_charged_nothing(sizes: Sizes) -> None:
    assert charged(sizes, object(), "a contact") == {}
    assert counted_by(sizes, object()) == set()


def test_a_printed_codes_answer_is_charged_to_its_counter_and_its_address(sizes: Sizes) -> None:
    assert charged(sizes, a_phones()) == {
        ("flood", "poster|H44.5-1"): 1,
        ("deluge", "poster|H44.5-1"): 1,
        ("answers", BUILDING): 1,
    }
    assert counted_by(sizes, a_phones()) == {("poster", "H44.5-1")}


def test_a_screens_code_counts_within_its_minute_and_its_counter(sizes: Sizes) -> None:
    first, same, later = (
        counted_by(sizes, a_phones(tier="rotating", age_seconds=age, hour_only=True))
        for age in (300.0, 300.0, 60.0)
    )
    assert first == same != later
    assert first & later == {("counter", "H44.5-1")}
    assert {limit for limit, _ in first} == {"code", "counter"}


def test_the_minute_of_a_code_is_the_same_whenever_its_answers_come(sizes: Sizes) -> None:
    begins = WEDNESDAY - timedelta(minutes=5)
    late = WEDNESDAY + timedelta(hours=3, milliseconds=7)
    codes = {
        charge.source
        for now in (WEDNESDAY, late)
        for charge in sizes.crowd_charges_of(
            a_phones(tier="rotating", age_seconds=(now - begins).total_seconds()), now
        )
        if charge.limit == sizes.code
    }
    assert len(codes) == 1


@pytest.mark.parametrize("satisfied", [True, False])
def test_what_an_answer_is_charged_to_is_blind_to_the_answer(sizes: Sizes, satisfied: bool) -> None:
    for tier in ("poster", "rotating"):
        answer, other = (a_phones(tier=tier, satisfied=one) for one in (satisfied, not satisfied))
        assert charged(sizes, answer) == charged(sizes, other)
        assert counted_by(sizes, answer) == counted_by(sizes, other)


def test_a_receipt_is_charged_to_itself_however_it_is_written(sizes: Sizes) -> None:
    token = "ABCDEFGHIJKLMNOPQRSTUVWX27"
    found = charged(
        sizes, a_phones(tier="receipt", receipt=token), a_phones(tier="receipt", receipt=token.lower())
    )
    assert found == {("receipt", token): 2, ("answers", BUILDING): 2}
    assert counted_by(sizes, a_phones(tier="receipt", receipt=token)) == set()


def test_each_source_of_a_batch_is_charged_once_with_its_sum(sizes: Sizes) -> None:
    batch = [a_phones(counter_id=f"H44.5-{i % 2 + 1}") for i in range(9)]
    assert charged(sizes, *batch) == {
        ("flood", "poster|H44.5-1"): 5,
        ("flood", "poster|H44.5-2"): 4,
        ("deluge", "poster|H44.5-1"): 5,
        ("deluge", "poster|H44.5-2"): 4,
        ("answers", BUILDING): 9,
    }


def test_details_are_charged_to_the_address_more_widely_than_answers(sizes: Sizes) -> None:
    detail = Detail(secrets.token_hex(16), topics=("attitude",))
    assert charged(sizes, detail, detail) == {("details", BUILDING): 2}
    assert sizes.details.most >= 4 * sizes.answers.most


def test_a_matter_to_follow_up_is_charged_to_its_centre_and_its_address() -> None:
    found = {(one.limit.name, one.source, one.amount) for one in of_matter("H44.5", BUILDING)}
    assert found == {("matters about", "H44.5", 1), ("matters from", BUILDING, 1)}


def test_a_building_of_six_hundred_answers_a_minute_is_within_its_fuse(sizes: Sizes) -> None:
    assert sizes.answers.most >= 600
    assert sizes.answers.seconds == 60.0


def test_the_settings_are_what_holds() -> None:
    sizes = Sizes({**DEFAULTS, "ADDRESS_FUSE": 7, "POSTER_ANSWERS": 3})
    assert (sizes.answers.most, sizes.poster.most, sizes.flood.most) == (7, 3, 30)
    assert Charge(sizes.answers, BUILDING).limit.seconds_each == pytest.approx(60 / 7)
