"""One table of the edition, most ratings first or by name; never ordered by a rate."""

from collections.abc import Sequence

from ... import terms
from ...counts import UNKNOWN
from ...editions import Row
from ...listing import dossier_points_text, services_text
from ...words import Words
from ..address import FIRST_ROWS, Choice, ordered
from ..parts import Line, Page, Section, Table
from . import wording
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
    told = sum(row.satisfaction.share is not None for row in rows)
    said = _(
        "{told} of {all} have enough answers for a rate.",
        told=words.number(told),
        all=words.number(len(rows)),
    )
    columns = (
        _("Satisfaction rate"),
        _("Response rate"),
        _("Services"),
        _("Dossier satisfaction (766)"),
        _("Points"),
        _("Not counted"),
        *([_("Trust")] if _is_asked(rows) else []),
    )
    table = Table(_("Name"), columns, tuple(_line(row, words, _is_asked(rows)) for row in shown))
    notes = (_("Not ordered by rate: small differences of few answers would make a ranking of noise."),)
    more = _("Show all {count}", count=words.number(len(rows))) if len(shown) < len(rows) else ""
    heading = terms.dimension(choice.by, words)
    section = Section("rows", heading, (said,), table=table, notes=notes, more=more)
    return Page(title, wording.under(edition, edition.total, words), (section,))


def _is_asked(rows: Sequence[Row]) -> bool:
    return any(row.trust is not None for row in rows)


def _line(row: Row, words: Words, is_asked: bool) -> Line:
    return Line(
        terms.name_of(row, words),
        (
            row.satisfaction,
            services_text(row.response, words),
            row.services,
            services_text(row.dossier, words),
            dossier_points_text(row, words),
            row.left_out,
            *([row.trust.cell if row.trust else not_asked(words)] if is_asked else []),
        ),
        of=(row.name.of or "") if row.name else "",
        wishes={"page": None, "by": row.kind, "key": row.key} if row.key != UNKNOWN else {},
    )
