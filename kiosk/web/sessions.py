"""Sessions kept in the record: signing out ends them, and a copied cookie ends with them."""

import json
import secrets
from datetime import timedelta
from typing import Any

from flask import Flask, Request, Response, session
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from .. import periods
from ..staff import access
from ..staff.access import User
from ..storage.db import Database
from . import storage

# Anybody may open the sign-in page, and each opening is a row: so those of nobody are short
# and few. Past the limit the oldest go, and whoever had one reloads the page.
NOBODYS_MINUTES = 15
MOST_OF_NOBODY = 1_000


class RecordSession(CallbackDict[str, Any], SessionMixin):
    """A session as a dict that knows whether it was changed."""

    def __init__(self, data: dict[str, Any], token: str | None) -> None:
        super().__init__(data, self._note)
        self.token = token
        self.modified = False

    def _note(self, _: object) -> None:
        self.modified = True


class RecordSessions(SessionInterface):
    """Loads by the digest of the cookie's token; stores only what a page changed."""

    def open_session(self, app: Flask, request: Request) -> RecordSession:
        """The session of the cookie; an empty one without a cookie, or after its end."""
        token = request.cookies.get(self.get_cookie_name(app))
        if not token:
            return RecordSession({}, None)
        row = (
            storage.reading()
            .conn.execute(
                "SELECT data FROM session WHERE token_digest = ? AND expires_at > ?",
                [access.token_digest(token), periods.stamp(periods.now())],
            )
            .fetchone()
        )
        return RecordSession(json.loads(row[0]), token) if row else RecordSession({}, None)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write a changed session under its token, or make one; a page that changed nothing
        writes nothing, so citizens never get a cookie."""
        if not isinstance(session, RecordSession) or not session.modified:
            return
        token = session.token or secrets.token_urlsafe(32)
        data = dict(session)
        hours = timedelta(hours=app.config["SESSION_HOURS"])
        age = hours if "user_id" in data else timedelta(minutes=NOBODYS_MINUTES)
        storage.write(lambda db: _store(db, token, data, age))
        response.set_cookie(
            self.get_cookie_name(app),
            token,
            max_age=age,
            httponly=True,
            secure=self.get_cookie_secure(app),
            samesite=self.get_cookie_samesite(app),
        )
        response.vary.add("Cookie")


def _store(db: Database, token: str, data: dict[str, Any], age: timedelta) -> None:
    now = periods.now()
    db.conn.execute("DELETE FROM session WHERE expires_at <= ?", [periods.stamp(now)])
    if "user_id" not in data:
        _make_room(db)
    db.conn.execute(
        """
        INSERT INTO session (token_digest, user_id, data, created_at, expires_at)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (token_digest) DO UPDATE SET user_id = excluded.user_id, data = excluded.data
        """,
        [
            access.token_digest(token),
            data.get("user_id"),
            json.dumps(data),
            periods.stamp(now),
            periods.stamp(now + age),
        ],
    )


def _make_room(db: Database) -> None:
    """Leave room for one more session of nobody."""
    db.conn.execute(
        """
        DELETE FROM session
        WHERE token_digest IN (
            SELECT token_digest
            FROM session
            WHERE user_id IS NULL
            ORDER BY created_at DESC, token_digest
            LIMIT -1 OFFSET ?
        )
        """,
        [MOST_OF_NOBODY - 1],
    )


def begin(user: User) -> None:
    """Sign the user in under a new token, so that one planted before is worth nothing."""
    old = getattr(session, "token", None)
    if old:
        storage.write(lambda db: _forget(db, old))
    session.clear()
    session.token = None  # type: ignore[attr-defined]
    session["user_id"] = user.user_id


def end() -> None:
    """Sign out: the session is gone from the record, whatever copies of the cookie exist."""
    token = getattr(session, "token", None)
    if token:
        storage.write(lambda db: _forget(db, token))
    session.clear()
    session.modified = False


def _forget(db: Database, token: str) -> None:
    db.conn.execute("DELETE FROM session WHERE token_digest = ?", [access.token_digest(token)])


def current_user() -> User | None:
    """Who is signed in, or None."""
    return access.find_user(storage.reading(), session.get("user_id"))
