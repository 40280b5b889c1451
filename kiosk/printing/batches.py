"""Sheets for a whole centre, made beside the requests: one batch at a time, in memory alone.

A batch is whole or it is nothing: what was made is handed out only after its last file, and is
dropped when it is cancelled, fails, or has lain for a while. A restart forgets them all.
"""

import contextlib
import logging
import secrets
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from enum import StrEnum

from ..errors.staff import NoSuchBatch, PrintingBusy
from .bundles import File, packed

MOST_UNFINISHED = 5
MOST_KEPT = 10
KEPT_SECONDS = 1_800
Making = Callable[[], Generator[File, None, None]]
log = logging.getLogger(__name__)


class State(StrEnum):
    """How far a batch is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


UNFINISHED = (State.WAITING, State.WORKING)


@dataclass
class Batch:
    """One order of one member of staff. Read it through `Batches`, which guards it."""

    batch_id: str
    owner: str
    name: str
    length: int
    since: float
    state: State = State.WAITING
    finished: int = 0
    file: File | None = field(default=None, repr=False)


class Batches:
    """The batches that one server makes and keeps.

    clock: counts seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._turn = threading.Lock()
        self._kept: dict[str, Batch] = {}

    def start(self, owner: str, name: str, length: int, files: Making) -> Batch:
        """Begin to make so many files, as one that is called `name`.

        Raises PrintingBusy while as many as MOST_UNFINISHED are under way.
        """
        batch = Batch(secrets.token_hex(16), owner, name, length, self._clock())
        with self._guard:
            self._forget()
            if sum(one.state in UNFINISHED for one in self._kept.values()) >= MOST_UNFINISHED:
                raise PrintingBusy
            self._kept[batch.batch_id] = batch
        threading.Thread(target=self._work, args=(batch, files), name="printing", daemon=True).start()
        return batch

    def get(self, batch_id: str, owner: str) -> Batch:
        """Somebody's own batch; raises NoSuchBatch for any other, and for one that was forgotten."""
        with self._guard:
            self._forget()
            found = self._kept.get(batch_id)
        if found is None or found.owner != owner:
            raise NoSuchBatch
        return found

    def cancel(self, batch: Batch) -> None:
        """Make no more of it, and drop what there is. One that has ended stays as it is."""
        with self._guard:
            if batch.state in UNFINISHED:
                batch.state = State.CANCELLED

    def _forget(self) -> None:
        """Drop what has lain too long, and the oldest where there are too many."""
        ended = [one for one in self._kept.values() if one.state not in UNFINISHED]
        too_many = max(0, len(self._kept) + 1 - MOST_KEPT)
        limit = self._clock() - KEPT_SECONDS
        for place, one in enumerate(ended):
            if place < too_many or one.since < limit:
                del self._kept[one.batch_id]

    def _work(self, batch: Batch, files: Making) -> None:
        try:
            with self._turn:
                self._make(batch, files)
        except Exception:
            log.exception("sheets %s could not be made", batch.name)
            self._end(batch, State.FAILED)

    def _make(self, batch: Batch, files: Making) -> None:
        if not self._is_wanted(batch, 0):
            return
        made: list[File] = []
        with contextlib.closing(files()) as coming:
            for file in coming:
                made.append(file)
                if not self._is_wanted(batch, len(made)):
                    return
        self._end(batch, State.DONE, packed(batch.name, made))

    def _is_wanted(self, batch: Batch, finished: int) -> bool:
        with self._guard:
            if batch.state not in UNFINISHED:
                return False
            batch.state, batch.finished = State.WORKING, finished
            return True

    def _end(self, batch: Batch, state: State, file: File | None = None) -> None:
        with self._guard:
            if batch.state in UNFINISHED:
                batch.state, batch.file, batch.since = state, file, self._clock()
                batch.finished = batch.length if file else batch.finished
