"""One table of the edition, most ratings first or by name; never ordered by a rate."""

from collections import Counter
from collections.abc import Sequence

from ... import terms
from ...counts import POSTER, UNKNOWN
from ...disclosure import State
from ...editions import Edition, Row
from ...listing import dossier_points_text, services_text
from ...words import Words
from ..address import FIRST_ROWS, Choice, ordered
from ..parts import Line, Page, Section, Table, Value
from . import wording
from .silence import not_asked as not_asked_at_all
from .silence import was_asked
from .trust import not_asked


def page(choice: Choice, words: Words) -> Page:
    """The rows of the chosen table, each a link to its own figures."""
    _, edition = words.gettext, choice.edition
    rows = ordered(edition.rows(choice.by), choice.order, words)
    shown = rows if choice.every_row else rows[:FIRST_ROWS]
    title = _(
        "{dimension}, {period}",
        dimension=terms.dimension(choice.by, words),
        period=wording.title_of(edition, words),
    )
    of_services = any(row.services for row in rows)
    columns = (
        _("Satisfaction rate"),
        *(_services_columns(words) if of_services else ()),
        _("Not counted"),
        *([_("Trust")] if _is_asked(rows) else []),
    )
    lines = tuple(_line(edition, row, words, of_services, _is_asked(rows)) for row in shown)
    notes = [_("Not ordered by rate: small differences of few answers would make a ranking of noise.")]
    if not of_services:
        notes.append(
            _("Services are not told apart this way: it has no response rate and no dossier rate.")
        )
    table = Table(_("Name"), columns, lines)
    more = _("Show all {count}", count=words.number(len(rows))) if len(shown) < len(rows) else ""
    heading = terms.dimension(choice.by, words)
    section = Section("rows", heading, (_told(rows, words),), table=table, notes=tuple(notes), more=more)
    return Page(title, wording.under(edition, edition.total, words), (section,))


def _services_columns(words: Words) -> tuple[str, ...]:
    _ = words.gettext
    return _("Response rate"), _("Services"), _("Dossier satisfaction (766)"), _("Points")


def _told(rows: Sequence[Row], words: Words) -> str:
    """How many rates are told, and why the others are not."""
    _ = words.gettext
    names = {
        "exact": _("{count} exactly"),
        "bounds": _("{count} only within bounds"),
        "withheld": _("{count} withheld"),
        "few": _("{count} with too few ratings"),
        "none": _("{count} without ratings"),
    }
    found = Counter(_how(row.satisfaction.state) for row in rows)
    parts = [names[how].format(count=words.number(found[how])) for how in names if found[how]]
    return _("Rates of {all} rows: {parts}.", all=words.number(len(rows)), parts=", ".join(parts) or "–")


def _how(state: State) -> str:
    told = {State.SHOWN: "exact", State.WITHHELD: "withheld", State.TOO_FEW: "few", State.EMPTY: "none"}
    return told.get(state, "bounds")


def _is_asked(rows: Sequence[Row]) -> bool:
    return any(row.trust is not None for row in rows)


def _services_values(edition: Edition, row: Row, words: Words) -> tuple[Value, ...]:
    silent = {one.ending for one in edition.asked if not was_asked(one)}
    nobody = row.kind == "ending" and row.key in silent
    return (
        not_asked_at_all(words) if nobody else services_text(row.response, words),
        row.services,
        services_text(row.dossier, words),
        dossier_points_text(row, words),
    )


def _line(edition: Edition, row: Row, words: Words, of_services: bool, is_asked: bool) -> Line:
    unverified = row.kind == "tier" and row.key == POSTER
    return Line(
        terms.name_of(row, words),
        (
            words.gettext("in no rate") if unverified else row.satisfaction,
            *(_services_values(edition, row, words) if of_services else ()),
            row.unverified if unverified else row.left_out,
            *([row.trust.cell if row.trust else not_asked(words)] if is_asked else []),
        ),
        of=(row.name.of or "") if row.name else "",
        wishes={"page": None, "by": row.kind, "key": row.key} if row.key != UNKNOWN else {},
    )
