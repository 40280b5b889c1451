"""A press after a slip was scanned with the tablet's camera: tied to its service once, never lost."""

import pytest

from kiosk.services.receipts import RECEIPT
from kiosk.storage.db import Database, writing
from tests.desk import Desk, statuses
from tests.factories import a_service
from tests.tablet import Tablet

TIES = "SELECT counter_id, procedure_by, tier, channel, service_week FROM rating"
TIED = ("H44.5-2", "service", "tablet", "tablet", "2026-W34")
UNTIED = ("H44.5-1", None, "tablet", "tablet", None)
ANSWERED = "SELECT service_id, channel FROM service_answered"


@pytest.fixture
def service_id(db: Database) -> str:
    """A service of the Wednesday at another counter than the tablet's."""
    with writing(db):
        return a_service(db, counter_id="H44.5-2")


@pytest.fixture
def slip(desk: Desk, service_id: str) -> str:
    with writing(desk.db):
        return desk.receipts.issue(desk.db, service_id, RECEIPT)


def aside(desk: Desk) -> list[object]:
    return [*desk.rows("SELECT * FROM set_aside"), *desk.rows("SELECT * FROM quarantine")]


def test_a_slip_may_be_scanned_at_any_counter(
    desk: Desk, tablet: Tablet, service_id: str, slip: str
) -> None:
    tablet.press(receipt=slip)
    assert statuses(tablet.deliver()) == ["recorded"]
    assert desk.rows(TIES) == [TIED]
    assert desk.rows(ANSWERED) == [(service_id, "tablet")]


def test_what_is_delivered_twice_is_tied_once(desk: Desk, tablet: Tablet, slip: str) -> None:
    entry = tablet.press(receipt=slip)
    for _ in range(2):
        assert statuses(tablet.deliver(entries=[entry])) == ["recorded"]
    assert desk.rows(TIES) == [TIED]
    assert aside(desk) == []


def test_a_slip_that_was_answered_meanwhile_leaves_a_rating_like_any_other(
    desk: Desk, tablet: Tablet, service_id: str, slip: str
) -> None:
    with writing(desk.db):
        desk.db.conn.execute("INSERT INTO service_answered VALUES (?, 'phone')", [service_id])
    entry = tablet.press(receipt=slip)
    for _ in range(2):
        assert statuses(tablet.deliver(entries=[entry])) == ["recorded"]
    assert desk.rows(TIES) == [UNTIED]
    assert aside(desk) == []


@pytest.mark.parametrize("token", ["A" * 26, "", "x"])
def test_a_code_that_is_no_slip_of_ours_leaves_a_rating_like_any_other(
    desk: Desk, tablet: Tablet, token: str
) -> None:
    tablet.press(receipt=token)
    assert statuses(tablet.deliver()) == ["recorded"]
    assert desk.rows(TIES) == [UNTIED]


def test_what_is_kept_aside_leads_to_no_dossier(desk: Desk, tablet: Tablet, slip: str) -> None:
    tablet.press(receipt=slip)
    desk.revoke(tablet)
    assert statuses(tablet.deliver()) == ["kept_aside"]
    (body,) = desk.rows("SELECT body FROM quarantine")
    assert slip not in body
    assert '"satisfied": true' in body
