"""Matters that citizens leave to be followed up, by a code that only they hold.

A matter is tied to a place and a topic, never to a rating or a person. Its code and its name are made of
what was sent and of a draft's random name, which is kept nowhere: sent twice it is the same matter and
shows the same code again, and nothing in the record leads back to the code.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date, timedelta

from .. import masking, words
from ..catalogue import centres, lookup
from ..catalogue.lookup import Topic
from ..counters import working_days
from ..errors import MissingField, UnknownReason, WrongId
from ..storage.db import Database
from ..storage.keys import ServerKeys
from . import codes

MAX_BODY = 1_000
HARASSMENT = "harassment"
LOCAL, INSPECTOR = "local", "inspector"  # who follows it up: the centre's managers, or the inspector
OTHER = Topic("other", "Việc khác", "Something else")
_NAME, _CODE, _DIGEST = "hailong-petition-1", "hailong-petition-code-1", "hailong-petition-digest-1"
_DRAFT = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Where:
    """The place that a matter is about: a centre, or one of its counters."""

    centre_id: str
    centre: str
    counter_id: str | None = None
    counter: str | None = None


@dataclass(frozen=True)
class Matter:
    """What a citizen leaves."""

    centre_id: str
    counter_id: str | None
    topic: str
    body: str


@dataclass(frozen=True)
class Left:
    """The code, which is shown now and never again, and by when an answer is due."""

    code: str
    due_day: date


def find_place(db: Database, place_id: str, day: date) -> Where:
    """The counter of that id, else the centre. Raises UnknownCentre."""
    place = lookup.find_places(db, [(place_id, day.isoformat())])[0]
    if place is not None:
        return Where(place.centre_id, place.centre, place.counter_id, place.counter)
    centre = centres.get_centre(db, place_id, day)
    return Where(centre.centre_id, centre.name)


def topics(db: Database) -> list[Topic]:
    """What a matter may be about: the ratings' topics, the inspector's named as what it is."""
    rows = db.conn.execute(
        """
        SELECT
          iif(reason_code = :harassment, reason_code, topic),
          iif(reason_code = :harassment, label_vi, topic_vi),
          iif(reason_code = :harassment, label_en, topic_en)
        FROM reason
        WHERE satisfied = 0
        ORDER BY position
        """,
        {"harassment": HARASSMENT},
    ).fetchall()
    return [*(Topic(*row) for row in rows), OTHER]


class Petitions:
    """The codes that one server makes and takes.

    days: within how many working days an answer is due; the day of leaving does not count.
    """

    def __init__(self, keys: ServerKeys, days: int) -> None:
        self._keys, self._days = keys, days

    def leave(self, db: Database, matter: Matter, draft: str, today: date) -> Left:
        """Store the matter, its numbers masked, inside the caller's transaction; again: the same one.

        Raises WrongId (the draft), MissingField, UnknownReason, TextTooLong or UnsafeText.
        """
        if not _DRAFT.fullmatch(draft):
            raise WrongId("draft")
        body = _check(db, matter)
        parts = (draft, *astuple(matter))
        code = codes.write(self._numbers(parts))
        name = self._keys.name(_NAME, *parts)[:32]
        db.conn.execute(
            """
            INSERT INTO petition (petition_id, code_digest, centre_id, counter_id, topic, chain, body,
                                  left_day, due_day)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (petition_id) DO NOTHING
            """,
            [
                name,
                self._digest(code),
                matter.centre_id,
                matter.counter_id,
                matter.topic,
                INSPECTOR if matter.topic == HARASSMENT else LOCAL,
                body,
                today.isoformat(),
                self._due_day(db, matter.centre_id, today).isoformat(),
            ],
        )
        [(due,)] = db.conn.execute("SELECT due_day FROM petition WHERE petition_id = ?", [name])
        return Left(code, date.fromisoformat(due))

    def find(self, db: Database, text: str) -> str | None:
        """The matter under the code, as a hand may write it; None for every other text alike."""
        code = codes.read(text)
        row = db.conn.execute(
            "SELECT petition_id FROM petition WHERE code_digest = ?", [self._digest(code or "")]
        ).fetchone()
        return None if code is None or row is None else str(row[0])

    def _numbers(self, parts: tuple[object, ...]) -> Iterator[int]:
        for turn in itertools.count():
            yield int(self._keys.name(_CODE, turn, *parts), 16) % (1 << codes.BITS)

    def _digest(self, code: str) -> str:
        return self._keys.name(_DIGEST, code)

    def _due_day(self, db: Database, centre_id: str, today: date) -> date:
        until = today + timedelta(days=30 + 3 * self._days)  # long enough for any Tết
        return working_days.calendar_of(db, centre_id, today, until).after(today, self._days)


def _check(db: Database, matter: Matter) -> str:
    """The text as it is kept."""
    if not matter.topic:
        raise MissingField("topic")
    if matter.topic not in {one.topic for one in topics(db)}:
        raise UnknownReason("topic", reason=matter.topic)
    # A browser sends a line's end as two characters, and counts it as one.
    body = words.check_free_text(matter.body.replace("\r\n", "\n"), "body", MAX_BODY)
    if not body:
        raise MissingField("body")
    return masking.mask(body)
