"""By which way somebody came to the screens, and what an answer given there becomes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask import current_app

from ..ratings.submissions import Submission
from ..services.finished import Finished

TIERS = {"tablet": "tablet", "phone": "poster"}
ORDER = ("rate", "procedure", "topics", "trust", "comment", "thanks")


@dataclass(frozen=True)
class Visit:
    """Where somebody is, and what the address there leaves open.

    channel: tablet or phone. instant: of when officer and names are shown. accept: the submission
    of a rating's name and its answer. rating_id: the rating's name where the address settles it;
    None: each page makes one. proof: what the script sends along with the answer. service: finds
    the finished service that is asked about, where it is known; it tells place and officer then.
    """

    channel: str
    counter_id: str
    instant: datetime
    accept: Callable[[str, bool], Submission]
    rating_id: str | None = None
    proof: Mapping[str, str] = field(default_factory=dict)
    service: Callable[[], Finished] | None = None

    @property
    def screens(self) -> tuple[str, ...]:
        """Screens in their order: what is known is not asked, and words are written on a phone alone."""
        left_out = {
            "procedure": self.service is not None,
            "trust": not current_app.config["TRUST_QUESTION"],
            "comment": self.channel != "phone",
        }
        return tuple(screen for screen in ORDER if not left_out.get(screen))

    def after(self, screen: str) -> str:
        """Which screen follows; also of one that is not asked any more, but stood open."""
        later = ORDER[ORDER.index(screen) + 1 :]
        return next(one for one in later if one in self.screens)


def at_counter(channel: str, counter_id: str, now: datetime) -> Visit:
    """At a counter's tablet, or after scanning its poster: nothing proves who answers."""

    def accept(rating_id: str, satisfied: bool) -> Submission:
        return Submission(rating_id, counter_id, satisfied, channel=channel, tier=TIERS[channel])

    return Visit(channel, counter_id, now, accept)
