"""What the one-stop system corrects is added to what it said before; what ratings stand on stays."""

from typing import Any

import pytest
from flask import Flask

from kiosk.services import corrections, intake
from kiosk.storage.db import Database
from tests.asking import count
from tests.factories import rate
from tests.kiosk.web.one_stop import DOSSIER, SERVICE, OneStop

pytestmark = pytest.mark.usefixtures("now")

WHY = "nhập nhầm khi trả kết quả"


@pytest.fixture
def one_stop(app: Flask, db: Database) -> OneStop:
    system = OneStop(app, db)
    assert system.announce(SERVICE).status_code == 200
    return system


def corrected(one_stop: OneStop, **changes: Any) -> dict[str, Any]:
    answer = one_stop.correct({"reason": WHY, **changes})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def refusal(one_stop: OneStop, **changes: Any) -> tuple[int, str]:
    answer = one_stop.correct({"reason": WHY, **changes})
    return answer.status_code, answer.get_json()["error"]["code"]


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "refused"},
        {"channel": "post"},
        {"petitioned": True},
        {"officer": "H44.5.A-02"},
        {"officer": None},
        {"due": "2026-08-21"},
        {"due": None},
        {"visits": 3},
    ],
)
def test_what_is_corrected_holds_and_everything_else_stays(
    one_stop: OneStop, change: dict[str, Any]
) -> None:
    before = one_stop.ask().get_json()
    after = corrected(one_stop, **change)
    [correction] = after["corrections"]
    assert {**after, "corrections": []} == {**before, **change}
    assert (correction["number"], correction["reason"], correction["recorded_by"]) == (1, WHY, "mot-cua")
    assert correction["recorded_at"] == "2026-08-19T02:30:00Z"


def test_what_was_said_first_stays_in_the_record(db: Database, one_stop: OneStop) -> None:
    before = db.conn.execute("SELECT * FROM service").fetchall()
    corrected(one_stop, outcome="refused")
    corrected(one_stop, outcome="returned", petitioned=True)
    assert db.conn.execute("SELECT * FROM service").fetchall() == before
    history = [(one["outcome"], one["petitioned"]) for one in one_stop.ask().get_json()["corrections"]]
    assert history == [("refused", False), ("returned", True)]


def test_the_published_view_and_the_announced_change_follow_the_last_word(
    db: Database, one_stop: OneStop
) -> None:
    asked = "SELECT version FROM changes_v1 WHERE day = '2026-08-19' AND place_id = 'H44.5'"
    [before] = db.conn.execute(asked).fetchone()
    corrected(one_stop, outcome="refused")
    assert db.conn.execute("SELECT outcome FROM services_v1").fetchall() == [("refused",)]
    assert db.conn.execute(asked).fetchone() == (before + 1,)


def test_the_same_correction_again_adds_nothing(db: Database, one_stop: OneStop) -> None:
    first = corrected(one_stop, outcome="refused")
    assert corrected(one_stop, outcome="refused") == first
    assert corrected(one_stop) == first
    assert count(db, "service_correction") == 1


def test_it_may_be_announced_again_as_it_was_and_as_it_is_now_and_no_otherwise(
    db: Database, one_stop: OneStop
) -> None:
    as_it_was = one_stop.announce(SERVICE).get_json()
    corrected(one_stop, outcome="refused")
    corrected(one_stop, officer="H44.5.A-02")
    now = {**SERVICE, "outcome": "refused", "officer": "H44.5.A-02"}
    assert one_stop.announce(SERVICE).get_json() == as_it_was
    assert one_stop.announce(now).get_json() == as_it_was
    for other in ({**SERVICE, "outcome": "refused"}, {**now, "outcome": "returned"}):
        assert one_stop.announce(other).status_code == 409
    assert one_stop.ask().get_json()["outcome"] == "refused"
    assert count(db, "service_correction") == 2


