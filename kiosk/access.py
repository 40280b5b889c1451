"""Staff: users, roles, sessions. Checks that raise are named check_…"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from werkzeug.security import check_password_hash, generate_password_hash

from . import audit, periods
from .db import Database
from .errors import NotAllowed, SignInFailed, TooManyAttempts, UserExists, WeakPassword, WrongChoice

# OWASP's advice for scrypt: N = 2^15, r = 8, p = 3
HASH_METHOD = "scrypt:32768:8:3"
SHORTEST_PASSWORD = 12
MOST_FAILURES = 5
FAILURE_WINDOW = timedelta(minutes=15)

# What each role may open. Roles are added here and nowhere else.
ROLES: dict[str, frozenset[str]] = {
    "manager": frozenset({"dashboard"}),
    "operator": frozenset(),
}
# Compared against when the user is unknown, so that both refusals take equally long.
_NOBODY = generate_password_hash(secrets.token_hex(16), HASH_METHOD)


@dataclass(frozen=True)
class NewUser:
    """What is needed to let somebody in; the password is kept only as its hash."""

    user_id: str
    name: str
    role: str
    password: str


@dataclass(frozen=True)
class User:
    """Somebody who is signed in."""

    user_id: str
    name: str
    role: str


def add_user(db: Database, new: NewUser, now: datetime) -> None:
    """Raises UserExists, WeakPassword or WrongChoice (an unknown role)."""
    if new.role not in ROLES:
        raise WrongChoice("role", choices=", ".join(sorted(ROLES)))
    if len(new.password) < SHORTEST_PASSWORD:
        raise WeakPassword("password", least=SHORTEST_PASSWORD)
    if db.conn.execute("SELECT 1 FROM user WHERE user_id = ?", [new.user_id]).fetchone():
        raise UserExists("user_id", user=new.user_id)
    db.conn.execute(
        """
        INSERT INTO user (user_id, name, role, password_hash, created_at)
        VALUES (?, ?, ?, ?, ?)
        """,
        [
            new.user_id,
            new.name,
            new.role,
            generate_password_hash(new.password, HASH_METHOD),
            periods.stamp(now),
        ],
    )
    audit.record(db, now, actor="command", action="add user", subject=new.user_id)


def check_password(db: Database, user_id: str, password: str, now: datetime) -> User:
    """The user, if the password is right; raises SignInFailed or TooManyAttempts.

    Slow by design: call it on a reading connection, outside the writer.
    """
    since = periods.stamp(now - FAILURE_WINDOW)
    failures = db.conn.execute(
        "SELECT count(*) FROM sign_in_failure WHERE user_id = ? AND failed_at > ?", [user_id, since]
    ).fetchone()[0]
    if failures >= MOST_FAILURES:
        raise TooManyAttempts(minutes=int(FAILURE_WINDOW.total_seconds() // 60))
    row = db.conn.execute(
        """
        SELECT user_id, name, role, password_hash
        FROM user
        WHERE user_id = ? AND disabled_at IS NULL
        """,
        [user_id],
    ).fetchone()
    matches = check_password_hash(row[3] if row else _NOBODY, password)
    if row is None or not matches:
        raise SignInFailed
    return User(*row[:3])


def note_failure(db: Database, user_id: str, now: datetime) -> None:
    """Remember a refused sign-in, and forget those that no longer matter."""
    db.conn.execute(
        "DELETE FROM sign_in_failure WHERE failed_at <= ?", [periods.stamp(now - FAILURE_WINDOW)]
    )
    db.conn.execute(
        "INSERT INTO sign_in_failure (user_id, failed_at, failure_id) VALUES (?, ?, ?)",
        [user_id[:100], periods.stamp(now), secrets.token_hex(8)],
    )


def check_may(user: User, what: str) -> None:
    """Raises NotAllowed unless the user's role opens `what`."""
    if what not in ROLES.get(user.role, frozenset()):
        raise NotAllowed


def find_user(db: Database, user_id: str | None) -> User | None:
    """The user with that id, or None if there is none or it was disabled."""
    row = db.conn.execute(
        "SELECT user_id, name, role FROM user WHERE user_id = ? AND disabled_at IS NULL",
        [user_id],
    ).fetchone()
    return None if row is None else User(*row)


def token_digest(token: str) -> str:
    """What the record keeps of a session's token: enough to find it, not to use it."""
    return hashlib.sha256(token.encode()).hexdigest()
