"""A phone that scanned the code which a counter shows for a minute."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from kiosk import periods
from kiosk.phones import rotating, tickets
from kiosk.storage.db import Database, writing
from tests import factories
from tests.pages import Page, PageClient
from tests.tablet import Tablet, make_code, through_flask
from tests.tablets import a_mark, a_tablet

COUNTER = "H44.5-1"
NOW = factories.WEDNESDAY.replace(second=20)
OFFICER = "H44.5.A-01"
RATINGS = "SELECT counter_id, channel, tier, satisfied, officer_id, day, hour FROM rating"
A_RATING = (COUNTER, "phone", "rotating", 1, OFFICER, "2026-08-19", 9)
Hour = time_machine.Traveller


@pytest.fixture(autouse=True)
def hour(db: Database) -> Iterator[Hour]:
    """The Wednesday of the factories, half past nine and twenty seconds."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def the_code(app: Flask, db: Database) -> str:
    key = rotating.key_of(app.extensions["keys"], db, COUNTER)
    return rotating.write_code(key, COUNTER, periods.now())


def scan(app: Flask, db: Database, client: FlaskClient) -> str:
    """The address of the page that the code leads to."""
    response = client.get(f"/q/{the_code(app, db)}")
    assert response.status_code == 302
    return urlsplit(response.headers["Location"]).path


def press(pages: PageClient, address: str, answer: str = "1", status: int = 200) -> Page:
    return pages.post(address, {"step": "rate", "satisfied": answer, "rating_id": "0" * 32}, status)


def stored(db: Database) -> list[tuple[object, ...]]:
    return db.conn.execute(RATINGS).fetchall()


def item_of(app: Flask, address: str, **changes: object) -> dict[str, object]:
    """What the page's script sends."""
    text = address.rpartition("/")[2]
    known = {
        "rating_id": tickets.read(app.extensions["keys"], text).rating_id,
        "counter_id": COUNTER,
        "satisfied": True,
        "channel": "phone",
        "ticket": text,
    }
    return {**known, **changes}


def test_a_scan_opens_the_question_of_that_counter(app: Flask, db: Database, pages: PageClient) -> None:
    address = scan(app, db, pages.http)
    page = pages.get(address)
    assert page.text("h1", id="rate-title") == "Ông/Bà có hài lòng với lần phục vụ này không?"
    (root,) = page.all("div", id="kiosk")
    item = item_of(app, address)
    assert root.get("data-counter") == COUNTER
    assert root.get("data-channel") == "phone"
    assert root.get("data-rating") == item["rating_id"]
    assert root.get("data-proof") == f'{{"ticket": "{item["ticket"]}"}}'


def test_an_answer_without_script_is_stored_as_given_at_the_counter(
    app: Flask, db: Database, pages: PageClient
) -> None:
    address = scan(app, db, pages.http)
    page = press(pages, address)
    form = {"rating_id": page.hidden_value("rating_id")}
    pages.post(address, {"step": "procedure", "procedure_id": "1.001193", **form})
    pages.post(address, {"step": "topics", "topic": "fee", **form})
    assert stored(db) == [A_RATING]
    details = db.conn.execute("SELECT count(*) FROM rating WHERE rating_id = ?", [form["rating_id"]])
    assert details.fetchone() == (1,)


def test_officer_and_hour_are_those_of_the_minute_that_was_scanned(
    app: Flask, db: Database, pages: PageClient, hour: Hour
) -> None:
    ten = NOW.replace(hour=3, minute=0, second=0)
    with writing(db):
        factories.a_duty(db, COUNTER, "H44.5.A-02", starts_at=ten, source="correction")
    hour.move_to(ten - timedelta(seconds=1))
    address = scan(app, db, pages.http)
    hour.shift(timedelta(minutes=8))
    (card,) = pages.get(address).all("div", **{"class": "officer"})
    assert card.get("data-officer") == OFFICER
    press(pages, address)
    assert stored(db) == [A_RATING]


