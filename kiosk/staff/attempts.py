"""Signing in: how many tries, how many at once, and whether the password is right."""

import contextlib
import json
import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from werkzeug.security import check_password_hash

from .. import periods
from ..errors.staff import SignInBusy, SignInFailed, TooManyAttempts
from ..storage.db import Database
from .access import LONGEST_USER_ID, User

# Whoever knows a name can make it fail. So five failures lock it for the address they came
# from only; its owner, elsewhere, still gets in. Guessing from many addresses ends at fifty.
# Behind a proxy that PROXIES does not name everybody has its address: five lock the name for all.
MOST_FAILURES = 5
MOST_FAILURES_ANYWHERE = 50
FAILURE_WINDOW = timedelta(minutes=15)

# One hash takes 32 MB and a core for a third of a second: more at once would leave none for
# tablets, and waiting for a turn holds a thread that a tablet could have.
HASHES_AT_ONCE = 2
LONGEST_WAIT_SECONDS = 1.0

# Compared against when the user is unknown, so that both refusals take equally long.
# The password was random and is not known; made beforehand, since a hash takes a third of a second.
_NOBODY = (
    "scrypt:32768:8:3$65ZRQ9xRmiEhZvbH$e2f78ab6431a617af5efdc654d"
    "7f2a7ab2293f2aa0093848079459ff439bbcebc73c8a8d9a65fd2315cb4d1431c54324dadaa3a891f98d210101642c645e771a"
)


@dataclass(frozen=True)
class Attempt:
    """One try to sign in, noted before it is known how it ends."""

    attempt_id: str
    user_id: str
    address: str

    @property
    def here(self) -> str:
        """Under what the tries of this name from this address are counted."""
        return json.dumps([self.user_id, self.address])

    @property
    def anywhere(self) -> str:
        """Under what all tries of this name are counted."""
        return json.dumps([self.user_id])


def note_attempt(db: Database, user_id: str, address: str, now: datetime) -> Attempt:
    """Count a try as failed, until `forget_attempt` says that it was not.

    Counting and noting are one step of the one writer, before anything is compared: however
    many tries arrive together, only so many are let through. Raises TooManyAttempts.
    """
    since = periods.stamp(now - FAILURE_WINDOW)
    db.conn.execute("DELETE FROM sign_in_failure WHERE failed_at <= ?", [since])
    attempt = Attempt(secrets.token_hex(8), user_id[:LONGEST_USER_ID], address)
    for counted, most in ((attempt.here, MOST_FAILURES), (attempt.anywhere, MOST_FAILURES_ANYWHERE)):
        if _count_failures(db, counted) >= most:
            raise TooManyAttempts(minutes=int(FAILURE_WINDOW.total_seconds() // 60))
    db.conn.executemany(
        "INSERT INTO sign_in_failure (user_id, failed_at, failure_id) VALUES (?, ?, ?)",
        [
            (counted, periods.stamp(now), attempt.attempt_id)
            for counted in (attempt.here, attempt.anywhere)
        ],
    )
    return attempt


def _count_failures(db: Database, counted: str) -> int:
    row = db.conn.execute("SELECT count(*) FROM sign_in_failure WHERE user_id = ?", [counted]).fetchone()
    return int(row[0])


def forget_attempt(db: Database, attempt: Attempt) -> None:
    """The try succeeded: what failed before at this address was its owner's own slips.

    Of the wider count only this try goes: a guesser elsewhere gains nothing by the owner's
    signing in.
    """
    db.conn.execute("DELETE FROM sign_in_failure WHERE user_id = ?", [attempt.here])
    db.conn.execute(
        "DELETE FROM sign_in_failure WHERE user_id = ? AND failure_id = ?",
        [attempt.anywhere, attempt.attempt_id],
    )


_turns = threading.BoundedSemaphore(HASHES_AT_ONCE)


@contextlib.contextmanager
def turn_to_hash() -> Iterator[None]:
    """Wait for a turn, not for long. Raises SignInBusy."""
    if not _turns.acquire(timeout=LONGEST_WAIT_SECONDS):
        raise SignInBusy
    try:
        yield
    finally:
        _turns.release()


def check_password(db: Database, user_id: str, password: str) -> User:
    """The user, if the password is right; raises SignInFailed.

    Slow by design: call it on a reading connection, outside the writer, in a turn, and only
    after `note_attempt`.
    """
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
