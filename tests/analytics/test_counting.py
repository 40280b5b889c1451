from hypothesis import given
from hypothesis import strategies as st

from analytics.counting import Pieces, RatingRow, ServiceRow, TieRow, tally
from analytics.counts import (
    KINDS,
    KINDS_OF_SERVICES,
    NUMBERS,
    TOTAL,
    UNKNOWN,
    Counts,
    NotCounted,
    add_up,
)

WEEK = "2026-W36"  # 31 August to 6 September
month = st.sampled_from(["2026-08", "2026-09"])
key = st.sampled_from(["a", "b", "c"])
maybe = st.none() | key
bit = st.integers(0, 1)
cause = st.sampled_from([None, None, "poster", "repeat-1"])
slot = st.sampled_from([107, 316])
untied = st.tuples(maybe, maybe, maybe, month, cause, bit, *[st.none()] * 3)
tied = st.tuples(key, maybe, maybe, month, cause, bit, bit, month, bit)
rated = st.tuples(key, key, key, maybe, maybe, maybe, key, key, slot, maybe, st.none() | bit)
ratings = st.lists(st.builds(tuple.__add__, rated, untied | tied), max_size=30)
ties = st.lists(st.tuples(*[maybe] * 6, month, cause, bit, bit), max_size=30)
services = st.lists(st.tuples(key, *[maybe] * 5, month, bit, bit), max_size=30)

Rows = tuple[list[RatingRow], list[TieRow], list[ServiceRow]]
rows = st.tuples(ratings, ties, services)


def by_piece(pieces: Pieces) -> dict[tuple[str, str, str], Counts]:
    """Counts by kind, key and month."""
    found: dict[tuple[str, str, str], Counts] = {}
    for *piece, cause, satisfied, unsatisfied in pieces.not_counted:
        part = Counts(not_counted=(NotCounted(cause, satisfied, unsatisfied),))
        found[tuple(piece)] = found.get(tuple(piece), Counts()) + part
    for kind, key, month, *numbers in pieces.counts:
        own = Counts(**dict(zip(NUMBERS, numbers, strict=True)))
        found[kind, key, month] = found.get((kind, key, month), Counts()) + own
    return found


def total(pieces: Pieces) -> Counts:
    return add_up(counts for (kind, *_), counts in by_piece(pieces).items() if kind == TOTAL)


@given(rows, rows)
def test_the_counts_of_two_halves_add_up_to_the_counts_of_the_whole(one: Rows, other: Rows) -> None:
    first, second = by_piece(tally(WEEK, *one)), by_piece(tally(WEEK, *other))

    whole = by_piece(tally(WEEK, one[0] + other[0], one[1] + other[1], one[2] + other[2]))

    assert whole == {
        piece: first.get(piece, Counts()) + second.get(piece, Counts())
        for piece in first.keys() | second.keys()
    }


@given(ratings, ties, services)
def test_the_parts_of_every_kind_add_up_to_the_total(
    ratings: list[RatingRow], ties: list[TieRow], services: list[ServiceRow]
) -> None:
    pieces = tally(WEEK, ratings, ties, services)

    found = by_piece(pieces)

    for month in {month for _, _, month in found}:
        of_all = found[TOTAL, UNKNOWN, month]
        for kind in KINDS:
            parts = [counts for piece, counts in found.items() if (piece[0], piece[2]) == (kind, month)]
            whole = add_up(parts)
            if kind in (TOTAL, *KINDS_OF_SERVICES):
                assert whole == of_all
            else:  # services have no such key
                assert (whole.n, whole.not_counted) == (of_all.n, of_all.not_counted)
                assert (whole.services, whole.tied) == (0, 0)
    assert total(pieces).n + total(pieces).left_out == len(ratings) == pieces.ratings
    assert total(pieces).services == len(services) == pieces.services
    assert total(pieces).tied == len(ties) + sum(1 for row in ratings if row[-3])


@given(rows)
def test_no_row_is_written_for_nothing(rows: Rows) -> None:
    pieces = tally(WEEK, *rows)

    assert all(by_piece(pieces)[kind, key, month] != Counts() for kind, key, month, *_ in pieces.counts)
    assert {row[:3] for row in pieces.not_counted} <= {row[:3] for row in pieces.counts}
    assert len({row[:3] for row in pieces.counts}) == len(pieces.counts)


