"""Whoever has every edition, and knows who came when, finds out nothing that is hidden."""

from itertools import combinations

import numpy as np
import pytest

from analytics.editions import plan
from analytics.editions.behind import Behind, counted_by
from analytics.editions.deciding import decide, republished
from analytics.editions.plan import LATE
from analytics.source.joint import COUNTED
from analytics.suppression import Answers, Frozen, Rule
from tests.analytics.suppression import attacker
from tests.analytics.suppression.provinces import Province

from .made_up import MONTH, WEEKS, Sequence, rows_of_a_month

SMALL_PROVINCES = [(1, 220), pytest.param((2, 320), marks=pytest.mark.soak)]
LARGE = [pytest.param(seed, 1500, marks=pytest.mark.soak) for seed in range(10, 16)]


@pytest.fixture(scope="module")
def sequences() -> dict[tuple[int, int], Sequence]:
    """Made once, and shared by the tests here."""
    return {}


@pytest.fixture(params=SMALL_PROVINCES, ids=str)
def sequence(request: pytest.FixtureRequest, sequences: dict[tuple[int, int], Sequence]) -> Sequence:
    """All editions of a small province."""
    return sequences.setdefault(request.param, Sequence(rows_of_a_month(*request.param)))


def attack(sequence: Sequence) -> None:
    """Subtraction over the rationals, and intervals: every hidden cell stays in doubt."""
    known = attacker.learn(sequence.as_json, sequence.province)
    widths = attacker.promised(known, sequence.rule.spread, sequence.rule.minority)

    assert any(cell.hidden for cell in known.cells)
    assert any(not cell.hidden for cell in known.cells)
    assert attacker.derivable(known) == []
    for cell, width, (low, high) in zip(known.cells, widths, attacker.propagated(known), strict=True):
        assert high - low >= width, cell


def test_weeks_a_month_and_a_restatement_leave_every_hidden_cell_in_doubt(
    sequence: Sequence,
) -> None:
    assert sequence.everything.unproven == ()
    attack(sequence)


@pytest.mark.parametrize(("seed", "ratings"), LARGE)
def test_so_do_those_of_a_larger_province(seed: int, ratings: int) -> None:
    attack(Sequence(rows_of_a_month(seed, ratings, units=8), Rule()))


def test_no_pair_of_filters_over_all_editions_tells_a_few_or_all_alike(sequence: Sequence) -> None:
    """Exhaustive: every pair of shown cells, of whatever table and edition."""
    known = attacker.learn(sequence.as_json, sequence.province)
    shown = [(frozenset(cell.rows), cell) for cell in known.cells if not cell.hidden]
    pairs = 0
    for one, other in combinations(shown, 2):
        (small, _), (large, outer) = sorted((one, other), key=lambda pair: len(pair[0]))
        if not small < large:
            continue
        pairs += 1
        rows = large - small
        officer = "officer" in outer.table
        assert len(rows) >= (sequence.rule.thresholds.officer if officer else 5), outer
        assert 0 < sum(sequence.province.satisfied[row] for row in rows) < len(rows), outer
    assert pairs > 20


def test_the_best_attack_in_whole_numbers_finds_no_late_answer(sequence: Sequence) -> None:
    """Where the first edition told a unit, those who came late to it stay in doubt."""
    known = attacker.learn(sequence.as_json, sequence.province)
    late = np.array([came_late for _, _, came_late in sequence.rows])
    looked_at = 0
    for number, cell in enumerate(known.cells):
        if cell.table != f"{WEEKS[0]}.2 unit" or not cell.hidden:
            continue
        low, high = attacker.best_interval(known, number)
        assert late[list(cell.rows)].any()
        assert high > low
        looked_at += 1
    assert looked_at or all(not c.hidden for c in known.cells if c.table == f"{WEEKS[0]}.2 unit")


def split(week: str, tied: list[int], late: list[int], others: list[int]) -> Answers:
    """Answers of one week, satisfied and not, to dossiers on time, to late ones, and to none."""
    parts = {"1": tied, LATE: late, "": others}
    columns = {name: [""] * 3 for name in rows_of_a_month(1, 1)[0][0]}
    columns |= {"week": [week] * 3, "status": [COUNTED] * 3, "unit": ["u0"] * 3}
    columns |= {"sound": ["1", "", ""], "timeliness": ["on_time", LATE, ""]}
    return Answers(columns, [good for good, _ in parts.values()], [bad for _, bad in parts.values()])


