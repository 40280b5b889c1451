"""Whatever goes wrong, the answer is ours: JSON under /api/, a page elsewhere, in both languages."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, abort, redirect
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from kiosk import create_app
from kiosk.storage.db import Database
from kiosk.storage.driver import sqlite3
from tests.pages import PageClient


@pytest.fixture
def failing(app: Flask) -> Callable[[Callable[[], Any]], None]:
    """Put a view behind /fail and /api/fail."""

    def install(view: Callable[[], Any]) -> None:
        app.add_url_rule("/fail", "fail", view)
        app.add_url_rule("/api/fail", "fail_api", view)

    return install


@pytest.fixture
def one_name(db: Database, tmp_path: Path) -> Iterator[Flask]:
    """The program, answering to one name only."""
    application = create_app({"TRUSTED_HOSTS": ["hailong.example.vn"]}, instance=tmp_path)
    yield application
    application.extensions["writer"].close()


WRONG_NAME = "http://evil.example/"


def test_a_wrong_host_is_refused_on_a_page_of_our_own(one_name: Flask) -> None:
    page = PageClient(one_name).get("/t/H44.5-1", 400, base_url=WRONG_NAME)
    assert (page.lang, page.text("p", **{"class": "words"})) == (
        "vi",
        "Máy chủ không phục vụ tên miền này. Vui lòng kiểm tra lại địa chỉ.",
    )
    assert "evil" not in page.html


def test_a_wrong_host_gets_json_from_the_api(one_name: Flask) -> None:
    answer = one_name.test_client().post("/api/v1/ratings", json={}, base_url=WRONG_NAME)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (400, "wrong_host")
    assert set(answer.get_json()["error"]["message"]) == {"vi", "en"}


def test_the_right_host_is_served(one_name: Flask) -> None:
    PageClient(one_name).get("/t/H44.5-1", base_url="http://hailong.example.vn/")


@pytest.mark.parametrize("status", [400, 406, 408, 410, 416, 418, 431])
def test_every_other_refusal_keeps_its_status_and_speaks_both_languages(
    client: FlaskClient, failing: Any, status: int
) -> None:
    failing(lambda: abort(status))
    answer = client.get("/api/fail")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (status, "bad_request")
    assert answer.get_json()["error"]["message"] == {
        "vi": "Máy chủ không hiểu yêu cầu này.",
        "en": "The server does not understand this request.",
    }


def test_a_person_reads_the_same_on_a_page(pages: PageClient, failing: Any) -> None:
    failing(lambda: abort(410))
    page = pages.get("/fail", 410)
    assert page.text("p", **{"class": "words"}) == "Máy chủ không hiểu yêu cầu này."


def test_a_failure_of_the_server_is_not_blamed_on_the_reader(client: FlaskClient, failing: Any) -> None:
    failing(lambda: abort(502))
    answer = client.get("/api/fail")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (500, "unexpected")


def test_a_redirect_and_an_answer_made_on_purpose_pass_through(client: FlaskClient, app: Flask) -> None:
    def moved() -> str:
        raise HTTPException(response=redirect("/elsewhere"))

    app.add_url_rule("/moved", "moved", moved)
    answer = client.get("/moved")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/elsewhere")


def test_a_refused_method_names_those_that_are_taken(client: FlaskClient) -> None:
    answer = client.get("/api/v1/ratings")
    assert answer.status_code == 405
    assert answer.mimetype == "application/json"
    assert set(answer.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


# The numbers of https://www.sqlite.org/rescode.html; the large ones are extended codes.
SQLITE_SAYS = {
    "BUSY": (5, 503),
    "BUSY_SNAPSHOT": (517, 503),
    "LOCKED": (6, 503),
    "READONLY": (8, 503),
    "IOERR": (10, 503),
    "IOERR_FSYNC": (1034, 503),
    "FULL": (13, 503),
    "CANTOPEN": (14, 503),
    "ERROR": (1, 500),
    "TOOBIG": (18, 500),
    "nothing": (None, 500),
}


@pytest.mark.parametrize(("number", "status"), SQLITE_SAYS.values(), ids=SQLITE_SAYS)
def test_only_what_may_pass_is_worth_another_try(
    client: FlaskClient, failing: Any, number: int | None, status: int
) -> None:
    def fail() -> None:
        error = sqlite3.OperationalError("no")
        if number is not None:
            error.sqlite_errorcode = number
        raise error

    failing(fail)
    answer = client.get("/api/fail")
    code = {503: "busy", 500: "unexpected"}[status]
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (status, code)


def test_a_mistake_in_our_own_sql_is_no_reason_to_try_again(
    client: FlaskClient, failing: Any, db: Database
) -> None:
    failing(lambda: db.conn.execute("SELECT absent FROM rating"))
    answer = client.get("/api/fail")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (500, "unexpected")
    assert "absent" not in answer.text


def test_a_full_disk_is(client: FlaskClient, failing: Any, db: Database) -> None:
    pages = db.conn.execute("PRAGMA page_count").fetchone()[0]
    db.conn.execute(f"PRAGMA max_page_count = {pages}")

    def fill() -> None:
        db.conn.execute("CREATE TABLE much AS SELECT zeroblob(1000000) AS x")

    failing(fill)
    answer = client.get("/api/fail")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (503, "busy")
