"""A crowd before a printed code is kept and set apart; a flood fills no disk."""

import pytest
import time_machine

from kiosk.storage.db import Database
from tests.asking import count
from tests.kiosk.web.limiting.crowd import (
    MakeApp,
    a_rating,
    answer_ticket,
    counted,
    post,
    tickets_of_one_minute,
)


def test_one_poster_does_not_use_up_another(make_app: MakeApp, db: Database) -> None:
    app = make_app(POSTER_ANSWERS=2)
    assert [post(app, a_rating()).status_code for _ in range(3)] == [200, 200, 200]
    assert counted(db) == (2, 1)
    assert post(app, a_rating(counter_id="H44.5-2")).status_code == 200
    assert counted(db) == (3, 1)


@pytest.mark.parametrize("satisfied", [True, False])
def test_an_honest_answer_in_a_crowd_is_kept_and_told_like_any_other(
    make_app: MakeApp, db: Database, satisfied: bool
) -> None:
    app, answer = make_app(POSTER_ANSWERS=1), a_rating(satisfied=satisfied)
    first = a_rating()
    assert post(app, first).get_json() == {"rating_id": first["rating_id"], "status": "recorded"}
    for _ in range(2):
        assert post(app, answer).get_json() == {"rating_id": answer["rating_id"], "status": "recorded"}
    assert counted(db) == (1, 1)
    assert post(app, first).status_code == 200  # sent again, it stays what it was
    assert counted(db) == (1, 1)


def test_beyond_any_crowd_a_counter_takes_no_more(make_app: MakeApp, db: Database) -> None:
    app = make_app(POSTER_ANSWERS=2)
    answers = [post(app, a_rating(), f"198.51.100.{i}").status_code for i in range(30)]
    assert answers == [200] * 20 + [429] * 10
    assert counted(db) == (2, 18)


def test_a_flood_that_lasts_all_day_cannot_fill_the_disk(
    make_app: MakeApp, db: Database, now: time_machine.Traveller
) -> None:
    app = make_app(POSTER_ANSWERS=1)
    for _ in range(12):
        for i in range(10):
            post(app, a_rating(), f"198.51.100.{i}")
        now.shift(60.0)
    assert count(db, "rating") == 100
    now.shift(86_400.0)
    assert post(app, a_rating()).status_code == 200


def test_a_flood_to_a_printed_code_refuses_nobody_at_the_screen_beside_it(
    make_app: MakeApp, db: Database
) -> None:
    app = make_app(POSTER_ANSWERS=1)
    answers = [post(app, a_rating(), f"198.51.100.{i}").status_code for i in range(12)]
    assert answers == [200] * 10 + [429] * 2
    [ticket] = tickets_of_one_minute(app, db, 1)
    assert answer_ticket(app, ticket, "203.0.113.10") == 200
    assert counted(db) == (2, 9)
