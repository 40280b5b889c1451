"""The feed: what was published, with a key, and the same figures as everywhere."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from analytics.editions import Editions, Matters, Restatement
from analytics.source import Name
from kiosk.services import system_log, systems
from kiosk.storage.db import Database
from tests.analytics.editions_by_hand import a_row, an_edition
from tests.factories import WEDNESDAY
from tests.kiosk.web.one_stop import OneStop

pytestmark = pytest.mark.usefixtures("now")

WEEK = an_edition("2026-W34")
AGAIN = an_edition("2026-W34", 2, total=a_row("total", "", 100, 200))
OFFICERS = {"unit": [a_row("unit", "H44.1", 170, 190)], "officer": [a_row("officer", "A", 35, 40)]}
MATTERS = (Matters("H44.1", 5, 4, 3, 1, 2, 3, Name("Xã", "Commune")), Matters("", 5, 4, 3, 1, 2, 3))
MONTH = an_edition("2026-08", tables=OFFICERS, matters=MATTERS)


@pytest.fixture
def editions(app: Flask) -> Editions:
    """The instance's, with a week, its restatement and a month."""
    found = Editions(Path(app.config["INSTANCE"]) / "editions")
    for edition in (WEEK, AGAIN, MONTH):
        found.publish(edition)
    return found


class Centre:
    """An operation centre that holds a key."""

    def __init__(self, app: Flask, db: Database, *scopes: str) -> None:
        self._held = OneStop(app, db, *(scopes or (systems.FIGURES,)), system="ioc")

    def get(self, address: str = "", **headers: str) -> TestResponse:
        return self._held.client.get(
            f"/api/v1/figures{address}", headers={**self._held.headers, **headers}
        )

    def call(self, method: str, address: str = "") -> TestResponse:
        return self._held.client.open(
            f"/api/v1/figures{address}", method=method, headers=self._held.headers
        )


@pytest.fixture
def centre(app: Flask, db: Database) -> Centre:
    return Centre(app, db)


def test_the_list_says_which_editions_there_are_and_where(centre: Centre, editions: Editions) -> None:
    listed = centre.get().get_json()["editions"]

    assert [(one["period"], one["kind"], one["number"]) for one in listed] == [
        ("2026-W34", "week", 1),
        ("2026-W34", "week", 2),
        ("2026-08", "month", 1),
    ]
    for one in listed:
        found = centre.get(one["address"].removeprefix("/api/v1/figures")).get_json()
        assert (found["period"], found["number"]) == (one["period"], one["number"])


def test_of_officers_not_even_the_names_of_those_that_moved_are_sent(
    centre: Centre, editions: Editions
) -> None:
    moved = (("officer", "A"), ("unit", "H44.1"))
    again = an_edition("2026-08", 2, tables=OFFICERS, restatement=Restatement(1, 12, 0, moved, 0))
    editions.publish(again)
    found = centre.get("/2026-08").get_json()

    assert found["number"] == 2
    assert found["restatement"]["moved"] == [["unit", "H44.1"]]


def test_the_list_can_be_of_one_kind(centre: Centre, editions: Editions) -> None:
    assert [one["period"] for one in centre.get("?kind=month").get_json()["editions"]] == ["2026-08"]

    wrong = centre.get("?kind=day")
    assert wrong.status_code == 422
    assert wrong.get_json()["error"]["code"] == "wrong_choice"


def test_a_weeks_edition_is_the_published_file_to_the_last_byte(
    centre: Centre, editions: Editions
) -> None:
    answer = centre.get("/2026-W34/1")

    assert answer.status_code == 200
    assert answer.data == editions.path_of("2026-W34", 1).read_bytes()
    assert answer.mimetype == "application/json"


def test_without_a_number_it_is_the_last_restatement(centre: Centre, editions: Editions) -> None:
    assert centre.get("/2026-W34").get_json()["number"] == 2


def test_no_officer_is_in_it(centre: Centre, editions: Editions) -> None:
    answer = centre.get("/2026-08")

    assert set(answer.get_json()["tables"]) == {"unit"}
    assert answer.get_json()["total"] == json.loads(editions.path_of("2026-08", 1).read_bytes())["total"]
    assert b"T\xc3\xaan A" not in answer.data


