"""Signing on at a counter, with an account or with a badge's code."""

import pytest
from flask import Flask

from kiosk.counters import duties
from kiosk.staff import badges
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY, a_version
from tests.kiosk.web.staff import fill_in, signed_in
from tests.pages import PageClient, words_of

pytestmark = pytest.mark.usefixtures("now")

ONE, TWO = "H44.5.A-01", "H44.5.A-02"
SEAT = "H44.5-7"


@pytest.fixture
def office(db: Database) -> Database:
    """The record with a counter that no roster speaks of."""
    with writing(db):
        a_version(db, "counter", counter_id=SEAT, name="Quầy 7", centre_id="H44.5")
    return db


@pytest.fixture
def officer(app: Flask, office: Database) -> PageClient:
    """Officer A-01, signed in."""
    pages = signed_in(app, office, "officer")
    with writing(office):
        office.conn.execute("UPDATE user SET officer_id = ?", [ONE])
    return pages


@pytest.fixture
def code(office: Database) -> str:
    """The address in the badge of officer A-01."""
    with writing(office):
        return "/duty/b/" + badges.make_badge(office, ONE, now=WEDNESDAY, by="tests")


def sitting(db: Database, counter: str = SEAT) -> str | None:
    return duties.find_officer_on_duty(db, counter, WEDNESDAY)


def sign_ons(db: Database) -> int:
    [(count,)] = db.conn.execute("SELECT count(*) FROM duty WHERE source = 'sign_on'")
    return int(count)


def test_an_officer_signs_on_with_one_press_and_off_with_another(
    officer: PageClient, office: Database
) -> None:
    response = fill_in(officer, "/duty?lang=en", counter_id=SEAT)
    assert (response.status_code, response.headers["Location"]) == (303, "/duty?lang=en")
    assert sitting(office) == ONE
    page = officer.get("/duty?lang=en")
    assert "You are signed on at Quầy 7 since 09:30." in page.html
    assert fill_in(officer, "/duty?lang=en", leave="1").status_code == 303
    assert sitting(office) is None
    assert "You are not signed on at any counter." in officer.get("/duty?lang=en").html
    by = office.conn.execute("SELECT DISTINCT recorded_by FROM duty WHERE source = 'sign_on'").fetchall()
    assert by == [("the-officer",)]


def test_the_page_shows_who_is_at_each_counter_of_the_own_centre_alone(officer: PageClient) -> None:
    page = officer.get("/duty?lang=en")
    buttons = [words_of(button) for button in page.all("button", name="counter_id")]
    assert buttons == ["Quầy 1 now: Cán bộ A-01", "Quầy 2 now: Cán bộ A-02", "Quầy 7 nobody now"]


def test_in_vietnamese_the_page_is_vietnamese(officer: PageClient) -> None:
    page = officer.get("/duty")
    assert page.lang == "vi"
    assert page.text("h1") == "Vào trực tại quầy"


def test_a_counter_of_another_centre_is_refused(officer: PageClient, office: Database) -> None:
    for counter, status in (("H44.9-1", 403), ("nowhere", 404), ("", 404), ("x" * 5_000, 404)):
        assert fill_in(officer, "/duty", counter_id=counter).status_code == status
    assert sign_ons(office) == 0


def test_an_account_that_names_no_officer_is_told_so(app: Flask, office: Database) -> None:
    page = signed_in(app, office, "officer").get("/duty?lang=en", 403)
    assert "Your account does not say which officer you are." in page.html


@pytest.mark.parametrize("role", ["manager", "operator"])
def test_only_officers_sign_on(app: Flask, office: Database, role: str) -> None:
    signed_in(app, office, role).get("/duty", 403)


def test_without_a_form_token_nothing_is_recorded(
    officer: PageClient, office: Database, code: str
) -> None:
    for address in ("/duty", code):
        assert officer.http.post(address, data={"counter_id": SEAT}).status_code == 400
    assert sign_ons(office) == 0


def test_a_badge_signs_on_and_off_without_an_account(
    pages: PageClient, office: Database, code: str
) -> None:
    page = pages.get(f"{code}?lang=en")
    assert page.text("h1") == "Cán bộ A-01"
    response = fill_in(pages, f"{code}?lang=en", counter_id=SEAT)
    assert (response.status_code, response.headers["Location"]) == (303, f"{code}?lang=en")
    assert sitting(office) == ONE
    assert fill_in(pages, code, leave="1").status_code == 303
    assert sitting(office) is None
    [(by,)] = office.conn.execute("SELECT DISTINCT recorded_by FROM duty WHERE source = 'sign_on'")
    assert by == f"badge {ONE}"


def test_opening_a_badges_page_changes_nothing(pages: PageClient, office: Database, code: str) -> None:
    for _ in range(2):
        pages.get(code)
    assert pages.http.head(code).status_code == 200
    assert sign_ons(office) == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_unknown_and_ended_badges_look_the_same(
    app: Flask, pages: PageClient, office: Database, code: str, method: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    with writing(office):
        badges.end_badge(office, ONE, now=WEDNESDAY, by="tests")
    answers = set()
    for address in (code, "/duty/b/unknown", "/duty/b/" + "A" * 22, "/duty/b/%E1%BA%B9"):
        response = getattr(pages.http, method)(f"{address}?lang=en")
        answers.add((response.status_code, response.text.replace(address, "")))
    assert len(answers) == 1
    [(status, text)] = answers
    assert status == 404
    assert "This badge is not valid" in text
    assert sign_ons(office) == 0


def test_a_badges_page_is_not_kept_by_the_browser_nor_told_to_others(
    pages: PageClient, code: str
) -> None:
    headers = pages.http.get(code).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"


def test_an_officer_who_signs_in_lands_where_to_sign_on(officer: PageClient) -> None:
    response = officer.http.get("/")
    assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, "/duty")
