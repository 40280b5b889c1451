"""The sections of a report, in each of its layouts."""

from collections.abc import Callable, Mapping, Sequence

from ..control import control
from ..editions import Row
from ..pictures import files
from ..pictures.weekly import WeeklyChart
from ..reasons import ELEMENTS
from ..terms import dimension, name_of, place
from ..words import Words
from . import wording
from .excerpt import Excerpt
from .model import Picture, Section, Table
from .tables import (
    answers_table,
    asked_table,
    comparison_table,
    dossiers_table,
    figures_table,
    reasons_table,
)

FULL = "full"
_WITH_SERVICES = ("unit", "centre", "counter", "field", "procedure", "officer")
_ALONE = ("channel", "tier", "ending", "user_kind", "hour_weekday")
_SHEET_ONLY = ("centre", "counter", "officer", "hour_weekday")  # of everything: too long to be read


def _full(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    _ = words.gettext
    return (
        *_targets(excerpt, words),
        _changed(excerpt, words),
        *_trend(excerpt, words),
        *_reasons(excerpt, words),
        *_compared(excerpt, words),
        *_tables(excerpt, words),
        *_asked(excerpt, words),
        *_left_out(excerpt, words),
        Section(_("How to read it"), texts=_reading(words)),
    )


def _points(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    """Decision 766/QD-TTg: what a kiosk knows of the 18 points for satisfaction."""
    _ = words.gettext
    text = _(
        "Dossier satisfaction after Decision 766/QĐ-TTg: dossiers neither overdue, nor complained"
        " about, nor rated unsatisfied, of all dossiers; silence counts as satisfied. Six points from"
        " 90 %, below that in proportion. The twelve points for petitions are the national portal's."
    )
    units = excerpt.tables.get("unit", ())
    table = dossiers_table(units, words, excerpt.place)
    return (Section(_("Points after Decision 766"), texts=(text,), tables=(table,)),)


def _elements(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    """The five elements of service, as surveys lay them out, out of what citizens named."""
    _ = words.gettext
    text = _(
        "What citizens named with their answer, by the five elements of surveys. Whoever names nothing"
        " is in none of these figures; they are not SIPAS, which asks households about all five."
    )
    order = {element: at for at, element in enumerate(ELEMENTS)}
    reasons = sorted(
        excerpt.place.reasons,
        key=lambda one: (order.get(one.element or "", len(order)), bool(one.topic), -one.cell.n),
    )
    tables = (reasons_table(reasons, words),) if reasons else ()
    return (Section(_("The five elements"), texts=(text,), tables=tables),)


LAYOUTS: Mapping[str, Callable[[Excerpt, Words], tuple[Section, ...]]] = {
    FULL: _full,
    "766": _points,
    "elements": _elements,
}


def _changed(excerpt: Excerpt, words: Words) -> Section:
    _ = words.gettext
    points = wording.changes(excerpt, words)
    texts: tuple[str, ...] = ()
    if not points:
        texts = (
            (_("Nothing else has clearly changed against the period before."),)
            if wording.is_comparable(excerpt)
            else (_("There is no edition before this one to compare with."),)
        )
    return Section(_("What has changed"), texts, points, in_letter=True)


def _targets(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    """What the place has committed itself to; of everything together, how many of the units as well."""
    points, texts = wording.targets(excerpt, words)
    if not points and not texts:
        return ()
    title = words.gettext("Targets and commitments")
    return (Section(title, texts, points, in_letter=True),)


def _trend(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    if not excerpt.weeks:
        return ()
    name = place(excerpt.place.kind, name_of(excerpt.place, words), words)
    usual = control([cell for _week, cell in excerpt.weeks])
    chart = WeeklyChart(name, excerpt.weeks, words, usual)
    drawn = files.to_bytes(chart, "svg", files.WIDE).decode()
    picture = Picture(chart.caption, chart.description(), drawn)
    return (Section(words.gettext("Week by week"), pictures=(picture,)),)


def _reasons(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    topics = [reason for reason in excerpt.place.reasons if reason.topic]
    if not topics:
        return ()
    table = reasons_table(topics, words)
    return (Section(words.gettext("What mattered to citizens"), tables=(table,)),)


def _compared(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    """Fair comparisons: on paper how many signals there are and which, in a spreadsheet all of them.

    Officers stand on their own unit's paper only, never on that of everything together.
    """
    _ = words.gettext
    compared = {
        by: [row for row in excerpt.tables.get(by, ()) if row.comparison is not None]
        for by in _WITH_SERVICES
    }
    compared = {by: rows for by, rows in compared.items() if rows}
    if not compared:
        return ()
    signals = {by: [row for row in rows if wording.is_signal(row)] for by, rows in compared.items()}
    named = [by for by in signals if signals[by] and not (excerpt.is_total and by == "officer")]
    title, text = (
        _("Against expectation"),
        _(
            "Each is compared with what its own mix of procedures leads one to expect. The order is"
            " by name: this is no ranking. A signal is a reason to look for causes together, no"
            " judgement of a person."
        ),
    )
    said = (*(wording.compared(by, rows, words) for by, rows in compared.items()), text)
    found = tuple(comparison_table(by, signals[by], words) for by in named)
    every = tuple(comparison_table(by, rows, words) for by, rows in compared.items())
    return (
        Section(title, said, tables=found, on_sheet=False),
        Section(title, tables=every, on_paper=False),
    )


def _tables(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    found = []
    for by in (*_WITH_SERVICES, *_ALONE):
        rows = excerpt.tables.get(by, ())
        if rows:
            is_paper = not (excerpt.is_total and by in _SHEET_ONLY)
            table = _table(excerpt, by, rows, words)
            found.append(Section(dimension(by, words), tables=(table,), on_paper=is_paper))
    return tuple(found)


def _table(excerpt: Excerpt, by: str, rows: Sequence[Row], words: Words) -> Table:
    if by in _ALONE:
        return answers_table(by, rows, words, excerpt.place)
    return figures_table(by, rows, words, excerpt.place)


def _asked(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    if not (excerpt.is_total and excerpt.edition.asked):
        return ()
    table = asked_table(excerpt.edition.asked, words)
    return (Section(table.sheet, tables=(table,)),)


def _left_out(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    points = wording.left_out(excerpt.place, words)
    return (Section(words.gettext("Not counted"), points=points, in_letter=True),) if points else ()


def _reading(words: Words) -> tuple[str, ...]:
    _ = words.gettext
    return (
        _(
            "Satisfaction rate: satisfied of all counted ratings; silence is left out. Response rate:"
            " finished services that were rated, of all. Dossier satisfaction (766): silence counts as"
            " satisfied. The three are never mixed, and none of them is SIPAS."
        ),
        _(
            "The 95 % interval says how far chance alone may carry the rate. A change is called clear"
            " only where both intervals do not overlap."
        ),
    )
