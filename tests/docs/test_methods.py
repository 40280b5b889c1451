"""The managers' explanation of the figures: its numbers are computed, and nothing is forgotten in it."""

import inspect
import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from analytics import control, indices, listing, reasons
from analytics.disclosure import BOUND, Cell, State, Thresholds
from analytics.editions import Matters, points_of
from analytics.editions.model import KINDS, Comparison, Row
from analytics.editions.spans import longer_periods_of
from analytics.fairness import Cases, Position, Verdict, expectation
from analytics.fairness import phrases as fair_phrases
from analytics.fairness.improvement import false_alarm_rate
from analytics.handling import Handling, worse_places
from analytics.indices import Share
from analytics.integrity.kinds import ANSWERS
from analytics.simplify.evidence import WEEKS_OF_A_YEAR
from analytics.stats.comparison import share_difference
from analytics.stats.intervals import wilson_interval
from analytics.stats.pchart import PChart
from analytics.stats.sample_size import ratings_to_see_change
from analytics.stats.silence import silence_bounds
from analytics.targets import INDICES, TargetVerdict, forecast, judge, phrases
from analytics.targets.commitments import COLUMNS, NOTE
from analytics.weeks import Week
from analytics.words import Words
from kiosk import integrity

ROOT = Path(__file__).parents[2]
VI, EN = Words("vi"), Words("en")
ROWS = {  # of every section's table
    "Là gì · What it is",
    "Công thức · Formula",
    "Ví dụ · Example",
    "Không cho biết · What it cannot tell",
    "Nêu khi nào · When it is shown",
}
RULE = re.compile(r'"([a-z]+(?:-[a-z]+)*-[1-9]\d?)"')


@cache
def text() -> str:
    return (ROOT / "docs" / "methods.md").read_text("utf-8")


def sections() -> dict[int, str]:
    parts = re.split(r"^## (\d+)\. ", text(), flags=re.MULTILINE)[1:]
    return {int(number): part for number, part in zip(parts[::2], parts[1::2], strict=True)}


def table(section: str) -> dict[str, tuple[str, str]]:
    """The first table's rows: what they are to (Vietnamese, English)."""
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", section.split("\n\n")[1], re.MULTILINE)
    return {what: (vi, en) for what, vi, en in rows if what in ROWS}


def names() -> set[str]:
    """What is written as code, each part of `a`, `b` by itself."""
    return set(re.findall(r"`([^`\n]+)`", text()))


@pytest.mark.parametrize("number", range(1, 21))
def test_every_figure_has_formula_example_and_limits_in_both_languages(number: int) -> None:
    section = sections()[number]

    assert set(table(section)) == ROWS
    assert all(len(said) > 10 for both in table(section).values() for said in both)
    assert re.search(r"Nguồn · Source: \S", section)
    assert " · " in section.splitlines()[0]


# The numbers of each section's example, computed.


def rate(count: int, n: int, words: Words) -> list[str]:
    interval = wilson_interval(count, n)
    return [percent(count / n, words), words.interval(interval)]


def percent(share: float, words: Words, digits: int = 1) -> str:
    return words.percent(share, digits).replace("\N{NO-BREAK SPACE}", " ")


def dossiers(words: Words) -> list[str]:
    points = [indices.dossier_points(share) for share in (0.95, 144_315 / 184_503)]
    return [
        *(percent(950 / 1000, words), percent(144_315 / 184_503, words)),
        *(words.number(value, 2) for value in points),
        *(words.number(value) for value in (1000, 144_315, 184_503)),
    ]


def petitions(words: Words) -> list[str]:
    dossiers = indices.dossier_points(144_315 / 184_503)
    found = points_of(184_503, dossiers, Matters("", 0, 247, 182, 0, 137, 137))
    return [words.number(points, 2) for points in (*found.parts.values(), found.points)]


def silent(words: Words) -> list[str]:
    bounds = silence_bounds(180, 200, 1000)
    return [percent(bounds.low, words), percent(bounds.high, words)]


def fair(words: Words) -> list[str]:
    reference = {"births": (950_000, 1_000_000), "land": (700_000, 1_000_000)}
    found = expectation(Cases(150, {"births": 120, "land": 80}), reference, 0.825)
    assert found is not None
    both = [(180 + 6) / 200, (39 + 112) / 200, 39 / 40, 180 / 190, 112 / 160, 6 / 10]
    return [words.number(found.expected, 1), *(percent(share, words) for share in both)]


def weekly(words: Words) -> list[str]:
    low, high = PChart(((352, 400),), 0.88).limits(0)
    limits = f"{words.number(low * 100, 1)}–{words.number(high * 100, 1)}"
    return [percent(0.88, words), limits, words.number(control.RULES.run_length)]


def apart(words: Words) -> list[str]:
    found = share_difference(56, 70, 48, 80)
    bounds = f"{words.number(found.low * 100, 1)}–{words.number(found.high * 100, 1)}"
    return [words.number(found.value * 100, 1), bounds]


def target(words: Words) -> list[str]:
    cell = Cell(State.SHOWN, 200, 10, Share(184, 200, wilson_interval(184, 200)))
    reach = forecast(Cell(State.SHOWN, 100, 10, Share(85, 100)), 0.9, left=100)
    assert reach is not None and reach.share.share is not None
    said = phrases.verdict(judge(cell, 0.9), words)
    needed, chance = percent(reach.share.share, words), percent(reach.share.chance, words, 0)
    return [percent(0.9, words), *rate(184, 200, words), said, needed, chance]


