"""The decision: what is shown, that it is the same for all, and that it can be kept."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure import Thresholds
from analytics.suppression import Answers, Frozen, Rule, Status, Table, Unpublished, freeze
from analytics.suppression.primary import scale_of

from .provinces import WEEKLY, a_province, merged

TOTAL, UNIT = Table("total"), Table("unit", ("unit",))


def units(**counts: tuple[int, int]) -> Answers:
    """Satisfied and unsatisfied of each unit."""
    return Answers(
        {"unit": list(counts)}, [s for s, _ in counts.values()], [u for _, u in counts.values()]
    )


def statuses(answers: Answers, rule: Rule | None = None) -> dict[str, str]:
    """The state of each unit, with the total published beside."""
    frozen = freeze(answers, [TOTAL, UNIT], rule)
    return {key: frozen.shown("unit", [key]).status.name for key in answers.keys["unit"]}


def test_a_cell_with_enough_of_both_answers_is_shown() -> None:
    shown = freeze(units(a=(40, 5)), [UNIT]).shown("unit", ["a"])

    assert (shown.status, shown.n, shown.satisfied) == (Status.EXACT, 45, 40)


def test_a_small_cell_takes_another_with_it_into_hiding() -> None:
    """Else the total less the others would tell it."""
    assert statuses(units(a=(40, 5), b=(30, 5), c=(4, 1), d=(60, 9))) == {
        "a": "EXACT",
        "b": "WITHHELD",
        "c": "FEW",
        "d": "EXACT",
    }


def test_two_small_cells_hide_each_other() -> None:
    assert statuses(units(a=(40, 5), b=(7, 1), c=(5, 4))) == {"a": "EXACT", "b": "FEW", "c": "FEW"}


def test_two_small_cells_that_are_all_alike_do_not() -> None:
    """Nobody of twelve was unsatisfied: both would be known."""
    assert statuses(units(a=(40, 5), b=(6, 0), c=(6, 0)))["a"] == "WITHHELD"


def test_what_would_tell_another_is_shown_as_a_step_of_a_scale() -> None:
    """Both bounds are true of many counts: which of the two has the one, and whether a third has."""
    shown = freeze(units(a=(19, 1), b=(19, 1)), [TOTAL, UNIT]).shown("unit", ["a"])

    assert (shown.status, shown.satisfied, shown.least, shown.most) == (Status.RANGE, None, 17, 20)


def test_no_step_of_a_scale_is_shown_where_another_number_makes_it_that_of_a_few() -> None:
    """The unit less its other officer would be those of four."""
    answers = Answers({"unit": ["a", "a"], "officer": ["x", "y"]}, [40, 3], [9, 1])
    frozen = freeze(answers, [UNIT, Table("officer", ("officer",), worth=9)])

    assert frozen.shown("officer", ["x"]).status is Status.EXACT
    assert frozen.shown("unit", ["a"]).status is Status.WITHHELD


@given(n=st.integers(0, 5000), share=st.floats(0, 1))
def test_steps_hang_on_the_base_alone_and_each_holds_several_counts(n: int, share: float) -> None:
    unsatisfied = round(n * share)
    start, end = (int(side[0]) for side in scale_of(np.array([n]), np.array([unsatisfied])))

    assert 0 <= start <= unsatisfied <= end <= n
    assert end - start >= min(n, 3)
    for other in {start, end}:
        again = scale_of(np.array([n]), np.array([other]))
        assert (int(again[0][0]), int(again[1][0])) == (start, end)


def test_all_alike_and_but_one_look_the_same() -> None:
    rule = Rule()
    for satisfied in (39, 40):
        shown = freeze(units(a=(satisfied, 40 - satisfied), b=(50, 9)), [UNIT], rule).shown(
            "unit", ["a"]
        )
        assert (shown.status, shown.satisfied, shown.least, shown.most) == (Status.HIGH, None, 39, 40)


def test_nearly_all_unsatisfied_is_a_bound_from_above() -> None:
    shown = freeze(units(a=(0, 20), b=(50, 9)), [UNIT]).shown("unit", ["a"])

    assert (shown.status, shown.least, shown.most) == (Status.LOW, 0, 1)


def test_a_bound_is_given_up_where_bounds_would_add_up_to_the_numbers() -> None:
    """At most one each, and two in all, would be one each."""
    assert statuses(units(a=(19, 1), b=(19, 1))) == {"a": "RANGE", "b": "HIGH"}


def test_an_officers_cell_needs_thirty() -> None:
    answers = Answers({"officer": ["x", "y"]}, [26, 27], [3, 3])
    frozen = freeze(answers, [Table("officer", ("officer",))])

    assert frozen.shown("officer", ["x"]).status is Status.FEW
    assert frozen.shown("officer", ["y"]).status is Status.EXACT


def test_a_unit_whose_only_officer_is_hidden_is_hidden_too() -> None:
    answers = Answers({"unit": ["a"], "officer": ["x"]}, [20], [5])
    frozen = freeze(answers, [UNIT, Table("officer", ("officer",))])

    assert frozen.shown("unit", ["a"]).status is Status.WITHHELD


def test_coincidence_of_two_dimensions_is_found() -> None:
    """Procedure p is done by officer x and four times by y: p less x would tell y's four."""
    answers = Answers({"procedure": ["p", "p", "q"], "officer": ["x", "y", "y"]}, [40, 3, 40], [6, 1, 6])
    frozen = freeze(answers, [Table("procedure", ("procedure",)), Table("officer", ("officer",))])

    assert not (
        frozen.shown("procedure", ["p"]).status is Status.EXACT
        and frozen.shown("officer", ["x"]).status is Status.EXACT
    )


