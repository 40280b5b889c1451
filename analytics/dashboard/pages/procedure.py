"""One procedure: the evidence that a proposal to simplify it needs, in words first."""

from collections.abc import Sequence

from ...editions import Edition
from ...handling import Place
from ...pictures.difference import difference_text
from ...pictures.weekly import WeeklyChart
from ...simplify import Changed, Evidence, phrases
from ...words import Words
from ..parts import Line, Page, Said, Section, Table
from . import reasons, series, wording

MOST_OPEN = 8  # lines; a longer table stands behind a button


def page(edition: Edition, found: Evidence, chart: WeeklyChart | None, words: Words) -> Page:
    """What is found, the figures behind it, when, why, where, and what changes have brought."""
    _ = words.gettext
    sections = (
        _facts(found, words),
        _where(edition, found.places, words),
        _changes(found.changes, words),
        reasons.topics_section(found.row, words) if found.row.reasons else None,
        series.section(chart, _("Week by week"), words) if chart is not None else None,
    )
    sentences: list[tuple[str, dict[str, str | None]]] = [
        (text, {}) for text in phrases.conclusion(found, words)
    ]
    if not found.row.reasons:
        sentences.append((phrases.why_no_reasons(words), {"page": "reasons", "by": None, "key": None}))
    said = Said(_("What is found"), tuple(sentences))
    told = tuple(section for section in sections if section is not None)
    name, key = wording.name_of(found.row, words), found.row.key
    about = [name] if name != wording.short(name) else []
    under = " · ".join([*about, key, wording.under(edition, found.row, words)])
    return Page(_title(edition, found, words), under, told, (said,))


def _title(edition: Edition, found: Evidence, words: Words) -> str:
    _, hurt = words.gettext, found.hurt
    name = wording.short(wording.name_of(found.row, words))
    called = {"period": wording.title_of(edition, words), "procedure": name}
    if hurt is None:
        return _("{procedure}, {period}: too little is told to judge", **called)
    if not found.is_clear:
        return _(
            "{procedure}, {period}: no more citizens hurt than elsewhere, as far as known", **called
        )
    count = words.number(round(hurt.citizens))
    return _(
        "{procedure}, {period}: about {count} citizens hurt beyond expectation", **called, count=count
    )


def _facts(found: Evidence, words: Words) -> Section | None:
    _ = words.gettext
    lines = tuple(Line(what, tuple(rest)) for what, *rest in phrases.facts(found, words))
    if not lines:
        return None
    columns = (_("This procedure"), _("All other procedures"), _("What that means"))
    notes = (
        _(
            "Citizens hurt: dossiers × dissatisfaction above that of all other procedures; the silent"
            " are taken to feel as those who answered."
        ),
        _(
            "Every dossier is counted, so that shares of dossiers have no interval; differences have"
            " one."
        ),
    )
    heading = _("The evidence in figures")
    return Section("facts", heading, table=Table(_("What"), columns, lines), notes=notes)


def _where(edition: Edition, places: Sequence[Place], words: Words) -> Section | None:
    _ = words.gettext
    if not places:
        return None
    named = sorted(
        ((phrases.unit_name(edition, place.unit, words), place) for place in places), key=_by_name
    )
    lines = tuple(
        Line(
            name,
            (
                phrases.what_is_worse(place.what, words),
                place.count,
                words.number(place.expected, 1),
                place.n,
            ),
        )
        for name, place in named
    )
    said = (
        _(
            "Units in which its dossiers are late, or sent back, more often than in all others, by more"
            " than chance explains. In the order of names: this is no ranking."
        ),
        _("What citizens answered is not told by unit and procedure: it would tell single answers."),
    )
    columns = (_("What"), _("Dossiers"), _("To be expected"), _("Of dossiers"))
    table, is_long = Table(_("Unit"), columns, lines), len(lines) > MOST_OPEN
    return Section("where", _("Where it goes worse"), said, table=table, folded=is_long)


def _by_name(named: tuple[str, Place]) -> tuple[str, str]:
    return named[0], named[1].what


def _changes(found: Sequence[Changed], words: Words) -> Section | None:
    _ = words.gettext
    told = [one for one in found if one.found is not None]
    if not told:
        return None
    lines = tuple(
        Line(
            f"{words.day(one.day)}: {one.text}",
            (
                difference_text(one.found.difference, words),
                f"{words.number(one.found.before)} / {words.number(one.found.after)}",
                phrases.season(one, words),
            ),
        )
        for one in told
        if one.found is not None
    )
    columns = (_("Since then"), _("Weeks before / after"), _("Beside the year before"))
    notes = (_("After is not because: seasons and other things change too."),)
    heading = _("Before and after a change of the procedure")
    return Section("changes", heading, table=Table(_("Changed on"), columns, lines), notes=notes)
