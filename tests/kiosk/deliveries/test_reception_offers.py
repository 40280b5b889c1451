"""A press under an offered service: tied to it once, and stored whatever has become of the offer."""

from datetime import date
from typing import Any

import pytest

from kiosk.services import receipts
from kiosk.services.receipts import OFFER, RECEIPT
from kiosk.storage.db import Database, writing
from tests.desk import Desk, statuses
from tests.factories import a_service
from tests.tablet import Tablet

TIES = "SELECT satisfied, procedure_id, procedure_by, tier, service_week FROM rating"
UNTIED = (1, None, None, "tablet", None)
TIED = (1, "1.001193", "service", "tablet", "2026-W34")
ANSWERED = "SELECT service_id, channel FROM service_answered"
OFFERED = "SELECT service_id, channel FROM service_offered"


@pytest.fixture
def service_id(db: Database) -> str:
    """A service of the Wednesday at the tablet's counter."""
    with writing(db):
        return a_service(db)


@pytest.fixture
def token(desk: Desk, service_id: str) -> str:
    """The token under which that service is offered."""
    return issue(desk, service_id)


def issue(desk: Desk, service_id: str) -> str:
    with writing(desk.db):
        return desk.receipts.issue(desk.db, service_id, OFFER)


def answer_on_a_phone(desk: Desk, service_id: str) -> None:
    with writing(desk.db):
        desk.db.conn.execute("INSERT INTO service_answered VALUES (?, 'phone')", [service_id])


def send_again(tablet: Tablet, entry: dict[str, Any]) -> list[str]:
    """The acknowledgement was lost: the tablet delivers the same entry once more."""
    return statuses(tablet.deliver(entries=[entry]))


def nothing_contradicts(desk: Desk) -> bool:
    return desk.rows("SELECT * FROM set_aside") == [] == desk.rows("SELECT * FROM quarantine")


# --- Tied


@pytest.mark.parametrize("satisfied", [True, False])
def test_a_press_under_an_offer_is_tied_to_its_service(
    desk: Desk, tablet: Tablet, service_id: str, token: str, satisfied: bool
) -> None:
    tablet.press(satisfied, offer=token)
    assert statuses(tablet.deliver()) == ["recorded"]
    assert desk.rows(TIES) == [(int(satisfied), *TIED[1:])]
    assert desk.rows(ANSWERED) == [(service_id, "tablet")]


@pytest.mark.parametrize("outcome", ["refused", "returned"])
def test_a_refused_or_returned_dossier_is_tied_like_any_other(
    desk: Desk, tablet: Tablet, outcome: str
) -> None:
    with writing(desk.db):
        service_id = a_service(desk.db, outcome=outcome)
    tablet.press(offer=issue(desk, service_id))
    tablet.deliver()
    assert desk.rows(TIES) == [TIED]


def test_a_tied_press_sent_again_is_the_same_rating(desk: Desk, tablet: Tablet, token: str) -> None:
    entry = tablet.press(offer=token)
    tablet.deliver()
    assert send_again(tablet, entry) == ["recorded"]
    assert desk.rows(TIES) == [TIED]
    assert nothing_contradicts(desk)


def test_it_is_the_same_rating_too_once_the_token_is_forgotten(
    desk: Desk, tablet: Tablet, token: str
) -> None:
    entry = tablet.press(offer=token)
    tablet.deliver()
    with writing(desk.db):
        a_service(desk.db, finished_day="2026-12-31")
        assert receipts.forget_old(desk.db, date(2026, 12, 31), 90) == 1
    assert send_again(tablet, entry) == ["recorded"]
    assert desk.rows(TIES) == [TIED]
    assert nothing_contradicts(desk)


def test_a_press_that_waited_without_a_network_is_tied_by_its_own_day(
    desk: Desk, tablet: Tablet, token: str
) -> None:
    tablet.press(offer=token)
    desk.wait(tablet, days=35)  # an offer is answered with for 30
    tablet.deliver()
    assert desk.rows(TIES) == [TIED]


# --- Not tied, and stored all the same


def test_a_press_under_a_service_that_was_answered_on_a_phone_is_stored_untied(
    desk: Desk, tablet: Tablet, service_id: str, token: str
) -> None:
    answer_on_a_phone(desk, service_id)
    entry = tablet.press(offer=token)
    assert statuses(tablet.deliver()) == ["recorded"]
    assert desk.rows(TIES) == [UNTIED]
    assert send_again(tablet, entry) == ["recorded"]
    assert desk.rows(TIES) == [UNTIED]
    assert desk.rows(ANSWERED) == [(service_id, "phone")]
    assert nothing_contradicts(desk)


