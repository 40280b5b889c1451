"""Sessions of nobody are short and few; those of staff last their hours."""

from datetime import timedelta

import pytest
from flask import Flask

from kiosk import periods
from kiosk.staff import access
from kiosk.storage.db import Database, writing
from kiosk.web import sessions
from tests.pages import PageClient

PASSWORD = "mot hai ba bon nam"


@pytest.fixture(autouse=True)
def manager(db: Database) -> None:
    with writing(db):
        access.add_user(db, access.NewUser("lan", "Lan", "manager", PASSWORD), periods.now())


def sign_in(pages: PageClient) -> None:
    (token,) = pages.get("/sign-in").all("input", name="csrf_token")
    form = {"csrf_token": token.get("value", ""), "user_id": "lan", "password": PASSWORD}
    assert pages.http.post("/sign-in", data=form).status_code == 302


def ages(db: Database) -> list[tuple[str | None, timedelta]]:
    """Who each session is of, and how long it lasts."""
    rows = db.conn.execute("SELECT user_id, created_at, expires_at FROM session ORDER BY user_id")
    return [(row[0], periods.parse_stamp(row[2]) - periods.parse_stamp(row[1])) for row in rows]


def test_opening_the_form_lasts_a_quarter_of_an_hour(pages: PageClient, db: Database) -> None:
    response = pages.http.get("/sign-in")
    assert ages(db) == [(None, timedelta(minutes=15))]
    assert "Max-Age=900;" in response.headers["Set-Cookie"]


def test_signing_in_lasts_the_hours_of_the_setting(app: Flask, pages: PageClient, db: Database) -> None:
    app.config["SESSION_HOURS"] = 3
    sign_in(pages)
    assert ages(db) == [("lan", timedelta(hours=3))]


def fill(db: Database, count: int, user_id: str | None = None) -> None:
    """So many sessions, the first the oldest, all made within the last minutes."""
    now = periods.now()
    with writing(db):
        db.conn.executemany(
            "INSERT INTO session (token_digest, user_id, data, created_at, expires_at)"
            " VALUES (?, ?, '{}', ?, ?)",
            [
                (
                    f"{user_id or 'nobody'} {n:04d}",
                    user_id,
                    periods.stamp(now - timedelta(seconds=count - n)),
                    periods.stamp(now + timedelta(minutes=5)),
                )
                for n in range(count)
            ],
        )


def test_of_nobodys_sessions_a_thousand_are_kept_and_the_oldest_go(
    pages: PageClient, db: Database
) -> None:
    fill(db, sessions.MOST_OF_NOBODY)
    pages.get("/sign-in")
    kept = [row[0] for row in db.conn.execute("SELECT token_digest FROM session")]
    assert len(kept) == 1_000
    assert "nobody 0000" not in kept
    assert "nobody 0001" in kept
    sign_in(pages)


def test_the_newest_survives_although_all_are_of_the_same_second(
    pages: PageClient, db: Database
) -> None:
    fill(db, sessions.MOST_OF_NOBODY)
    with writing(db):
        db.conn.execute("UPDATE session SET created_at = ?", [periods.stamp(periods.now())])
    sign_in(pages)


def test_a_flood_of_visitors_ends_nobody_elses_session(pages: PageClient, db: Database) -> None:
    fill(db, 20, "lan")
    fill(db, sessions.MOST_OF_NOBODY + 50)
    pages.get("/sign-in")
    count = "SELECT count(*) FROM session WHERE user_id IS "
    assert db.conn.execute(count + "NOT NULL").fetchone() == (20,)
    assert db.conn.execute(count + "NULL").fetchone() == (1_000,)
