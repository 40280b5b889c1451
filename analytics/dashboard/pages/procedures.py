"""Procedures to simplify: the evidence that a proposal needs."""

from collections.abc import Sequence
from datetime import date

from ...editions import Edition, Row
from ...pictures.difference import difference_text
from ...picturing import pareto_of
from ...simplify import BeforeAfter, Ranking
from ...words import Words
from ..parts import Line, Page, Section, Table
from . import wording

FIRST = 20  # procedures of which the evidence is told; a proposal is about one
Changed = tuple[str, BeforeAfter]  # what a procedure is called, and what its change has brought


def page(
    edition: Edition, found: Ranking, changes: Sequence[Changed], words: Words, *, every: bool = False
) -> Page:
    """The ranking, its evidence, what changes have brought, and what is missing."""
    _ = words.gettext
    name = wording.title_of(edition, words)
    if found.clear:
        title = _(
            "{period}: {procedure} hurts most citizens",
            period=name,
            procedure=wording.short(wording.name_of(found.clear[0].row, words)),
        )
    elif found.compared:
        title = _("{period}: no procedure clearly hurts more than others", period=name)
    elif any(wording.is_kept_back(row.satisfaction) for row in (edition.total, *found.thin)):
        title = _("{period}: procedures may not be shown apart", period=name)
    else:
        title = _("{period}: too few answers to tell procedures apart", period=name)
    sections = [
        _ranking(edition, found, words, every),
        _evidence(edition, found, words),
        _changes(changes, words),
        *_thin(found, words),
    ]
    told = tuple(section for section in sections if section is not None)
    return Page(title, wording.under(edition, edition.total, words), told)


def _ranking(edition: Edition, found: Ranking, words: Words, every: bool) -> Section | None:
    _ = words.gettext
    if not found.compared:
        return None
    shown = found.clear if every else found.clear[:FIRST]
    lines = tuple(
        Line(
            wording.name_of(hurt.row, words),
            (
                words.number(round(hurt.citizens)),
                f"{words.number(round(hurt.interval[0]))}–{words.number(round(hurt.interval[1]))}",
                hurt.dossiers,
                hurt.row.satisfaction,
                hurt.certain,
            ),
            wishes=evidence_at(edition, hurt.row),
        )
        for hurt in shown
    )
    columns = (
        _("Citizens hurt"),
        _("95 % interval"),
        _("Dossiers"),
        _("Satisfaction rate"),
        _("Said so themselves"),
    )
    said = (
        _(
            "Dossiers × dissatisfaction above that of all other procedures; the silent are taken"
            " to feel as those who answered."
        ),
        _(
            "{clear} of {all} procedures stand out by more than chance explains.",
            clear=words.number(len(found.clear)),
            all=words.number(found.compared),
        ),
    )
    notes = (_("Procedures are ranked, never persons. The law can change a procedure."),)
    table = Table(_("Procedure"), columns, lines) if lines else None
    every_one = words.number(len(found.clear))
    more = _("Show all {count}", count=every_one) if len(shown) < len(found.clear) else ""
    return Section("ranking", _("Where most citizens are hurt"), said, None, table, notes, more=more)


def _evidence(edition: Edition, found: Ranking, words: Words) -> Section | None:
    _ = words.gettext
    if not found.clear:
        return None
    shown = [hurt.row for hurt in found.clear[:FIRST]]
    named = any(row.reasons for row in shown)
    lines = tuple(
        Line(
            wording.name_of(row, words),
            (
                *((_named(row, words),) if named else ()),
                row.handling.overdue if row.handling else None,
                row.handling.repeat if row.handling else None,
            ),
            wishes=evidence_at(edition, row),
        )
        for row in shown
    )
    first = (_("Most named"),) if named else ()
    columns = (*first, _("Dossiers that were late"), _("More than one visit"))
    notes = (
        _("Visits: of the dossiers of which the one-stop system has told how many they took."),
        _("Each procedure has a page of its own with all that is known of it."),
    )
    heading = _("Reasons, lateness and repeat visits") if named else _("Lateness and repeat visits")
    return Section("evidence", heading, (), None, Table(_("Procedure"), columns, lines), notes)


def evidence_at(edition: Edition, row: Row) -> dict[str, str | None]:
    """Where the page of a procedure's evidence is."""
    return {"page": "procedure", "period": edition.period, "by": None, "key": row.key}


def _named(row: Row, words: Words) -> str:
    picture = pareto_of(row, words)
    ranked = picture.ranked()[:3] if picture else []
    return ", ".join(f"{bar.name} ({bar.text(words)})" for bar, _so_far in ranked) or "–"


def _changes(changes: Sequence[Changed], words: Words) -> Section | None:
    _ = words.gettext
    if not changes:
        return None
    lines = tuple(
        Line(
            name,
            (
                words.day(found.since),
                difference_text(found.difference, words),
                f"{words.number(found.before)} / {words.number(found.after)}",
                _season(found, words),
            ),
        )
        for name, found in changes
    )
    columns = (_("Changed on"), _("Since then"), _("Weeks before / after"), _("Beside the year before"))
    notes = (_("After is not because: seasons and other things change too."),)
    return Section(
        "changes",
        _("Before and after a change of the procedure"),
        (),
        None,
        Table(_("Procedure"), columns, lines),
        notes,
    )


def _season(found: BeforeAfter, words: Words) -> str:
    _ = words.gettext
    if found.beyond_season is None:
        return _("the year before is not known")
    return _("more than the season") if found.beyond_season else _("the season may explain it")


def _thin(found: Ranking, words: Words) -> list[Section]:
    """Those that are not compared: of too few answers, and whose figure may not be shown."""
    _ = words.gettext
    kept = [row for row in found.thin if wording.is_kept_back(row.satisfaction)]
    few = [row for row in found.thin if row not in kept]
    said = {
        "thin": (
            _("Not enough data"),
            _("Procedures with too few answers to say anything: {count}.", count=words.number(len(few))),
        ),
        "kept": (
            _("Not shown, or only within bounds"),
            _(
                "Procedures with answers enough, whose figure would tell others or single answers:"
                " {count}. They are not compared.",
                count=words.number(len(kept)),
            ),
        ),
    }
    return [
        Section(part, said[part][0], said[part][1:], None, _rows_of(rows, words), folded=True)
        for part, rows in (("thin", few), ("kept", kept))
        if rows
    ]


def _rows_of(rows: Sequence[Row], words: Words) -> Table:
    lines = tuple(Line(wording.name_of(row, words), (row.satisfaction.n, row.services)) for row in rows)
    return Table(words.gettext("Procedure"), ("n", words.gettext("Services")), lines)


def latest_change(versions: Sequence[date], until: date) -> date | None:
    """The last change of a procedure before a day; None where it has only its first version."""
    later = [day for day in sorted(versions)[1:] if day < until]
    return later[-1] if later else None
