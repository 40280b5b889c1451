import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from analytics.counts import Counts
from analytics.indices import METHODS, element_profile
from analytics.reasons import ELEMENTS

pair = st.tuples(st.integers(0, 40), st.integers(0, 40))


def test_each_element_has_the_share_and_interval_of_those_who_named_it() -> None:
    mentions = {"access": (81, 182), "results": (0, 20)}

    found = element_profile(mentions, (81, 190), Counts(400, 300))

    access, results = found.elements["access"], found.elements["results"]
    assert access.interval is not None
    # Newcombe (1998), Statistics in Medicine 17:857-872, table I: 81 of 263, none of 20.
    assert (access.interval.rounded(4).low, access.interval.rounded(4).high) == (0.2553, 0.3662)
    assert results.interval is not None
    assert (results.interval.low, results.interval.rounded(4).high) == (0.0, 0.1611)
    assert found.named is not None
    assert (found.named.count, found.named.n) == (271, 700)
    assert (found.present, found.absent) == (
        ("access", "results"),
        ("procedures", "officials", "feedback"),
    )


@given(st.dictionaries(st.sampled_from(ELEMENTS), pair), st.integers(0, 50))
def test_the_elements_are_always_all_five_in_their_order(
    mentions: dict[str, tuple[int, int]], silent: int
) -> None:
    named = (sum(good for good, _ in mentions.values()), sum(bad for _, bad in mentions.values()))

    found = element_profile(mentions, named, Counts(named[0] + silent, named[1]))

    assert tuple(found.elements) == ELEMENTS
    for element, index in found.elements.items():
        good, bad = mentions.get(element, (0, 0))
        assert index.method in METHODS
        assert index.n == good + bad
        if index.interval is not None:
            theirs = binomtest(good, good + bad).proportion_ci(method="wilson")
            assert index.interval.low == pytest.approx(theirs.low, abs=1e-9)
            assert index.interval.high == pytest.approx(theirs.high, abs=1e-9)


def test_counts_of_another_scope_are_refused() -> None:
    with pytest.raises(ValueError, match="not of one scope"):
        element_profile({}, (5, 6), Counts(5, 5))
    with pytest.raises(ValueError, match="not of one scope"):
        element_profile({"access": (3, 0)}, (2, 0), Counts(5, 5))
