"""Of one code, of all codes of a counter, of one list: how many answers count."""

import secrets

import pytest

from kiosk.storage.db import Database
from tests.asking import count
from tests.kiosk.web.limiting.crowd import (
    MakeApp,
    a_rating,
    counted,
    items_of,
    pass_on,
    post,
    tickets_of_one_minute,
)


def test_of_one_code_photographed_and_passed_on_a_handful_of_answers_count(
    make_app: MakeApp, db: Database
) -> None:
    app = make_app()
    assert pass_on(app, db, 40) == [200] * 40
    assert counted(db) == (5, 35)


def test_of_a_list_no_more_of_one_code_count_than_of_single_answers(
    make_app: MakeApp, db: Database
) -> None:
    app = make_app()
    many = items_of(app, db, 500)
    refused = post(app, many)
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (413, "too_many_items")
    assert count(db, "rating") == 0
    assert [post(app, many[start : start + 20]).status_code for start in (0, 20)] == [200, 200]
    assert counted(db) == (5, 35)


@pytest.mark.parametrize(("setting", "most"), [("POSTER_ANSWERS", 70), ("ADDRESS_FUSE", 7)])
def test_a_list_that_no_waiting_would_let_in_is_refused_whole(
    make_app: MakeApp, db: Database, setting: str, most: int
) -> None:
    app = make_app(**{setting: 7})
    assert post(app, [a_rating() for _ in range(most + 1)]).status_code == 413
    assert post(app, [a_rating() for _ in range(most)]).status_code == 200
    assert count(db, "rating") == most


def test_a_list_tries_one_receipt_no_oftener_than_its_budget(make_app: MakeApp, db: Database) -> None:
    tries = [
        {"rating_id": secrets.token_hex(16), "satisfied": True, "receipt": "A" * 26} for _ in range(11)
    ]
    assert post(make_app(), tries).status_code == 413


def test_of_the_codes_of_a_counter_together_no_more_count_than_people_can_give(
    make_app: MakeApp, db: Database
) -> None:
    app = make_app(CODE_ANSWERS=1_000)
    assert pass_on(app, db, 40) == [200] * 40
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
