"""An excerpt of an edition as a report: the answer, the key figures, how it was made."""

from ..editions import Row
from ..editions.codec import digest_of
from ..editions.phrases import dossiers_briefly
from ..listing import NOTHING, cell_text, interval_text
from ..terms import days, name_of, period, place
from ..weeks import civil_day
from ..words import Words
from . import simplifying, wording
from .excerpt import Excerpt
from .layouts import FULL, LAYOUTS, POINTS
from .model import KeyFigure, Report
from .tables import points_item, short_reason

_DIGITS = 16  # of a digest, in a group


def make_report(excerpt: Excerpt, words: Words, layout: str = FULL) -> Report:
    """The report in one of LAYOUTS."""
    edition, row = excerpt.edition, excerpt.place
    banner = edition.banner or {}
    report = Report(
        name=f"{edition.name}-{row.key or 'total'}" + ("" if layout == FULL else f"-{layout}"),
        lang=words.lang,
        place=place(row.kind, name_of(row, words), words),
        period=f"{period(excerpt.period, words)} · {days(excerpt.period, edition.total.covers, words)}",
        headline=wording.points_headline(excerpt, words)
        if layout == POINTS
        else wording.headline(excerpt, words),
        basis=wording.basis(excerpt, words),
        to_do=wording.to_do(excerpt, words),
        figures=_key_figures(excerpt, words),
        sections=LAYOUTS[layout](excerpt, words),
        colophon=_colophon(excerpt, words),
        day=civil_day(edition.frozen_at),
        warning=banner.get(words.lang) or banner.get("en", ""),
    )
    return simplifying.headed(report, excerpt, words) if layout == simplifying.SIMPLIFY else report


def _key_figures(excerpt: Excerpt, words: Words) -> tuple[KeyFigure, ...]:
    _ = words.gettext
    row = excerpt.place
    interval = interval_text(row.satisfaction, words)
    inside = [_("95 % interval: {interval}", interval=interval)] if interval else []
    n = f"n = {words.number(row.satisfaction.n)}"
    points = points_item(row, words).text
    return (
        KeyFigure(_("Satisfaction rate"), cell_text(row.satisfaction, words), (*inside, n)),
        KeyFigure(
            _("Dossier satisfaction (766)"),
            short_reason(row.dossier, words),
            (
                *([] if points == NOTHING else [_("{points} of 6 points", points=points)]),
                _("of {count} dossiers", count=words.number(row.services)),
            ),
        ),
        KeyFigure(
            _("Response rate"),
            short_reason(row.response, words),
            (
                _(
                    "{count} of {services} services rated",
                    count=words.number(row.responses),
                    services=words.number(row.services),
                ),
            ),
        ),
        KeyFigure(_("Not counted"), words.number(row.left_out), _of_all(row, words)),
    )


def _of_all(row: Row, words: Words) -> tuple[str, ...]:
    """Of what rules looked at: unverified answers stand apart, as on every page."""
    every = row.left_out + row.satisfaction.n
    if not row.left_out:
        return ()
    share = words.percent(row.left_out / every)
    return (words.gettext("{share} of {count} ratings", share=share, count=words.number(every)),)


def _dossiers(excerpt: Excerpt, words: Words) -> str:
    """Until when answers about them are subtracted, and whether that is known."""
    said = dossiers_briefly(excerpt.edition, words, known=excerpt.tells_later)
    if not excerpt.is_week or excerpt.tells_later:
        return said
    return words.gettext(
        "{said}; an older program, which does not tell what was answered about dossiers of earlier"
        " weeks",
        said=said,
    )


def _colophon(excerpt: Excerpt, words: Words) -> tuple[tuple[str, str], ...]:
    _ = words.gettext
    edition = excerpt.edition
    digest = digest_of(edition)
    thresholds = edition.rule.thresholds
    facts = [
        (_("Edition"), edition.name),
        (_("Frozen at"), words.instant(edition.frozen_at)),
        (
            _("Shown from"),
            _(
                "{other} answers, {officer} for an officer",
                other=words.number(thresholds.other),
                officer=words.number(thresholds.officer),
            ),
        ),
        *([(_("Dossiers"), _dossiers(excerpt, words))] if excerpt.place.services else []),
        *([] if excerpt.place.trust else [(_("Trust"), _("not asked"))]),
        (_("Method, program"), f"{edition.method}, {edition.code}"),
        (
            "SHA-256",
            " ".join(digest[at : at + _DIGITS] for at in range(0, len(digest), _DIGITS)),
        ),
    ]
    if edition.restatement is not None:
        restated = edition.restatement
        facts.insert(
            1,
            (
                _("Restates"),
                _(
                    "edition {number}: {arrived} answers arrived since, {gone} no longer count",
                    number=restated.restates,
                    arrived=words.number(restated.arrived),
                    gone=words.number(restated.gone),
                ),
            ),
        )
    return tuple(facts)
