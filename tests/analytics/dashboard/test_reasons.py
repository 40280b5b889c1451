"""Reasons on their page: ranked by the unsatisfied, as far as they may be shown."""

from dataclasses import replace
from pathlib import Path

import pytest

from analytics.disclosure import Cell, State
from analytics.editions import Reason
from tests.analytics.dashboard.conftest import Pages, headline, text_of
from tests.analytics.dashboard.editions_by_hand import KEPT, STEP, a_row, an_edition, publish


def test_reasons_are_ranked_with_their_share_of_the_unsatisfied(published: Pages) -> None:
    text = text_of(published.get("/dashboard/reasons?lang=en"))

    assert "most named by the unsatisfied: Result on time" in text
    assert "Result on time 26 44.1\u00a0% 32.2–56.7 · n = 59" in text  # 35 named it, 9 of them satisfied
    assert "not SIPAS" in text
    # By element, in SIPAS's order: procedures before results.
    assert text.index("Number of visits Administrative procedures 17 29.4") < text.index(
        "Result on time Results 35 25.7"
    )


@pytest.mark.parametrize(
    ("topics", "said"),
    [
        ({"visits": STEP}, "most named by the unsatisfied: Number of visits"),
        (
            {"visits": STEP, "time": KEPT},
            "of the reasons that may be shown, most named: Number of visits",
        ),
        ({"time": KEPT}, "reasons may not be shown, since they would tell other figures"),
        ({"fee": Cell(State.TOO_FEW, 4, 10)}, "too few answers to name a reason"),
    ],
)
def test_reasons_say_how_far_they_may_be_shown(
    tmp_path: Path, pages: Pages, topics: dict[str, Cell], said: str
) -> None:
    named = tuple(Reason(topic, "results", cell) for topic, cell in topics.items())
    publish(
        tmp_path, an_edition("2026-W34", replace(a_row(satisfied=900, unsatisfied=150), reasons=named))
    )

    page = pages.get("/dashboard/reasons?lang=en")

    assert headline(page) == f"Week 34/2026: {said}"
    if "visits" in topics:
        assert "Number of visits 60–80 40.0–53.4\u00a0% n = 150" in text_of(page)
    assert ("would tell other figures: Result on time" in page) == (len(topics) == 2)


def test_of_unsatisfied_ones_told_within_bounds_the_shares_are_too(tmp_path: Path, pages: Pages) -> None:
    rate = Cell(State.BETWEEN, 1000, 10, None, 0.84, 0.85)  # 150 to 160 unsatisfied
    row = replace(a_row(), satisfaction=rate, reasons=(Reason("visits", "procedures", STEP),))
    publish(tmp_path, an_edition("2026-W34", row))

    text = text_of(pages.get("/dashboard/reasons?lang=en"))

    assert "n = 150–160 unsatisfied answers" in text
    assert "Number of visits 60–80 37.5–53.4\u00a0% 100\u00a0%" in text  # 60 of 160 to 80 of 150
