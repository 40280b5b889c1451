"""Nothing is done about services without a key of that scope, and every call is noted."""

import pytest
from flask import Flask

from kiosk.services import systems
from kiosk.storage.db import Database, writing
from tests.asking import rows
from tests.factories import WEDNESDAY
from tests.kiosk.web.one_stop import DOSSIER, SERVICE, OneStop, a_service

pytestmark = pytest.mark.usefixtures("now")


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer ", "Basic bW90OmN1YQ==", "Bearer hailong_x", "Bearer é", "\x01"],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/api/v1/services"), ("PATCH", f"/api/v1/services/{DOSSIER}"),
     ("GET", f"/api/v1/services/{DOSSIER}"), ("HEAD", f"/api/v1/services/{DOSSIER}")],
)  # fmt: skip
def test_without_a_key_nothing_is_looked_at(
    app: Flask, method: str, path: str, header: str | None
) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = app.test_client().open(path, method=method, headers=headers, data=b"not json")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="hailong"'
    if method != "HEAD":
        assert answer.get_json()["error"]["code"] == "wrong_system_key"


@pytest.mark.parametrize("scope", systems.SCOPES)
def test_each_scope_opens_its_own_door_alone(app: Flask, db: Database, scope: str) -> None:
    OneStop(app, db).announce(SERVICE)
    narrow = OneStop(app, db, scope)
    answers = {
        systems.WRITE: narrow.announce(a_service(2)),
        systems.CORRECT: narrow.correct({"reason": "mistyped", "petitioned": True}),
        systems.READ: narrow.ask(),
    }
    assert {name: answer.status_code for name, answer in answers.items()} == {
        name: 200 if name == scope else 403 for name in systems.SERVICES
    }


def test_an_ended_key_opens_nothing(app: Flask, db: Database, one_stop: OneStop) -> None:
    [key] = systems.find_keys(db)
    with writing(db):
        systems.end_key(db, key.key_id, ends=WEDNESDAY, now=WEDNESDAY, by="tests")
    assert one_stop.announce(SERVICE).status_code == 401


def test_every_call_is_logged_with_its_counts_and_without_dossiers(
    db: Database, one_stop: OneStop
) -> None:
    one_stop.announce([a_service(1), a_service(2, procedure="x")])
    one_stop.announce(a_service(1, outcome="refused"))
    one_stop.correct({"reason": "late", "petitioned": True})
    one_stop.correct({"reason": "late"}, "H44.5-260817-9999")
    one_stop.ask()
    found = rows(db, "SELECT system_id, action, items, refused FROM system_call ORDER BY 2, 3, 4")
    assert found == [
        ("mot-cua", "announce", 1, 1), ("mot-cua", "announce", 2, 1),
        ("mot-cua", "correct", 1, 0), ("mot-cua", "correct", 1, 1), ("mot-cua", "read", 1, 0),
    ]  # fmt: skip
