"""Two shares that lie farther apart than they do for others."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.integrity.days import Day
from analytics.integrity.gaps import (
    ENDINGS,
    LEAST,
    MARGIN,
    PAIRS,
    TABLET_PHONE,
    UNTIED_TIED,
    gap,
    usual_gap,
)
from analytics.stats.comparison import share_difference


def day(tablet: tuple[int, int], phone: tuple[int, int]) -> Day:
    return Day(
        "o",
        "2026-08",
        tied=tablet[1],
        tied_satisfied=tablet[0],
        phone=phone[1],
        phone_satisfied=phone[0],
    )


def test_an_officer_liked_at_the_counter_and_not_at_home_is_told() -> None:
    found = gap(TABLET_PHONE, day((196, 200), (60, 100)), usual=0.05)
    assert found is not None
    assert (found.n, found.expected) == (300, 0.05)
    assert found.observed == pytest.approx(0.38)
    assert found.chance < TABLET_PHONE.alarm


def test_the_chance_is_the_level_at_which_newcombes_bound_is_the_usual_gap() -> None:
    found = gap(TABLET_PHONE, day((196, 200), (60, 100)), usual=0.02)
    assert found is not None
    bound = share_difference(196, 200, 60, 100, level=1 - 2 * found.chance).low
    assert bound == pytest.approx(0.02 + MARGIN, abs=1e-6)


def test_a_gap_that_is_usual_is_nobodys_fault() -> None:
    assert gap(TABLET_PHONE, day((190, 200), (75, 100)), usual=0.20) is None


def test_a_gap_the_other_way_is_no_finding() -> None:
    assert gap(TABLET_PHONE, day((120, 200), (98, 100)), usual=0.0) is None


@given(st.integers(0, LEAST - 1))
def test_under_thirty_answers_nothing_is_said_since_it_would_tell_them(n: int) -> None:
    assert gap(TABLET_PHONE, day((200, 200), (0, n)), usual=0.0) is None
    assert gap(TABLET_PHONE, day((n, n), (0, 200)), usual=0.0) is None


def test_equal_shares_are_no_finding() -> None:
    assert gap(TABLET_PHONE, day((200, 200), (100, 100)), usual=0.0) is None


def test_presses_tied_to_nothing_are_held_against_the_tied_ones() -> None:
    total = Day("o", "m", tied=200, tied_satisfied=140, untied=60, untied_satisfied=60)
    found = gap(UNTIED_TIED, total, usual=0.0)
    assert found is not None
    assert found.observed == pytest.approx(0.3)


def test_who_was_refused_is_held_against_who_was_granted() -> None:
    total = Day("o", "m", services=300, answered=102, denied=100, denied_answered=2)
    found = gap(ENDINGS, total, usual=0.05)
    assert found is not None
    assert found.n == 300
    assert found.observed == pytest.approx(100 / 200 - 2 / 100)


def test_what_is_usual_is_the_gap_of_all_together() -> None:
    both = [day((90, 100), (40, 50)), day((180, 200), (30, 50))]
    assert usual_gap(TABLET_PHONE, both) == pytest.approx(0.9 - 0.7)
    assert usual_gap(TABLET_PHONE, []) == 0.0
    assert usual_gap(TABLET_PHONE, [day((9, 10), (0, 0))]) == 0.0


def test_where_nothing_is_the_matter_alarms_are_as_rare_as_is_said() -> None:
    rng = np.random.default_rng(5)
    told = [
        gap(TABLET_PHONE, day((rng.binomial(200, 0.9), 200), (rng.binomial(80, 0.9), 80)), -MARGIN)
        for _ in range(1_000)
    ]
    assert sum(one is not None for one in told) <= 2


def test_the_rules_have_names_of_their_own() -> None:
    assert len({pair.rule for pair in PAIRS}) == len(PAIRS)
