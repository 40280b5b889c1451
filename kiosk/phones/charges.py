"""What an answer is charged to: its receipt, its code, its counter, and last and widest its address.

A paired tablet signs what it sends and is charged nothing: nothing of it is ever refused. Phones
of a whole building share one address, so that limit is a fuse and no more; what keeps an officer's
figure from being stuffed is the code. Whoever answers where too many do may be honest: beyond the
budget of a code or a counter an answer is stored all the same, and not counted (rule `crowd-1`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from ..ratings.details import Detail
from ..ratings.submissions import POSTER, Submission
from .limits import Charge, Limit
from .tickets import DELIVERED_WITHIN

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0
RECEIPT_TRIES = Limit("receipt", 10, MINUTE)  # one is enough; the others are for a bad network
MATTERS_FROM = Limit("matters from", 30, HOUR)  # one address, which may be a whole building's
MATTERS_ABOUT = Limit("matters about", 60, HOUR)  # one centre; each of them costs somebody hours
CODE_SECONDS = DELIVERED_WITHIN.total_seconds()  # so long an answer to a code may travel
DETAILS_EACH = 5  # procedure, topics, trust, a comment, and one sent again
# The budget of a printed code: beyond that one counter's answers would fill the disk, in a minute and
# in a day. A counter serves a hundred people a day, not thousands.
FLOOD_TIMES, DAY_TIMES = 10, 100


class Sizes:
    """The limits that a deployment has set."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        fuse = settings["ADDRESS_FUSE"]
        self.answers = Limit("answers", fuse, MINUTE)
        self.details = Limit("details", fuse * DETAILS_EACH, MINUTE)
        self.poster = Limit("poster", settings["POSTER_ANSWERS"], MINUTE)
        self.code = Limit("code", settings["CODE_ANSWERS"], CODE_SECONDS)
        self.counter = Limit("counter", settings["COUNTER_ANSWERS"], HOUR)
        self.flood = Limit("flood", settings["POSTER_ANSWERS"] * FLOOD_TIMES, MINUTE)
        self.deluge = Limit("deluge", settings["POSTER_ANSWERS"] * DAY_TIMES, DAY)
        self.guesses = Limit("guesses", settings["GUESSES"], MINUTE)

    def charges_of(self, items: Iterable[object], address: str) -> list[Charge]:
        """The charges of what one request brings, each limit and source once; what they do not
        meet is refused.

        address: as `limits.network` names it. What is no phone's answer is charged nothing.
        """
        found = [(limit, source) for item in items for limit, source in self._sources(item, address)]
        return [Charge(limit, source, amount) for (limit, source), amount in Counter(found).items()]

    def crowd_charges_of(self, item: object, now: datetime) -> list[Charge]:
        """The charges of one answer that it must meet to be counted."""
        if not isinstance(item, Submission) or item.channel != "phone" or item.receipt is not None:
            return []
        if item.tier == POSTER:
            return [Charge(self.poster, item.counter_id)]
        return [Charge(self.code, _code_of(item, now)), Charge(self.counter, item.counter_id)]

    def _sources(self, item: object, address: str) -> Sequence[tuple[Limit, str]]:
        if isinstance(item, Detail):
            return [(self.details, address)]
        if not isinstance(item, Submission) or item.channel != "phone":
            return []
        if item.receipt is not None:
            return [(RECEIPT_TRIES, item.receipt.upper()), (self.answers, address)]
        # who has a printed code floods no screen's: its answers are verified, and lost after hours
        code = f"{item.tier}|{item.counter_id}"
        return [(self.flood, code), (self.deluge, code), (self.answers, address)]


def of_matter(centre_id: str, address: str) -> list[Charge]:
    """The charges of one matter that is left to be followed up."""
    return [Charge(MATTERS_ABOUT, centre_id), Charge(MATTERS_FROM, address)]


def _code_of(item: Submission, now: datetime) -> str:
    """Which minute's code at which counter: all answers to it speak of its first instant."""
    shown_at = now - timedelta(seconds=item.age_seconds)
    return f"{item.counter_id}|{int(shown_at.timestamp() // MINUTE)}"
