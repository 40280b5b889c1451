"""The managers' page on who sat at which counter, and their corrections."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from kiosk.counters import calendars, duties, sign_on
from kiosk.storage.db import Database, writing
from tests.kiosk.web.staff import fill_in, signed_in, token
from tests.pages import PageClient, words_of

pytestmark = pytest.mark.usefixtures("now")

ADDRESS = "/manage/duties/H44.5-1?day=2026-08-19&lang=en"
GOOD = {"officer_id": "H44.5.A-02", "starts": "7h30", "ends": "9:00", "reason": "đổi ca"}
EIGHT = datetime(2026, 8, 19, 1, tzinfo=UTC)  # 08:00 in Viet Nam


def corrections(db: Database) -> int:
    [(count,)] = db.conn.execute("SELECT count(*) FROM duty WHERE source = 'correction'")
    return int(count)


def test_the_counters_of_a_centre_are_shown_with_who_counts(manager: PageClient) -> None:
    page = manager.get("/manage/duties?centre=H44.5&lang=en")
    rows = [words_of(row) for row in page.all("tr")[1:]]
    assert rows == ["Quầy 1 00:00–24:00 Cán bộ A-01 0 –", "Quầy 2 00:00–24:00 Cán bộ A-02 0 –"]


def test_who_signed_off_while_it_was_open_can_be_seen(manager: PageClient, db: Database) -> None:
    eight, nine = EIGHT, EIGHT + timedelta(hours=1)
    with writing(db):
        week = {weekday: [("07:30", "11:30")] for weekday in range(1, 6)}
        calendars.set_week(db, "H44.5", date(2026, 8, 1), week, now=EIGHT, by="tests")
        sign_on.sign_on(db, "H44.5.A-01", "H44.5-1", now=eight, by="tests")
        sign_on.sign_off(db, "H44.5.A-01", now=nine, by="tests")
    address = "/manage/duties?centre=H44.5&lang=en&day="
    rows = [words_of(row) for row in manager.get(address + "2026-08-19").all("tr")[1:]]
    assert rows == [
        "Quầy 1 00:00–09:00 Cán bộ A-01 1 09:00–09:30",  # it is half past nine
        "Quầy 2 00:00–24:00 Cán bộ A-02 0 –",
    ]
    rows = [words_of(row) for row in manager.get(address + "2026-08-20").all("tr")[1:]]
    assert rows[0] == "Quầy 1 00:00–24:00 Cán bộ A-01 0 –"


def test_without_a_centre_one_is_asked_for(manager: PageClient) -> None:
    page = manager.get("/manage/duties?lang=en")
    options = [words_of(option) for option in page.all("option")]
    assert options[0] == "Choose a centre"
    assert len(options) == 3
    assert page.all("table") == []


def test_on_a_day_before_the_centre_there_is_none_to_choose(manager: PageClient) -> None:
    assert manager.get("/manage/duties?day=2020-01-01&lang=en").all("table") == []
    manager.get("/manage/duties?centre=H44.5&day=2020-01-01", 404)


def test_a_correction_is_put_on_record_and_shown_with_who_and_why(
    manager: PageClient, db: Database
) -> None:
    response = fill_in(manager, ADDRESS, **GOOD)
    assert response.status_code == 303
    page = manager.get(response.headers["Location"])
    spans = [words_of(item) for item in page.all("li")]
    assert spans == [
        "00:00–07:30 Cán bộ A-01",
        "07:30–09:00 Cán bộ A-02",
        "09:00–24:00 Cán bộ A-01",
    ]
    row = words_of(page.all("tr")[-1])
    assert row == "07:30 09:00 Cán bộ A-02 correction đổi ca the-manager 09:30"
    assert duties.find_officer_on_duty(db, "H44.5-1", EIGHT) == "H44.5.A-02"
    audit = db.conn.execute("SELECT actor, action FROM audit").fetchall()
    assert audit == [("the-manager", "correct duty")]


def test_a_correction_may_reach_to_the_end_of_the_day(manager: PageClient, db: Database) -> None:
    assert fill_in(manager, ADDRESS, **{**GOOD, "officer_id": "-", "ends": "24:00"}).status_code == 303
    assert "Nobody" in manager.get(ADDRESS).html
    late = datetime(2026, 8, 19, 16, 59, tzinfo=UTC)
    assert duties.find_officer_on_duty(db, "H44.5-1", late) is None


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"starts": "half past"}, 422, "“half past” is not a time of day"),
        ({"starts": ""}, 422, "is not a time of day"),
        ({"ends": "07:30"}, 422, "The end must be later than the start"),
        ({"ends": "06:00"}, 422, "The end must be later than the start"),
        ({"reason": " "}, 422, "“Reason” is missing"),
        ({"reason": "x" * 301}, 422, "“Reason” has 301 characters"),
        ({"reason": "\u202ehidden"}, 422, "cannot be shown safely"),
        ({"officer_id": ""}, 422, "“Officer” is missing"),
        ({"officer_id": "nobody"}, 404, "There is no officer “nobody”"),
        ({"officer_id": "<script>"}, 404, "&lt;script&gt;"),
    ],
)
def test_a_bad_correction_is_refused_and_what_was_typed_stays(
    manager: PageClient, db: Database, changes: dict[str, str], status: int, words: str
) -> None:
    given = token(manager.get(ADDRESS))
    page = manager.post(ADDRESS, {"csrf_token": given, **GOOD, **changes}, status)
    assert words in page.html
    assert page.all("input", name="ends")[0].get("value") == {**GOOD, **changes}["ends"]
    assert corrections(db) == 0


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/manage/duties?centre=nowhere", 404),
        ("/manage/duties?day=yesterday", 422),
        ("/manage/duties?day=2026-02-30", 422),
        ("/manage/duties/nowhere", 404),
        ("/manage/duties/H44.5-1?day=2020-01-01", 404),
        ("/manage/duties/H44.5-1?day=x", 422),
    ],
)
def test_what_is_not_there_is_said_plainly(manager: PageClient, address: str, status: int) -> None:
    manager.get(address, status)


def test_an_entry_of_another_day_is_shown_with_its_date(manager: PageClient) -> None:
    page = manager.get(ADDRESS)
    row = words_of(page.all("tr")[-1])
    assert row == ("07:00 1 Jul 2025 until further notice Cán bộ A-01 roster tests 09:30")


def test_who_may_correct_is_who_opens_duties(app: Flask, db: Database) -> None:
    signed_in(app, db, "officer").get(ADDRESS, 403)
    signed_in(app, db, "operator").get(ADDRESS)
    response = PageClient(app).http.get(ADDRESS)
    assert (response.status_code, "/sign-in" in response.headers["Location"]) == (302, True)


def test_without_a_form_token_nothing_is_recorded(manager: PageClient, db: Database) -> None:
    manager.post(ADDRESS, GOOD, 400)
    assert corrections(db) == 0
