"""The report on procedures to simplify: their ranking, and the evidence for the first ten."""

from collections.abc import Sequence
from dataclasses import replace
from textwrap import shorten

from ..editions import Edition
from ..listing import cell_text
from ..noted import choices
from ..picturing import pareto_of
from ..simplify import Evidence, Ranking, changed, evidence_of, phrases, rank
from ..stats.intervals import wilson_interval
from ..terms import name_of, period
from ..words import Words
from . import wording
from .excerpt import Excerpt
from .model import KeyFigure, Report, Section
from .paper_tables import LONGEST_NAME
from .simplifying_tables import changes_table, evidence_table, places_table, ranking_table

SIMPLIFY = "simplify"
FIRST = 10
_TO_DO = 3
_IN_A_HEADLINE = 80  # letters of a procedure's name, some of which fill seven lines


def ranked(edition: Edition) -> list[str]:
    """The procedures that the report names, most citizens first."""
    return [one.row.key for one in _ranking(edition).clear[:FIRST]]


def headed(report: Report, excerpt: Excerpt, words: Words) -> Report:
    """The report with the answer and the figures of procedures; who made it and of what stays."""
    ranking, evidence = _ranking(excerpt.edition), _evidence(excerpt, words)
    return replace(
        report,
        place=words.gettext("Procedures to simplify"),
        headline=_headline(excerpt, ranking, words),
        basis=_basis(ranking, words),
        to_do=_to_do(evidence, words),
        figures=_figures(excerpt, ranking, words),
    )


def sections(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    """The ranking, what is found of each, and the same as tables of a spreadsheet."""
    _, evidence = words.gettext, _evidence(excerpt, words)
    if not evidence:
        return ()
    places = places_table(excerpt.edition, evidence, words)
    tables = (evidence_table(evidence, words), places, changes_table(evidence, words))
    return (
        Section(_("Where most citizens are hurt"), tables=(ranking_table(evidence, words),)),
        *(_section(excerpt, at, one, words) for at, one in enumerate(evidence, start=1)),
        *(Section(table.title, tables=(table,), on_paper=False) for table in tables if table),
        Section(_("How to read it"), texts=_reading(words)),
    )


def _ranking(edition: Edition) -> Ranking:
    return rank(edition.total.satisfaction, edition.tables.get("procedure", ()))


def _evidence(excerpt: Excerpt, words: Words) -> list[Evidence]:
    ranking, past = _ranking(excerpt.edition), excerpt.history.past
    found, until = [], excerpt.period.end_day
    for one in ranking.clear[:FIRST]:
        key = one.row.key
        days = choices(past.noted, key, past.versions.get(key, ()), until, words)
        points = excerpt.history.weeks.get(key, ())
        told = changed(points, [(day.day, day.text) for day in days])
        found.append(evidence_of(excerpt.edition, ranking, key, told))
    return found


def _headline(excerpt: Excerpt, ranking: Ranking, words: Words) -> str:
    _, when = words.gettext, period(excerpt.period, words)
    if not ranking.clear:
        return _("{period}: no procedure clearly hurts more than others", period=when)
    procedure = shorten(name_of(ranking.clear[0].row, words), _IN_A_HEADLINE, placeholder=" …")
    return _("{period}: {procedure} hurts most citizens", period=when, procedure=procedure)


def _basis(ranking: Ranking, words: Words) -> tuple[str, ...]:
    _ = words.gettext
    return (
        _(
            "{clear} of {all} procedures stand out by more than chance explains.",
            clear=words.number(len(ranking.clear)),
            all=words.number(ranking.compared),
        ),
        _(
            "Citizens hurt: dossiers × dissatisfaction above that of all other procedures; the silent"
            " are taken to feel as those who answered."
        ),
        _("Procedures are ranked, never persons. The law can change a procedure."),
    )


def _to_do(evidence: Sequence[Evidence], words: Words) -> tuple[str, ...]:
    _ = words.gettext
    found = []
    for one in evidence[:_TO_DO]:
        count = phrases.roughly(one.a_year[0], words) if one.a_year else ""
        name = shorten(name_of(one.row, words), LONGEST_NAME, placeholder=" …")
        found.append(
            _("Look into {procedure}: about {count} citizens a year.", procedure=name, count=count)
        )
    return tuple(found) or (
        _("Nothing calls for action: what differs is no more than chance explains."),
    )


def _figures(excerpt: Excerpt, ranking: Ranking, words: Words) -> tuple[KeyFigure, ...]:
    _, total = words.gettext, excerpt.edition.total
    every = total.satisfaction.share
    found = [
        KeyFigure(
            _("Procedures that stand out"),
            words.number(len(ranking.clear)),
            (_("of {count} that can be compared", count=words.number(ranking.compared)),),
        )
    ]
    if every is not None:
        bad = every.n - every.count
        interval = words.interval(wilson_interval(bad, every.n))
        inside = (_("95 % interval: {interval}", interval=interval), f"n = {words.number(every.n)}")
        rate = words.percent(bad / every.n)
        found.append(KeyFigure(_("Not satisfied, all together"), rate, inside))
    if total.handling is not None:
        shares = (
            (_("Dossiers that were late"), total.handling.overdue),
            (_("More than one visit"), total.handling.repeat),
        )
        for label, cell in shares:
            found.append(KeyFigure(label, cell_text(cell, words), (f"n = {words.number(cell.n)}",)))
    return tuple(found)


def _section(excerpt: Excerpt, at: int, one: Evidence, words: Words) -> Section:
    """What is said of one procedure, and its units, on paper."""
    places = places_table(excerpt.edition, [one], words, named=False)
    return Section(
        f"{at}. {name_of(one.row, words)}",
        points=(*phrases.conclusion(one, words), *_named_most(one, words)),
        tables=(replace(places, most_on_paper=FIRST),) if places else (),
        on_sheet=False,
    )


def _named_most(one: Evidence, words: Words) -> tuple[str, ...]:
    """What the unsatisfied named most, where that is told of the procedure."""
    picture = pareto_of(one.row, words)
    text = wording.named_most(picture, words) if picture else ""
    return (text,) if text else ()


def _reading(words: Words) -> tuple[str, ...]:
    _ = words.gettext
    return (
        _(
            "Every dossier is counted, so that shares of dossiers have no interval; differences have"
            " one."
        ),
        _("Visits: of the dossiers of which the one-stop system has told how many they took."),
        phrases.why_no_reasons(words),
        _("What citizens answered is not told by unit and procedure: it would tell single answers."),
        _("After is not because: seasons and other things change too."),
    )
