"""A batch is whole or it is nothing, and stands in nobody's way."""

import threading
from collections.abc import Generator

import pytest

from kiosk.errors.staff import NoSuchBatch, PrintingBusy
from kiosk.printing import batches
from kiosk.printing.batches import Batch, Batches, Making, State
from kiosk.printing.bundles import File

Files = Generator[File, None, None]


class Clock:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Press:
    """A printing press that waits to be told before each file."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self._told = threading.Semaphore(0)
        self._finished = threading.Semaphore(0)

    def files(self, number: int) -> Making:
        """So many, each once it is told."""

        def make() -> Files:
            for n in range(number):
                assert self._told.acquire(timeout=60)
                self.made.append(f"{n}.pdf")
                self._finished.release()
                yield File(f"{n}.pdf", b"x")

        return make

    def let(self, number: int = 1) -> None:
        """Let so many files be made, and wait for them."""
        for _ in range(number):
            self._told.release()
            assert self._finished.acquire(timeout=60)


def one_file() -> Files:
    yield File("1.pdf", b"1")


def no_ink() -> Files:
    yield File("1.pdf", b"1")
    raise ValueError("out of ink")


def nothing() -> Files:
    yield from ()


def ended() -> None:
    """Wait until no batch is worked at."""
    for thread in threading.enumerate():
        if thread.name == "printing":
            thread.join(60)
            assert not thread.is_alive()


def test_it_is_handed_out_after_its_last_file_and_not_before() -> None:
    press, kept = Press(), Batches()
    batch = kept.start("lan", "codes", 3, press.files(3))
    press.let(2)
    assert batch.state in batches.UNFINISHED
    assert batch.file is None
    press.let()
    ended()
    assert (batch.state, batch.finished) == (State.DONE, 3)
    assert batch.file is not None
    assert batch.file.name == "codes.zip"
    assert kept.get(batch.batch_id, "lan") is batch


def test_how_far_it_is_can_be_told_meanwhile() -> None:
    press, kept = Press(), Batches()
    batch = kept.start("lan", "codes", 4, press.files(4))
    press.let(3)
    assert 2 <= batch.finished <= 3  # the third may be noted a moment later
    press.let()
    ended()


def test_once_cancelled_it_makes_no_further_file_and_keeps_none() -> None:
    press, kept = Press(), Batches()
    batch = kept.start("lan", "codes", 50, press.files(50))
    press.let(2)
    kept.cancel(batch)
    press.let()  # the one that was under way
    ended()
    assert (batch.state, batch.file) == (State.CANCELLED, None)
    assert len(press.made) == 3


def test_cancelling_what_has_ended_changes_nothing() -> None:
    kept = Batches()
    batch = kept.start("lan", "codes", 1, one_file)
    ended()
    kept.cancel(batch)
    assert batch.state is State.DONE
    assert batch.file is not None


def test_a_failure_leaves_nothing_and_is_told_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    kept = Batches()
    batch = kept.start("lan", "codes", 2, no_ink)
    ended()
    assert (batch.state, batch.file) == (State.FAILED, None)
    assert "out of ink" in caplog.text


def test_after_a_failure_the_next_one_is_made() -> None:
    kept = Batches()
    kept.start("lan", "codes", 2, no_ink)
    ended()
    batch = kept.start("lan", "codes", 1, one_file)
    ended()
    assert batch.state is State.DONE


def test_nobody_gets_the_batch_of_another_or_one_that_never_was() -> None:
    kept = Batches()
    batch = kept.start("lan", "codes", 0, nothing)
    ended()
    for batch_id, owner in ((batch.batch_id, "hoa"), ("0" * 32, "lan")):
        with pytest.raises(NoSuchBatch):
            kept.get(batch_id, owner)


def test_only_one_is_worked_at_and_the_sixth_is_asked_to_wait() -> None:
    press, kept = Press(), Batches()
    under_way = [kept.start("lan", "codes", 1, press.files(1)) for _ in range(batches.MOST_UNFINISHED)]
    assert sum(one.state is State.WORKING for one in under_way) <= 1
    with pytest.raises(PrintingBusy):
        kept.start("lan", "codes", 0, nothing)
    press.let(batches.MOST_UNFINISHED)
    ended()
    assert [one.state for one in under_way] == [State.DONE] * batches.MOST_UNFINISHED


def test_what_has_lain_for_half_an_hour_is_forgotten() -> None:
    clock = Clock()
    kept = Batches(clock)
    batch = kept.start("lan", "codes", 0, nothing)
    ended()
    clock.seconds = batches.KEPT_SECONDS
    assert kept.get(batch.batch_id, "lan") is batch
    clock.seconds += 1
    with pytest.raises(NoSuchBatch):
        kept.get(batch.batch_id, "lan")


def test_the_half_hour_begins_when_the_last_file_is_made() -> None:
    clock, press = Clock(), Press()
    kept = Batches(clock)
    batch = kept.start("lan", "codes", 1, press.files(1))
    clock.seconds = 2.0 * batches.KEPT_SECONDS  # behind others, and long in the making
    press.let()
    ended()
    clock.seconds += batches.KEPT_SECONDS
    assert kept.get(batch.batch_id, "lan") is batch
    clock.seconds += 1
    with pytest.raises(NoSuchBatch):
        kept.get(batch.batch_id, "lan")


def test_of_many_the_oldest_are_forgotten_first() -> None:
    kept = Batches()
    made: list[Batch] = []
    for _ in range(batches.MOST_KEPT + 3):
        made.append(kept.start("lan", "codes", 1, one_file))
        ended()
    with pytest.raises(NoSuchBatch):
        kept.get(made[0].batch_id, "lan")
    assert kept.get(made[-1].batch_id, "lan") is made[-1]
    assert kept.get(made[-5].batch_id, "lan") is made[-5]
