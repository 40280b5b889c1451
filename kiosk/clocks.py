"""How long ago somebody pressed, whatever the tablet's clock says.

A tablet's wall clock may stand at 1970, run an hour ahead, or jump; its monotonic clock only
counts since the page was loaded, and may pause while the tablet sleeps. So neither is believed
alone. What is known for certain are bounds: a press did not come later than its delivery, nor
earlier than the pairing; and it lies on one side of every earlier contact, because a contact
tells the highest number given out so far.

All instants here are seconds since 1970 by the server's clock, but for `Reading.wall_seconds`.
"""

from dataclasses import dataclass

STEADY_SECONDS = 120.0  # an offset that changes by less is drift, delay and rounding
FARTHEST_SECONDS = 2.0**53 / 1000  # beyond this no JSON reader is exact


@dataclass(frozen=True)
class Reading:
    """What a tablet's two clocks showed at one moment; `boot` names the page load."""

    wall_seconds: float
    monotonic_seconds: float
    boot: str


@dataclass(frozen=True)
class Earlier:
    """The contact before: when it came, our clock less the tablet's, its highest number so far."""

    seen_at: float
    offset_seconds: float
    last_sequence: int


@dataclass(frozen=True)
class Letter:
    """A delivery: when it was written and received, what the clocks showed, what was before.

    paired_at: nothing was pressed before that. earlier: None at the first contact.
    """

    received_at: float
    written_at: float
    reading: Reading
    paired_at: float
    earlier: Earlier | None


@dataclass(frozen=True)
class Estimate:
    """When it was pressed; not `is_certain` where that is only the nearest possible instant."""

    instant: float
    is_certain: bool


def read_clocks(wall_ms: float, monotonic_ms: float, boot: str) -> Reading:
    """A reading out of milliseconds; numbers that no clock shows become the farthest that one can."""
    farthest = FARTHEST_SECONDS * 1000
    wall = max(-farthest, min(farthest, wall_ms))
    return Reading(wall / 1000, max(0.0, min(farthest, monotonic_ms)) / 1000, boot)


def offset_of(letter: Letter) -> float:
    """Our clock less the tablet's, in seconds."""
    return letter.written_at - letter.reading.wall_seconds


def estimate(press: Reading, sequence: int, letter: Letter, max_age_seconds: float) -> Estimate:
    """The instant of a press, always between the bounds.

    Tried in this order: the wall clock, where its offset is what it was at the contact before;
    the monotonic clock, where the page is still the same. What lies within the bounds, or at
    most STEADY_SECONDS outside, is believed.
    """
    low, high = bounds(sequence, letter, max_age_seconds)
    elapsed = _elapsed(press, letter)
    for seconds in elapsed:
        instant = letter.written_at - seconds
        if low - STEADY_SECONDS <= instant <= high + STEADY_SECONDS:
            return Estimate(_between(low, high, instant), is_certain=True)
    nearest = letter.written_at - elapsed[0] if elapsed else high
    return Estimate(_between(low, high, nearest), is_certain=False)


def bounds(sequence: int, letter: Letter, max_age_seconds: float) -> tuple[float, float]:
    """The earliest and the latest instant at which that number can have been given out.

    Older than `max_age_seconds` before its receipt nothing is taken: the bound then comes last.
    """
    low, high = letter.paired_at, letter.written_at
    if letter.earlier is not None and sequence > letter.earlier.last_sequence:
        low = max(low, letter.earlier.seen_at)
    elif letter.earlier is not None:
        high = min(high, letter.earlier.seen_at)
    oldest = letter.received_at - max_age_seconds
    low = min(max(low, oldest), letter.received_at)
    return low, max(low, high)


def written_at(reading: Reading, paired_at: float, earlier: Earlier | None, now: float) -> float:
    """When a letter that came by hand was written, as far as can be told.

    By the tablet's clock, with its offset at the last contact; if that cannot be, now.
    """
    offset = 0.0 if earlier is None else earlier.offset_seconds
    instant = reading.wall_seconds + offset
    return min(instant, now) if paired_at <= instant <= now + STEADY_SECONDS else now


def _elapsed(press: Reading, letter: Letter) -> list[float]:
    """From the press to the letter, by each clock that may be believed, the better one first."""
    found = []
    earlier = letter.earlier
    if earlier is None or abs(offset_of(letter) - earlier.offset_seconds) <= STEADY_SECONDS:
        found.append(letter.reading.wall_seconds - press.wall_seconds)
    if press.boot == letter.reading.boot:
        found.append(letter.reading.monotonic_seconds - press.monotonic_seconds)
    return found


def _between(low: float, high: float, value: float) -> float:
    return max(low, min(high, value))
