from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from analytics.counts import (
    KINDS,
    NUMBERS,
    TOTAL,
    UNKNOWN,
    Counts,
    NotCounted,
    RatingRow,
    ServiceRow,
    TieRow,
    add_up,
    tally,
)

key = st.sampled_from(["a", "b", "c"])
maybe = st.none() | key
bit = st.integers(0, 1)
cause = st.sampled_from([None, None, "poster", "repeat-1"])
ratings = st.lists(st.tuples(key, key, key, maybe, maybe, cause, bit), max_size=30)
ties = st.lists(st.tuples(key, key, key, maybe, maybe, cause, bit, bit), max_size=30)
services = st.lists(st.tuples(key, maybe, maybe, maybe, maybe, bit, bit), max_size=30)
number = st.integers(0, 10**6)
counts = st.builds(
    Counts,
    **dict.fromkeys(NUMBERS, number),
    not_counted=st.lists(
        st.builds(NotCounted, st.sampled_from("xyz"), number, number), unique_by=lambda p: p.cause
    ).map(lambda parts: tuple(sorted(parts))),
)


Rows = tuple[list[RatingRow], list[TieRow], list[ServiceRow]]
rows = st.tuples(ratings, ties, services)


@given(rows, rows)
def test_the_counts_of_two_halves_add_up_to_the_counts_of_the_whole(one: Rows, other: Rows) -> None:
    first, second = tally(*one), tally(*other)
    whole = tally(one[0] + other[0], one[1] + other[1], one[2] + other[2])

    for kind in KINDS:
        keys = first[kind].keys() | second[kind].keys()
        assert whole[kind] == {
            key: first[kind].get(key, Counts()) + second[kind].get(key, Counts()) for key in keys
        }


@given(ratings, ties, services)
def test_the_parts_of_every_kind_add_up_to_the_total(
    ratings: list[RatingRow], ties: list[TieRow], services: list[ServiceRow]
) -> None:
    found = tally(ratings, ties, services)

    total = found[TOTAL].get(UNKNOWN, Counts())
    for kind in KINDS:
        assert add_up(found[kind].values()) == total
    assert total.n + total.left_out == len(ratings)
    assert total.services == len(services)
    assert total.tied == len(ties)


@given(counts, counts, counts)
def test_addition_is_associative_and_commutative(a: Counts, b: Counts, c: Counts) -> None:
    assert (a + b) + c == a + (b + c)
    assert a + b == b + a


@given(counts)
def test_zero_changes_nothing(a: Counts) -> None:
    assert a + Counts() == a == Counts() + a


def test_the_sum_of_nothing_is_zero() -> None:
    assert add_up([]) == Counts()


def test_a_week_without_rows_has_no_keys() -> None:
    assert tally([], [], []) == {kind: {} for kind in KINDS}


def test_causes_are_kept_apart_and_sorted() -> None:
    a = Counts(not_counted=(NotCounted("repeat-1", 1, 2),))
    b = Counts(not_counted=(NotCounted("poster", 3, 0), NotCounted("repeat-1", 0, 1)))

    total = a + b

    assert total.not_counted == (NotCounted("poster", 3, 0), NotCounted("repeat-1", 1, 3))
    assert total.left_out == 7
    assert total.n == 0


def test_a_service_that_is_late_and_complained_about_has_failed_once() -> None:
    row: ServiceRow = ("u", "c", "k", "o", "p", 1, 1)

    total = tally([], [], [row])[TOTAL][UNKNOWN]

    assert total == Counts(services=1, overdue=1, petitioned=1, failed=1)


def test_answers_are_in_the_dossier_rate_only_where_counted_and_the_service_had_not_failed() -> None:
    def tie(cause: str | None, satisfied: int, failed: int) -> TieRow:
        return ("u", "c", "k", "o", "p", cause, satisfied, failed)

    in_it = [tie(None, 0, 0), tie(None, 1, 0)]
    rows = [*in_it, tie(None, 0, 1), tie(None, 1, 1), tie("repeat-1", 0, 0), tie("poster", 1, 0)]

    total = tally([], rows, [])[TOTAL][UNKNOWN]

    assert total == Counts(tied=6, tied_satisfied=1, tied_unsatisfied=1)


def test_a_poster_is_never_counted_under_an_officer() -> None:
    poster: RatingRow = ("u", "c", "k", "o", "p", "poster", 1)
    repeat: RatingRow = ("u", "c", "k", "o", "p", "repeat-1", 1)

    officers = tally([poster, repeat], [], [])["officer"]

    assert officers["o"].not_counted == (NotCounted("repeat-1", 1, 0),)
    assert officers[UNKNOWN].not_counted == (NotCounted("poster", 1, 0),)


def test_counts_cannot_be_changed_but_replaced() -> None:
    assert replace(Counts(satisfied=1), satisfied=2) == Counts(satisfied=2)
