"""The sections of a report that are words and tables; those with a picture stand in pictured.py."""

from collections.abc import Sequence
from dataclasses import replace

from ..editions import Row, find_matters
from ..editions.phrases import dossiers
from ..terms import about_points, dimension
from ..words import Words
from . import wording
from .excerpt import OFFICER, Excerpt
from .model import Section, Table
from .paper_tables import LONGEST_NAME, ONE_LINE, short_table, units_table
from .points_tables import points_table, units_points_table
from .reason_tables import elements_table
from .tables import answers_table, comparison_table, figures_table
from .targets_table import targets_table

COMPARED = ("unit", "centre", "officer")
WITH_SERVICES = ("unit", "centre", "counter", "field", "procedure", "officer")
_ALONE = ("channel", "tier", "ending", "user_kind", "hour_weekday")
_SHEET_ONLY = ("centre", "counter", "hour_weekday")  # of everything: too long to be read


def changed(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    """Which rows have clearly changed, or that none has."""
    points = wording.changes(excerpt, words)
    texts = () if points else (wording.nothing_changed(excerpt, words),)
    title = words.gettext("What has changed")
    return (Section(title, texts, points, in_letter=True),)


def targets(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    """What the place has committed itself to: sentences for a letter, a table for paper.

    Of everything together how many of the units' as well; a month and longer names them.
    """
    points, texts = wording.targets(excerpt, words)
    if not points and not texts:
        return ()
    title, units = words.gettext("Targets and commitments"), excerpt.tables.get("unit", ())
    every, own = excerpt.targets, wording.own_targets(excerpt)
    short = own if excerpt.is_week else every
    tables = tuple(targets_table(told, units, words) for told in (short,) if told)
    return (
        Section(title, texts, points, in_letter=True, on_paper=False, on_sheet=False),
        Section(title, texts, tables=tables, on_sheet=False),
        Section(title, tables=(targets_table(every, units, words),), on_paper=False),
    )


def officers(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    """Whose results these are, and who may see them; nothing where the excerpt holds none."""
    _ = words.gettext
    if OFFICER not in excerpt.tables:
        return ()
    said = _(
        "This workbook holds officers' results: for the head of the unit and the officer concerned,"
        " not to be published, passed on or read out before others. It is no ranking, and no decision"
        " on a person may rest on it alone."
    )
    return (Section(_("Confidential"), texts=(said,), on_paper=False),)


def tables(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    """Every table of the excerpt: a spreadsheet has them whole, paper what can be read there."""
    found = []
    for by in (*WITH_SERVICES, *_ALONE):
        rows = excerpt.tables.get(by, ())
        if rows:
            whole, short = _whole(excerpt, by, rows, words), _short(excerpt, by, rows, words)
            title, is_paper = dimension(by, words), _is_for_paper(excerpt, by, rows)
            if is_paper and short is not None:
                found.append(Section(title, tables=(short,), on_sheet=False))
            found.append(Section(title, tables=(whole,), on_paper=is_paper and short is None))
    return tuple(found)


def _whole(excerpt: Excerpt, by: str, rows: Sequence[Row], words: Words) -> Table:
    if by in _ALONE:
        return answers_table(by, rows, words, excerpt.place)
    return figures_table(by, rows, words, excerpt.place)


def _short(excerpt: Excerpt, by: str, rows: Sequence[Row], words: Words) -> Table | None:
    """The same as paper takes it; None where paper takes the whole."""
    if by == "unit":
        return units_table(rows, words, excerpt.place)
    if by not in WITH_SERVICES:
        return None
    most, longest = (4, ONE_LINE) if excerpt.is_week else (30, LONGEST_NAME)
    return short_table(by, rows, words, excerpt.place, most_on_paper=most, longest=longest)


def _is_for_paper(excerpt: Excerpt, by: str, rows: Sequence[Row]) -> bool:
    """Not what says nothing: one centre alone, what nobody knew, a week's long lists."""
    if by == OFFICER or not any(row.key for row in rows):
        return False
    if not excerpt.is_total:
        return by != "centre" or len(rows) > 1
    return by not in _SHEET_ONLY and (not excerpt.is_week or by == "procedure")


def compared_sheets(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    """Fair comparisons in a spreadsheet: all of them, by name."""
    found = tuple(
        comparison_table(by, rows, words) for by, rows in compared_rows(excerpt).items() if rows
    )
    title = words.gettext("Against expectation")
    return (Section(title, tables=found, on_paper=False),) if found else ()


def compared_rows(excerpt: Excerpt) -> dict[str, list[Row]]:
    """The rows that have a verdict, by table."""
    return {
        by: [row for row in excerpt.tables.get(by, ()) if row.comparison is not None] for by in COMPARED
    }


def elements(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    """The five elements of service, as surveys lay them out, out of what citizens named."""
    _ = words.gettext
    title = _("The five elements")
    if not excerpt.place.reasons:
        none = _(
            "What citizens named is told of all units together alone: of a single place it would tell"
            " what single ones answered."
        )
        return (Section(title, texts=(none,)),)
    text = _(
        "What citizens named with their answer, by the five elements of surveys. Whoever names nothing"
        " is in none of these figures; they are not SIPAS, which asks households about all five."
    )
    table = elements_table(excerpt.place.reasons, words)
    return (Section(title, texts=(text,), tables=(table,)),)


def points(excerpt: Excerpt, words: Words, *, by_unit: bool) -> tuple[Section, ...]:
    """Decision 766/QD-TTg: what is known of the 18 points for satisfaction.

    by_unit: with the units of everything together.
    """
    _ = words.gettext
    place = excerpt.place
    text = _(
        "Dossier satisfaction after Decision 766/QĐ-TTg: dossiers neither overdue, nor complained"
        " about, nor rated unsatisfied, of all dossiers; silence counts as satisfied. Six points from"
        " 90 %, below that in proportion. The twelve points for petitions are the national portal's."
    )
    matters = find_matters(excerpt.edition, place.key)
    about = (text,) if matters is None else about_points(words)
    first = points_table(place, excerpt.edition, words)
    parts = replace(first, note=" ".join((first.note, *about)))
    title, texts = (
        _("Points after Decision 766"),
        (dossiers(excerpt.edition, words, known=excerpt.tells_later),),
    )
    units = excerpt.tables.get("unit", ()) if by_unit else ()
    if not units:
        return (Section(title, texts=texts, tables=(parts,)),)
    whole, short = (
        units_points_table(units, words, place, excerpt.edition, short=is_short)
        for is_short in (False, True)
    )
    return (
        Section(title, texts=texts, tables=(parts, short), on_sheet=False),
        Section(title, texts=texts, tables=(parts, whole), on_paper=False),
    )


def left_out(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    """What was not counted, by cause, and the rate both ways."""
    said = wording.left_out(excerpt.place, words)
    return (Section(words.gettext("Not counted"), points=said, in_letter=True),) if said else ()


def reading(words: Words) -> tuple[Section, ...]:
    """What the figures are."""
    _ = words.gettext
    texts = (
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
    return (Section(_("How to read it"), texts=texts, small=True),)