def told(frozen: Frozen) -> dict[str, tuple[int, int]]:
    """The fewest and the most satisfied that an edition says of the total, of those on time and late."""
    names = {name: frozen.shown(f"{name}total") for name in ("", "dossier ", "late ")}
    return {name: (shown.least, shown.most) for name, shown in names.items()}


def left(known: dict[str, tuple[int, int]], n: int) -> range:
    """What may be left of the total's satisfied without the two parts."""
    (least, most), parts = known[""], [known["dossier "], known["late "]]
    low, high = least - sum(part[1] for part in parts), most - sum(part[0] for part in parts)
    return range(max(low, 0), min(high, n) + 1)


def test_a_total_less_its_two_parts_does_not_tell_the_few_that_are_left() -> None:
    """160 less 123 on time and 31 late are six: a bus of people without a dossier."""
    answers = split(WEEKS[0], [121, 2], [25, 6], [5, 1])
    known = told(decide(answers, plan.of_week(answers), Rule(), {}))

    assert len(left(known, 6)) >= 3
    assert sum(low == high for low, high in known.values()) == 2


def test_nor_does_a_restatement_tell_the_few_without_a_dossier_who_came_late() -> None:
    before, after = (
        split(WEEKS[0], [400, 20], [80, 20], [60, 9]),
        split(WEEKS[0], [440, 25], [90, 25], [63, 9]),
    )
    name = f"{WEEKS[0]}.1"
    first = decide(before, plan.of_week(before), Rule(), {})
    second = decide(after, plan.of_week(after), Rule(), {name: Behind(before, first, {})})
    moved = [n for n in left(told(second), 72) if n in {m + 3 for m in left(told(first), 69)}]

    assert len(left(told(first), 69)) == 1
    assert len(left(told(second), 72)) > 1, moved


def test_what_closes_a_month_is_among_what_was_attacked(sequence: Sequence) -> None:
    """A closed month adds cells of weeks up: whoever has both editions has nothing but these."""
    cells = {key for key in sequence.everything.cells if " after total" in key[0]}

    assert (f"{WEEKS[0]}.1 after total", ("2026-07",)) in cells
    assert (f"{WEEKS[1]}.1 after total", (MONTH,)) in cells


def test_so_are_reasons_by_procedure(sequence: Sequence) -> None:
    """The last of what a month says: some cells of it are told and some are hidden."""
    own = {
        key: shown
        for key, shown in sequence.everything.cells.items()
        if key[0].startswith(f"{MONTH}.1 topic:") and key[0].endswith(" procedure")
    }

    assert {shown.satisfied is None for shown in own.values()} == {True, False}
    assert all(shown.n >= sequence.rule.thresholds.other for shown in own.values())


def test_nor_do_units_with_those_who_answered_about_earlier_dossiers() -> None:
    """With units and procedures, which so few answers as above leave no room for."""
    rule, name = Rule(), f"{WEEKS[1]}.1"
    sequence = Sequence(rows_of_a_month(10, 1500, units=8), rule)
    answers = sequence.answers(WEEKS[1], late=False)
    frozen = republished(name, decide(answers, plan.of_week(answers), rule, {}))
    here = [(r, a) for r, a, late in sequence.rows if r["week"] == WEEKS[1] and not late]
    rows = tuple({**row, counted_by(name): "1"} for row, _ in here)
    known = attacker.learn(frozen.as_json(), Province(rows, tuple(answer for _, answer in here)))
    widths = attacker.promised(known, rule.spread, rule.minority)

    told = [cell for cell in known.cells if cell.table.endswith((" after unit", " after procedure"))]
    assert {cell.hidden for cell in told} == {True, False}
    assert (attacker.derivable(known), frozen.unproven) == ([], ())
    for cell, width, (low, high) in zip(known.cells, widths, attacker.propagated(known), strict=True):
        assert high - low >= width, cell


def test_what_was_published_of_a_week_is_not_said_otherwise_later(sequence: Sequence) -> None:
    names = list(sequence.published)

    assert names == [*(f"{week}.1" for week in WEEKS), f"{MONTH}.1", f"{WEEKS[0]}.2"]
    for name in names[:2]:
        frozen = sequence.published[name].frozen
        for (table, keys), shown in frozen.cells.items():
            assert sequence.everything.shown(f"{name} {table}", keys) == shown
