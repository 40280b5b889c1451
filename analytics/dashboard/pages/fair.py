"""Fair comparison: each against what its own procedures let expect; a verdict, never a rank."""

from collections.abc import Sequence
from dataclasses import replace

from ... import terms
from ...disclosure import State
from ...editions import Edition, Row
from ...fairness import Improvement
from ...listing import as_in_a_dictionary
from ...picturing import funnel_of
from ...words import Words
from ..address import FIRST_ROWS
from ..parts import Line, Page, Section, Table, Value
from . import improved, wording

TABLES = ("officer", "counter", "centre", "unit")
SIGNALS = ("below", "above")


def page(edition: Edition, by: str, words: Words, every: bool, better: Sequence[Improvement]) -> Page:
    """One of TABLES: verdicts in words, a funnel without names, rows in the order of names.

    every: all rows; else the signals, and of the others as many as fill the first FIRST_ROWS.
    better: who has improved and stayed so.
    """
    _, rows = words.gettext, [row for row in edition.rows(by) if row.key]
    counts = {verdict: sum(verdict_of(row) == verdict for row in rows) for verdict in SIGNALS}
    name = wording.title_of(edition, words)
    if not any(row.comparison for row in rows):
        title = _("{period}: not compared", period=name)
    elif counts["below"] or counts["above"]:
        title = _(
            "{period}: {below} below expectation, {above} above",
            period=name,
            below=words.number(counts["below"]),
            above=words.number(counts["above"]),
        )
    else:
        title = _("{period}: nobody differs from what was to be expected", period=name)
    sections = (
        _funnel_section(edition, rows, by, words),
        _verdicts(rows, by, words, every),
        improved.section(better, rows, by, words),
    )
    return Page(title, wording.under(edition, edition.total, words), sections)


def verdict_of(row: Row) -> str:
    """The verdict's code, without its ending; not_enough_data where there is none."""
    code = row.comparison.verdict if row.comparison else "not_enough_data"
    return code.removesuffix("_expectation")


def _funnel_section(edition: Edition, rows: list[Row], by: str, words: Words) -> Section:
    _ = words.gettext
    picture = funnel_of(edition, by, words)
    said = [
        _("Standardised by procedure: the rate that each would have with everybody's procedures."),
    ]
    thin = sum(verdict_of(row) == "not_enough_data" for row in rows)
    if len(rows) - thin > 1:
        said.append(
            _(
                "Of {count} compared at once some lie outside by chance alone; a verdict allows for"
                " that, and asks for more.",
                count=words.number(len(rows) - thin),
            )
        )
    if thin:
        said.append(
            _(
                "{count} of {all} without a verdict: that says nothing good and nothing bad.",
                count=words.number(thin),
                all=words.number(len(rows)),
            )
        )
    kept = sum(_why_none(row, words) != "" and wording.is_kept_back(row.satisfaction) for row in rows)
    if kept:
        said.append(
            _(
                "Of {count} of these there are answers enough, but the figure may not be shown, or only"
                " within bounds, since it would tell others.",
                count=words.number(kept),
            )
        )
    return Section(
        "funnel",
        _("What chance explains"),
        tuple(said),
        picture if picture and picture.shown() else None,
    )


def _verdicts(rows: list[Row], by: str, words: Words, every: bool) -> Section:
    _ = words.gettext
    shown = rows if every else _first(rows)
    lines = tuple(
        Line(wording.name_of(row, words), _values(row, words), marked=verdict_of(row) in SIGNALS)
        for row in sorted(shown, key=lambda row: as_in_a_dictionary(terms.name_of(row, words)))
    )
    columns: tuple[str, ...] = (_("Verdict"), _("Standardised rate"), _("Expected"), "n")
    if any(line.marked for line in lines):
        columns = (*columns, _("By chance alone"))
    else:  # a column of nothing
        lines = tuple(replace(line, values=line.values[:-1]) for line in lines)
    notes = (
        _(
            "In the order of names. A verdict is a reason to look for causes together, no"
            " judgement of a person."
        ),
    )
    table = Table(terms.dimension(by, words), columns, lines)
    every_one = words.number(len(rows))
    more = _("Show all {count}", count=every_one) if len(shown) < len(rows) else ""
    return Section("verdicts", _("Verdicts"), (), None, table, notes, more=more)


def _first(rows: list[Row]) -> list[Row]:
    """Signals, then others in the order of names, so many as a page holds."""
    signals = [row for row in rows if verdict_of(row) in SIGNALS]
    others = sorted((row for row in rows if row not in signals), key=lambda row: row.key)
    return [*signals, *others[: max(0, FIRST_ROWS - len(signals))]]


def _values(row: Row, words: Words) -> tuple[Value, ...]:
    found = row.comparison
    verdict = wording.verdict(row, words)
    if found is None or found.rate is None or found.low is None or found.high is None:
        return verdict, _why_none(row, words), "", row.satisfaction.n, ""
    interval = f"{words.number(found.low * 100, 1)}–{words.number(found.high * 100, 1)}"
    return (
        verdict,
        f"{words.percent(found.rate)} ({interval})",
        "" if found.expected is None else words.percent(found.expected),
        row.satisfaction.n,
        _chance(found.false_alarm, words) if verdict_of(row) in SIGNALS else "",
    )


def _why_none(row: Row, words: Words) -> str:
    """Why there is no verdict; '' where there is one. No raw rate, nor a bound of it."""
    _, cell = words.gettext, row.satisfaction
    if verdict_of(row) != "not_enough_data":
        return ""
    if cell.state is State.WITHHELD:
        return _("withheld")
    if wording.is_kept_back(cell):
        return _("told only within bounds")
    if cell.state is State.TOO_FEW:
        return _("needs at least {needed}", needed=words.number(cell.needed))
    return ""


def _chance(chance: float | None, words: Words) -> str:
    """One in so many, in two digits."""
    if not chance:
        return ""
    times = 1 / chance
    rounded = round(times, 1 - len(str(int(times)))) if times >= 10 else round(times)
    return words.gettext("one in {count}", count=words.number(min(rounded, 10000)))
