"""The page on void hours."""

import pytest
from flask import Flask

from kiosk.ratings import voiding
from kiosk.storage.db import Database, writing
from tests.factories import rate
from tests.kiosk.web.staff import fill_in, signed_in, token
from tests.pages import PageClient, words_of

pytestmark = pytest.mark.usefixtures("now")

ADDRESS = "/manage/voids?centre=H44.5&lang=en"
GOOD = {
    "counter_id": "H44.5-1",
    "day": "2026-08-18",
    "begins": "9",
    "ends": "11",
    "reason": "thử máy",
}


@pytest.fixture
def officer(app: Flask, db: Database) -> PageClient:
    pages = signed_in(app, db, "officer")
    with writing(db):
        db.conn.execute("UPDATE user SET officer_id = 'H44.5.A-01' WHERE user_id = 'the-officer'")
    return pages


def asked(db: Database) -> list[voiding.Asked]:
    return voiding.all_asked(db)


def list_of(pages: PageClient) -> list[str]:
    [found] = [one for one in pages.get(ADDRESS).all("ul") if "voids" in (one.get("class") or "")]
    return [words_of(one) for one in found if one.tag.endswith("li")]


def test_a_manager_asks_and_an_inspector_confirms(app: Flask, db: Database, manager: PageClient) -> None:
    rate(db, age_seconds=86_400.0)
    assert fill_in(manager, ADDRESS, "/manage/voids", **GOOD).status_code == 303
    [one] = asked(db)
    inspector = signed_in(app, db, "inspector")
    done = fill_in(
        inspector, ADDRESS, f"/manage/voids/{one.void_id}/decide", answer="confirm", reason="đúng"
    )
    assert done.status_code == 303
    assert [row[0] for row in db.conn.execute("SELECT rule FROM ratings_v1")] == ["void"]
    [line] = list_of(manager)
    assert "H44.5-1, 18 Aug 2026, 09:00–11:00 – void" in line
    assert "thử máy the-manager" in line


def test_whoever_asked_is_offered_no_decision_and_gets_none(db: Database, manager: PageClient) -> None:
    fill_in(manager, ADDRESS, "/manage/voids", **GOOD)
    [one] = asked(db)
    assert "Confirm" not in list_of(manager)[0]
    address = f"/manage/voids/{one.void_id}/decide?lang=en"
    page = manager.get(ADDRESS)
    given = token(page)
    data = {"csrf_token": given, "answer": "confirm", "reason": "đúng"}
    refused = manager.http.post(address, data=data)
    assert refused.status_code == 403
    assert "You asked for this yourself" in refused.get_data(as_text=True)
    assert asked(db)[0].state == voiding.OPEN


def test_what_is_void_is_lifted_by_two_as_well(app: Flask, db: Database, manager: PageClient) -> None:
    fill_in(manager, ADDRESS, "/manage/voids", **GOOD)
    [void] = asked(db)
    inspector = signed_in(app, db, "inspector")
    decision = {"answer": "confirm", "reason": "đúng"}
    fill_in(inspector, ADDRESS, f"/manage/voids/{void.void_id}/decide", **decision)
    fill_in(inspector, ADDRESS, f"/manage/voids/{void.void_id}/lift", reason="nhầm")
    [lifting] = [one for one in asked(db) if one.lifts]
    fill_in(manager, ADDRESS, f"/manage/voids/{lifting.void_id}/decide", **decision)
    assert voiding.get_asked(db, void.void_id).state == voiding.LIFTED


def test_an_officer_contests_hours_at_a_counter_of_his_centre(db: Database, officer: PageClient) -> None:
    assert fill_in(officer, ADDRESS, "/manage/voids", **GOOD).status_code == 303
    assert [one.requested_by for one in asked(db)] == ["the-officer"]
    elsewhere = fill_in(officer, ADDRESS, "/manage/voids", **{**GOOD, "counter_id": "H44.9-1"})
    assert elsewhere.status_code == 403
    assert len(asked(db)) == 1


def test_an_officer_sees_his_own_wishes_and_decides_nothing(
    app: Flask, db: Database, manager: PageClient, officer: PageClient
) -> None:
    fill_in(manager, ADDRESS, "/manage/voids", **GOOD)
    [one] = asked(db)
    assert list_of(officer) == ["Nothing."]
    refused = fill_in(
        officer, ADDRESS, f"/manage/voids/{one.void_id}/decide", answer="confirm", reason="x"
    )
    assert refused.status_code == 403
    assert asked(db)[0].state == voiding.OPEN


def test_an_officer_whose_account_names_nobody_is_told_so(app: Flask, db: Database) -> None:
    pages = signed_in(app, db, "officer", "stranger")
    assert fill_in(pages, ADDRESS, "/manage/voids", **GOOD).status_code == 403
    assert asked(db) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"begins": "11", "ends": "9"}, "Choose whole hours of one day that are over"),
        (
            {"day": "2026-08-19", "begins": "9", "ends": "10"},
            "Choose whole hours of one day that are over",
        ),
        ({"begins": "nine"}, "must be a whole number"),
        ({"begins": "٩"}, "must be a whole number"),
        ({"day": "yesterday"}, "must be a day such as 2026-08-19"),
        ({"counter_id": "nowhere"}, "There is no counter"),
        ({"reason": ""}, "Reason"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    db: Database, manager: PageClient, changes: dict[str, str], words: str
) -> None:
    answer = fill_in(manager, ADDRESS, "/manage/voids?lang=en", **{**GOOD, "centre": "H44.5", **changes})
    assert answer.status_code in (404, 422)
    text = answer.get_data(as_text=True)
    assert words in text
    assert "thử máy" in text or changes.get("reason") == ""
    assert asked(db) == []


def test_no_answer_and_no_number_of_ratings_stands_on_the_page(
    db: Database, manager: PageClient
) -> None:
    rate(db, age_seconds=86_400.0)
    fill_in(manager, ADDRESS, "/manage/voids", **GOOD)
    text = words_of(manager.get(ADDRESS).all("main")[0])
    assert "satisfied" not in text.lower()
    assert "1 rating" not in text
