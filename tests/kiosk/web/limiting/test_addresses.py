"""Limits at the doors: a building passes, a robot is told to wait, and no tablet ever is."""

import secrets

import pytest
import time_machine

from kiosk.storage.db import Database
from tests.asking import count
from tests.factories import WEDNESDAY
from tests.kiosk.web.limiting.crowd import HOME, MakeApp, a_rating, post
from tests.pages import PageClient
from tests.tablet import Clock, Tablet, make_code, through_flask


def test_six_hundred_answers_a_minute_from_one_address_pass(make_app: MakeApp, db: Database) -> None:
    app = make_app(POSTER_ANSWERS=1_000)
    answers = [post(app, [a_rating() for _ in range(50)]) for _ in range(12)]
    assert {answer.status_code for answer in answers} == {200}
    assert count(db, "rating") == 600


def test_above_the_fuse_an_address_is_told_when_to_come_again(
    make_app: MakeApp, db: Database, now: time_machine.Traveller
) -> None:
    app = make_app(ADDRESS_FUSE=60, POSTER_ANSWERS=1_000)
    assert post(app, [a_rating() for _ in range(60)]).status_code == 200
    refused = post(app, a_rating())
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    error = refused.get_json()["error"]
    assert error["code"] == "too_many"
    assert "mời Ông/Bà thử lại sau 1 giây" in error["message"]["vi"]
    assert "try again in 1 second." in error["message"]["en"]
    assert count(db, "rating") == 60
    now.shift(1.0)
    assert post(app, a_rating()).status_code == 200


def test_another_address_is_not_hindered(make_app: MakeApp) -> None:
    app = make_app(ADDRESS_FUSE=3)
    assert [post(app, a_rating()).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert post(app, a_rating(), "203.0.113.10").status_code == 200


def test_a_house_has_one_budget_for_all_its_addresses_of_ipv6(make_app: MakeApp) -> None:
    app = make_app(ADDRESS_FUSE=3)
    answers = [post(app, a_rating(), f"2001:db8:7:8::{i}").status_code for i in range(1, 5)]
    assert answers == [200, 200, 200, 429]
    assert post(app, a_rating(), "2001:db8:7:9::1").status_code == 200


def test_a_refusal_asks_the_writer_nothing(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app(ADDRESS_FUSE=1)
    assert post(app, a_rating()).status_code == 200
    monkeypatch.setattr(app.extensions["writer"], "write_all", None)
    assert post(app, a_rating()).status_code == 429
    not_even_read = app.test_client().post("/api/v1/ratings", data=b"no JSON", environ_overrides=HOME)
    assert not_even_read.status_code == 429


def test_the_same_answer_sent_again_after_a_refusal_is_stored(
    make_app: MakeApp, db: Database, now: time_machine.Traveller
) -> None:
    app, answer = make_app(ADDRESS_FUSE=1), a_rating()
    assert post(app, a_rating()).status_code == 200
    assert post(app, answer).status_code == 429
    now.shift(60.0)
    assert post(app, answer).get_json() == {"rating_id": answer["rating_id"], "status": "recorded"}
    assert count(db, "rating") == 2


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("vi", "Hiện có quá nhiều lượt gửi đến cùng lúc. Ý kiến chưa được ghi nhận;"),
        ("en", "A great many answers are arriving at once. Nothing was stored yet;"),
    ],
)
def test_without_script_the_page_says_so_in_the_readers_words(
    make_app: MakeApp, lang: str, words: str
) -> None:
    pages = PageClient(make_app(ADDRESS_FUSE=1))
    form = {"step": "rate", "satisfied": "1", "lang": lang}
    pages.post("/p/H44.5-1", {**form, "rating_id": secrets.token_hex(16)})
    page = pages.post("/p/H44.5-1", {**form, "rating_id": secrets.token_hex(16)}, 429)
    assert page.text("p", **{"class": "words"}).startswith(words)


def test_a_robot_buries_no_centre_under_matters_to_follow_up(make_app: MakeApp, db: Database) -> None:
    pages, sent = PageClient(make_app()), {"about": "centre", "topic": "waiting", "lang": "en"}
    for number in range(30):
        pages.post("/y/H44.5-1", {**sent, "body": f"{number}", "draft": secrets.token_hex(16)})
    refused = {**sent, "body": "what I wrote", "draft": secrets.token_hex(16)}
    page = pages.post("/y/H44.5-1", refused, 429)
    assert "please try again in 2 minutes." in page.html
    assert "what I wrote" in page.html
    assert count(db, "petition") == 30


def test_nothing_of_a_paired_tablet_is_ever_refused(make_app: MakeApp, db: Database) -> None:
    app = make_app(ADDRESS_FUSE=1, POSTER_ANSWERS=1, GUESSES=1, CODE_ANSWERS=1, COUNTER_ANSWERS=1)
    client = app.test_client()
    clock = Clock(round(WEDNESDAY.timestamp() * 1000))
    tablet = Tablet(through_flask(client), clock).pair(make_code(db, "H44.5-1", WEDNESDAY))
    assert [post(app, a_rating(), "127.0.0.1").status_code for _ in range(3)] == [200, 429, 429]
    for _ in range(150):
        tablet.press()
    assert len(tablet.deliver()["entries"]) == 150
    assert count(db, "rating") == 151
