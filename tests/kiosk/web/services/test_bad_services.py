"""Every way to announce a service wrongly: status, code, words in both languages, and no trace."""

import json
from typing import Any

import pytest

from kiosk.storage.db import Database
from tests.kiosk.web.one_stop import DOSSIER, SERVICE, OneStop
from tests.kiosk.web.test_bad_input import check_refusal, everything

pytestmark = pytest.mark.usefixtures("now")


def body(**changes: Any) -> bytes:
    return json.dumps({**SERVICE, **changes}).encode()


def without(field: str) -> bytes:
    return json.dumps({name: value for name, value in SERVICE.items() if name != field}).encode()


WHOLE = [
    # what is sent, status, code
    (b"", 400, "empty_body"),
    (b"dossier", 400, "not_json"),
    (b"\xff\xfe\x00", 400, "not_json"),
    (b"[]", 400, "no_items"),
    (b"[" + b",".join([body()] * 501) + b"]", 413, "too_many_items"),
    (b" " * 1_000_001, 413, "body_too_large"),
    (b"[" * 5000 + b"]" * 5000, 400, "too_deep"),
    (body()[:-1] + b', "dossier": "x"}', 400, "duplicate_key"),
]
ITEMS = [
    (b"null", 422, "not_an_object"),
    (b'"text"', 422, "not_an_object"),
    (b"1e999", 422, "not_an_object"),
    (body(name="Nguyễn Thị Lan"), 422, "unknown_field"),
    (body(phone="0912345678"), 422, "unknown_field"),
    (body(overdue=True), 422, "unknown_field"),
    (without("dossier"), 422, "missing_field"),
    (without("procedure"), 422, "missing_field"),
    (without("resolving_unit"), 422, "missing_field"),
    (without("received"), 422, "missing_field"),
    (without("finished"), 422, "missing_field"),
    (without("outcome"), 422, "missing_field"),
    (without("channel"), 422, "missing_field"),
    (without("counter"), 422, "faulty_service"),  # and no receiving unit
    (body(dossier=None), 422, "wrong_type"),
    (body(dossier=1), 422, "wrong_type"),
    (body(dossier=["H44.5-260817-0001"]), 422, "wrong_type"),
    (body(procedure=1.001193), 422, "wrong_type"),
    (body(petitioned=1), 422, "wrong_type"),
    (body(petitioned="co"), 422, "wrong_type"),
    (body(visits="2"), 422, "wrong_type"),
    (body(visits=2.0), 422, "wrong_type"),
    (body(visits=True), 422, "wrong_type"),
    (body(visits=0), 422, "faulty_service"),
    (body(visits=-3), 422, "faulty_service"),
    (body(visits=100), 422, "faulty_service"),
    (body(received=20260817), 422, "wrong_type"),
    (body(dossier="x" * 65), 422, "text_too_long"),
    (body(officer="y" * 900_000), 422, "text_too_long"),
    (body(dossier="\ud800"), 422, "unsafe_text"),
    (body(counter="\u0000"), 422, "unsafe_text"),
    (body(officer="\u202eA"), 422, "unsafe_text"),
    (body(finished="2026-08-19\n"), 422, "unsafe_text"),
    (body(outcome="dong_y"), 422, "wrong_choice"),  # machines speak one language
    (body(outcome="GRANTED"), 422, "wrong_choice"),
    (body(outcome=""), 422, "wrong_choice"),
    (body(channel="phone"), 422, "wrong_choice"),
    (body(dossier=""), 422, "faulty_service"),
    (body(dossier="H44.5-260230-0001"), 422, "faulty_service"),
    (body(dossier="=HYPERLINK(1)"), 422, "faulty_service"),
    (body(dossier="' OR 1=1 --"), 422, "faulty_service"),
    (body(dossier="H44.5-260817-٠٠٠١"), 422, "faulty_service"),
    (body(dossier="a" + "\u0301" * 63), 422, "faulty_service"),
    (body(procedure="1.0011"), 422, "faulty_service"),
    (body(procedure="9.999999"), 422, "faulty_service"),
    (body(counter="H44.5-999"), 422, "faulty_service"),
    (body(receiving_unit="H44.9"), 422, "faulty_service"),
    (body(resolving_unit="H99"), 422, "faulty_service"),
    (body(resolving_unit=" "), 422, "faulty_service"),
    (body(officer="X"), 422, "faulty_service"),
    (body(received="soon"), 422, "faulty_service"),
    (body(received="2026-08-20"), 422, "faulty_service"),
    (body(finished="2026-08-19 09:31"), 422, "faulty_service"),  # a minute from now
    (body(finished="9999-12-31T23:59:59-12:00"), 422, "faulty_service"),
    (body(received="0001-01-01T00:00:00+14:00"), 422, "faulty_service"),
    (body(due="2026-08-20 25:00"), 422, "faulty_service"),
]


