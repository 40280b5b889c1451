from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from analytics.counts import (
    KINDS,
    KINDS_OF_SERVICES,
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

WEEK = "2026-W36"  # 31 August to 6 September
month = st.sampled_from(["2026-08", "2026-09"])
key = st.sampled_from(["a", "b", "c"])
maybe = st.none() | key
bit = st.integers(0, 1)
cause = st.sampled_from([None, None, "poster", "repeat-1"])
places = (key, maybe, maybe, maybe, maybe, maybe)
ratings = st.lists(
    st.tuples(month, key, key, key, *places[3:], key, key, key, maybe, maybe, cause, bit), max_size=30
)
ties = st.lists(st.tuples(month, *places, cause, bit, bit), max_size=30)
services = st.lists(st.tuples(month, *places, bit, bit), max_size=30)
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
    first, second = tally(WEEK, *one), tally(WEEK, *other)
    whole = tally(WEEK, one[0] + other[0], one[1] + other[1], one[2] + other[2])

    for month, by_kind in whole.items():
        for kind in KINDS:
            parts = [half.get(month, {}).get(kind, {}) for half in (first, second)]
            keys = parts[0].keys() | parts[1].keys()
            assert by_kind[kind] == {
                key: parts[0].get(key, Counts()) + parts[1].get(key, Counts()) for key in keys
            }


@given(ratings, ties, services)
def test_the_parts_of_every_kind_add_up_to_the_total(
    ratings: list[RatingRow], ties: list[TieRow], services: list[ServiceRow]
) -> None:
    found = tally(WEEK, ratings, ties, services)

    for by_kind in found.values():
        total = by_kind[TOTAL][UNKNOWN]
        for kind in KINDS:
            whole = add_up(by_kind[kind].values())
            if kind in (TOTAL, *KINDS_OF_SERVICES):
                assert whole == total
            else:  # services have no such key
                assert (whole.n, whole.not_counted) == (total.n, total.not_counted)
                assert (whole.services, whole.tied) == (0, 0)
    total = add_up(by_kind[TOTAL][UNKNOWN] for by_kind in found.values())
    assert total.n + total.left_out == len(ratings)
    assert total.services == len(services)
    assert total.tied == len(ties)


def test_a_month_that_was_not_kept_falls_into_the_week() -> None:
    tie: TieRow = ("2026-11", "u", "c", "k", "o", "p", None, None, 1, 0)

    assert set(tally(WEEK, [], [tie], [])) == {"2026-09"}
    assert set(tally("2026-W34", [], [tie], [])) == {"2026-08"}


@given(counts, counts, counts)
def test_addition_is_associative_and_commutative(a: Counts, b: Counts, c: Counts) -> None:
    assert (a + b) + c == a + (b + c)
    assert a + b == b + a


@given(counts)
def test_zero_changes_nothing(a: Counts) -> None:
    assert a + Counts() == a == Counts() + a


def test_the_sum_of_nothing_is_zero() -> None:
    assert add_up([]) == Counts()


def test_a_week_without_rows_has_no_pieces() -> None:
    assert tally(WEEK, [], [], []) == {}


def test_causes_are_kept_apart_and_sorted() -> None:
    a = Counts(not_counted=(NotCounted("repeat-1", 1, 2),))
    b = Counts(not_counted=(NotCounted("poster", 3, 0), NotCounted("repeat-1", 0, 1)))

    total = a + b

    assert total.not_counted == (NotCounted("poster", 3, 0), NotCounted("repeat-1", 1, 3))
    assert total.left_out == 7
    assert total.n == 0


def test_a_service_that_is_late_and_complained_about_has_failed_once() -> None:
    row: ServiceRow = ("2026-09", "u", "c", "k", "o", "p", "granted", 1, 1)

    total = tally(WEEK, [], [], [row])["2026-09"][TOTAL][UNKNOWN]

    assert total == Counts(services=1, overdue=1, petitioned=1, failed=1)


def test_answers_are_in_the_dossier_rate_only_where_counted_and_the_service_had_not_failed() -> None:
    def tie(cause: str | None, satisfied: int, failed: int) -> TieRow:
        return ("2026-09", "u", "c", "k", "o", "p", "granted", cause, satisfied, failed)

    in_it = [tie(None, 0, 0), tie(None, 1, 0)]
    rows = [*in_it, tie(None, 0, 1), tie(None, 1, 1), tie("repeat-1", 0, 0), tie("poster", 1, 0)]

    total = tally(WEEK, [], rows, [])["2026-09"][TOTAL][UNKNOWN]

    assert total == Counts(tied=6, tied_satisfied=1, tied_unsatisfied=1)


def test_a_poster_is_never_counted_under_an_officer() -> None:
    def rating(cause: str) -> RatingRow:
        place = ("2026-09", "u", "c", "k", "o", "p", None)
        return (*place, "phone", "poster", "1-08", None, None, cause, 1)

    rows = [rating("poster"), rating("repeat-1")]

    officers = tally(WEEK, rows, [], [])["2026-09"]["officer"]

    assert officers["o"].not_counted == (NotCounted("repeat-1", 1, 0),)
    assert officers[UNKNOWN].not_counted == (NotCounted("poster", 1, 0),)


def test_counts_cannot_be_changed_but_replaced() -> None:
    assert replace(Counts(satisfied=1), satisfied=2) == Counts(satisfied=2)
