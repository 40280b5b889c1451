"""The machine's door, used as it is meant."""

import secrets
from typing import Any

import pytest
from flask.testing import FlaskClient

from kiosk.storage.db import Database
from tests.asking import count


def a_rating(**changes: Any) -> dict[str, Any]:
    return {
        "rating_id": secrets.token_hex(16),
        "counter_id": "H44.5-1",
        "satisfied": True,
        **changes,
    }


def stored(db: Database) -> list[tuple[str, int]]:
    return sorted(db.conn.execute("SELECT rating_id, satisfied FROM rating").fetchall())


def test_one_rating_is_recorded_and_acknowledged_by_its_id(client: FlaskClient, db: Database) -> None:
    rating = a_rating(satisfied=False)
    answer = client.post("/api/v1/ratings", json=rating)
    assert (answer.status_code, answer.get_json()) == (
        200,
        {"rating_id": rating["rating_id"], "status": "recorded"},
    )
    assert stored(db) == [(rating["rating_id"], 0)]


def test_the_acknowledgement_is_the_same_for_both_answers_but_for_the_id(client: FlaskClient) -> None:
    one, other = (
        client.post("/api/v1/ratings", json=a_rating(satisfied=answer)) for answer in (True, False)
    )
    assert len(one.data) == len(other.data)
    assert dict(one.headers) == dict(other.headers)


def test_sending_again_gives_the_same_answer_and_stores_nothing(
    client: FlaskClient, db: Database
) -> None:
    rating = a_rating()
    answers = [client.post("/api/v1/ratings", json=rating) for _ in range(3)]
    assert len({(answer.status_code, answer.data) for answer in answers}) == 1
    assert len(stored(db)) == 1


def test_five_hundred_ratings_are_taken_at_once(client: FlaskClient, db: Database) -> None:
    ratings = [a_rating(satisfied=i % 7 > 0) for i in range(500)]
    answer = client.post("/api/v1/ratings", json=ratings)
    assert [item["rating_id"] for item in answer.get_json()] == [one["rating_id"] for one in ratings]
    assert stored(db) == sorted((one["rating_id"], int(one["satisfied"])) for one in ratings)


def test_one_bad_item_holds_up_no_other(client: FlaskClient, db: Database) -> None:
    good = [a_rating(), a_rating()]
    items = [good[0], a_rating(satisfied=1), "nonsense", good[1], a_rating(counter_id="nowhere")]
    answer = client.post("/api/v1/ratings", json=items)
    assert answer.status_code == 200
    assert [item["status"] for item in answer.get_json()] == [
        "recorded",
        "refused",
        "refused",
        "recorded",
        "refused",
    ]
    assert [item.get("error", {}).get("code") for item in answer.get_json()] == [
        None,
        "wrong_type",
        "not_an_object",
        None,
        "unknown_counter",
    ]
    assert [row[0] for row in stored(db)] == sorted(one["rating_id"] for one in good)


def test_a_delivery_of_nothing_but_bad_items_is_answered_item_by_item(client: FlaskClient) -> None:
    answer = client.post("/api/v1/ratings", json=[{}, []])
    assert [item["status"] for item in answer.get_json()] == ["refused", "refused"]


def test_a_phone_s_rating_is_unverified(client: FlaskClient, db: Database) -> None:
    client.post("/api/v1/ratings", json=a_rating(channel="phone"))
    assert db.conn.execute("SELECT channel, tier FROM rating").fetchone() == ("phone", "poster")


@pytest.mark.parametrize("field", ["service_id", "tier", "officer_id", "rule", "day"])
def test_nobody_can_claim_what_has_not_been_proved(client: FlaskClient, field: str) -> None:
    answer = client.post("/api/v1/ratings", json=a_rating(**{field: "x"}))
    error = answer.get_json()["error"]
    assert (error["code"], error["field"]) == ("unknown_field", field)


@pytest.mark.parametrize("satisfied", [True, False])
def test_whoever_sends_both_answers_under_one_id_learns_nothing_and_the_first_stands(
    client: FlaskClient, db: Database, satisfied: bool
) -> None:
    rating = a_rating(satisfied=satisfied)
    first = client.post("/api/v1/ratings", json=rating)
    same, other = (
        client.post("/api/v1/ratings", json={**rating, "satisfied": answer})
        for answer in (satisfied, not satisfied)
    )
    assert first.status_code == 200
    assert (same.status, same.data) == (other.status, other.data) == (first.status, first.data)
    assert stored(db) == [(rating["rating_id"], int(satisfied))]
    assert count(db, "set_aside") == 1


def test_details_attach_to_their_rating(client: FlaskClient, db: Database) -> None:
    rating = a_rating()
    client.post("/api/v1/ratings", json=rating)
    detail = {"rating_id": rating["rating_id"], "procedure_id": "2.000815", "topics": ["time"]}
    answer = client.post("/api/v1/details", json=detail)
    assert answer.get_json() == {"rating_id": rating["rating_id"], "status": "recorded"}
    assert db.conn.execute("SELECT reason_code FROM rating_reason").fetchall() == [("fast",)]


def test_whoever_tries_what_was_added_under_an_id_learns_nothing(
    client: FlaskClient, db: Database
) -> None:
    rating_id = client.post("/api/v1/ratings", json=a_rating()).get_json()["rating_id"]
    tried = [
        client.post("/api/v1/details", json={"rating_id": rating_id, "procedure_id": procedure_id})
        for procedure_id in ("2.000815", "1.001193", "2.000815")
    ]
    assert {(one.status, one.data) for one in tried} == {(tried[0].status, tried[0].data)}
    assert db.conn.execute("SELECT procedure_id FROM rating_procedure").fetchall() == [("2.000815",)]


def test_the_search_needs_no_diacritics(client: FlaskClient) -> None:
    for words in ("khai sinh", "KHAI SINH", "dang ky khai", "Đăng ký khai"):
        found = client.get("/api/v1/procedures", query_string={"q": words}).get_json()
        assert [one["procedure_id"] for one in found] == ["1.001193"], words


def test_an_empty_search_finds_nothing(client: FlaskClient) -> None:
    assert client.get("/api/v1/procedures").get_json() == []


def test_the_api_sets_no_cookie(client: FlaskClient) -> None:
    answer = client.post("/api/v1/ratings", json=a_rating())
    assert "Set-Cookie" not in answer.headers
