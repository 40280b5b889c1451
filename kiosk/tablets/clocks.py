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
    """The contact before: when it came, our clock less the tablet's, its highest number so far.

    steady_from: numbers below it were given out under a wall clock that has jumped since.
    """

    seen_at: float
    offset_seconds: float
    last_sequence: int
    steady_from: int = 0


@dataclass(frozen=True)
class Letter:
    """A delivery: when it was written and received, what the clocks showed, what was before.

    paired_at: nothing was pressed before that. earlier: None at the first contact. What lies in
    the future of either was noted while our own clock was wrong, and is passed over.
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

    Tried in this order: the wall clock, where its offset is what it was at the contact before,
    and since the number was given out; the monotonic clock, where the page is still the same.
    That one never counts too much: a wall clock that says less is not asked. What lies within
    the bounds, or at most STEADY_SECONDS outside, is believed.
    """
    low, high = bounds(sequence, letter, max_age_seconds)
    elapsed = _elapsed(press, sequence, letter)
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
    oldest = letter.received_at - max_age_seconds
    low, high = letter.paired_at, letter.written_at
    if _is_to_come(low, letter.received_at):
        low = oldest
    earlier = _believable(letter.earlier, letter.received_at)
    if earlier is not None and sequence > earlier.last_sequence:
        low = max(low, earlier.seen_at)
    elif earlier is not None:
        high = min(high, earlier.seen_at)
    low = min(max(low, oldest), letter.received_at)
    return low, max(low, high)


def written_at(reading: Reading, paired_at: float, earlier: Earlier | None, now: float) -> float:
    """When a letter that came by hand was written, as far as can be told.

    By the tablet's clock, with its offset at the last contact; if that cannot be, now.
    """
    earlier = _believable(earlier, now)
    offset = 0.0 if earlier is None else earlier.offset_seconds
    instant = reading.wall_seconds + offset
    is_possible = paired_at <= instant or _is_to_come(paired_at, now)
    return min(instant, now) if is_possible and instant <= now + STEADY_SECONDS else now


def follow(earlier: Earlier | None, now: float, reading: Reading, last_sequence: int) -> Earlier:
    """What the next contact needs to know of this one, which came now.

    A jump of the wall clock is remembered: entries from before it may come much later.
    """
    offset = now - reading.wall_seconds
    before = _believable(earlier, now)
    steady_from = 0 if earlier is None else earlier.steady_from
    if before is not None and abs(offset - before.offset_seconds) > STEADY_SECONDS:
        steady_from = last_sequence + 1
    return Earlier(now, offset, last_sequence, steady_from)


def _elapsed(press: Reading, sequence: int, letter: Letter) -> list[float]:
    """From the press to the letter, by each clock that may be believed, the better one first."""
    by_wall = letter.reading.wall_seconds - press.wall_seconds
    is_steady = _is_steady(sequence, letter)
    if press.boot != letter.reading.boot:
        return [by_wall] if is_steady else []
    counted = letter.reading.monotonic_seconds - press.monotonic_seconds
    if not is_steady or by_wall < counted - STEADY_SECONDS:
        return [counted]
    return [by_wall, counted]


def _is_steady(sequence: int, letter: Letter) -> bool:
    """Whether the wall clock has not jumped since that number was given out, as far as is known."""
    if letter.earlier is not None and sequence < letter.earlier.steady_from:
        return False
    earlier = _believable(letter.earlier, letter.received_at)
    return earlier is None or abs(offset_of(letter) - earlier.offset_seconds) <= STEADY_SECONDS


def _believable(earlier: Earlier | None, now: float) -> Earlier | None:
    return None if earlier is None or _is_to_come(earlier.seen_at, now) else earlier


def _is_to_come(instant: float, now: float) -> bool:
    return instant > now + STEADY_SECONDS


def _between(low: float, high: float, value: float) -> float:
    return max(low, min(high, value))
