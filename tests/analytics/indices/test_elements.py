"""What citizens named, by the five elements: every one of them, and nothing twice."""

from hypothesis import given
from hypothesis import strategies as st

from analytics.editions import Reason
from analytics.indices import METHODS, element_profile
from analytics.reasons import ELEMENTS
from tests.analytics.editions_by_hand import a_reason

TIME, RESULT = a_reason("time", 10, 60, "results"), a_reason("result", 50, 80, "results")
WHOLE, MANNER = a_reason("", 55, 130, "results"), a_reason("manner", 30, 40, "officials")

reasons = st.builds(
    a_reason,
    st.text("abc", max_size=3),
    st.just(0),
    st.integers(1, 50),
    st.sampled_from([*ELEMENTS, None, "weather"]),
)


def test_the_whole_comes_first_and_then_the_topic_most_named() -> None:
    found = element_profile([TIME, MANNER, WHOLE, RESULT])

    assert found.elements["results"] == (WHOLE, RESULT, TIME)
    assert found.elements["officials"] == (MANNER,)
    assert (found.present, found.absent) == (
        ("officials", "results"),
        ("access", "procedures", "feedback"),
    )
    assert found.method in METHODS


@given(st.lists(reasons, max_size=12))
def test_all_five_are_there_in_their_order_whatever_was_named(named: list[Reason]) -> None:
    found = element_profile(named)

    assert tuple(found.elements) == ELEMENTS
    told = [(element, one) for element, ones in found.elements.items() for one in ones]
    assert all(one.element == element for element, one in told)
    assert sorted(one.topic for _, one in told) == sorted(
        one.topic for one in named if one.element in ELEMENTS
    )
    for ones in found.elements.values():
        topics = [one.cell.n for one in ones if one.topic]
        assert topics == sorted(topics, reverse=True)
        assert not any(one.topic for one in ones[: len(ones) - len(topics)])


def test_of_nothing_all_are_absent() -> None:
    assert element_profile([]).absent == ELEMENTS
