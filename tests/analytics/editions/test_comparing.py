from dataclasses import replace

import numpy as np

from analytics.disclosure import Cell, State
from analytics.editions.comparing import with_comparisons
from analytics.editions.model import Row
from analytics.fairness import compare, gather
from analytics.indices import Share
from analytics.suppression import Answers
from tests.analytics.fairness.offices import Counts, officers
from tests.analytics.targets.editions import a_row


def cell(count: int, n: int, needed: int = 10) -> Cell:
    return (
        Cell(State.SHOWN, n, needed, Share(count, n)) if n >= needed else Cell(State.TOO_FEW, n, needed)
    )


def edition_of(counts: Counts) -> tuple[Row, dict[str, tuple[Row, ...]], Answers]:
    cases, reference = gather(counts)
    good, n = (sum(part) for part in zip(*reference.values(), strict=True))
    tables = {
        "officer": tuple(
            a_row("officer", key, cell(own.satisfied, own.ratings, 30)) for key, own in cases.items()
        ),
        "procedure": tuple(a_row("procedure", key, cell(*pair)) for key, pair in reference.items()),
    }
    keys = {
        "officer": [whom for whom, _ in counts] + ["000"],
        "unit": [""] * (len(counts) + 1),
        "centre": [""] * (len(counts) + 1),
        "procedure": [procedure for _, procedure in counts] + ["land"],
        "status": ["counted"] * len(counts) + ["excluded"],
    }
    answers = Answers(
        keys,
        [good for good, _ in counts.values()] + [50],
        [n - good for good, n in counts.values()] + [9],
    )
    return a_row("total", "", cell(good, n)), tables, answers


def test_officers_are_told_apart_by_what_their_procedures_lead_one_to_expect() -> None:
    counts = officers(np.random.default_rng(15), 24, n=200, drops={7: 0.25})
    known = compare(*gather(counts))

    found = with_comparisons(*edition_of(counts))["officer"]

    for row, own in zip(found, known.rows, strict=True):
        assert row.comparison is not None and own.figure is not None
        assert row.comparison.verdict == own.verdict.value.removesuffix("_expectation")
        assert row.comparison.rate == own.figure.rate
        assert row.comparison.expected == own.figure.expected / own.figure.compared
        assert row.comparison.low is not None and row.comparison.low <= own.figure.rate
        assert row.comparison.observed == own.figure.observed
        assert row.comparison.pooled == own.figure.pooled
        assert row.comparison.variance == own.figure.variance
    assert {row.comparison.verdict for row in found if row.comparison} == {"as_expected", "below"}


def test_whose_figure_is_not_shown_is_not_compared_and_nobody_is_known_by_no_name() -> None:
    counts = officers(np.random.default_rng(3), 6) | {("", "land"): (30, 40)}
    total, tables, answers = edition_of(counts)
    hidden = replace(tables["officer"][0], satisfaction=Cell(State.WITHHELD, 150, 30))
    nobody = a_row("officer", "", cell(30, 40))
    tables["officer"] = (hidden, *tables["officer"][1:], nobody)

    found = with_comparisons(total, tables, answers)["officer"]

    assert found[0].comparison is not None
    assert (found[0].comparison.verdict, found[0].comparison.rate) == ("not_enough_data", None)
    assert found[-1].comparison is None


def test_a_cell_that_counts_other_answers_is_not_compared_and_the_others_are() -> None:
    total, tables, answers = edition_of(officers(np.random.default_rng(4), 6))
    first = tables["officer"][0]
    stale = replace(first, satisfaction=cell(100, first.satisfaction.n + 1, 30))
    tables["officer"] = (stale, *tables["officer"][1:])

    found = with_comparisons(total, tables, answers)["officer"]

    assert [row.comparison is None for row in found] == [True] + [False] * 5


def test_nothing_is_compared_where_the_procedures_do_not_fit_the_total() -> None:
    total, tables, answers = edition_of(officers(np.random.default_rng(4), 6))
    tables["procedure"] = (*tables["procedure"], a_row("procedure", "more", cell(90, 100)))

    assert all(row.comparison is None for row in with_comparisons(total, tables, answers)["officer"])


def test_without_a_total_that_is_shown_nothing_is_compared() -> None:
    total, tables, answers = edition_of(officers(np.random.default_rng(5), 6))
    hidden = replace(total, satisfaction=Cell(State.BETWEEN, 900, 10, None, 0.8, 0.9))

    assert with_comparisons(hidden, tables, answers) == tables
