"""Whether rows worked out again are those that were published."""

from dataclasses import replace

import pytest

from analytics.editions import Comparison, Edition
from analytics.editions.verifying import differing
from analytics.editions.weekly import Parts
from tests.analytics.editions_by_hand import a_row, an_edition

NOW = Comparison("below", 0.8, 0.5, 0.4, 0.6, 0.001, 20, 48.5, 9.5)
BEFORE = replace(NOW, observed=None, pooled=None, variance=None)


def edition(comparison: Comparison | None) -> Edition:
    return an_edition("2026-07", 1, {"officer": [a_row("officer", "x", 20, 40, comparison=comparison)]})


def again(comparison: Comparison | None) -> Parts:
    made = edition(comparison)
    return Parts(made.total, made.tables)


@pytest.mark.parametrize("comparison", [NOW, BEFORE, None])
def test_what_is_the_same_does_not_differ(comparison: Comparison | None) -> None:
    assert differing(edition(comparison), again(comparison)) == []


def test_what_was_not_kept_then_is_no_difference() -> None:
    assert differing(edition(BEFORE), again(NOW)) == []


@pytest.mark.parametrize(
    ("published", "worked_out"),
    [
        (BEFORE, replace(NOW, rate=0.55)),
        (NOW, replace(NOW, variance=9.4)),
        (NOW, BEFORE),
        (BEFORE, None),
        (None, NOW),
    ],
)
def test_everything_else_is(published: Comparison | None, worked_out: Comparison | None) -> None:
    assert differing(edition(published), again(worked_out)) == [("officer", "x")]