def hurt(words: Words) -> list[str]:
    found = share_difference(30, 100, 200, 2000)
    units = {("land", "a"): Handling(60, 30), ("land", "b"): Handling(300, 30)}
    [place] = worse_places(units, 10)["land"].worse
    citizens = 400 * found.value
    return [
        *(words.number(found.value * 100, 1), words.number(citizens)),
        *(words.number(citizens * WEEKS_OF_A_YEAR / 4), words.number(place.expected, 1)),
    ]


def trusting(words: Words) -> list[str]:
    index, answered = indices.trust_index((72, 8)), indices.trust_answered(80, 163)
    assert index.interval and answered
    share = percent(index.value or 0.0, words)
    return [share, words.interval(index.interval), percent(answered.value, words)]


EXAMPLES: dict[int, Callable[[Words], list[str]]] = {
    1: lambda words: rate(180, 200, words),
    2: lambda words: [*rate(81, 263, words), words.interval(wilson_interval(0, 20))],
    3: dossiers,
    4: petitions,
    5: lambda words: [percent(200 / 1000, words)],
    6: silent,
    7: lambda words: [percent(168 / 180, words), percent(12 / 20, words)],
    8: lambda words: [percent(9 / 40, words)],
    9: lambda words: [percent(180 / 200, words), percent(191 / 212, words)],
    10: lambda words: [percent(ANSWERS.alarm, words, 2), words.number(1 / ANSWERS.alarm)],
    11: lambda words: [str(Thresholds().officer - 1), percent(1 - BOUND, words, 0)],
    12: fair,
    13: lambda words: [words.number(1 / false_alarm_rate())],
    14: weekly,
    15: apart,
    16: target,
    17: hurt,
    18: lambda words: [words.day(date(2027, 1, 1)) if words is VI else "1 January 2027"],
    19: lambda words: [str(ratings_to_see_change(0.9, 0.8).n)],
    20: trusting,
}


@pytest.mark.parametrize("number", EXAMPLES)
def test_the_numbers_of_an_example_are_what_the_program_computes(number: int) -> None:
    vietnamese, english = table(sections()[number])["Ví dụ · Example"]

    for words, said in ((VI, vietnamese), (EN, english)):
        assert [value for value in EXAMPLES[number](words) if value not in said] == []


def test_the_week_of_the_example_is_the_calendars() -> None:
    assert str(Week.of(date(2027, 1, 1))) == "2026-W53"
    assert str(longer_periods_of(Week(2026, 53))[0]) == "2026-12"
    assert all("2026-W53" in said for said in table(sections()[18])["Ví dụ · Example"])


def test_the_thresholds_are_the_programs() -> None:
    for vietnamese, english in (
        table(sections()[number])["Nêu khi nào · When it is shown"] for number in (1, 3)
    ):
        for said in (vietnamese, english):
            assert str(Thresholds().officer) in said and str(Thresholds().other) in said


# Nothing that the program publishes may be missing.


def test_every_index_and_its_method_are_explained() -> None:
    public = {name for name in indices.__all__ if inspect.isfunction(getattr(indices, name))}

    assert len(public) >= 10
    assert (public | set(indices.METHODS)) - names() == set()


def test_every_figure_of_an_edition_and_of_the_exports_is_explained() -> None:
    of_rows = {field.name for field in fields(Row)} - {"kind"}
    of_comparisons = {field.name for field in fields(Comparison)}

    of_matters = {field.name for field in fields(Matters)}

    assert (of_rows | of_comparisons | of_matters | set(listing.CSV_COLUMNS)) - names() == set()


def test_every_verdict_and_state_is_explained() -> None:
    known = {one.value for of in (Verdict, Position, TargetVerdict, State) for one in of}

    assert known - names() == set()


def test_verdicts_are_called_what_pages_call_them() -> None:
    lines = text().splitlines()
    for verdict in Verdict:
        said = [fair_phrases.verdict(verdict, words) for words in (VI, EN)]
        row = f"| {said[0]} | {said[1]} |"
        assert any(f"`{verdict.value}`" in line and line.endswith(row) for line in lines)
    for of in TargetVerdict:
        said = [phrases.verdict(of, words) for words in (VI, EN)]
        assert f"| `{of.value}` | {said[0]} | {said[1]} |" in lines


def test_every_rule_is_explained() -> None:
    sources = [*ROOT.glob("kiosk/integrity/*.py"), *ROOT.glob("analytics/integrity/*.py")]
    found = {rule for source in sources for rule in RULE.findall(source.read_text("utf-8"))}

    assert found >= set(integrity.RULES)
    assert found - names() == set()
    assert {rule.name for rule in control.RULES.rules} - names() == set()


def test_elements_periods_and_the_columns_of_targets_are_explained() -> None:
    assert {*reasons.ELEMENTS, *KINDS, *INDICES, *COLUMNS, NOTE} - names() == set()


def test_the_word_sipas_stands_only_where_it_is_told_apart() -> None:
    with_it = {number for number, section in sections().items() if "SIPAS" in section}

    assert with_it <= {8, 21}
