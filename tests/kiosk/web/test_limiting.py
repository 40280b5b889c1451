"""Limits at the doors: a building passes, a robot is told to wait, and no tablet ever is."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from kiosk import create_app, rotating, tickets
from kiosk.db import Database
from kiosk.rotating import Window
from tests.factories import WEDNESDAY
from tests.kiosk.web.staff import fill_in
from tests.opened import opened
from tests.pages import PageClient
from tests.tablet import Clock, Tablet, make_code, through_flask

HOME = {"REMOTE_ADDR": "203.0.113.9"}
MakeApp = Callable[..., Flask]


@pytest.fixture
def make_app(db: Database, tmp_path: Path, now: time_machine.Traveller) -> Iterator[MakeApp]:
    made = []

    def make(**settings: Any) -> Flask:
        made.append(create_app({"REPEAT_SECONDS": 0, "BURST_PRESSES": 0, **settings}, instance=tmp_path))
        return made[-1]

    yield make
    for app in made:
        app.extensions["writer"].close()


def a_rating(**changes: Any) -> dict[str, Any]:
    values = {"counter_id": "H44.5-1", "satisfied": True, "channel": "phone"}
    return {"rating_id": secrets.token_hex(16), **values, **changes}


def post(app: Flask, body: Any, address: str = HOME["REMOTE_ADDR"]) -> TestResponse:
    return app.test_client().post(
        "/api/v1/ratings", json=body, environ_overrides={"REMOTE_ADDR": address}
    )


def stored(db: Database) -> int:
    return int(db.conn.execute("SELECT count(*) FROM rating").fetchone()[0])


def counted(db: Database) -> tuple[int, int]:
    """How many ratings no rule excludes, and how many are of a crowd; there are no others."""
    rules = "SELECT count(*) - count(rule), count(nullif(rule, 'crowd-1')), count(rule) FROM rating"
    free, others, crowd = db.conn.execute(rules).fetchone()
    assert others == 0
    return free, crowd


def test_six_hundred_answers_a_minute_from_one_address_pass(make_app: MakeApp, db: Database) -> None:
    app = make_app(POSTER_ANSWERS=1_000)
    answers = [post(app, [a_rating() for _ in range(50)]) for _ in range(12)]
    assert {answer.status_code for answer in answers} == {200}
    assert stored(db) == 600


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
    assert stored(db) == 60
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


def test_one_poster_does_not_use_up_another(make_app: MakeApp, db: Database) -> None:
    app = make_app(POSTER_ANSWERS=2)
    assert [post(app, a_rating()).status_code for _ in range(3)] == [200, 200, 200]
    assert counted(db) == (2, 1)
    assert post(app, a_rating(counter_id="H44.5-2")).status_code == 200
    assert counted(db) == (3, 1)


@pytest.mark.parametrize("satisfied", [True, False])
def test_an_honest_answer_in_a_crowd_is_kept_and_told_like_any_other(
    make_app: MakeApp, db: Database, satisfied: bool
) -> None:
    app, answer = make_app(POSTER_ANSWERS=1), a_rating(satisfied=satisfied)
    first = a_rating()
    assert post(app, first).get_json() == {"rating_id": first["rating_id"], "status": "recorded"}
    for _ in range(2):
        assert post(app, answer).get_json() == {"rating_id": answer["rating_id"], "status": "recorded"}
    assert counted(db) == (1, 1)
    assert post(app, first).status_code == 200  # sent again, it stays what it was
    assert counted(db) == (1, 1)


def test_beyond_any_crowd_a_counter_takes_no_more(make_app: MakeApp, db: Database) -> None:
    app = make_app(POSTER_ANSWERS=2)
    answers = [post(app, a_rating(), f"198.51.100.{i}").status_code for i in range(30)]
    assert answers == [200] * 20 + [429] * 10
    assert counted(db) == (2, 18)


def test_a_flood_that_lasts_all_day_cannot_fill_the_disk(
    make_app: MakeApp, db: Database, now: time_machine.Traveller
) -> None:
    app = make_app(POSTER_ANSWERS=1)
    for _ in range(12):
        for i in range(10):
            post(app, a_rating(), f"198.51.100.{i}")
        now.shift(60.0)
    assert stored(db) == 100
    now.shift(86_400.0)
    assert post(app, a_rating()).status_code == 200


def test_a_flood_to_a_printed_code_refuses_nobody_at_the_screen_beside_it(
    make_app: MakeApp, db: Database
) -> None:
    app = make_app(POSTER_ANSWERS=1)
    answers = [post(app, a_rating(), f"198.51.100.{i}").status_code for i in range(12)]
    assert answers == [200] * 10 + [429] * 2
    [ticket] = tickets_of_one_minute(app, db, 1)
    assert answer_ticket(app, ticket, "203.0.113.10") == 200
    assert counted(db) == (2, 9)


def test_the_same_answer_sent_again_after_a_refusal_is_stored(
    make_app: MakeApp, db: Database, now: time_machine.Traveller
) -> None:
    app, answer = make_app(ADDRESS_FUSE=1), a_rating()
    assert post(app, a_rating()).status_code == 200
    assert post(app, answer).status_code == 429
    now.shift(60.0)
    assert post(app, answer).get_json() == {"rating_id": answer["rating_id"], "status": "recorded"}
    assert stored(db) == 2


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


def tickets_of_one_minute(app: Flask, db: Database, how_many: int) -> list[str]:
    keys, counter_id = app.extensions["keys"], "H44.5-1"
    code = rotating.write_code(rotating.key_of(keys, db, counter_id), counter_id, WEDNESDAY)
    window = rotating.find_window(keys, db, code, WEDNESDAY)
    assert isinstance(window, Window)
    return [tickets.issue(keys, window, WEDNESDAY) for _ in range(how_many)]


def answer_ticket(app: Flask, ticket: str, address: str) -> int:
    """From its own address, as a robot would that has many of them."""
    form = {"step": "rate", "satisfied": "0"}
    answer = app.test_client().post(
        f"/q/t/{ticket}", data=form, environ_overrides={"REMOTE_ADDR": address}
    )
    return answer.status_code


def test_of_one_code_photographed_and_passed_on_a_handful_of_answers_count(
    make_app: MakeApp, db: Database
) -> None:
    app = make_app()
    given = tickets_of_one_minute(app, db, 40)
    answers = [answer_ticket(app, one, f"198.51.100.{i}") for i, one in enumerate(given)]
    assert answers == [200] * 40
    assert counted(db) == (5, 35)


def items_of(app: Flask, db: Database, how_many: int) -> list[dict[str, Any]]:
    """As many answers to one scanned code, each with a ticket of its own."""
    keys = app.extensions["keys"]
    return [
        a_rating(rating_id=tickets.read(keys, ticket).rating_id, ticket=ticket)
        for ticket in tickets_of_one_minute(app, db, how_many)
    ]


def test_of_a_list_no_more_of_one_code_count_than_of_single_answers(
    make_app: MakeApp, db: Database
) -> None:
    app = make_app()
    many = items_of(app, db, 500)
    refused = post(app, many)
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (413, "too_many_items")
    assert stored(db) == 0
    assert [post(app, many[start : start + 20]).status_code for start in (0, 20)] == [200, 200]
    assert counted(db) == (5, 35)


@pytest.mark.parametrize(("setting", "most"), [("POSTER_ANSWERS", 70), ("ADDRESS_FUSE", 7)])
def test_a_list_that_no_waiting_would_let_in_is_refused_whole(
    make_app: MakeApp, db: Database, setting: str, most: int
) -> None:
    app = make_app(**{setting: 7})
    assert post(app, [a_rating() for _ in range(most + 1)]).status_code == 413
    assert post(app, [a_rating() for _ in range(most)]).status_code == 200
    assert stored(db) == most


def test_a_list_tries_one_receipt_no_oftener_than_its_budget(make_app: MakeApp, db: Database) -> None:
    tries = [
        {"rating_id": secrets.token_hex(16), "satisfied": True, "receipt": "A" * 26} for _ in range(11)
    ]
    assert post(make_app(), tries).status_code == 413


def test_of_the_codes_of_a_counter_together_no_more_count_than_people_can_give(
    make_app: MakeApp, db: Database
) -> None:
    app = make_app(CODE_ANSWERS=1_000)
    given = tickets_of_one_minute(app, db, 40)
    answers = [answer_ticket(app, one, f"198.51.100.{i}") for i, one in enumerate(given)]
    assert answers == [200] * 40
    assert counted(db) == (12, 28)


def test_only_codes_that_are_none_are_charged_and_good_ones_still_open(
    make_app: MakeApp, db: Database
) -> None:
    app = make_app(GUESSES=3)
    client, (good,) = app.test_client(), tickets_of_one_minute(app, db, 1)
    opened = [client.get(f"/q/t/{good}").status_code for _ in range(10)]
    guessed = [client.get(f"/q/H44.5-1.3{i}.AAAAAAAAAAA").status_code for i in range(6)]
    assert opened == [200] * 10
    assert guessed == [404] * 3 + [429] * 3
    assert client.get(f"/q/t/{good}").status_code == 200


def test_a_robot_buries_no_centre_under_matters_to_follow_up(make_app: MakeApp, db: Database) -> None:
    pages, sent = PageClient(make_app()), {"about": "centre", "topic": "waiting", "lang": "en"}
    for number in range(30):
        pages.post("/y/H44.5-1", {**sent, "body": f"{number}", "draft": secrets.token_hex(16)})
    refused = {**sent, "body": "what I wrote", "draft": secrets.token_hex(16)}
    page = pages.post("/y/H44.5-1", refused, 429)
    assert "please try again in 2 minutes." in page.html
    assert "what I wrote" in page.html
    assert db.conn.execute("SELECT count(*) FROM petition").fetchone()[0] == 30


def test_nothing_of_a_paired_tablet_is_ever_refused(make_app: MakeApp, db: Database) -> None:
    app = make_app(ADDRESS_FUSE=1, POSTER_ANSWERS=1, GUESSES=1, CODE_ANSWERS=1, COUNTER_ANSWERS=1)
    client = app.test_client()
    clock = Clock(round(WEDNESDAY.timestamp() * 1000))
    tablet = Tablet(through_flask(client), clock).pair(make_code(db, "H44.5-1", WEDNESDAY))
    assert [post(app, a_rating(), "127.0.0.1").status_code for _ in range(3)] == [200, 429, 429]
    for _ in range(150):
        tablet.press()
    assert len(tablet.deliver()["entries"]) == 150
    assert stored(db) == 151


def break_it(path: Path) -> None:
    path.mkdir()


def damage_it(path: Path) -> None:
    path.write_bytes(b"no database" * 1_000)


@pytest.mark.parametrize("harm", [break_it, damage_it])
def test_limits_that_cannot_be_counted_stop_no_answer(
    make_app: MakeApp, db: Database, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    app = make_app(ADDRESS_FUSE=1, POSTER_ANSWERS=1)
    harm(tmp_path / "limits.db")
    assert {post(app, a_rating()).status_code for _ in range(5)} == {200}
    assert counted(db) == (5, 0)


def test_the_count_may_be_deleted_while_the_server_runs(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(ADDRESS_FUSE=1)
    assert [post(app, a_rating()).status_code for _ in range(2)] == [200, 429]
    (tmp_path / "limits.db").unlink()
    assert [post(app, a_rating()).status_code for _ in range(2)] == [200, 429]


def test_no_address_is_kept_anywhere(make_app: MakeApp, db: Database, tmp_path: Path) -> None:
    app = make_app()
    post(app, a_rating())
    fill_in(PageClient(app), "/sign-in", user_id="lan", password="no such password")
    assert db.conn.execute("SELECT count(*) FROM sign_in_failure").fetchone()[0] == 2
    app.extensions["writer"].close()
    files = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert {"kiosk.db", "limits.db"} <= {one.name for one in files}
    for file in files:
        content = opened(file) if file.name == "kiosk.db" else file.read_bytes()
        assert HOME["REMOTE_ADDR"].encode() not in content, file.name
        assert b"127.0.0.1" not in content, file.name
