"""Staff: users, roles, sessions. Checks that raise are named check_…"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from werkzeug.security import generate_password_hash

from .. import periods, words
from ..catalogue import lookup
from ..errors import MissingField, UnknownOfficer, WrongChoice
from ..errors.staff import NotAllowed, UnknownUser, UserExists, WeakPassword, WrongUserId
from ..storage.db import Database
from . import audit, badges

# OWASP's advice for scrypt: N = 2^15, r = 8, p = 3
HASH_METHOD = "scrypt:32768:8:3"
SHORTEST_PASSWORD = 12
LONGEST_USER_ID = 64
LONGEST_NAME = 100
_USER_ID = re.compile(rf"[A-Za-z0-9._@-]{{1,{LONGEST_USER_ID}}}")

# What each role may open. Roles are added here and nowhere else.
ROLES: dict[str, frozenset[str]] = {
    "manager": frozenset(
        {
            *("dashboard", "wall", "operations", "review", "fleet", "duties", "events", "petitions"),
            *("voids", "voids_decide"),
        }
    ),
    "inspector": frozenset({"inspection", "review", "review_officers", "voids", "voids_decide"}),
    "operator": frozenset({"fleet", "duties", "events"}),
    "officer": frozenset({"sign_on", "own_figures", "wall", "voids"}),
    "screen": frozenset({"wall"}),  # nobody in particular: a screen in the hall
    "operations": frozenset({"operations"}),  # likewise: the wall of an operation centre
}


@dataclass(frozen=True)
class NewUser:
    """What is needed to let somebody in; the password is kept only as its hash.

    officer_id: as whom somebody of the role officer signs on at a counter; for no other role.
    """

    user_id: str
    name: str
    role: str
    password: str
    officer_id: str | None = None


@dataclass(frozen=True)
class User:
    """Somebody who is signed in. officer_id: as whom they sign on; None for all but officers."""

    user_id: str
    name: str
    role: str
    officer_id: str | None = None


def add_user(db: Database, new: NewUser, now: datetime) -> None:
    """Let somebody in.

    Raises WrongUserId, MissingField (the name or the officer), TextTooLong or UnsafeText (the
    name), UserExists, WeakPassword, WrongChoice (an unknown role), or UnknownOfficer.
    """
    if not _USER_ID.fullmatch(new.user_id):
        raise WrongUserId("user_id", limit=LONGEST_USER_ID)
    name = words.check_free_text(new.name, "name", LONGEST_NAME)
    if not name:
        raise MissingField("name")
    if new.role not in ROLES:
        raise WrongChoice("role", choices=", ".join(sorted(ROLES)))
    _check_officer(db, new, now)
    if len(new.password) < SHORTEST_PASSWORD:
        raise WeakPassword("password", least=SHORTEST_PASSWORD)
    if db.conn.execute("SELECT 1 FROM user WHERE user_id = ?", [new.user_id]).fetchone():
        raise UserExists("user_id", user=new.user_id)
    db.conn.execute(
        """
        INSERT INTO user (user_id, name, role, password_hash, created_at, officer_id)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [
            new.user_id,
            name,
            new.role,
            generate_password_hash(new.password, HASH_METHOD),
            periods.stamp(now),
            new.officer_id,
        ],
    )
    audit.record(db, now, actor="command", action="add user", subject=new.user_id)


def _check_officer(db: Database, new: NewUser, now: datetime) -> None:
    """Who signs on is an officer of today's catalogue; nobody else is tied to one."""
    if new.officer_id is None:
        if new.role == "officer":
            raise MissingField("officer")
        return
    if new.role != "officer":
        raise WrongChoice("role", choices="officer")
    day = periods.civil_day(now)
    if lookup.get_officer(db, new.officer_id, day) is None:
        raise UnknownOfficer("officer", officer=new.officer_id, day=day)


def disable_user(db: Database, user_id: str, now: datetime) -> None:
    """Shut somebody out, and end what they have open, an officer's badge too; nothing changes the
    second time.

    Raises UnknownUser.
    """
    row = db.conn.execute(
        "SELECT disabled_at, officer_id FROM user WHERE user_id = ?", [user_id]
    ).fetchone()
    if row is None:
        raise UnknownUser("user_id", user=user_id)
    db.conn.execute("DELETE FROM session WHERE user_id = ?", [user_id])
    if row[0] is None:
        db.conn.execute(
            "UPDATE user SET disabled_at = ? WHERE user_id = ?", [periods.stamp(now), user_id]
        )
        audit.record(db, now, actor="command", action="disable user", subject=user_id)
        if row[1] is not None:
            badges.end_badge(db, row[1], now=now, by="command")


def can_open(user: User, what: str) -> bool:
    """Whether the user's role opens `what`; a role that is gone opens nothing."""
    return what in ROLES.get(user.role, frozenset())


def check_may(user: User, what: str) -> None:
    """Raises NotAllowed unless the user's role opens `what`."""
    if not can_open(user, what):
        raise NotAllowed


def find_user(db: Database, user_id: str | None) -> User | None:
    """The user with that id, or None if there is none or it was disabled."""
    row = db.conn.execute(
        """
        SELECT user_id, name, role, officer_id
        FROM user
        WHERE user_id = ? AND disabled_at IS NULL
        """,
        [user_id],
    ).fetchone()
    return None if row is None else User(*row)


def token_digest(token: str) -> str:
    """What the record keeps of a session's token: enough to find it, not to use it."""
    return hashlib.sha256(token.encode()).hexdigest()
