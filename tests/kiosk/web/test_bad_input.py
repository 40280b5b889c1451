"""Everything that may be sent wrongly: status, code, words in both languages, and no trace."""

import json
import secrets
from typing import Any

import pytest
from flask.testing import FlaskClient

from kiosk.storage.db import Database, writing
from tests.asking import count
from tests.factories import a_version, rate

GOOD_ID = "0123456789abcdef0123456789abcdef"


def body(**changes: Any) -> bytes:
    return json.dumps(
        {"rating_id": GOOD_ID, "counter_id": "H44.5-1", "satisfied": True, **changes}
    ).encode()


def without(field: str) -> bytes:
    return json.dumps({k: v for k, v in json.loads(body()).items() if k != field}).encode()


def by_receipt(token: str, **changes: Any) -> bytes:
    good = {"rating_id": GOOD_ID, "receipt": token, "satisfied": True}
    return json.dumps({**good, **changes}).encode()


RATINGS = [
    # what is sent, status, code
    (b"", 400, "empty_body"),
    (b"   ", 400, "empty_body"),
    (b"satisfied", 400, "not_json"),
    (b"\xff\xfe\x00", 400, "not_json"),
    (body() + b"}", 400, "not_json"),
    (b"[]", 400, "no_items"),
    (b"null", 422, "not_an_object"),
    (b'"text"', 422, "not_an_object"),
    (b" " * 1_000_001, 413, "body_too_large"),
    (body(counter_id="x" * 1_000_000), 413, "body_too_large"),
    (b"[" + b",".join([body()] * 501) + b"]", 413, "too_many_items"),
    (body()[:-1] + b', "satisfied": false}', 400, "duplicate_key"),
    (body(colour="red"), 422, "unknown_field"),
    (body(age_seconds=1)[:-2] + b"NaN}", 400, "not_finite"),
    (body(age_seconds=1)[:-2] + b"1e999}", 422, "wrong_type"),
    (b"[" * 5000 + b"]" * 5000, 400, "too_deep"),
    (body(counter_id={"a": {"b": {"c": {"d": 1}}}}), 400, "too_deep"),
    (body(satisfied=1), 422, "wrong_type"),
    (body(satisfied="true"), 422, "wrong_type"),
    (body(satisfied=None), 422, "wrong_type"),
    (body(satisfied=[True]), 422, "wrong_type"),
    (without("satisfied"), 422, "missing_field"),
    (without("rating_id"), 422, "missing_field"),
    (without("counter_id"), 422, "missing_field"),
    (body(counter_id="H44.5-999"), 404, "unknown_counter"),
    (body(counter_id=""), 404, "unknown_counter"),
    (body(counter_id="' OR 1=1 --"), 404, "unknown_counter"),
    (body(counter_id="\u0000"), 422, "unsafe_text"),
    (body(counter_id="\ud800"), 422, "unsafe_text"),
    (body(counter_id="x" * 65), 422, "text_too_long"),
    (body(procedure_id="\ud800"), 422, "unsafe_text"),
    (body(procedure_id="1" * 900_000), 422, "text_too_long"),
    (body(channel="\udfff"), 422, "unsafe_text"),
    (body(procedure_id="1.999999"), 422, "unknown_procedure"),
    (body(procedure_id="2.000815"), 422, "retired_procedure"),
    (body(procedure_id=1.001193), 422, "wrong_type"),
    (body(rating_id="abc"), 422, "wrong_id"),
    (body(rating_id=GOOD_ID.upper()), 422, "wrong_id"),
    (body(rating_id=GOOD_ID + "0"), 422, "wrong_id"),
    (body(rating_id="٠" * 32), 422, "wrong_id"),
    (body(rating_id=7), 422, "wrong_type"),
    (body(age_seconds=-0.001), 422, "wrong_age"),
    (body(age_seconds=1e9), 422, "wrong_age"),
    (body(age_seconds="5"), 422, "wrong_type"),
    (body(channel="carrier pigeon"), 422, "wrong_choice"),
    (body(user_kind="robot"), 422, "wrong_choice"),
    (by_receipt("A" * 26), 404, "unusable_receipt"),
    (by_receipt("A" * 25), 404, "unusable_receipt"),
    (by_receipt(""), 404, "unusable_receipt"),
    (by_receipt("=HYPERLINK(1)"), 404, "unusable_receipt"),
    (by_receipt("\u202eA"), 422, "unsafe_text"),
    (by_receipt("A" * 201), 422, "text_too_long"),
    (by_receipt("\u0000"), 422, "unsafe_text"),
    (by_receipt("A" * 26, age_seconds=-1), 422, "wrong_age"),
    (by_receipt("A" * 26, counter_id="H44.5-1"), 422, "unknown_field"),
    (by_receipt("A" * 26, channel="tablet"), 422, "unknown_field"),
    (by_receipt("A" * 26, receipt=None), 422, "wrong_type"),
]

DETAILS = [
    ({"comment": "bell \x07"}, 422, "unsafe_text"),
    ({"comment": "right to left \u202egnp.exe"}, 422, "unsafe_text"),
    ({"comment": "isolate \u2067"}, 422, "unsafe_text"),
    ({"comment": "zero width \u200b"}, 422, "unsafe_text"),
    ({"comment": "half a pair \ud83d"}, 422, "unsafe_text"),
    ({"comment": "a" + "\u0301" * 10_000}, 422, "text_too_long"),
    ({"comment": 5}, 422, "wrong_type"),
    ({"topics": ["\ud800"]}, 422, "unsafe_text"),
    ({"topics": ["t" * 65]}, 422, "text_too_long"),
    ({"procedure_id": "\ud800"}, 422, "unsafe_text"),
    ({"topics": ["sunshine"]}, 422, "unknown_reason"),
    ({"topics": ["late"]}, 422, "unknown_reason"),
    ({"topics": "time"}, 422, "wrong_type"),
    ({"topics": ["time"] * 13}, 422, "wrong_type"),
    ({"procedure_id": "2.000815"}, 422, "retired_procedure"),
    ({"satisfied": False}, 422, "unknown_field"),
    ({"rating_id": "f" * 32}, 404, "unknown_rating"),
    ({"rating_id": "f"}, 422, "wrong_id"),
]


