"""What the tablets of a counter ask about just now: the service that was finished there a moment ago.

An offer is over in minutes, so it is kept in memory; what it leaves in the record is its token, by
which a press can be tied to the service. No dossier's code and no person reaches a tablet.
"""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..services.receipts import OFFER, Receipts
from ..storage.db import Database

MOST_STREAMS = 24  # of the server's 64 threads; the other tablets ask every few seconds


@dataclass(frozen=True)
class Offer:
    """One service as the tablets of its counter are offered it.

    service_id stays on the server. name, name_en: the procedure's. until: by the board's clock.
    """

    counter_id: str
    service_id: str
    token: str
    procedure_id: str
    name: str
    name_en: str | None
    until: float = 0.0


def find_offered(
    db: Database, receipts: Receipts, service_ids: Sequence[str], today: date
) -> list[Offer]:
    """The last of these services at each counter, where a person stands before its tablet.

    Of today, finished at the counter, and not answered yet; refused and returned ones like granted
    ones. Results that go by post or online are asked about by their receipt alone.
    """
    rows = [row for one in service_ids if (row := _find(db, one, today)) is not None]
    latest = {row[0]: row for row in rows}
    return [
        Offer(counter_id, service_id, receipts.token_of(service_id, OFFER), procedure_id, name, name_en)
        for counter_id, service_id, procedure_id, name, name_en in latest.values()
    ]


def _find(db: Database, service_id: str, today: date) -> tuple[str, str, str, str, str | None] | None:
    found: tuple[str, str, str, str, str | None] | None = db.conn.execute(
        """
        SELECT s.counter_id, s.service_id, s.procedure_id, p.name, p.name_en
        FROM service AS s
        JOIN procedure_version AS p
          ON p.procedure_id = s.procedure_id
          AND p.valid_from = (
            SELECT max(valid_from) FROM procedure_version
            WHERE procedure_id = s.procedure_id AND valid_from <= s.received_day)
        WHERE s.service_id = :service_id
          AND s.finished_day = :today
          AND s.channel = 'counter'
          AND s.counter_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM service_answered WHERE service_id = s.service_id)
        """,
        {"service_id": service_id, "today": today.isoformat()},
    ).fetchone()
    return found


def is_answered(db: Database, service_id: str) -> bool:
    """Whether the service was answered meanwhile, on a phone or another tablet."""
    asked = "SELECT EXISTS (SELECT 1 FROM service_answered WHERE service_id = ?)"
    return bool(db.conn.execute(asked, [service_id]).fetchone()[0])


def note_shown(db: Database, receipts: Receipts, tokens: Iterable[str], today: date) -> None:
    """Note that these stood on a tablet's screen; a token of nobody's is passed over."""
    for token in sorted(set(tokens)):
        service_id = receipts.find_service(db, token, today, kind=OFFER)
        if service_id is not None:
            db.conn.execute(
                "INSERT INTO service_offered (service_id, channel) VALUES (?, 'tablet')"
                " ON CONFLICT DO NOTHING",
                [service_id],
            )


def is_in_use(db: Database) -> bool:
    """Whether any system may announce services here; without one no tablet need ask often."""
    return bool(db.conn.execute("SELECT EXISTS (SELECT 1 FROM system)").fetchone()[0])


class Board:
    """The offer of each counter, and the streams by which tablets hear of a new one.

    seconds: how long an offer stands unless the next one comes. clock: counts seconds.
    """

    def __init__(
        self,
        seconds: float,
        most_streams: int = MOST_STREAMS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds, self._most_streams, self._clock = seconds, most_streams, clock
        self._changed = threading.Condition()
        self._offers: dict[str, Offer] = {}
        self._streams: dict[str, object] = {}
        self._is_closed = False

    def show(self, offers: Iterable[Offer]) -> None:
        """Offer these from now on, each at its counter."""
        with self._changed:
            until = self._clock() + self._seconds
            for offer in offers:
                self._offers[offer.counter_id] = replace(offer, until=until)
            self._changed.notify_all()

    def take_down(self, offer: Offer) -> None:
        """Offer it no longer: it was answered."""
        with self._changed:
            if self._offers.get(offer.counter_id) is offer:
                del self._offers[offer.counter_id]
                self._changed.notify_all()

    def current(self, counter_id: str) -> Offer | None:
        """What the counter's tablets are offered now."""
        with self._changed:
            return self._current(counter_id)

    def seconds_left(self, offer: Offer) -> float:
        """How long the offer still stands."""
        return max(0.0, offer.until - self._clock())

    def open_stream(self, device_id: str) -> object | None:
        """A tablet's one stream, in place of its last; None where no further one may be open."""
        with self._changed:
            is_full = device_id not in self._streams and len(self._streams) >= self._most_streams
            if is_full or self._is_closed:
                return None
            stream = self._streams[device_id] = object()
            self._changed.notify_all()
            return stream

    def end_stream(self, device_id: str, stream: object) -> None:
        """Give the stream's place back."""
        with self._changed:
            if self._streams.get(device_id) is stream:
                del self._streams[device_id]

    def wait(
        self, device_id: str, stream: object, seen: tuple[str, Offer | None], seconds: float
    ) -> bool:
        """Wait until the counter is offered another than the one seen; False once the stream is over."""
        counter_id, offer = seen

        def is_over() -> bool:
            return self._is_closed or self._streams.get(device_id) is not stream

        with self._changed:
            self._changed.wait_for(lambda: is_over() or self._current(counter_id) is not offer, seconds)
            return not is_over()

    def close(self) -> None:
        """End every stream: the server stops."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _current(self, counter_id: str) -> Offer | None:
        offer = self._offers.get(counter_id)
        return offer if offer is not None and self._clock() < offer.until else None
