"""Whatever is wrong with a code is answered alike, and nobody learns who answered."""

import re
import secrets
import statistics
import time
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from kiosk.services import receipts
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY, a_service
from tests.kiosk.web.receipts.slips import Slip, press, rated, refused, stored
from tests.pages import PageClient

GONE = "unusable_receipt"
GUESSES = 10_000


def test_a_second_phone_gets_the_thanks_of_a_code_that_is_spent(
    pages: PageClient, db: Database, slip: Slip
) -> None:
    path = slip()
    rated(pages, path)
    assert pages.http.get(path).status_code == 200
    refusal = press(pages, path)
    assert refusal.status_code == 404
    assert "xin cảm ơn" in refusal.text
    assert stored(db) == [(1, "phone", "receipt", "H44.5-1")]


@pytest.mark.parametrize("satisfied", [True, False])
def test_whoever_opens_a_slip_each_minute_does_not_learn_when_it_was_answered(
    pages: PageClient, slip: Slip, satisfied: bool
) -> None:
    path, seen = slip(), []
    for answers_now in (False, True, False):
        if answers_now:
            rated(pages, path, satisfied)
        page = pages.get(path)
        status, body, headers = refused(pages, path)
        masked = re.sub(rb"[0-9a-f]{32}", b"", body)
        seen.append((status, masked, [pair for pair in headers if pair[0] != "ETag"], page.lang))
    assert seen[0][0] == 200
    assert seen[0] == seen[1] == seen[2]


def test_whoever_did_not_answer_cannot_go_on_where_somebody_did(pages: PageClient, slip: Slip) -> None:
    answered, open_still = slip(), slip()
    rated(pages, answered)
    for path in (answered, open_still, "/k/" + "A" * 26):
        form = {"step": "topics", "topic": "", "rating_id": secrets.token_hex(16)}
        assert pages.http.post(path, data=form).status_code == 404


@pytest.mark.parametrize(
    "step",
    [
        {"step": "topics", "topic": ""},
        {"step": "topics", "topic": "fee"},
        {"step": "comment", "comment": "x", "with": "1"},
    ],
)
def test_whoever_answered_elsewhere_is_told_the_same_of_a_slip_that_is_spent_and_of_one_that_is_not(
    pages: PageClient, db: Database, slip: Slip, step: dict[str, str]
) -> None:
    """A rating of one's own opens the later steps; they are no way to ask about a stranger's slip."""
    form = {"rating_id": rated(pages, slip()).hidden_value("rating_id"), **step}
    answered, open_still, over = slip(), slip(), slip(finished_day="2026-07-20")
    for path in (answered, over):
        rated(pages, path)
    seen = []
    for path in (answered, open_still):
        page = pages.http.post(path, data=form)
        seen.append((page.status_code, page.text.replace(path[3:], "")))
    assert seen[0] == seen[1]
    assert seen[0][0] == 200
    with time_machine.travel(WEDNESDAY + timedelta(days=1)):
        unknown = pages.http.post("/k/" + "A" * 26, data=form)
        assert pages.http.post(over, data=form).data == unknown.data
        assert unknown.status_code == 404
    assert len(stored(db)) == 3


def bad_paths(slip: Slip, pages: PageClient, app: Flask, db: Database) -> dict[str, str]:
    spent, whole = slip(), slip()
    rated(pages, spent)
    with writing(db):
        service = a_service(db)
        screen = app.extensions["receipts"].issue(db, service, receipts.OFFER)
    return {
        "spent": spent,
        "expired": slip(finished_day="2026-07-19"),
        "cut": whole[:-1],
        "longer": whole + "A",
        "mistyped": whole[:-2] + ("BA" if whole[-2:] != "BA" else "CA"),
        "foreign": "/k/" + "A" * 26,
        "a tablet's": f"/k/{screen}",
        "never issued": f"/k/{app.extensions['receipts'].token_of(service)}",
        "a formula": "/k/=HYPERLINK(1)",
        "not text": "/k/%00%ff%e2%80%ae",
        "endless": "/k/" + "A" * 5_000,
    }


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_whatever_is_wrong_with_a_code_is_answered_alike(
    pages: PageClient, app: Flask, db: Database, slip: Slip, lang: str
) -> None:
    paths, spoken = bad_paths(slip, pages, app, db), {"Accept-Language": lang}
    said = {name: press(pages, path, headers=spoken) for name, path in paths.items()}
    pressed = {name: (answer.status_code, answer.data) for name, answer in said.items()}
    assert pressed["spent"][0] == 404
    assert {name for name, answer in pressed.items() if answer != pressed["spent"]} == set()
    del paths["spent"]
    opened = {name: refused(pages, path, headers=spoken) for name, path in paths.items()}
    assert opened["expired"][:2] == pressed["spent"]
    assert {name for name, answer in opened.items() if answer != opened["expired"]} == set()


def test_the_api_too_answers_them_alike(pages: PageClient, app: Flask, db: Database, slip: Slip) -> None:
    said = set()
    for path in bad_paths(slip, pages, app, db).values():
        if len(path) > 200 or "%" in path:
            continue
        body = {"rating_id": secrets.token_hex(16), "satisfied": True, "receipt": path[3:]}
        response = pages.http.post("/api/v1/ratings", json=body)
        said.add((response.status_code, response.data))
    assert len(said) == 1
    assert GONE.encode() in said.pop()[1]


def test_ten_thousand_guesses_find_nothing(app: Flask, db: Database, slip: Slip) -> None:
    """Looked up as the page does; the page itself would say no slower, only later."""
    slip()
    ours, today = app.extensions["receipts"], WEDNESDAY.date()
    guesses = (receipts._write(secrets.token_bytes(16)) for _ in range(GUESSES))
    assert not [guess for guess in guesses if ours.find_open(db, guess, today)]


def test_pressing_with_a_wrong_code_takes_as_long_as_with_a_spent_one(
    pages: PageClient, slip: Slip
) -> None:
    kinds = {
        "spent": [slip() for _ in range(15)],  # each is pressed eight times: ten a minute are taken
        "expired": [slip(finished_day="2026-07-19") for _ in range(15)],
        "guessed": ["/k/" + receipts._write(secrets.token_bytes(16)) for _ in range(40)],
    }
    for path in kinds["spent"]:
        rated(pages, path)
    took: dict[str, list[float]] = {kind: [] for kind in kinds}
    for turn in range(120):
        for kind, known in kinds.items():
            path = known[turn % len(known)]
            begun = time.perf_counter()
            assert press(pages, path).status_code == 404
            took[kind].append(time.perf_counter() - begun)
    medians = {kind: statistics.median(values) for kind, values in took.items()}
    assert max(medians.values()) < 1.5 * min(medians.values()), medians