@pytest.mark.parametrize(
    ("change", "overdue"),
    [
        ({"due": "2026-08-18"}, True),
        ({"due": "2026-08-19"}, False),
        ({"due": "2026-08-19", "overdue": True}, True),  # late by hours, which the sender knows
        ({"due": "18/08/2026 16:00"}, True),
        ({"due": None}, False),
        ({"due": ""}, False),
    ],
)
def test_another_due_day_decides_again_whether_it_was_overdue(
    one_stop: OneStop, change: dict[str, Any], overdue: bool
) -> None:
    assert corrected(one_stop, **change)["overdue"] == overdue


def test_a_delay_of_hours_stays_when_only_something_else_is_corrected(one_stop: OneStop) -> None:
    corrected(one_stop, due="2026-08-19", overdue=True)
    assert corrected(one_stop, due="2026-08-19", petitioned=True)["overdue"] is True


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"overdue": True}, 422, "overdue_contradicted"),
        ({"due": "2026-08-18", "overdue": False}, 422, "overdue_contradicted"),
        ({"due": None, "overdue": True}, 422, "no_due_day"),
        ({"due": "soon"}, 422, "faulty_service"),
        ({"due": 20260819}, 422, "wrong_type"),
        ({"officer": "X"}, 422, "faulty_service"),
        ({"outcome": "done"}, 422, "wrong_choice"),
        ({"outcome": None, "channel": "phone"}, 422, "wrong_choice"),
        ({"petitioned": 1}, 422, "wrong_type"),
        ({"visits": "3"}, 422, "wrong_type"),
        ({"visits": 0}, 422, "faulty_service"),
        ({"colour": "red"}, 422, "unknown_field"),
        ({"reason": ""}, 422, "missing_field"),
        ({"reason": " "}, 422, "missing_field"),
        ({"reason": None}, 422, "wrong_type"),
        ({"reason": "x" * 301}, 422, "text_too_long"),
        ({"reason": "\u202egnp.exe"}, 422, "unsafe_text"),
        ({"reason": "half a pair \ud83d"}, 422, "unsafe_text"),
    ],
)
def test_a_bad_correction_is_refused_and_nothing_changes(
    db: Database, one_stop: OneStop, change: dict[str, Any], status: int, code: str
) -> None:
    before = one_stop.ask().get_json()
    assert refusal(one_stop, **change) == (status, code)
    assert one_stop.ask().get_json() == before
    assert count(db, "service_correction") == 0


@pytest.mark.parametrize("field", sorted(corrections.FIXED))
def test_place_procedure_and_days_cannot_be_corrected_and_it_says_so(
    one_stop: OneStop, field: str
) -> None:
    answer = one_stop.correct({"reason": WHY, field: SERVICE.get(field, "H44.5")})
    error = answer.get_json()["error"]
    assert (answer.status_code, error["code"], error["field"]) == (422, "not_correctable", field)
    assert field in error["message"]["vi"]


def test_every_column_can_be_corrected_or_is_fixed() -> None:
    columns = {column.name for column in intake.COLUMNS}
    assert columns == corrections.FIXED | (corrections.SHAPE.keys() & columns)
    assert {"procedure", "counter", "finished", "dossier"} <= corrections.FIXED


def test_visits_that_were_said_by_mistake_can_be_taken_away(db: Database, one_stop: OneStop) -> None:
    assert corrected(one_stop, visits=4)["corrections"][0]["visits"] == 4
    assert corrected(one_stop, visits=None)["visits"] is None
    assert db.conn.execute("SELECT visits FROM services_v1").fetchall() == [(None,)]


def test_a_tied_rating_keeps_what_it_knew(db: Database, one_stop: OneStop) -> None:
    rate(db, service_id=DOSSIER, channel="phone", tier="receipt")
    asked = "SELECT officer_id, service_failed FROM ratings_v1"
    before = db.conn.execute(asked).fetchall()
    corrected(one_stop, officer="H44.5.A-02", petitioned=True)
    assert db.conn.execute(asked).fetchall() == before == [("H44.5.A-01", 0)]
