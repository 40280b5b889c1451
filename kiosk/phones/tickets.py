"""What a phone gets for a rotating code: leave to answer once, for as long as a visit lasts.

The code opens a page within its ten minutes; the ticket in that page's address says when it was
opened, by our own clock, and signed, so that nothing is stored before somebody answers. The rating's
name follows from the ticket: a ticket that is answered twice is the same rating twice.
"""

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ..errors.links import UnknownLink
from ..ratings.submissions import Submission
from ..storage.keys import ServerKeys
from .rotating import Window

ANSWERED_WITHIN = timedelta(minutes=10)  # of the opening, as the phone tells it
DELIVERED_WITHIN = timedelta(
    hours=12
)  # of the opening, by our own clock: what the phone tells may be forged
TIER = "rotating"
_SEAL, _RATING = "hailong-ticket-1", "hailong-ticket-rating-1"
_SEAL_DIGITS, _NONCE_BYTES = 32, 12
_FORM = re.compile(r"(?P<counter>.+)\.(?P<begins>[0-9]{1,12})\.(?P<opened>[0-9]{1,12})\.[0-9a-f]{24}")


@dataclass(frozen=True)
class Ticket:
    """Leave to answer: for which minute at which counter, since when, and under which name."""

    counter_id: str
    begins: datetime
    opened: datetime
    rating_id: str

    def is_live(self, now: datetime, age_seconds: float = 0.0) -> bool:
        """Whether an answer given so long ago came in time, and has not travelled too long."""
        pressed = now - timedelta(seconds=age_seconds)
        return pressed < self.opened + ANSWERED_WITHIN and now < self.opened + DELIVERED_WITHIN

    def submission(self, *, satisfied: bool, now: datetime) -> Submission:
        """The answer as the record's door takes it: of the minute in which the code was shown.

        All of a minute share its instant, so none of them is a repeat of another.
        """
        return Submission(
            rating_id=self.rating_id,
            counter_id=self.counter_id,
            satisfied=satisfied,
            channel="phone",
            tier=TIER,
            age_seconds=max(0.0, (now - self.begins).total_seconds()),
            hour_only=True,
        )


def issue(keys: ServerKeys, window: Window, now: datetime) -> str:
    """A ticket for one answer; another one each time."""
    begins, opened = (int(instant.timestamp()) for instant in (window.begins, now))
    body = f"{window.counter_id}.{begins}.{opened}.{secrets.token_hex(_NONCE_BYTES)}"
    return f"{body}.{_seal(keys, body)}"


def read(keys: ServerKeys, text: str) -> Ticket:
    """The ticket that `issue` wrote, whether its time is over or not; raises UnknownLink."""
    body, _, seal = text.rpartition(".")
    is_ours = hmac.compare_digest(_seal(keys, body).encode(), seal.encode("utf-8", "replace"))
    found = _FORM.fullmatch(body)
    if found is None or not is_ours:
        raise UnknownLink
    begins, opened = (datetime.fromtimestamp(int(found[name]), UTC) for name in ("begins", "opened"))
    return Ticket(found["counter"], begins, opened, keys.name(_RATING, body)[:32])


def _seal(keys: ServerKeys, body: str) -> str:
    return keys.name(_SEAL, body)[:_SEAL_DIGITS]
