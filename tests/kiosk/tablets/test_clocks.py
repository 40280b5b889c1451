"""How long ago somebody pressed: bounds always hold, and a wrong clock alone changes nothing."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.tablets import clocks
from kiosk.tablets.clocks import Earlier, Estimate, Letter, Reading

NOW = 1_787_000_000.0  # 17 August 2026
HOUR, DAY, YEAR = 3_600.0, 86_400.0, 31_557_600.0
MAX_AGE = 40 * DAY
PAIRED = NOW - 30 * DAY
A, B = "a" * 16, "b" * 16


def a_letter(
    offset: float = 0.0, earlier: Earlier | None = None, monotonic: float = 50 * DAY, boot: str = A
) -> Letter:
    """Written now on a tablet whose clock is `offset` seconds behind ours."""
    return Letter(NOW, NOW, Reading(NOW - offset, monotonic, boot), PAIRED, earlier)


def a_press(age: float, offset: float = 0.0, boot: str = A, monotonic: float | None = None) -> Reading:
    """So long ago, on a clock that was then `offset` seconds behind ours."""
    return Reading(NOW - age - offset, 50 * DAY - age if monotonic is None else monotonic, boot)


def estimate(press: Reading, letter: Letter, sequence: int = 500) -> Estimate:
    return clocks.estimate(press, sequence, letter, MAX_AGE)


def before(ago: float, offset: float = 0.0, last: int = 400) -> Earlier:
    """A contact so long ago; sequence 500 was not yet given out then."""
    return Earlier(NOW - ago, offset, last)


@pytest.mark.parametrize(
    "offset", [0.0, HOUR, -HOUR, NOW, -73 * YEAR, 56 * YEAR, 119.0], ids=lambda o: f"{o:.0f}s"
)
@pytest.mark.parametrize("boot", [A, B])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_clock_that_is_steadily_wrong_tells_the_age_all_the_same(
    offset: float, boot: str, is_first: bool
) -> None:
    """1970, 2099, an hour off: only the difference counts."""
    earlier = None if is_first else before(2 * DAY, offset)
    found = estimate(a_press(DAY, offset, boot), a_letter(offset, earlier))
    assert found.is_certain
    assert found.instant == pytest.approx(NOW - DAY, abs=0.01)


@given(
    offset=st.floats(-1e10, 1e10),
    age=st.floats(0, 29 * DAY),
    boot=st.sampled_from([A, B]),
    drift=st.floats(-100, 100),
)
def test_a_constant_offset_of_any_size_never_changes_the_age(
    offset: float, age: float, boot: str, drift: float
) -> None:
    earlier = before(29 * DAY, offset + drift)
    assume(age < 29 * DAY)
    found = estimate(a_press(age, offset, boot), a_letter(offset, earlier))
    assert found.is_certain
    assert found.instant == pytest.approx(NOW - age, abs=0.01)


clock_readings = st.builds(
    Reading,
    wall_seconds=st.floats(-clocks.FARTHEST_SECONDS, clocks.FARTHEST_SECONDS),
    monotonic_seconds=st.floats(0, clocks.FARTHEST_SECONDS),
    boot=st.sampled_from([A, B]),
)
earliers = st.none() | st.builds(
    Earlier,
    seen_at=st.floats(NOW - YEAR, NOW + YEAR),
    offset_seconds=st.floats(-clocks.FARTHEST_SECONDS, clocks.FARTHEST_SECONDS),
    last_sequence=st.integers(0, 10),
    steady_from=st.integers(0, 12),
)
letters = st.builds(
    Letter,
    received_at=st.just(NOW),
    written_at=st.floats(NOW - YEAR, NOW),
    reading=clock_readings,
    paired_at=st.floats(NOW - YEAR, NOW + YEAR),
    earlier=earliers,
)


@given(press=clock_readings, letter=letters, sequence=st.integers(1, 20))
def test_whatever_the_clocks_say_the_press_lies_between_the_bounds(
    press: Reading, letter: Letter, sequence: int
) -> None:
    low, high = clocks.bounds(sequence, letter, MAX_AGE)
    found = clocks.estimate(press, sequence, letter, MAX_AGE)
    assert low <= found.instant <= high
    assert NOW - MAX_AGE <= low <= NOW


@given(letter=letters, sequence=st.integers(1, 20))
def test_no_press_is_in_the_future_even_if_our_own_clock_went_back(
    letter: Letter, sequence: int
) -> None:
    assert clocks.bounds(sequence, letter, MAX_AGE)[1] <= NOW


@pytest.mark.parametrize("jump", [HOUR, -HOUR, -56 * YEAR, 73 * YEAR])
def test_after_a_jump_the_clock_that_only_counts_is_believed(jump: float) -> None:
    """The wall clock was set between press and contact, on a page that stayed open."""
    earlier = before(2 * DAY, offset=jump)
    found = estimate(a_press(DAY, offset=jump), a_letter(0.0, earlier))
    assert found == Estimate(NOW - DAY, is_certain=True)


def test_a_clock_that_jumped_ahead_and_back_is_caught_by_the_bounds() -> None:
    """Its offset is what it was, but by it the press is still to come."""
    found = estimate(a_press(600, offset=-HOUR), a_letter(0.0, before(DAY)))
    assert found == Estimate(NOW - 600, is_certain=True)


def test_a_clock_that_jumped_back_and_ahead_is_caught_by_the_contact_before() -> None:
    """By it the press came before a contact that did not know of it."""
    found = estimate(a_press(600, offset=HOUR), a_letter(0.0, before(700)))
    assert found == Estimate(NOW - 600, is_certain=True)


def test_after_a_jump_and_a_restart_only_the_bounds_are_left() -> None:
    found = estimate(a_press(DAY, offset=HOUR, boot=B), a_letter(0.0, before(2 * DAY, HOUR)))
    assert not found.is_certain
    assert NOW - 2 * DAY <= found.instant <= NOW


@pytest.mark.parametrize(
    ("press_age", "boot", "expected"),
    [
        (-DAY, B, NOW),  # still to come: now at the latest
        (3 * DAY, B, NOW - 2 * DAY),  # before a contact that did not know of it
        (29 * YEAR, B, NOW - 2 * DAY),
    ],
)
def test_what_cannot_be_is_moved_to_the_nearest_instant_that_can(
    press_age: float, boot: str, expected: float
) -> None:
    found = estimate(a_press(press_age, boot=boot), a_letter(0.0, before(2 * DAY)))
    assert found == Estimate(expected, is_certain=False)


def test_a_number_given_out_before_the_last_contact_was_pressed_before_it() -> None:
    """The contact of a day ago knew of 500 already; its wall clock says an hour ago."""
    letter = a_letter(0.0, before(DAY, last=500))
    found = estimate(a_press(HOUR, boot=B), letter)
    assert found == Estimate(NOW - DAY, is_certain=False)
    assert estimate(a_press(HOUR, boot=B), letter, sequence=501).is_certain


@pytest.mark.parametrize(("outside", "is_certain"), [(60, True), (119, True), (121, False)])
def test_two_minutes_outside_the_bounds_are_delay_and_not_a_wrong_clock(
    outside: float, is_certain: bool
) -> None:
    found = estimate(a_press(2 * DAY + outside, boot=B), a_letter(0.0, before(2 * DAY)))
    assert found == Estimate(NOW - 2 * DAY, is_certain)


def test_nothing_was_pressed_before_the_tablet_was_paired() -> None:
    found = estimate(a_press(31 * DAY, boot=B), a_letter())
    assert found == Estimate(PAIRED, is_certain=False)


def test_what_waited_too_long_is_as_old_as_may_be_and_not_certain() -> None:
    letter = replace(a_letter(), paired_at=NOW - YEAR)
    assert estimate(a_press(41 * DAY), letter) == Estimate(NOW - MAX_AGE, is_certain=False)
    assert estimate(a_press(39 * DAY), letter) == Estimate(NOW - 39 * DAY, is_certain=True)


def test_a_monotonic_clock_that_slept_is_not_asked_while_the_wall_clock_is_steady() -> None:
    slept = a_press(10 * HOUR, monotonic=50 * DAY - HOUR)
    assert estimate(slept, a_letter(0.0, before(DAY))) == Estimate(NOW - 10 * HOUR, is_certain=True)


@pytest.mark.parametrize("earlier", [None, before(10 * DAY)])
def test_a_press_is_no_younger_than_the_page_has_counted_since(earlier: Earlier | None) -> None:
    """Somebody set the wall clock back by an hour, and it was put right before the contact."""
    press = a_press(11 * 60, offset=-HOUR)
    assert estimate(press, a_letter(0.0, earlier)) == Estimate(NOW - 11 * 60, is_certain=True)
    ahead = a_press(2 * HOUR, offset=-HOUR)  # the wall says an hour ago, the page counted two
    assert estimate(ahead, a_letter(0.0, earlier)) == Estimate(NOW - 2 * HOUR, is_certain=True)


@pytest.mark.parametrize(("ahead", "age"), [(119, HOUR - 119), (121, HOUR)])
def test_within_two_minutes_the_wall_clock_is_still_the_better_one(ahead: float, age: float) -> None:
    found = estimate(a_press(HOUR, offset=-ahead), a_letter(0.0, before(DAY)))
    assert found == Estimate(NOW - age, is_certain=True)


# --- What a clock that has jumped leaves behind


def follow(earlier: Earlier | None, offset: float, last: int) -> Earlier:
    return clocks.follow(earlier, NOW, Reading(NOW - offset, 0.0, A), last)


@pytest.mark.parametrize(
    ("earlier", "offset", "steady_from"),
    [
        (None, HOUR, 0),  # nothing to compare with
        (before(DAY, last=400), 119, 0),
        (before(DAY, last=400), 121, 501),
        (before(DAY, last=400), -121, 501),
        (replace(before(DAY, HOUR, last=500), steady_from=321), HOUR, 321),
        (replace(before(DAY, HOUR, last=500), steady_from=321), 0, 501),
        (before(-DAY, 0), HOUR, 0),  # seen tomorrow: our own clock was wrong, not the tablet's
        (replace(before(-DAY), steady_from=321), HOUR, 321),
    ],
)
def test_a_jump_is_remembered_by_the_first_number_after_it(
    earlier: Earlier | None, offset: float, steady_from: int
) -> None:
    assert follow(earlier, offset, 500) == Earlier(NOW, offset, 500, steady_from)


def test_numbers_from_before_a_jump_are_told_by_the_page_that_counted_or_not_at_all() -> None:
    """The contact after the jump is long over, and the clock is steady again."""
    letter = a_letter(0.0, replace(before(HOUR, last=600), steady_from=501))
    assert estimate(a_press(DAY, 2 * HOUR), letter, 500) == Estimate(NOW - DAY, is_certain=True)
    assert not estimate(a_press(DAY, 2 * HOUR, boot=B), letter, 500).is_certain
    assert estimate(a_press(DAY, boot=B), letter, 501) == Estimate(NOW - DAY, is_certain=True)


# --- Our own clock was wrong


def test_a_pairing_in_the_future_bounds_nothing() -> None:
    letter = replace(a_letter(), paired_at=NOW + YEAR)
    assert estimate(a_press(HOUR, boot=B), letter) == Estimate(NOW - HOUR, is_certain=True)


@pytest.mark.parametrize("sequence", [300, 500])
def test_a_contact_in_the_future_bounds_nothing_and_its_offset_means_nothing(sequence: int) -> None:
    letter = a_letter(0.0, before(-YEAR, offset=YEAR))
    found = estimate(a_press(HOUR, boot=B), letter, sequence)
    assert found == Estimate(NOW - HOUR, is_certain=True)


def test_a_letter_by_hand_of_a_tablet_paired_in_the_future_tells_its_age() -> None:
    reading = Reading(NOW - DAY, 0, A)
    for paired_at, earlier in ((NOW + YEAR, None), (PAIRED, before(-YEAR, offset=YEAR))):
        assert clocks.written_at(reading, paired_at, earlier, NOW) == NOW - DAY


def test_monotonic_clocks_of_different_page_loads_are_not_compared() -> None:
    """The clock was set, and the page reloaded since: nothing can be told."""
    found = estimate(a_press(HOUR, boot=B, monotonic=50 * DAY - 60), a_letter(0.0, before(DAY, HOUR)))
    assert not found.is_certain


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (1_787_000_000_500, 1_787_000_000.5),
        (0, 0.0),
        (-(10**400), -clocks.FARTHEST_SECONDS),
        (10**400, clocks.FARTHEST_SECONDS),
    ],
)
def test_numbers_that_no_clock_shows_are_read_as_the_farthest(said: int, read: float) -> None:
    assert clocks.read_clocks(said, 5, A).wall_seconds == read


@pytest.mark.parametrize(
    ("said", "read"), [(-1, 0.0), (1_500.5, 1.5005), (10**400, clocks.FARTHEST_SECONDS)]
)
def test_a_monotonic_clock_is_never_below_zero(said: float, read: float) -> None:
    assert clocks.read_clocks(0, said, A).monotonic_seconds == read


@pytest.mark.parametrize(
    ("wall", "earlier", "written"),
    [
        (NOW - 5 * DAY, before(9 * DAY), NOW - 5 * DAY),
        (NOW - 5 * DAY - HOUR, before(9 * DAY, offset=HOUR), NOW - 5 * DAY),
        (NOW - 5 * DAY, None, NOW - 5 * DAY),
        (NOW + 60, None, NOW),  # two minutes ahead of us: now
        (NOW + DAY, before(9 * DAY), NOW),  # it cannot have been: now
        (0.0, before(9 * DAY), NOW),
    ],
)
def test_a_letter_brought_by_hand_was_written_when_its_clock_says_if_that_can_be(
    wall: float, earlier: Earlier | None, written: float
) -> None:
    assert clocks.written_at(Reading(wall, 0, A), PAIRED, earlier, NOW) == written


def test_a_letter_brought_by_hand_has_aged_on_the_way() -> None:
    """Pressed an hour before it was saved; carried for five days."""
    reading = Reading(NOW - 5 * DAY, 9 * DAY, A)
    letter = Letter(NOW, NOW - 5 * DAY, reading, PAIRED, None)
    press = Reading(NOW - 5 * DAY - HOUR, 9 * DAY - HOUR, A)
    assert estimate(press, letter) == Estimate(NOW - 5 * DAY - HOUR, is_certain=True)
