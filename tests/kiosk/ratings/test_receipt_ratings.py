"""A receipt's rating: tied to its service once, judged at the press, and led back from nowhere."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue import remote
from kiosk.errors import RatingConflict, UnknownCounter, WrongAge
from kiosk.errors.links import UnusableReceipt
from kiosk.ratings import accepting
from kiosk.ratings.submissions import Receipt, Submission
from kiosk.services import receipts
from kiosk.services.receipts import OFFER, RECEIPT, Receipts
from kiosk.storage import keys
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY, a_service, a_submission, an_acceptance, rate

DAYS = 30
FOREIGN = "A" * 26
ONLINE: dict[str, Any] = {"counter_id": None, "centre_id": None, "channel": "online"}
ON_PHONE = {"counter_id": "", "channel": "phone", "tier": "receipt"}


@pytest.fixture
def ours(tmp_path: Path) -> Receipts:
    return Receipts(keys.load_or_make(tmp_path / "keys"), DAYS)


@pytest.fixture
def door(ours: Receipts) -> accepting.Acceptance:
    return an_acceptance(receipts=ours)


def slip(db: Database, ours: Receipts, kind: str = RECEIPT, **changes: Any) -> tuple[str, str]:
    """A finished service and its token."""
    with writing(db):
        service_id = a_service(db, **changes)
        return service_id, ours.issue(db, service_id, kind)


def by(token: str, **changes: Any) -> Submission:
    return a_submission(**{**ON_PHONE, "receipt": token, **changes})


def accept(
    db: Database, door: accepting.Acceptance, *submissions: Submission, at: datetime = WEDNESDAY
) -> list[Any]:
    with writing(db):
        return door.accept_all(db, submissions, at)


def row_of(db: Database, rating_id: str) -> dict[str, Any]:
    cursor = db.conn.execute("SELECT * FROM ratings_v1 WHERE rating_id = ?", [rating_id])
    return dict(zip([name for name, *_ in cursor.description], cursor.fetchone(), strict=True))


def count(db: Database, table: str) -> int:
    return int(db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_a_receipt_tells_counter_officer_and_procedure_of_its_service(
    db: Database, ours: Receipts, door: accepting.Acceptance
) -> None:
    _, token = slip(db, ours, counter_id="H44.5-2", officer_id="H44.5.A-02")
    answer = by(token, satisfied=False)
    assert accept(db, door, answer) == [Receipt(answer.rating_id)]
    row = row_of(db, answer.rating_id)
    expected = {
        "counter_id": "H44.5-2",
        "centre_id": "H44.5",
        "officer_id": "H44.5.A-02",
        "officer_by": "service",
        "procedure_id": "1.001193",
        "procedure_by": "service",
        "channel": "phone",
        "tier": "receipt",
        "satisfied": 0,
        "rule": None,
        "service_week": "2026-W34",
        "service_counter_id": "H44.5-2",
    }
    assert {name: row[name] for name in expected} == expected


def test_the_service_is_marked_as_answered_by_phone_in_the_same_transaction(
    db: Database, ours: Receipts, door: accepting.Acceptance
) -> None:
    service_id, token = slip(db, ours)
    with pytest.raises(RuntimeError), writing(db):
        door.accept(db, by(token), WEDNESDAY)
        raise RuntimeError
    assert count(db, "rating") == count(db, "service_answered") == 0
    accept(db, door, by(token))
    answered = db.conn.execute("SELECT service_id, channel FROM service_answered").fetchall()
    assert answered == [(service_id, "phone")]


def test_a_receipt_names_no_officer_whom_its_service_does_not_name(
    db: Database, ours: Receipts, door: accepting.Acceptance
) -> None:
    """Whoever sits at the counter when somebody answers at home is not whom it is about."""
    _, token = slip(db, ours, officer_id=None)
    answer = by(token)
    accept(db, door, answer)
    assert row_of(db, answer.rating_id)["officer_id"] is None


def test_an_officer_corrected_since_is_the_one_who_is_rated(
    db: Database, ours: Receipts, door: accepting.Acceptance
) -> None:
    service_id, token = slip(db, ours)
    with writing(db):
        db.conn.execute(
            "INSERT INTO service_correction VALUES"
            " (?, 1, NULL, 1, 0, 'granted', 'counter', 'H44.5.A-02', 'wrong name', '', 'tests', NULL)",
            [service_id],
        )
    answer = by(token)
    accept(db, door, answer)
    row = row_of(db, answer.rating_id)
    assert (row["officer_id"], row["service_failed"]) == ("H44.5.A-02", 1)


def test_a_receipt_is_spent_once_and_the_same_answer_is_the_same_answer(
    db: Database, ours: Receipts, door: accepting.Acceptance
) -> None:
    _, token = slip(db, ours)
    first, second = by(token), by(token.lower(), satisfied=False)
    outcomes = accept(db, door, first, second, first)
    assert isinstance(outcomes[1], UnusableReceipt)
    assert outcomes[0] == outcomes[2] == Receipt(first.rating_id)
    assert accept(db, door, first, at=WEDNESDAY + timedelta(days=35)) == [Receipt(first.rating_id)]
    assert count(db, "rating") == count(db, "service_answered") == 1


def test_an_answer_stays_known_when_its_token_has_been_forgotten(
    db: Database, ours: Receipts, door: accepting.Acceptance
) -> None:
    _, token = slip(db, ours)
    answer = by(token)
    accept(db, door, answer)
    with writing(db):
        a_service(db, finished_day="2027-01-01")
        receipts.forget_old(db, (WEDNESDAY + timedelta(days=100)).date(), 90)
    assert accept(db, door, answer) == [Receipt(answer.rating_id)]


def test_the_other_answer_under_the_same_name_is_kept_aside_without_the_receipt(
    db: Database, ours: Receipts, door: accepting.Acceptance
) -> None:
    service_id, token = slip(db, ours)
    answer = by(token)
    accept(db, door, answer)
    other = by(token, rating_id=answer.rating_id, satisfied=False)
    assert isinstance(accept(db, door, other)[0], RatingConflict)
    (body,) = db.conn.execute("SELECT body FROM set_aside").fetchone()
    assert token not in body
    assert service_id not in body


def test_a_receipt_is_judged_on_the_day_of_the_press(
    db: Database, ours: Receipts, door: accepting.Acceptance
) -> None:
    """An answer may have waited in a phone for days."""
    _, token = slip(db, ours)
    late = WEDNESDAY + timedelta(days=DAYS + 1)
    assert isinstance(accept(db, door, by(token), at=late)[0], UnusableReceipt)
    kept = by(token, age_seconds=86_400.0)
    assert accept(db, door, kept, at=late) == [Receipt(kept.rating_id)]
    assert row_of(db, kept.rating_id)["day"] == "2026-09-18"


@pytest.mark.parametrize("hours", [10, 24, 240, 60 * 24, 10**300])
def test_a_phone_whose_clock_is_wrong_answers_on_the_day_of_the_service_at_the_earliest(
    db: Database, ours: Receipts, door: accepting.Acceptance, hours: int
) -> None:
    _, token = slip(db, ours)
    answer = by(token, age_seconds=hours * 3_600.0)
    assert accept(db, door, answer) == accept(db, door, answer) == [Receipt(answer.rating_id)]
    row = row_of(db, answer.rating_id)
    assert (row["day"], row["hour"]) == ("2026-08-19", 0)
    assert count(db, "service_answered") == count(db, "rating") == 1


@pytest.mark.parametrize(("finished", "is_taken"), [("2026-06-20", True), ("2026-06-09", False)])
def test_an_answer_that_says_to_be_two_months_old_is_judged_as_the_oldest_that_is_taken(
    db: Database, ours: Receipts, door: accepting.Acceptance, finished: str, is_taken: bool
) -> None:
    """Forty days before the Wednesday: the tenth of July."""
    _, token = slip(db, ours, finished_day=finished, received_day=finished)
    [outcome] = accept(db, door, by(token, age_seconds=60 * 86_400.0))
    assert isinstance(outcome, Receipt if is_taken else UnusableReceipt)
    days = db.conn.execute("SELECT day FROM rating").fetchall()
    assert days == [("2026-07-10",)] * is_taken


def test_while_our_own_clock_is_a_day_slow_an_answer_counts_for_the_day_of_its_service(
    db: Database, ours: Receipts, door: accepting.Acceptance
) -> None:
    _, token = slip(db, ours)
    answer = by(token)
    yesterday = WEDNESDAY - timedelta(days=1)
    assert ours.find_service(db, token, yesterday.date()) is not None
    assert accept(db, door, answer, at=yesterday) == [Receipt(answer.rating_id)]
    assert row_of(db, answer.rating_id)["day"] == "2026-08-19"


def test_of_other_answers_the_age_is_not_bounded_but_refused(
    db: Database, door: accepting.Acceptance
) -> None:
    old = {"age_seconds": 60 * 86_400.0}
    outcomes = accept(db, door, a_submission(**old), a_submission(channel="phone", tier="poster", **old))
    assert [type(outcome) for outcome in outcomes] == [WrongAge, WrongAge]


def test_an_answer_three_hours_old_counts_for_the_hour_of_the_press(
    db: Database, ours: Receipts, door: accepting.Acceptance
) -> None:
    _, token = slip(db, ours)
    answer = by(token, age_seconds=3 * 3_600.0)
    accept(db, door, answer)
    assert row_of(db, answer.rating_id)["hour"] == 6


@pytest.mark.parametrize("token", [FOREIGN, "", "x", "=HYPERLINK(1)", "A" * 5_000, "\0", "é" * 26])
def test_what_is_no_receipt_of_ours_stores_nothing(
    db: Database, door: accepting.Acceptance, token: str
) -> None:
    assert isinstance(accept(db, door, by(token))[0], (UnusableReceipt, UnknownCounter))
    assert count(db, "rating") == 0


def test_a_tablets_token_does_not_serve_as_a_receipt(
    db: Database, ours: Receipts, door: accepting.Acceptance
) -> None:
    _, token = slip(db, ours, OFFER)
    assert isinstance(accept(db, door, by(token))[0], UnusableReceipt)


def test_presses_on_receipts_are_no_repeats_of_one_another(db: Database, ours: Receipts) -> None:
    door = an_acceptance(repeat_seconds=60, receipts=ours)
    answers = [by(slip(db, ours)[1]) for _ in range(3)]
    accept(db, door, *answers)
    assert {row_of(db, answer.rating_id)["rule"] for answer in answers} == {None}


def test_a_service_without_a_counter_is_rated_at_its_units_own_place(
    db: Database, ours: Receipts, door: accepting.Acceptance
) -> None:
    first, second = by(slip(db, ours, **ONLINE)[1]), by(slip(db, ours, **ONLINE)[1])
    accept(db, door, first)
    accept(db, door, second)
    row = row_of(db, second.rating_id)
    place = "H44.5" + remote.MARK
    assert (row["unit_id"], row["centre_id"], row["counter_id"]) == ("H44.5", place, place)
    assert (row["service_centre_id"], row["service_counter_id"]) == (None, None)
    names = db.conn.execute("SELECT name FROM counters_v1 WHERE counter_id = ?", [place]).fetchall()
    assert names == [("Trực tuyến, bưu chính",)]


def test_the_place_of_such_services_is_in_no_list_of_counters_that_are_open(
    db: Database, ours: Receipts, door: accepting.Acceptance
) -> None:
    accept(db, door, by(slip(db, ours, **ONLINE)[1]))
    with pytest.raises(UnknownCounter):
        rate(db, counter_id="H44.5" + remote.MARK)


def test_an_offer_ties_a_tablets_rating_to_the_service(
    db: Database, ours: Receipts, door: accepting.Acceptance
) -> None:
    service_id, token = slip(db, ours, OFFER)
    answer = a_submission(offer=token)
    accept(db, door, answer)
    assert row_of(db, answer.rating_id)["procedure_by"] == "service"
    answered = db.conn.execute("SELECT service_id, channel FROM service_answered").fetchall()
    assert answered == [(service_id, "tablet")]


def test_an_offer_that_cannot_be_used_leaves_a_rating_like_any_other(
    db: Database, ours: Receipts, door: accepting.Acceptance
) -> None:
    _, token = slip(db, ours, OFFER)
    accept(db, door, a_submission(offer=token))
    answer = a_submission(offer=token)
    assert accept(db, door, answer) == accept(db, door, answer) == [Receipt(answer.rating_id)]
    assert row_of(db, answer.rating_id)["service_week"] is None
    assert count(db, "set_aside") == 0
