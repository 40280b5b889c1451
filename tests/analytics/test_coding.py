from hypothesis import given
from hypothesis import strategies as st

from analytics import coding
from analytics.coding import Codes, coded

text = st.sampled_from("abcd")
rows = st.lists(st.tuples(text, st.none() | text, text, st.integers(0, 3)), max_size=20)


@given(rows, st.integers(1, 7))
def test_rows_can_be_told_from_their_numbers(
    rows: list[tuple[str, str | None, str, int]], few: int
) -> None:
    keys = [Codes(), Codes("", None)]
    coding.ROWS_AT_ONCE, many = few, coding.ROWS_AT_ONCE
    try:
        found = coded(rows, keys)
    finally:
        coding.ROWS_AT_ONCE = many

    told = zip(
        *(
            [own.in_order()[code] for code in codes]
            for own, codes in zip(keys, found.codes, strict=True)
        ),
        strict=True,
    )
    assert [(*of_keys, *found.whats[what]) for of_keys, what in zip(told, found.what, strict=True)] == [
        (one, other or "", *rest) for one, other, *rest in rows
    ]


@given(rows)
def test_what_is_alike_has_one_number(rows: list[tuple[str, str | None, str, int]]) -> None:
    keys = [Codes(), Codes("", None)]
    found = coded(rows, keys)

    assert len(found.whats) == len({row[2:] for row in rows})
    assert keys[0].in_order() == list(dict.fromkeys(row[0] for row in rows))
    assert keys[1].in_order()[0] == ""  # whether it came or not
    assert None not in keys[1].in_order()


def test_columns_may_share_their_numbers() -> None:
    shared = Codes()

    found = coded([("a", "b", 7), ("b", "a", 7)], [shared, shared])

    assert [codes.tolist() for codes in found.codes] == [[0, 1], [1, 0]]
    assert (found.what.tolist(), found.whats) == ([0, 0], [(7,)])
