"""The 18 points for satisfaction after Decision 766, each of the three parts with what it rests on."""

from ...counts import TOTAL, UNKNOWN
from ...editions import Edition, Matters, Row, find_matters, points_of
from ...editions.phrases import points_together
from ...indices import FULL_POINTS, ServicePoints
from ...indices.model import DOSSIERS, PETITIONS_ON_TIME, PETITIONS_SATISFIED
from ...listing import NOTHING, dossier_points_text, points_text, row_name, services_text
from ...terms import about_points, dimension, part_of_points
from ...words import Words
from ..address import FIRST_ROWS
from ..parts import Card, Line, Page, Section, Table, Value
from . import wording


def page(edition: Edition, words: Words, *, every_row: bool) -> Page:
    """What is known of the 18 points, of the whole and of each unit, in no order of points."""
    _ = words.gettext
    found, name = _points(edition, edition.total), wording.title_of(edition, words)
    together = points_together(edition, edition.total, words)
    if together is None:
        title = _("{period}: no points may be told", period=name)
    else:
        points, out_of = together
        title = _(
            "{period}: {points} of {out_of} points for satisfaction (Decision 766)",
            period=name,
            points=points,
            out_of=out_of,
        )
    return Page(
        title,
        wording.under(edition, edition.total, words),
        (_units(edition, words, every_row=every_row), _reading(words)),
        cards=_cards(edition, found, words),
    )


def _points(edition: Edition, row: Row) -> ServicePoints:
    key = UNKNOWN if row.kind == TOTAL else row.key
    return points_of(row.services, row.points_told, find_matters(edition, key))


def _cards(edition: Edition, found: ServicePoints, words: Words) -> tuple[Card, ...]:
    matters = find_matters(edition)
    about = {
        DOSSIERS: _of_dossiers(edition.total, words),
        PETITIONS_ON_TIME: _on_time(matters, words),
        PETITIONS_SATISFIED: _satisfied(matters, words),
    }
    return tuple(
        Card(
            part_of_points(part, words),
            _of_six(_part(found, part, edition.total, words), words),
            about[part],
            quiet=part not in found.parts,
        )
        for part in about
    )


def _of_six(points: str, words: Words) -> str:
    _ = words.gettext
    if points == NOTHING:
        return _("not told")
    return _("{points} of {full}", points=points, full=words.number(round(FULL_POINTS)))


def _of_dossiers(row: Row, words: Words) -> tuple[str, ...]:
    _ = words.gettext
    rate = services_text(row.dossier, words)
    return (rate, _("of {count} dossiers", count=words.number(row.services)))


def _on_time(matters: Matters | None, words: Words) -> tuple[str, ...]:
    _ = words.gettext
    if matters is None:
        return (_("not counted when this was published"),)
    if not matters.due:
        return (_("no answer was due: full points"),)
    return (
        _(
            "{count} of {all} matters answered by their day",
            count=words.number(matters.on_time),
            all=words.number(matters.due),
        ),
    )


def _satisfied(matters: Matters | None, words: Words) -> tuple[str, ...]:
    _ = words.gettext
    if matters is None or not matters.due:
        return _on_time(matters, words)
    said = _("{count} authors said how satisfied they are", count=words.number(matters.said))
    if matters.satisfied is None:
        return (
            said,
            _("what they said is told of a month from ten on, if nobody's word follows from it"),
        )
    told = _(
        "{count} of {all} handled to satisfaction",
        count=words.number(matters.satisfied),
        all=words.number(matters.due),
    )
    return (told, said)


def _units(edition: Edition, words: Words, *, every_row: bool) -> Section:
    _ = words.gettext
    rows = [row for row in edition.rows("unit") if row.key]
    shown = rows if every_row else rows[:FIRST_ROWS]
    columns = (
        _("Dossiers"),
        _("Points for dossiers"),
        _("Matters due"),
        _("On time"),
        _("Points for time"),
        _("To satisfaction"),
        _("Points for handling"),
        _("Together"),
    )
    table = Table(dimension("unit", words), columns, tuple(_line(edition, row, words) for row in shown))
    notes = (
        _("Not ordered by points: dossiers of single units differ in kind and number."),
        _("Where a part is not told, the points are out of fewer than 18."),
    )
    more = _("Show all {count}", count=words.number(len(rows))) if len(shown) < len(rows) else ""
    return Section("units", _("Points of each unit"), (), table=table, notes=notes, more=more)


def _line(edition: Edition, row: Row, words: Words) -> Line:
    found = _points(edition, row)
    matters = find_matters(edition, row.key)
    due, on_time = (matters.due, matters.on_time) if matters else (NOTHING, NOTHING)
    satisfied: Value = NOTHING if matters is None or matters.satisfied is None else matters.satisfied
    together = " / ".join(points_together(edition, row, words) or (NOTHING,))
    return Line(
        row_name(row, words),
        (
            row.services,
            _part(found, DOSSIERS, row, words),
            due,
            on_time,
            _part(found, PETITIONS_ON_TIME, row, words),
            satisfied,
            _part(found, PETITIONS_SATISFIED, row, words),
            together,
        ),
    )


def _part(found: ServicePoints, part: str, row: Row, words: Words) -> str:
    """Of dossiers also between which two points they lie."""
    if part == DOSSIERS and part not in found.parts:
        return dossier_points_text(row, words)
    return points_text(found.parts.get(part), words)


def _reading(words: Words) -> Section:
    return Section("reading", words.gettext("How to read it"), about_points(words))