def send(one_stop: OneStop, data: bytes, media_type: str = "application/json") -> Any:
    return one_stop.client.post(
        "/api/v1/services", data=data, content_type=media_type, headers=one_stop.headers
    )


def all_but_the_log(db: Database) -> dict[str, Any]:
    return {name: rows for name, rows in everything(db).items() if name != "system_call"}


@pytest.mark.parametrize(("sent", "status", "code"), WHOLE + ITEMS, ids=range(len(WHOLE + ITEMS)))
def test_a_bad_service_is_refused_in_words_and_leaves_no_trace(
    db: Database, one_stop: OneStop, sent: bytes, status: int, code: str
) -> None:
    before = all_but_the_log(db)
    check_refusal(send(one_stop, sent), status, code)
    assert all_but_the_log(db) == before


@pytest.mark.parametrize(("sent", "_status", "code"), ITEMS, ids=range(len(ITEMS)))
def test_inside_a_list_the_same_mistakes_bear_the_same_codes_and_hold_up_no_other(
    db: Database, one_stop: OneStop, sent: bytes, _status: int, code: str
) -> None:
    answer = send(one_stop, b"[" + sent + b"," + body(dossier="H44.5-260817-0002") + b"]")
    assert [item["status"] for item in answer.get_json()] == ["refused", "stored"]
    assert answer.get_json()[0]["error"]["code"] == code
    assert len(answer.get_json()[0]["dossier"] or "") <= 64
    assert db.conn.execute("SELECT service_id FROM service").fetchall() == [("H44.5-260817-0002",)]


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_of_another_kind_is_refused(one_stop: OneStop, media_type: str) -> None:
    check_refusal(send(one_stop, body(), media_type), 415, "wrong_media_type")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/services", 405, "method_not_allowed"),
        ("PUT", f"/api/v1/services/{DOSSIER}", 405, "method_not_allowed"),
        ("DELETE", f"/api/v1/services/{DOSSIER}", 405, "method_not_allowed"),
        ("GET", "/api/v1/services/", 404, "not_found"),
        ("GET", f"/api/v1/services/{DOSSIER}/corrections", 404, "not_found"),
        ("POST", "/api/v1/openapi.json", 405, "method_not_allowed"),
    ],
)
def test_an_address_that_does_not_exist_says_so_as_json(
    one_stop: OneStop, method: str, path: str, status: int, code: str
) -> None:
    answer = one_stop.client.open(path, method=method, headers=one_stop.headers)
    check_refusal(answer, status, code)


def test_asking_a_hundred_times_changes_nothing_but_the_log(db: Database, one_stop: OneStop) -> None:
    send(one_stop, body())
    before = all_but_the_log(db)
    for method in ("GET", "HEAD") * 50:
        address = f"/api/v1/services/{DOSSIER}"
        assert one_stop.client.open(address, method=method, headers=one_stop.headers).status_code == 200
    assert all_but_the_log(db) == before
