"""What was published stays; what is published later must not open it."""

import pytest

from analytics.disclosure import Thresholds
from analytics.suppression import Answers, Rule, Table, freeze, together
from analytics.suppression.primary import Status

from . import attacker
from .provinces import a_province, by_each

RULE = Rule(Thresholds(officer=9, other=5))
FIRST = [
    Table(f"first {table.name}", table.by, {"edition": ["first"]})
    for table in by_each("unit", "officer", "procedure", period="week")
]
RESTATED = [
    Table(f"restated {table.name}", table.by)
    for table in by_each("unit", "officer", "procedure", period="week")
]


@pytest.mark.parametrize("seed", range(4))
def test_a_restatement_leaves_the_edition_as_it_is_and_tells_no_late_answer(seed: int) -> None:
    province = a_province(seed, 400)
    edition = freeze(province.answers, FIRST, RULE)
    both = freeze(province.answers, [*FIRST, *RESTATED], RULE, before=edition)
    known = attacker.learn(both.as_json(), province)

    assert both.cells.items() >= edition.cells.items()
    assert attacker.derivable(known) == []
    assert both.unproven == ()
    for cell, (low, high) in zip(known.cells, attacker.propagated(known), strict=True):
        assert not cell.hidden or high > low


def test_the_best_attack_on_a_restatement_finds_nothing() -> None:
    province = a_province(7, 120, units=2, days=5)
    tables = [*FIRST[:3], *RESTATED[:3]]
    both = freeze(province.answers, tables, RULE, before=freeze(province.answers, FIRST[:3], RULE))
    known = attacker.learn(both.as_json(), province)

    assert both.unproven == ()
    for number, cell in enumerate(known.cells):
        low, high = attacker.best_interval(known, number)
        assert (high > low) == cell.hidden


def test_one_late_answer_hides_the_restated_figure() -> None:
    answers = Answers({"edition": ["first", "late"]}, [40, 1], [9, 0])
    first = Table("first", (), {"edition": ["first"]})
    edition = freeze(answers, [first])
    both = freeze(answers, [first, Table("restated")], before=edition)

    assert both.shown("first").satisfied == 40
    assert both.shown("restated").status is Status.WITHHELD


def test_many_late_answers_are_told() -> None:
    answers = Answers({"edition": ["first", "late"]}, [40, 20], [9, 4])
    first = Table("first", (), {"edition": ["first"]})
    both = freeze(answers, [first, Table("restated")], before=freeze(answers, [first]))

    assert both.shown("restated").satisfied == 60


@pytest.mark.parametrize("seed", range(4))
def test_a_month_beside_its_weeks_tells_no_hidden_week(seed: int) -> None:
    province = a_province(seed, 500)
    weeks = by_each("unit", "officer", "procedure", period="week")
    months = by_each("unit", "officer", "procedure", period="month")
    known = attacker.learn(freeze(province.answers, [*weeks, *months], RULE).as_json(), province)

    assert attacker.derivable(known) == []
    assert all(
        high > low
        for cell, (low, high) in zip(known.cells, attacker.propagated(known), strict=True)
        if cell.hidden
    )


def test_a_month_is_hidden_where_it_would_tell_the_few_days_beyond_its_weeks() -> None:
    answers = Answers({"month": ["m", "m", "m"], "week": ["1", "2", "3"]}, [40, 50, 4], [5, 6, 1])
    weeks = Table("weeks", ("week",), {"week": ["1", "2"]})
    frozen = freeze(answers, [weeks, Table("month", ("month",))])

    assert Status.WITHHELD in (
        frozen.shown("month", ["m"]).status,
        frozen.shown("weeks", ["1"]).status,
        frozen.shown("weeks", ["2"]).status,
    )


def test_what_is_open_already_is_named() -> None:
    """Published under an older rule, the answers of b are told by the total less a."""
    answers = Answers({"unit": ["a", "b"]}, [40, 3], [9, 1])
    tables = [Table("total"), Table("unit", ("unit",), {"unit": ["a"]})]
    edition = freeze(answers, tables, Rule(Thresholds(30, 3)))
    later = freeze(answers, [*tables, Table("every unit", ("unit",))], before=edition)

    assert {("total", ()), ("every unit", ("b",))} <= set(later.unproven)
    assert later.shown("every unit", ["b"]).satisfied is None


def test_bounds_mean_the_same_in_all_editions() -> None:
    answers, tables = Answers({"unit": ["a"]}, [40], [1]), [Table("total")]

    with pytest.raises(ValueError, match="minority"):
        freeze(answers, tables, Rule(minority=2), before=freeze(answers, tables))


@pytest.mark.parametrize(
    ("answers", "tables", "message"),
    [
        (Answers({"unit": ["a"]}, [41], [9]), [Table("total")], "other figures"),
        (Answers({"unit": ["a"]}, [40], [9]), [Table("other")], "missing"),
        (Answers({"unit": ["a"]}, [40], [9]), [Table("total", ("unit",))], "means something else"),
        (Answers({"unit": []}, [], []), [Table("total")], "other cells"),
    ],
)
def test_an_edition_that_does_not_fit_is_refused(
    answers: Answers, tables: list[Table], message: str
) -> None:
    edition = freeze(Answers({"unit": ["a"]}, [40], [9]), [Table("total")])

    with pytest.raises(ValueError, match=message):
        freeze(answers, tables, before=edition)


@pytest.mark.parametrize("seed", range(3))
def test_weekly_editions_stay_when_the_month_is_published_after_them(seed: int) -> None:
    province = a_province(seed, 500)
    editions = [
        freeze(
            province.answers,
            [Table(f"{week} {name}", (name,), {"week": [week]}) for name in ("unit", "procedure")],
            RULE,
        )
        for week in ("w0", "w1")
    ]
    weeks = together(editions)
    months = by_each("unit", "procedure", period="month")
    frozen = freeze(province.answers, [*weeks.tables, *months], RULE, before=weeks)
    known = attacker.learn(frozen.as_json(), province)

    assert frozen.cells.items() >= weeks.cells.items()
    assert frozen.unproven == ()
    assert attacker.derivable(known) == []


def test_editions_put_together_have_tables_of_their_own_names() -> None:
    edition = freeze(Answers({"unit": ["a"]}, [40], [9]), [Table("total")])

    with pytest.raises(ValueError, match="name of its own"):
        together([edition, edition])