@pytest.mark.parametrize("second", ["1", "0"])
def test_back_reload_and_another_answer_store_one(
    app: Flask, db: Database, pages: PageClient, second: str
) -> None:
    address = scan(app, db, pages.http)
    first = press(pages, address)
    pages.get(address)
    assert press(pages, address, second).html == first.html
    assert stored(db) == [A_RATING]


def test_two_visitors_of_one_minute_store_two(app: Flask, db: Database, pages: PageClient) -> None:
    for _ in range(2):
        press(pages, scan(app, db, pages.http))
    assert stored(db) == [A_RATING, A_RATING]


def test_previews_spend_nothing(app: Flask, db: Database, client: FlaskClient) -> None:
    address = scan(app, db, client)
    for _ in range(50):
        assert client.get(address).status_code == client.head(address).status_code == 200
        assert client.head(f"/q/{the_code(app, db)}").status_code == 302
    assert stored(db) == []


def test_the_language_of_the_scan_stays(app: Flask, db: Database, pages: PageClient) -> None:
    response = pages.http.get(f"/q/{the_code(app, db)}?lang=en")
    assert pages.get(response.headers["Location"]).lang == "en"
    assert pages.get(scan(app, db, pages.http), headers={"Accept-Language": "en"}).lang == "en"


def refusals(app: Flask, db: Database, hour: Hour, client: FlaskClient) -> dict[str, str]:
    """Addresses that open nothing, and why."""
    code, address = the_code(app, db), scan(app, db, client)
    hour.shift(timedelta(minutes=15))
    return {
        "over": f"/q/{code}",
        "mistyped": f"/q/{code[:-1]}",
        "foreign": f"/q/{code.replace(COUNTER, 'H99-1')}",
        "no code": "/q/x",
        "ticket over": address,
        "ticket mistyped": address[:-1],
        "no ticket": "/q/t/x",
    }


def test_whatever_the_reason_a_code_that_opens_nothing_gets_one_page(
    app: Flask, db: Database, pages: PageClient, hour: Hour
) -> None:
    found = {
        why: pages.get(address, 404).html for why, address in refusals(app, db, hour, pages.http).items()
    }
    assert len(set(found.values())) == 1, found.keys()
    assert "Mã này không dùng được" in found["over"]


def test_the_forms_late_answer_is_refused_and_nothing_stored(
    app: Flask, db: Database, pages: PageClient, hour: Hour
) -> None:
    address = scan(app, db, pages.http)
    hour.shift(timedelta(hours=3))
    press(pages, address, status=404)
    assert stored(db) == []


def test_what_came_in_time_may_be_sent_again_later(
    app: Flask, db: Database, pages: PageClient, hour: Hour
) -> None:
    """The first answer's page was lost on its way, and the form is sent once more."""
    address = scan(app, db, pages.http)
    first = press(pages, address)
    hour.shift(timedelta(hours=3))
    assert press(pages, address).html == first.html
    assert stored(db) == [A_RATING]


def test_what_waited_in_a_phone_is_taken_as_of_its_press(
    app: Flask, db: Database, client: FlaskClient, hour: Hour
) -> None:
    item = item_of(app, scan(app, db, client))
    hour.shift(timedelta(hours=3))
    assert client.post("/api/v1/ratings", json=item).status_code == 404
    assert client.post("/api/v1/ratings", json={**item, "age_seconds": 10_600}).status_code == 200
    assert stored(db) == [A_RATING]
    hour.shift(timedelta(hours=10))
    again = client.post("/api/v1/ratings", json={**item, "age_seconds": 46_600})
    assert again.json == {"rating_id": item["rating_id"], "status": "recorded"}


@pytest.mark.parametrize("second", [True, False])
def test_no_reply_says_which_answer_was_the_first(
    app: Flask, db: Database, client: FlaskClient, second: bool
) -> None:
    item = item_of(app, scan(app, db, client))
    first = client.post("/api/v1/ratings", json=item)
    again = client.post("/api/v1/ratings", json={**item, "satisfied": second})
    assert (again.status_code, again.json) == (first.status_code, first.json)
    assert stored(db) == [A_RATING]


