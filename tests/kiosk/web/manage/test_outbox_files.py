"""The file that a tablet without a network saved, taken in by hand."""

import io
import json
from collections.abc import Mapping

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from kiosk.errors.tablets import NotAnOutbox, WrongSignature
from kiosk.storage.db import Database
from kiosk.tablets import devices
from tests.asking import count
from tests.kiosk.web.staff import audited, signed_in, token
from tests.pages import Page, PageClient, words_of
from tests.tablet import Tablet, make_code, through_flask


def a_saved_outbox(app: Flask, db: Database, presses: int) -> str:
    """The file of a tablet that was paired and then lost its network."""
    tablet = Tablet(through_flask(app.test_client())).pair(make_code(db))
    for _ in range(presses):
        tablet.press()
    return tablet.saved_outbox()


def send_file(operator: PageClient, content: bytes) -> tuple[int, Page]:
    form = {
        "csrf_token": token(operator.get("/manage/tablets/outbox")),
        "lang": "en",
        "outbox": FileStorage(io.BytesIO(content), "hailong-T1.json"),
    }
    answer = post_multipart(operator, form)
    return answer.status_code, Page(answer.text)


def post_multipart(pages: PageClient, form: Mapping[str, object]) -> TestResponse:
    """As a browser sends a file; kept in memory, lest a large one leave a temporary file open."""
    boundary, body = encode_multipart(form)
    kind = f"multipart/form-data; boundary={boundary}"
    return pages.http.post("/manage/tablets/outbox", data=body, content_type=kind)


def test_a_file_that_a_tablet_saved_is_taken_in_and_twice_does_no_harm(
    app: Flask, operator: PageClient, db: Database
) -> None:
    saved = a_saved_outbox(app, db, presses=7).encode()
    for words in ("7 recorded, 0 known already, 0", "0 recorded, 7 known already, 0"):
        status, page = send_file(operator, saved)
        assert status == 200
        said = words_of(page.all("section", role="status")[0])
        (device_id,) = devices.find_devices(db)
        assert said == f"Tablet {device_id}: {words} kept aside for review."
    assert count(db, "rating") == 7
    assert ("the-operator", "import outbox", device_id) in audited(db)


def test_a_file_larger_than_any_other_body_is_taken_in(
    app: Flask, operator: PageClient, db: Database
) -> None:
    saved = a_saved_outbox(app, db, presses=1_300).encode()
    assert len(saved) > app.config["MAX_CONTENT_LENGTH"]
    assert send_file(operator, saved)[0] == 200
    assert count(db, "rating") == 1_300


@pytest.mark.parametrize("role", [None, "officer"])
def test_nobody_else_may_send_so_large_a_body(app: Flask, db: Database, role: str | None) -> None:
    pages = signed_in(app, db, role) if role else PageClient(app)
    body = {"outbox": FileStorage(io.BytesIO(b" " * 1_100_000), "hailong-T1.json")}
    assert post_multipart(pages, body).status_code == 413


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"format": "another"}', b"[1, 2]"])
def test_another_file_is_refused_in_words(operator: PageClient, db: Database, content: bytes) -> None:
    status, page = send_file(operator, content)
    assert status == NotAnOutbox.status
    assert page.text("p", role="alert") == NotAnOutbox.text
    assert audited(db) == []


def test_a_file_that_somebody_changed_is_refused(app: Flask, operator: PageClient, db: Database) -> None:
    saved = json.loads(a_saved_outbox(app, db, presses=1))
    saved["body"] = saved["body"].replace('"storage": "persistent"', '"storage": "none"')
    status, _ = send_file(operator, json.dumps(saved).encode())
    assert status == WrongSignature.status
    assert count(db, "rating") == 0


def test_without_a_file_the_form_says_what_to_do(operator: PageClient) -> None:
    page = operator.get("/manage/tablets/outbox?lang=en")
    page = operator.post("/manage/tablets/outbox?lang=en", {"csrf_token": token(page)})
    assert page.text("span", id="outbox-refusal") == "Choose the file first."