@pytest.mark.parametrize("address", ["", "/2026-W34", "/2026-W34/1"])
def test_what_is_known_already_is_not_sent_again(
    centre: Centre, editions: Editions, address: str
) -> None:
    tag = centre.get(address).headers["ETag"]

    again = centre.get(address, **{"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == tag


def test_the_tag_is_the_digest_and_changes_with_a_restatement(
    centre: Centre, editions: Editions
) -> None:
    tag = centre.get("/2026-W34").headers["ETag"]
    assert tag == f'"{centre.get("/2026-W34").get_json()["digest"]}"'
    listed = centre.get().headers["ETag"]

    editions.publish(an_edition("2026-W34", 3, total=a_row("total", "", 120, 200)))

    assert centre.get("/2026-W34", **{"If-None-Match": tag}).status_code == 200
    assert centre.get("", **{"If-None-Match": listed}).status_code == 200


def test_an_edition_with_its_number_may_be_kept_for_ever(centre: Centre, editions: Editions) -> None:
    kept, asked = centre.get("/2026-W34/1"), centre.get("/2026-W34")

    assert kept.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert asked.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    "address",
    ["/2026-W35", "/2026-W34/9", "/2026-W34/x", "/2026-W34/-1", "/2026-W34/٣", "/passwd", "/2026-W34/0"],
)
def test_what_was_never_published_is_not_there(centre: Centre, editions: Editions, address: str) -> None:
    answer = centre.get(address)

    assert answer.status_code == 404
    assert answer.get_json()["error"]["code"] == "no_such_figures"


def test_without_editions_the_list_is_empty(centre: Centre) -> None:
    assert centre.get().get_json() == {"editions": []}


def test_a_kiosk_without_analytics_has_no_figures(
    app: Flask, centre: Centre, editions: Editions
) -> None:
    del app.extensions["figures"]

    assert centre.get().get_json() == {"editions": []}
    assert centre.get("/2026-W34").status_code == 404


@pytest.mark.parametrize("address", ["", "/2026-W34", "/2026-W34/1"])
def test_without_the_right_key_nothing_is_told(
    app: Flask, db: Database, editions: Editions, address: str
) -> None:
    unknown = app.test_client().get(f"/api/v1/figures{address}")
    of_services = Centre(app, db, *systems.SERVICES).get(address)

    assert (unknown.status_code, of_services.status_code) == (401, 403)
    assert unknown.headers["WWW-Authenticate"] == 'Bearer realm="hailong"'
    assert unknown.headers.get("ETag") is None
    assert of_services.get_json()["error"]["code"] == "scope_missing"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("address", ["", "/2026-W34", "/2026-W34/1"])
def test_it_is_for_reading_only(centre: Centre, editions: Editions, method: str, address: str) -> None:
    assert centre.call(method, address).status_code == 405


def test_head_says_the_same_without_the_body(centre: Centre, editions: Editions) -> None:
    head, whole = centre.call("HEAD", "/2026-W34"), centre.get("/2026-W34")

    assert head.status_code == 200
    assert head.data == b""
    assert head.headers["ETag"] == whole.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(whole.data))


def test_each_call_is_in_the_log_with_its_counts(
    centre: Centre, db: Database, editions: Editions
) -> None:
    for _ in range(3):
        centre.get("/2026-W34")

    [total] = system_log.totals(db, WEDNESDAY)
    assert (total.system_id, total.action, total.calls, total.items) == ("ioc", "figures", 3, 3)


def test_answers_are_as_described(centre: Centre, app: Flask, editions: Editions) -> None:
    document: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").get_json()

    for path, address in (
        ("/api/v1/figures", ""),
        ("/api/v1/figures/{period}", "/2026-08"),
        ("/api/v1/figures/{period}/{number}", "/2026-W34/1"),
    ):
        one = document["paths"][path]["get"]
        schema = one["responses"]["200"]["content"]["application/json"]["schema"]
        Draft202012Validator(schema).validate(centre.get(address).get_json())
        assert one["security"] == [{"key": ["figures:read"]}]
