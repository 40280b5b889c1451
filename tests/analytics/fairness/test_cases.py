import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.fairness import REST, UNKNOWN, Cases, gather, pooled

COUNTS = {
    ("A", "land"): (6, 10),
    ("A", "copies"): (180, 190),
    ("B", "land"): (112, 160),
    (UNKNOWN, "land"): (3, 4),
    ("B", "copies"): (0, 0),
}
tables = st.dictionaries(
    st.tuples(st.sampled_from(["", "A", "B"]), st.sampled_from(["", "land", "birth"])),
    st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda two: (min(two), max(two))),
)


def test_whom_nobody_knew_is_in_the_reference_and_is_not_compared() -> None:
    cases, reference = gather(COUNTS)

    assert set(cases) == {"A", "B"}
    assert reference == {"land": (121, 174), "copies": (180, 190)}


def test_a_procedure_without_ratings_is_no_case() -> None:
    assert gather(COUNTS)[0]["B"] == Cases(112, {"land": 160})


@given(tables)
def test_the_reference_is_everybodys_ratings(counts: dict[tuple[str, str], tuple[int, int]]) -> None:
    cases, reference = gather(counts)

    assert sum(n for _, n in reference.values()) == sum(n for _, n in counts.values())
    for whom, own in cases.items():
        assert own.ratings == sum(n for (key, _), (_, n) in counts.items() if key == whom)


@given(tables)
def test_pooling_changes_no_total(counts: dict[tuple[str, str], tuple[int, int]]) -> None:
    cases, reference = gather(counts)

    merged, together = pooled(cases, reference, shown=["land"])

    assert set(together) <= {"land", REST}
    assert [sum(part) for part in zip(*together.values(), strict=True)] == [
        sum(part) for part in zip(*reference.values(), strict=True)
    ]
    assert {key: (own.satisfied, own.ratings) for key, own in merged.items()} == {
        key: (own.satisfied, own.ratings) for key, own in cases.items()
    }


def test_more_satisfied_than_ratings_are_refused() -> None:
    with pytest.raises(ValueError, match="4 satisfied of 3"):
        gather({("A", "land"): (4, 3)})