@pytest.fixture
def retired(db: Database) -> None:
    """A procedure that is no longer in force."""
    with writing(db):
        a_version(
            db, "procedure", "2026-01-01", procedure_id="2.000815", name="-", raw_code="-", retired=1
        )


def everything(db: Database) -> dict[str, Any]:
    tables = [row[0] for row in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: db.conn.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}


def check_refusal(answer: Any, status: int, code: str) -> None:
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (status, code)
    message = answer.get_json()["error"]["message"]
    assert set(message) == {"vi", "en"}
    assert message["vi"] != message["en"]
    assert all(words and "{" not in words for words in message.values())
    assert "Traceback" not in answer.text


@pytest.mark.usefixtures("retired")
@pytest.mark.parametrize(("sent", "status", "code"), RATINGS, ids=range(len(RATINGS)))
def test_a_bad_rating_is_refused_in_words_and_leaves_no_trace(
    client: FlaskClient, db: Database, sent: bytes, status: int, code: str
) -> None:
    before = everything(db)
    answer = client.post("/api/v1/ratings", data=sent, content_type="application/json")
    check_refusal(answer, status, code)
    assert everything(db) == before


@pytest.mark.usefixtures("retired")
@pytest.mark.parametrize(("change", "status", "code"), DETAILS, ids=range(len(DETAILS)))
def test_a_bad_detail_is_refused_in_words_and_leaves_no_trace(
    client: FlaskClient, db: Database, change: dict[str, Any], status: int, code: str
) -> None:
    rating_id = rate(db)
    before = everything(db)
    good = {"rating_id": rating_id, "topics": ["time"], "procedure_id": "1.001193"}
    answer = client.post("/api/v1/details", json={**good, **change})
    check_refusal(answer, status, code)
    assert everything(db) == before


@pytest.mark.parametrize(("sent", "_status", "code"), RATINGS[22:], ids=range(22, len(RATINGS)))
@pytest.mark.usefixtures("retired")
def test_inside_a_delivery_the_same_mistakes_bear_the_same_codes(
    client: FlaskClient, db: Database, sent: bytes, _status: int, code: str
) -> None:
    good = {"rating_id": secrets.token_hex(16), "counter_id": "H44.5-1", "satisfied": True}
    delivery = b"[" + json.dumps(good).encode() + b"," + sent + b"]"
    answer = client.post("/api/v1/ratings", data=delivery, content_type="application/json")
    assert [item["status"] for item in answer.get_json()] == ["recorded", "refused"]
    assert answer.get_json()[1]["error"]["code"] == code
    assert db.conn.execute("SELECT rating_id FROM rating").fetchall() == [(good["rating_id"],)]


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_of_another_kind_is_refused(client: FlaskClient, media_type: str) -> None:
    answer = client.post("/api/v1/ratings", data=body(), content_type=media_type)
    check_refusal(answer, 415, "wrong_media_type")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/ratings", 405, "method_not_allowed"),
        ("DELETE", "/api/v1/ratings", 405, "method_not_allowed"),
        ("POST", "/api/v1/nothing", 404, "not_found"),
        ("POST", "/api/v2/ratings", 404, "not_found"),
    ],
)
def test_an_address_that_does_not_exist_says_so_as_json(
    client: FlaskClient, method: str, path: str, status: int, code: str
) -> None:
    check_refusal(client.open(path, method=method), status, code)


def test_a_body_in_chunks_of_unknown_length_is_refused(client: FlaskClient) -> None:
    answer = client.post(
        "/api/v1/ratings",
        data=body(),
        content_type="application/json",
        headers={"Transfer-Encoding": "chunked"},
    )
    check_refusal(answer, 411, "length_required")


def test_a_hostile_item_costs_honest_ones_nothing(client: FlaskClient, db: Database) -> None:
    hostile = [body(rating_id=secrets.token_hex(16), procedure_id="\ud800")] * 3
    honest = [body(rating_id=secrets.token_hex(16)) for _ in range(3)]
    for bad, good in zip(hostile, honest, strict=True):
        client.post("/api/v1/ratings", data=bad, content_type="application/json")
        answer = client.post("/api/v1/ratings", data=good, content_type="application/json")
        assert answer.status_code == 200
    assert count(db, "rating") == 3


def test_when_the_record_cannot_be_written_the_answer_says_try_again(
    client: FlaskClient, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kiosk.storage.driver import sqlite3

    def full_disk(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(client.application.extensions["writer"], "write_all", full_disk)
    answer = client.post("/api/v1/ratings", data=body(), content_type="application/json")
    check_refusal(answer, 503, "busy")
    assert count(db, "rating") == 0


def test_an_unforeseen_error_tells_nothing_of_the_inside(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(client.application.extensions["writer"], "write_all", break_down)
    answer = client.post("/api/v1/ratings", data=body(), content_type="application/json")
    check_refusal(answer, 500, "unexpected")
    assert "secret" not in answer.text
