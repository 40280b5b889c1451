from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from analytics.counts import NUMBERS, Counts, NotCounted, add_up

number = st.integers(0, 10**6)
counts = st.builds(
    Counts,
    **dict.fromkeys(NUMBERS, number),
    not_counted=st.lists(
        st.builds(NotCounted, st.sampled_from("xyz"), number, number), unique_by=lambda p: p.cause
    ).map(lambda parts: tuple(sorted(parts))),
)


@given(counts, counts, counts)
def test_addition_is_associative_and_commutative(a: Counts, b: Counts, c: Counts) -> None:
    assert (a + b) + c == a + (b + c)
    assert a + b == b + a


@given(counts)
def test_zero_changes_nothing(a: Counts) -> None:
    assert a + Counts() == a == Counts() + a


def test_the_sum_of_nothing_is_zero() -> None:
    assert add_up([]) == Counts()


def test_causes_are_kept_apart_and_sorted() -> None:
    a = Counts(not_counted=(NotCounted("repeat-1", 1, 2),))
    b = Counts(not_counted=(NotCounted("poster", 3, 0), NotCounted("repeat-1", 0, 1)))

    total = a + b

    assert total.not_counted == (NotCounted("poster", 3, 0), NotCounted("repeat-1", 1, 3))
    assert total.left_out == 7
    assert total.n == 0


def test_counts_cannot_be_changed_but_replaced() -> None:
    assert replace(Counts(satisfied=1), satisfied=2) == Counts(satisfied=2)