def test_keys_are_told_as_they_are_kept() -> None:
    def rating(slot: int, late: int | None) -> RatingRow:
        of_service = ("2026-09", None, 1, None, None, None)
        return (
            "u",
            "c",
            "k",
            None,
            None,
            None,
            "phone",
            "r",
            slot,
            None,
            late,
            None,
            None,
            None,
            *of_service,
        )

    found = by_piece(tally(WEEK, [rating(108, 1), rating(716, 0), rating(716, None)], [], []))

    keys = {
        kind: [key for of, key, _ in found if of == kind] for kind in ("slot", "timeliness", "officer")
    }
    assert keys == {"slot": ["1-08", "7-16"], "timeliness": ["", "late", "on_time"], "officer": [""]}


def test_a_month_that_was_not_kept_falls_into_the_week() -> None:
    tie: TieRow = ("u", "c", "k", "o", "p", None, "2026-11", None, 1, 0)

    assert {month for *_, month in by_piece(tally(WEEK, [], [tie], []))} == {"2026-09"}
    assert {month for *_, month in by_piece(tally("2026-W34", [], [tie], []))} == {"2026-08"}


def test_a_week_without_rows_has_no_pieces() -> None:
    assert tally(WEEK, [], [], []) == ([], [], 0, 0)


def test_a_service_that_is_late_and_complained_about_has_failed_once() -> None:
    row: ServiceRow = ("u", "c", "k", "o", "p", "granted", "2026-09", 1, 1)

    assert total(tally(WEEK, [], [], [row])) == Counts(services=1, overdue=1, petitioned=1, failed=1)


def test_answers_are_in_the_dossier_rate_only_where_counted_and_the_service_had_not_failed() -> None:
    def tie(cause: str | None, satisfied: int, failed: int) -> TieRow:
        return ("u", "c", "k", "o", "p", "granted", "2026-09", cause, satisfied, failed)

    in_it = [tie(None, 0, 0), tie(None, 1, 0)]
    rows = [*in_it, tie(None, 0, 1), tie(None, 1, 1), tie("repeat-1", 0, 0), tie("poster", 1, 0)]

    assert total(tally(WEEK, [], rows, [])) == Counts(tied=6, tied_satisfied=1, tied_unsatisfied=1)


def test_an_answer_to_a_service_of_the_same_week_counts_where_and_when_that_was_done() -> None:
    def rating(same_week: int) -> RatingRow:
        own = ("u", "c", "k", "o", "p", "post", "phone", "receipt", 108, None, 0)
        return (*own, "v", "d", None, "2026-09", None, 0, same_week, "2026-08", 0)

    found = by_piece(tally(WEEK, [rating(1), rating(0)], [], []))

    answered, its_service = Counts(unsatisfied=2), Counts(tied=1, tied_unsatisfied=1)
    units = {piece[1:]: counts for piece, counts in found.items() if piece[0] == "unit"}
    assert units == {("u", "2026-09"): answered, ("v", "2026-08"): its_service}
    counters = {piece[1:]: counts for piece, counts in found.items() if piece[0] == "counter"}
    assert counters == {("k", "2026-09"): answered, ("", "2026-08"): its_service}
    assert found["officer", "o", "2026-08"] == found["ending", "post", "2026-08"] == its_service


def test_a_poster_is_never_counted_under_an_officer() -> None:
    def rating(cause: str) -> RatingRow:
        own = ("u", "c", "k", "o", "p", None, "phone", "poster", 108, None, None)
        return (*own, "u", "c", "k", "2026-09", cause, 1, 1, "2026-09", 0)

    found = by_piece(tally(WEEK, [rating("poster"), rating("repeat-1")], [], []))

    officers = {key: counts for (kind, key, _), counts in found.items() if kind == "officer"}
    assert officers == {
        "o": Counts(tied=1, not_counted=(NotCounted("repeat-1", 1, 0),)),
        UNKNOWN: Counts(tied=1, not_counted=(NotCounted("poster", 1, 0),)),
    }
