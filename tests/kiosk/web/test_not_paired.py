"""Where tablets must be paired, nobody else answers as one."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kiosk import create_app
from kiosk.storage.db import Database
from tests.asking import count
from tests.factories import rate


@pytest.fixture
def app(db: Database, tmp_path: Path) -> Iterator[Flask]:
    """The program as a centre runs it, with the settings it comes with."""
    application = create_app(instance=tmp_path)
    yield application
    application.extensions["writer"].close()


def a_rating(**changes: Any) -> dict[str, Any]:
    return {
        "rating_id": secrets.token_hex(16),
        "counter_id": "H44.5-1",
        "satisfied": True,
        **changes,
    }


def ratings(db: Database) -> list[str]:
    return [row[0] for row in db.conn.execute("SELECT rating_id FROM rating")]


@pytest.mark.parametrize("named", [{}, {"channel": "tablet"}])
def test_a_tablets_rating_by_the_open_door_is_refused(
    client: FlaskClient, db: Database, named: dict[str, str]
) -> None:
    answer = client.post("/api/v1/ratings", json=a_rating(**named))
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (403, "not_paired")
    assert ratings(db) == []


def test_in_a_list_only_the_tablets_ratings_are_refused(client: FlaskClient, db: Database) -> None:
    phone = a_rating(channel="phone")
    answer = client.post("/api/v1/ratings", json=[a_rating(), phone, a_rating(satisfied=False)])
    assert [item["status"] for item in answer.get_json()] == ["refused", "recorded", "refused"]
    assert answer.get_json()[0]["error"]["code"] == "not_paired"
    assert ratings(db) == [phone["rating_id"]]


def test_a_malformed_rating_is_told_its_fault_first(client: FlaskClient) -> None:
    answer = client.post("/api/v1/ratings", json=a_rating(colour="red"))
    assert answer.get_json()["error"]["code"] == "unknown_field"


@pytest.mark.parametrize("step", ["rate", "procedure", "topics"])
def test_the_plain_forms_of_a_tablet_are_refused_in_words(
    client: FlaskClient, db: Database, step: str
) -> None:
    form = {"step": step, "rating_id": secrets.token_hex(16), "satisfied": "1"}
    answer = client.post("/t/H44.5-1", data=form)
    assert answer.status_code == 403
    assert "chưa được ghép nối" in answer.get_data(as_text=True)
    assert ratings(db) == []


def test_the_tablets_page_opens_all_the_same(client: FlaskClient) -> None:
    assert client.get("/t/H44.5-1").status_code == 200


def test_phones_are_as_free_as_ever(client: FlaskClient, db: Database) -> None:
    rating_id = secrets.token_hex(16)
    form = {"step": "rate", "rating_id": rating_id, "satisfied": "1"}
    assert client.post("/p/H44.5-1", data=form).status_code == 200
    assert ratings(db) == [rating_id]


@pytest.mark.parametrize("channel", ["tablet", "phone"])
def test_nothing_is_added_from_afar_to_what_was_said_at_a_tablet(
    client: FlaskClient, db: Database, channel: str
) -> None:
    tier = "tablet" if channel == "tablet" else "poster"
    rating_id = rate(db, channel=channel, tier=tier)
    answer = client.post("/api/v1/details", json={"rating_id": rating_id, "topics": ["fee"]})
    form = {"step": "topics", "rating_id": rating_id, "topic": "manner"}
    by_form = client.post("/p/H44.5-1", data=form)
    added = count(db, "rating_reason")
    if channel == "phone":
        assert (answer.status_code, by_form.status_code, added) == (200, 200, 1)
    else:
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (403, "not_paired")
        assert (by_form.status_code, added) == (403, 0)