@pytest.mark.parametrize(("worth", "stays"), [((1, 9), "officer"), ((9, 1), "procedure")])
def test_what_is_worth_more_stays(worth: tuple[int, int], stays: str) -> None:
    """Either the procedure or the officer must go, for the four of y."""
    answers = Answers({"procedure": ["p", "p", "q"], "officer": ["x", "y", "y"]}, [40, 3, 40], [6, 1, 6])
    tables = [
        Table(name, (name,), worth=value)
        for name, value in zip(("procedure", "officer"), worth, strict=True)
    ]
    frozen = freeze(answers, tables)

    assert {table for (table, _), shown in frozen.cells.items() if shown.status is Status.EXACT} == {
        stays
    }


def test_of_nothing_nothing_is_shown() -> None:
    frozen = freeze(Answers({"unit": []}, [], []), [TOTAL, UNIT])

    assert (frozen.shown("total").n, frozen.shown("unit", ["a"]).satisfied) == (0, None)
    assert frozen.cells == {}


@pytest.mark.parametrize("counts", [(1, 0), (0, 1), (9, 0), (4, 5), (10, 0), (0, 500)])
def test_a_single_cell_alone_is_hidden_as_its_counts_ask(counts: tuple[int, int]) -> None:
    shown = freeze(units(a=counts), [TOTAL, UNIT]).shown("total")

    assert shown.satisfied is None
    assert shown.status is (Status.FEW if sum(counts) < 10 else Status.HIGH if counts[0] else Status.LOW)


def test_a_table_that_was_not_frozen_is_refused() -> None:
    with pytest.raises(Unpublished, match="officer"):
        freeze(units(a=(40, 5)), [UNIT]).shown("officer", ["x"])


def test_a_part_of_what_was_decided_can_be_published() -> None:
    frozen = freeze(units(a=(40, 5), b=(30, 5), c=(4, 1)), [TOTAL, UNIT])
    part = frozen.of("unit")

    assert part.tables == (UNIT,)
    assert part.shown("unit", ["a"]) == frozen.shown("unit", ["a"])
    with pytest.raises(Unpublished, match="total"):
        part.shown("total")
    with pytest.raises(Unpublished, match="officer"):
        frozen.of("officer")


def test_names_of_tables_are_their_own() -> None:
    with pytest.raises(ValueError, match="name of its own"):
        freeze(units(a=(40, 5)), [UNIT, UNIT])


@pytest.mark.parametrize("broken", [{"minority": 0}, {"spread": 0}, {"thresholds": Thresholds(30, 2)}])
def test_a_rule_without_doubt_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"at least 1|both ends"):
        replace(Rule(), **broken)


def test_columns_are_checked() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        Answers({"unit": ["a"]}, [1, 2], [0, 0])
    with pytest.raises(ValueError, match="not negative"):
        Answers({"unit": ["a"]}, [-1], [0])


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), ratings=st.integers(1, 300))
def test_the_decision_hangs_on_the_answers_not_on_their_order(seed: int, ratings: int) -> None:
    province = a_province(seed, ratings)

    assert freeze(province.answers, WEEKLY).digest == freeze(merged(province), WEEKLY).digest


@settings(max_examples=10)
@given(seed=st.integers(0, 10**6), ratings=st.integers(1, 300))
def test_what_is_shown_is_true_and_what_is_kept_is_what_is_shown(seed: int, ratings: int) -> None:
    province = a_province(seed, ratings)
    frozen = freeze(province.answers, WEEKLY)

    for table in WEEKLY:
        for keys, rows in province.cells_of(table).items():
            shown = frozen.shown(table.name, keys)
            satisfied = sum(province.satisfied[row] for row in rows)
            assert shown.n == len(rows)
            assert shown.least <= satisfied <= shown.most
            assert shown.satisfied in (None, satisfied)
    kept = Frozen.from_json(frozen.as_json())
    assert (kept.rule, kept.cells, kept.unproven) == (frozen.rule, frozen.cells, frozen.unproven)
    assert kept.digest == frozen.digest


def test_the_file_holds_no_hidden_count() -> None:
    document = json.loads(freeze(a_province(5, 300).answers, WEEKLY).as_json())
    cells = [cell for table in document["tables"] for cell in table["cells"]]

    assert {state for _, state, *_ in cells} >= {"exact", "few", "withheld"}
    for _, state, n, satisfied, least, most in cells:
        if state in ("few", "withheld"):
            assert (satisfied, least, most) == (None, 0, n)


def test_a_file_of_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="format"):
        Frozen.from_json('{"format": 99}')


def told_of_a(last: list[str]) -> tuple[Status, Status]:
    """Of a unit and of most of it, which is worth a thousand times as much and tells five answers."""
    answers = Answers({"unit": ["a", "a", "b"], "x": ["1", "", ""]}, [3, 40, 45], [2, 6, 9])
    most = Table("most", (), {"unit": ["a"], "x": [""]}, worth=1000)
    found = freeze(answers, [UNIT, most], last=last)
    return found.shown("unit", ["a"]).status, found.shown("most").status


def test_what_is_published_last_hides_nothing_else_whatever_it_is_worth() -> None:
    assert told_of_a([])[0] != Status.EXACT
    assert told_of_a([])[1] == Status.EXACT
    assert told_of_a(["most"])[0] == Status.EXACT
    assert told_of_a(["most"])[1] != Status.EXACT
