"""Marks that exclude nothing: how many presses at a counter on a day had something odd about them.

They need the instant of the press, which is dropped once it is accepted. So they are counted as it
passes, by day, counter and officer; which rating it was is not kept, and no mark looks at the answer.
A person reviews what `analytics integrity` makes of them; no figure changes by them.
"""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ..periods import civil_day
from ..storage.db import Database
from .recent import REMEMBERED, Recent

TIMED, LONE, CLOSE = "timed-1", "lone-1", "close-1"
SLIPLESS, LATE, FOLLOWED = "slipless-1", "late-1", "followed-1"
OFF_DUTY, ORPHAN, BULK = "off-duty-1", "orphan-1", "bulk-1"
MARKS = {
    TIMED: "it came without a slip, and a service was announced there before it on that day",
    LONE: "of those, the last service had been announced more than LONE_SECONDS before",
    SLIPLESS: "it is not tied by a slip",
    LATE: "of those timed, the last service had been announced more than LATE_SECONDS before",
    FOLLOWED: "of those late, another was announced no more than FOLLOWED_SECONDS after",
    CLOSE: "another press at the same tablet less than CLOSE_SECONDS before or after",
    OFF_DUTY: "tied to a service whose officer was not the one on duty there",
    ORPHAN: "came with a slip or an offer that leads to no service of that counter",
    BULK: "delivered late, with more of the same hour than a counter can serve people",
}
LONE_SECONDS, CLOSE_SECONDS = 120, 60
LATE_SECONDS, FOLLOWED_SECONDS = 60, 120
OVERDUE_SECONDS, BULK_PRESSES = 3_600, 30  # more than one person in two minutes, all of whom answer
SERVED = 64  # announced services remembered of each counter: half a busy day

Marks = Counter[tuple[str, str, str, str]]  # of (day, counter, officer or '', mark)


@dataclass(frozen=True)
class Watched:
    """What is known of an accepted press on a tablet while its instant still is.

    waited_seconds: until it was delivered. hour: its slot. officer_id: whom its rating names, None
    for nobody. on_duty: who sat there, None if nobody is known. is_tied: to a service; then
    has_token tells nothing, else that a token came which led nowhere. by_slip: tied by a slip, which
    may be shown at any time. by_service: the officer is the service's own word.
    """

    rating_id: str
    counter_id: str
    instant: datetime
    hour: int
    waited_seconds: float
    officer_id: str | None
    on_duty: str | None
    is_tied: bool
    has_token: bool
    by_slip: bool
    by_service: bool


@dataclass
class Watch:
    """What is remembered of services and presses, to tell the marks of the next one."""

    _served: dict[str, deque[datetime]] = field(default_factory=dict)
    _near: Recent[bool] = field(default_factory=Recent)
    _late: dict[str, deque[Watched]] = field(default_factory=dict)

    def note_served(self, counter_ids: Iterable[str], instant: datetime) -> None:
        """Remember that a service was announced as finished just now at these counters."""
        for counter_id in counter_ids:
            self._served.setdefault(counter_id, deque(maxlen=SERVED)).append(instant)

    def followed(self, counter_ids: Iterable[str], instant: datetime) -> Marks:
        """Late presses that a service follows which is announced just now; before `note_served`.

        Asked again it says the same: what it is told of may fail to be stored, and be stored then.
        """
        return Counter(
            _key(press, FOLLOWED)
            for counter_id in set(counter_ids)
            for press in tuple(self._late.get(counter_id, ()))
            if timedelta(0) <= instant - press.instant <= timedelta(seconds=FOLLOWED_SECONDS)
            and not self._is_followed(press)
        )

    def marks(self, press: Watched) -> list[str]:
        """The marks of one press; remembers it."""
        since = None if press.by_slip else self._since_served(press.counter_id, press.instant)
        is_late = since is not None and since > timedelta(seconds=LATE_SECONDS)
        if is_late:
            self._remember_late(press)
        found = {
            TIMED: since is not None,
            LONE: since is not None and since > timedelta(seconds=LONE_SECONDS),
            SLIPLESS: not press.by_slip,
            LATE: is_late,
            FOLLOWED: is_late and self._is_followed(press),
            CLOSE: self._is_close(press),
            OFF_DUTY: press.by_service and press.officer_id != press.on_duty,
            ORPHAN: press.has_token and not press.is_tied,
        }
        return [mark for mark, holds in found.items() if holds]

    def _since_served(self, counter_id: str, instant: datetime) -> timedelta | None:
        """How long before the press a service was last announced, on the same day; None: not known.

        On a day without announcements the system that makes them may be down.
        """
        before = [at for at in tuple(self._served.get(counter_id, ())) if at <= instant]
        if not before or civil_day(before[-1]) != civil_day(instant):
            return None
        return instant - before[-1]

    def _remember_late(self, press: Watched) -> None:
        late = self._late.setdefault(press.counter_id, deque(maxlen=REMEMBERED))
        if all(press.rating_id != other.rating_id for other in late):
            late.append(press)

    def _is_followed(self, press: Watched) -> bool:
        """Whether a service is known that was announced soon after the press."""
        soon = press.instant + timedelta(seconds=FOLLOWED_SECONDS)
        return any(press.instant < at <= soon for at in tuple(self._served.get(press.counter_id, ())))

    def _is_close(self, press: Watched) -> bool:
        gap = timedelta(seconds=CLOSE_SECONDS)
        return self._near.once(
            press.counter_id,
            press.rating_id,
            press.instant,
            lambda recent: any(abs(press.instant - other.instant) < gap for other in recent),
        )


def bulk(presses: Iterable[Watched]) -> list[Watched]:
    """Of presses delivered together, those that came late with too many others of their hour."""
    late = [press for press in presses if press.waited_seconds >= OVERDUE_SECONDS]
    hours = Counter((press.counter_id, civil_day(press.instant), press.hour) for press in late)
    return [
        press
        for press in late
        if hours[press.counter_id, civil_day(press.instant), press.hour] > BULK_PRESSES
    ]


def tally(watch: Watch, presses: Iterable[Watched]) -> Marks:
    """The marks of presses that are stored together, counted; in the order in which they were made."""
    presses = list(presses)
    found: Marks = Counter()
    for press in presses:
        for mark in watch.marks(press):
            found[_key(press, mark)] += 1
    for press in bulk(presses):
        found[_key(press, BULK)] += 1
    return found


def _key(press: Watched, mark: str) -> tuple[str, str, str, str]:
    return (civil_day(press.instant).isoformat(), press.counter_id, press.officer_id or "", mark)


def add(db: Database, marks: Marks) -> None:
    """Add to the day's counts, inside the caller's transaction."""
    if marks:
        db.conn.executemany(
            """
            INSERT INTO press_mark (day, counter_id, officer_id, mark, n) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (day, counter_id, officer_id, mark) DO UPDATE SET n = n + excluded.n
            """,
            [(*key, n) for key, n in sorted(marks.items())],
        )
