"""How much may come from one source in a while."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.phones.limits import Budget, Charge, Limit, network, spend

NOW = 1_790_000_000.0
A_MINUTE = Limit("answers", 10, 60.0)

limits = st.builds(Limit, st.just("any"), st.integers(1, 5_000), st.floats(0.5, 3_600))
gaps = st.lists(st.floats(0, 120), max_size=60)
amounts = st.integers(1, 6_000)


def met(limit: Limit, instants: Iterator[float] | list[float]) -> list[float]:
    """At which of these instants, one charge of one each, the charge was met."""
    found, whole_at = [], None
    for instant in instants:
        budget = spend(Charge(limit, "somebody"), whole_at, instant)
        whole_at = budget.whole_at
        if not budget.wait_seconds:
            found.append(instant)
    return found


def after(gaps: list[float]) -> list[float]:
    instants, now = [], NOW
    for gap in gaps:
        now += gap
        instants.append(now)
    return instants


def test_as_many_as_the_limit_come_at_once_and_not_one_more() -> None:
    assert len(met(A_MINUTE, [NOW] * 25)) == 10


def test_one_more_comes_as_soon_as_its_share_of_the_time_has_passed() -> None:
    crowd = [NOW] * 10
    assert len(met(A_MINUTE, [*crowd, NOW + 5.9])) == 10
    assert len(met(A_MINUTE, [*crowd, NOW + 6.0])) == 11


def test_after_the_whole_span_the_budget_is_whole() -> None:
    assert len(met(A_MINUTE, [NOW] * 10 + [NOW + 60.0] * 25)) == 20


def test_waiting_for_the_next_minute_of_the_clock_gains_nothing() -> None:
    edge = NOW - NOW % 60 + 60
    assert len(met(A_MINUTE, [edge - 0.1] * 10 + [edge + 0.1] * 10)) == 10


def test_a_refusal_costs_nothing_however_often_it_is_asked_for() -> None:
    patient = [NOW] * 10 + [NOW + 6.0]
    hasty = [NOW] * 10 + [NOW + 0.1 * i for i in range(60)] + [NOW + 6.0]
    assert met(A_MINUTE, hasty) == met(A_MINUTE, patient)


def test_more_than_can_ever_be_met_asks_for_the_whole_budget() -> None:
    budget = spend(Charge(A_MINUTE, "a batch", 500), None, NOW)
    assert budget == Budget(NOW + 60.0)
    assert spend(Charge(A_MINUTE, "a batch"), budget.whole_at, NOW).wait_seconds == pytest.approx(6.0)


def test_a_clock_that_was_set_back_locks_nobody_out() -> None:
    spent = spend(Charge(A_MINUTE, "somebody", 10), None, NOW).whole_at
    assert spend(Charge(A_MINUTE, "somebody"), spent, NOW - 86_400).wait_seconds == 0.0


@given(limits, gaps)
def test_within_any_span_at_most_twice_the_limit_is_met(limit: Limit, between: list[float]) -> None:
    instants = met(limit, after(between))
    for first in instants:
        within = [one for one in instants if first <= one <= first + limit.seconds]
        assert len(within) <= 2 * limit.most + 1


@given(limits, st.integers(1, 100))
def test_who_keeps_to_the_pace_is_never_refused(limit: Limit, times: int) -> None:
    instants = [NOW + i * limit.seconds_each * 1.000_001 for i in range(times)]
    assert met(limit, instants) == instants


@given(limits, gaps, amounts, st.floats(-1e6, 1e6))
def test_nobody_waits_longer_than_the_span_whatever_the_clock_does(
    limit: Limit, between: list[float], amount: int, leap: float
) -> None:
    whole_at = None
    for instant in after(between):
        whole_at = spend(Charge(limit, "somebody", amount), whole_at, instant).whole_at
    wait = spend(Charge(limit, "somebody", amount), whole_at, NOW + leap).wait_seconds
    assert 0.0 <= wait <= limit.seconds * 1.000_001


@given(limits, gaps, amounts)
def test_the_wait_that_is_told_is_enough(limit: Limit, between: list[float], amount: int) -> None:
    whole_at, now = None, NOW
    for now in after(between):
        whole_at = spend(Charge(limit, "somebody"), whole_at, now).whole_at
    wait = spend(Charge(limit, "somebody", amount), whole_at, now).wait_seconds
    assert spend(Charge(limit, "somebody", amount), whole_at, now + wait).wait_seconds == 0.0


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("203.0.113.9", "203.0.113.9"),
        (" 203.0.113.9 ", "203.0.113.9"),
        ("203.0.113.9:50123", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:7:8::1", "2001:db8:7:8::/64"),
        ("2001:DB8:7:8:ffff:ffff:ffff:ffff", "2001:db8:7:8::/64"),
        ("[2001:db8:7:8::1]:443", "2001:db8:7:8::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("unknown", "unknown"),
        ("_hidden, 203.0.113.9", "_hidden, 203.0.113.9"),
        ("", ""),
        (None, ""),
    ],
)
def test_an_address_is_counted_by_what_one_household_or_office_is_given(
    address: str | None, source: str
) -> None:
    assert network(address) == source


@given(st.text(max_size=300))
def test_whatever_stands_for_an_address_becomes_one_short_source(text: str) -> None:
    assert len(network(text)) <= 64


def test_two_networks_are_two_sources() -> None:
    assert network("2001:db8:7:8::1") != network("2001:db8:7:9::1")
    assert network("203.0.113.9") != network("203.0.113.10")
