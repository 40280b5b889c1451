"""Somebody signed in, without the slow hashing of a password."""

import secrets
from datetime import timedelta

from flask import Flask
from werkzeug.test import TestResponse

from kiosk import periods
from kiosk.staff import access
from kiosk.storage.db import Database, writing
from tests.pages import Page, PageClient


def signed_in(app: Flask, db: Database, role: str, user_id: str = "") -> PageClient:
    """A reader of pages who is signed in under that role; the user is made where there is none."""
    user_id = user_id or f"the-{role}"
    secret = secrets.token_urlsafe(32)
    now = periods.now()
    with writing(db):
        db.conn.execute(
            """
            INSERT INTO user (user_id, name, role, password_hash, created_at)
            VALUES (?, ?, ?, 'none', ?)
            ON CONFLICT (user_id) DO NOTHING
            """,
            [user_id, f"Cán bộ {role}", role, periods.stamp(now)],
        )
        db.conn.execute(
            """
            INSERT INTO session (token_digest, user_id, data, created_at, expires_at)
            VALUES (?, ?, json_object('user_id', ?), ?, ?)
            """,
            [
                access.token_digest(secret),
                user_id,
                user_id,
                periods.stamp(now),
                periods.stamp(now + timedelta(hours=1)),
            ],
        )
    pages = PageClient(app)
    pages.http.set_cookie("hailong", secret)
    return pages


def token(page: Page) -> str:
    """What every form of a page carries, so that no other site can send it."""
    return page.all("input", name="csrf_token")[0].get("value", "")


def fill_in(pages: PageClient, address: str, form_at: str = "", **fields: str) -> TestResponse:
    """Open a page and send a form of it, with the token that the page carries."""
    form = {"csrf_token": token(pages.get(address)), **fields}
    return pages.http.post(form_at or address, data=form)


def audited(db: Database) -> list[tuple[str, str, str]]:
    """Who did what to what, in the order of the deeds."""
    rows = db.conn.execute("SELECT actor, action, subject FROM audit ORDER BY at, audit_id")
    return list(rows.fetchall())
