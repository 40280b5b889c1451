"""The figures at the head of a page: the three rates that are never mixed, and what was not counted."""

from ... import terms
from ...counts import POSTER
from ...editions import Edition, Row
from ...editions.phrases import dossiers_briefly
from ...listing import cell_text, dossier_points_text, interval_text, services_text
from ...words import Words
from ..parts import Card


def of_row(
    row: Row, words: Words, edition: Edition | None = None, *, closing_known: bool = True
) -> tuple[Card, ...]:
    """The three rates that must never be mixed, and what was not counted.

    edition: for until when answers about its dossiers are subtracted.
    """
    _ = words.gettext
    told = edition and row.services
    until = [dossiers_briefly(edition, words, known=closing_known)] if edition and told else []
    interval = interval_text(row.satisfaction, words)
    rate = [_("{interval}, interval of 95 %", interval=interval)] if interval else []
    points = (
        [_("{points} of 6 points", points=dossier_points_text(row, words))] if row.points_between else []
    )
    services = words.number(row.services)
    causes = [
        f"{words.number(part.n)} {terms.cause(part.cause, words)}"
        for part in row.not_counted
        if part.cause != POSTER
    ]
    return (
        Card(
            _("Satisfaction rate"),
            cell_text(row.satisfaction, words),
            (*rate, f"n = {words.number(row.satisfaction.n)}"),
            row.satisfaction.share is None,
        ),
        Card(
            _("Dossier satisfaction (766)"),
            services_text(row.dossier, words),
            (*points, _("of {count} dossiers; silence counts as satisfied", count=services), *until),
            row.dossier.share is None,
        ),
        Card(
            _("Response rate"),
            services_text(row.response, words),
            (
                _(
                    "{count} of {services} services rated",
                    count=words.number(row.responses),
                    services=services,
                ),
            ),
            row.response.share is None,
        ),
        Card(_("Not counted"), words.number(row.left_out), (*causes[:3], *both_ways(row, words))),
    )


def both_ways(row: Row, words: Words) -> list[str]:
    """The rate with what rules left out, where that may be told."""
    cell = row.with_excluded
    if cell.share is None:
        return []
    return [
        words.gettext(
            "counting what rules left out: {rate} ({interval}; n = {n})",
            rate=cell_text(cell, words),
            interval=interval_text(cell, words),
            n=words.number(cell.n),
        )
    ]
