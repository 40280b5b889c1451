"""What a tablet, a phone or an import hands over, and what it gets back."""

import re
from dataclasses import dataclass, replace

from ..errors import KioskError, WrongAge, WrongChoice, WrongId

CHANNELS = ("tablet", "phone")
POSTER = "poster"  # a printed code: unverified
TIERS = ("receipt", "rotating", "tablet", POSTER)
USER_KINDS = ("citizen", "business")
_RATING_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Submission:
    """One answer on its way to the record.

    age_seconds: how long ago the answer was given, by the sender's own clock; never its time
    of day, which may be wrong.
    service_id: the finished service it is tied to; only channels that have proved it set this.
    receipt, offer: the token that proves it, of a slip or of a tablet's screen. A receipt tells
    a phone the counter, and what it cannot be used for is refused; on a tablet, an offer or a slip
    that cannot be used leaves a rating like any other.
    officer_shown: whose card stood on the screen, "" for nobody's; None where that is not known.
    rule: why it is not counted, where its delivery tells already.
    hour_only: its age tells the hour and not the instant, so nothing is a repeat of it.
    """

    rating_id: str
    counter_id: str
    satisfied: bool
    channel: str = "tablet"
    tier: str = "tablet"
    age_seconds: float = 0.0
    procedure_id: str | None = None
    user_kind: str | None = None
    service_id: str | None = None
    receipt: str | None = None
    offer: str | None = None
    officer_shown: str | None = None
    rule: str | None = None
    hour_only: bool = False


@dataclass(frozen=True)
class Receipt:
    """The acknowledgement of one rating or detail, equal each time the same one is sent."""

    rating_id: str
    status: str = "recorded"


Outcome = Receipt | KioskError

# What a citizen said, in the form in which it is compared with what is stored: counter and
# procedure unless a service tells them, answer, channel, tier, user kind, tied to a service.
Content = tuple[str | None, bool, str, str, str | None, str | None, bool]


def content_of(submission: Submission) -> Content:
    """The same content under the same id is the same rating. The age is not part of it, since
    a repeat travels longer than the first try did."""
    tied = any((submission.service_id, submission.receipt, submission.offer))
    return (
        None if tied else submission.counter_id,
        submission.satisfied,
        submission.channel,
        submission.tier,
        submission.user_kind,
        None if tied else submission.procedure_id,
        tied,
    )


def is_same(submission: Submission, stored: Content) -> bool:
    """Whether this is what is stored under its id; a tablet's offer or slip may have come to nothing."""
    untied = replace(submission, offer=None, receipt=None)
    return stored in (content_of(submission), content_of(untied))


def check_submission(submission: Submission, max_age_seconds: float) -> None:
    """Raises WrongId, WrongAge or WrongChoice for what is wrong with it by itself."""
    check_rating_id(submission.rating_id)
    if not 0 <= submission.age_seconds <= max_age_seconds:
        raise WrongAge("age_seconds", limit=max_age_seconds)
    _check_choice("channel", submission.channel, CHANNELS)
    _check_choice("tier", submission.tier, TIERS)
    if submission.user_kind is not None:
        _check_choice("user_kind", submission.user_kind, USER_KINDS)


def check_rating_id(rating_id: str) -> None:
    """Raises WrongId unless it is 32 lower-case hexadecimal digits."""
    if not _RATING_ID.fullmatch(rating_id):
        raise WrongId("rating_id")


def _check_choice(field: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise WrongChoice(field, choices=", ".join(choices))