def test_nothing_that_a_phone_tells_stretches_twelve_hours(
    app: Flask, db: Database, client: FlaskClient, hour: Hour
) -> None:
    item = item_of(app, scan(app, db, client))
    hour.shift(timedelta(hours=12))
    assert client.post("/api/v1/ratings", json={**item, "age_seconds": 43_200}).status_code == 404
    assert stored(db) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ticket": "x"}, "unknown_link"),
        ({"ticket": "x" * 201}, "text_too_long"),
        ({"rating_id": "0" * 32}, "unknown_link"),
        ({"counter_id": "H44.5-2"}, "unknown_link"),
        ({"channel": "tablet"}, "wrong_choice"),
        ({"age_seconds": -1}, "wrong_age"),
        ({"age_seconds": 1e300}, "wrong_age"),
    ],
)
def test_a_ticket_answers_for_its_own_rating_alone(
    app: Flask, db: Database, client: FlaskClient, changes: dict[str, object], code: str
) -> None:
    response = client.post("/api/v1/ratings", json=item_of(app, scan(app, db, client), **changes))
    assert response.json is not None
    assert response.json["error"]["code"] == code
    assert stored(db) == []


def test_the_script_may_name_the_procedure(app: Flask, db: Database, client: FlaskClient) -> None:
    item = item_of(app, scan(app, db, client), procedure_id="1.001193", user_kind="business")
    assert client.post("/api/v1/ratings", json=item).status_code == 200
    found = db.conn.execute("SELECT tier, procedure_id, procedure_by, user_kind FROM rating").fetchone()
    assert found == ("rotating", "1.001193", "citizen", "business")


def test_without_the_setting_no_code_opens(app: Flask, db: Database, client: FlaskClient) -> None:
    app.config["ROTATING_CODES"] = False
    assert client.get(f"/q/{the_code(app, db)}").status_code == 404


def test_a_contact_tells_its_tablet_the_key_until_it_is_revoked(
    app: Flask, db: Database, client: FlaskClient
) -> None:
    tablet = Tablet(through_flask(client)).pair(make_code(db, COUNTER))
    key = tablet.deliver()["code_key"]
    assert key == rotating.key_of(app.extensions["keys"], db, COUNTER)
    a_mark(db, tablet.device_id, "revoked")
    assert tablet.deliver()["code_key"] == ""


@pytest.mark.parametrize("why", ["replaced", "cloned", "switched off"])
def test_whoever_is_to_make_no_codes_is_told_no_key(
    app: Flask, db: Database, client: FlaskClient, why: str
) -> None:
    tablet = Tablet(through_flask(client)).pair(make_code(db, COUNTER))
    app.config["ROTATING_CODES"] = why != "switched off"
    if why == "replaced":
        a_tablet(db, "T9", COUNTER, replaces=tablet.device_id)
    if why == "cloned":
        a_mark(db, tablet.device_id, "cloned")
    assert tablet.deliver()["code_key"] == ""


def test_a_second_screen_says_so_at_each_contact(db: Database, client: FlaskClient) -> None:
    tablet = Tablet(through_flask(client)).pair(make_code(db, COUNTER))
    state = tablet.letter()["state"]
    for shows in ("code", "question"):
        tablet.deliver(state={**state, "shows": shows})
        assert db.conn.execute("SELECT shows FROM device_contact").fetchone() == (shows,)


def test_what_draws_the_code_is_kept_offline_and_light(client: FlaskClient) -> None:
    address = "/static/js/vendor/uqr.js"
    assert f'"{address}"' in client.get("/t/sw.js").text
    response = client.get(address, headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert response.headers["Content-Encoding"] == "gzip"
    assert len(response.data) < 10_000
    assert "uqr" not in client.get(f"/t/{COUNTER}").text  # fetched once a code is to be drawn