@pytest.mark.parametrize("token_sent", ["A" * 26, "no token at all", "€"])
def test_a_press_under_an_unknown_token_is_stored_untied(
    desk: Desk, tablet: Tablet, token: str, token_sent: str
) -> None:
    entry = tablet.press(offer=token_sent)
    assert statuses(tablet.deliver()) == ["recorded"]
    assert send_again(tablet, entry) == ["recorded"]
    assert desk.rows(TIES) == [UNTIED]
    assert nothing_contradicts(desk)


def test_a_slips_token_is_no_offer(desk: Desk, tablet: Tablet, service_id: str) -> None:
    with writing(desk.db):
        slip = desk.receipts.issue(desk.db, service_id, RECEIPT)
    tablet.press(offer=slip)
    tablet.deliver()
    assert desk.rows(TIES) == [UNTIED]
    assert desk.rows(ANSWERED) == []


def test_an_offer_of_another_counter_ties_nothing(desk: Desk, tablet: Tablet) -> None:
    with writing(desk.db):
        elsewhere = a_service(desk.db, counter_id="H44.5-2")
    entry = tablet.press(offer=issue(desk, elsewhere))
    tablet.deliver()
    send_again(tablet, entry)
    assert desk.rows("SELECT counter_id, service_week FROM rating") == [("H44.5-1", None)]
    assert desk.rows(ANSWERED) == []
    assert nothing_contradicts(desk)


def test_of_two_presses_under_one_offer_the_first_is_tied(
    desk: Desk, tablet: Tablet, token: str
) -> None:
    beside = desk.a_tablet()
    first = tablet.press(offer=token)
    desk.wait([tablet, beside], seconds=1)
    second = beside.press(offer=token)
    desk.receive(desk.read(tablet), desk.read(beside))
    ties = dict(desk.rows("SELECT rating_id, service_week IS NOT NULL FROM rating"))
    assert ties == {first["rating_id"]: 1, second["rating_id"]: 0}
    assert nothing_contradicts(desk)


def test_the_other_answer_under_the_same_rating_is_set_aside_without_its_token(
    desk: Desk, tablet: Tablet, token: str
) -> None:
    entry = tablet.press(offer=token)
    tablet.press(False, rating_id=entry["rating_id"], offer=token)
    assert statuses(tablet.deliver()) == ["recorded", "recorded"]
    assert desk.rows(TIES) == [TIED]
    (body,) = desk.rows("SELECT body FROM set_aside")
    assert token not in body


def test_what_is_kept_aside_does_not_lead_to_a_dossier(
    desk: Desk, tablet: Tablet, service_id: str, token: str
) -> None:
    tablet.press(offer=token)
    desk.revoke(tablet)
    assert statuses(tablet.deliver()) == ["kept_aside"]
    (body,) = desk.rows("SELECT body FROM quarantine")
    assert token not in body
    assert service_id not in body
    assert desk.rows(ANSWERED) == desk.rows(OFFERED) == []


# --- Shown


def test_an_offer_is_noted_once_it_has_stood_on_the_screen(
    desk: Desk, tablet: Tablet, service_id: str, token: str
) -> None:
    tablet.deliver()
    assert desk.rows(OFFERED) == []
    tablet.deliver(shown=[token])
    tablet.deliver(shown=[token, token])
    assert desk.rows(OFFERED) == [(service_id, "tablet")]


def test_who_answered_was_asked(desk: Desk, tablet: Tablet, service_id: str, token: str) -> None:
    tablet.press(offer=token)
    tablet.deliver()
    assert desk.rows(OFFERED) == [(service_id, "tablet")]


def test_an_offer_that_was_answered_elsewhere_was_shown_all_the_same(
    desk: Desk, tablet: Tablet, service_id: str, token: str
) -> None:
    answer_on_a_phone(desk, service_id)
    tablet.deliver(shown=[token])
    assert desk.rows(OFFERED) == [(service_id, "tablet")]


def test_tokens_of_nobody_are_passed_over(desk: Desk, tablet: Tablet, token: str) -> None:
    tablet.press()
    assert statuses(tablet.deliver(shown=["A" * 26, "", token.lower()])) == ["recorded"]
    assert len(desk.rows(OFFERED)) == 1


def test_what_was_shown_changes_the_days_figures(
    desk: Desk, tablet: Tablet, service_id: str, token: str
) -> None:
    def version() -> int:
        return int(desk.rows("SELECT version FROM changes_v1 WHERE place_id = 'H44.5'")[0])

    before = version()
    tablet.deliver(shown=[token])
    assert version() > before
