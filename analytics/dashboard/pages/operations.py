"""A wall of an operation centre: everything together and the units; nothing below, and nobody."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ... import terms
from ...counts import TOTAL
from ...editions import Edition, Row
from ...listing import interval_text
from ...targets import Progress, phrases
from ...words import Words
from ..address import Choice, as_in_a_dictionary
from ..parts import Card, Page, Said, Section
from . import cards, fair, overview, wording

LEVEL = "unit"
MOST_UNITS, MOST_SAID = 6, 3  # what a wall holds, read from afar
PLOT = 1.2  # inches: a flat drawing, so that its letters are read from afar


@dataclass(frozen=True)
class Wall(Page):
    """units: those with most ratings, in the order of names, each with its verdict; no ranking."""

    units: tuple[Card, ...] = ()


def of_units(edition: Edition) -> Edition:
    """The edition without what is below units: what is not there cannot be shown."""
    return replace(edition, tables={LEVEL: edition.rows(LEVEL)})


def page(news: overview.News, targets: Sequence[Progress], words: Words) -> Wall:
    """news: of everything together, of editions that were cut to their units."""
    choice = news.choice
    rows = [row for row in choice.edition.rows(LEVEL) if row.key]
    parts = (_signals(rows, words), _changed(news), _promised(targets, words), _marks(news))
    flat = replace(news.chart, height=PLOT) if news.chart else None
    chart = Section("weeks", words.gettext("Week by week"), (), flat, weekly=True)
    return Wall(
        overview.headline(news),
        wording.under(choice.edition, news.row, words),
        (chart,) if news.chart else (),
        tuple(part for part in parts if part is not None),
        cards.of_row(news.row, words, choice.edition, closing_known=news.closing_known)[:3],
        units=tuple(_unit(row, words) for row in _largest(rows, words)),
    )


def chosen(edition: Edition) -> Choice:
    """Everything together."""
    return Choice(edition, LEVEL)


def _signals(rows: Sequence[Row], words: Words) -> Said:
    """Units out of expectation by name; of all others how many there are."""
    _, verdicts = words.gettext, [fair.verdict_of(row) for row in rows]
    found = []
    for code in fair.SIGNALS:
        names = sorted(
            (wording.name_of(row, words) for row in rows if fair.verdict_of(row) == code),
            key=as_in_a_dictionary,
        )
        found += [f"{name}: {terms.verdict(code, words)}" for name in names[:MOST_SAID]]
        if len(names) > MOST_SAID:
            more = words.number(len(names) - MOST_SAID)
            found.append(
                _("{verdict}: and {count} more", verdict=terms.verdict(code, words), count=more)
            )
    counted = _(
        "{count} of {all} units as expected; of {unknown} nothing can be said, or it may not be shown.",
        count=words.number(verdicts.count("as_expected")),
        all=words.number(len(rows)),
        unknown=words.number(verdicts.count("not_enough_data")),
    )
    return Said(_("Units against expectation"), tuple((text, {}) for text in (*found, counted)))


def _changed(news: overview.News) -> Said | None:
    """Units that clearly changed, those that fell first."""
    _ = news.words.gettext
    if news.before is None:
        return None
    found = [overview.moved_text(one, news.words) for one in news.moved[:MOST_SAID]]
    more = len(news.moved) - MOST_SAID
    if more > 0:
        found.append(_("and {count} more", count=news.words.number(more)))
    if not found:
        found.append(_("No unit has clearly changed."))
    return Said(_("Units that changed"), tuple((text, {}) for text in found))


def _promised(targets: Sequence[Progress], words: Words) -> Said | None:
    """The commitments of everything together, and those of units counted."""
    own = [one for one in targets if one.judged.commitment.unit_id == TOTAL]
    verdicts = [one.judged.verdict for one in targets if one.judged.commitment.unit_id != TOTAL]
    found = [
        f"{phrases.index(one.judged.commitment.index, words)}"
        f" {words.percent(one.judged.commitment.target)},"
        f" {terms.period(one.judged.commitment.period, words)}: {phrases.standing(one.judged, words)}"
        for one in own[:MOST_SAID]
    ]
    if verdicts:
        found.append(phrases.counted(verdicts, words))
    title = words.gettext("Targets and commitments")
    return Said(title, tuple((text, {}) for text in found)) if found else None


def _marks(news: overview.News) -> Said | None:
    """The latest events, by their numbers in the picture."""
    told = news.chart.happened() if news.chart else ()
    if not told:
        return None
    title = news.words.gettext("What happened")
    return Said(title, tuple((text, {}) for text in told[-MOST_SAID:]))


def _largest(rows: Sequence[Row], words: Words) -> list[Row]:
    """Those with most ratings, in the order of names: no order by a rate."""
    largest = sorted(rows, key=lambda row: (-row.satisfaction.n, row.key))[:MOST_UNITS]
    return sorted(largest, key=lambda row: as_in_a_dictionary(wording.name_of(row, words)))


def _unit(row: Row, words: Words) -> Card:
    rate, verdict = cards.of_row(row, words)[0], fair.verdict_of(row)
    n = f"n = {words.number(row.satisfaction.n)}"
    interval = interval_text(row.satisfaction, words)
    said = terms.verdict(verdict, words) if verdict != "not_enough_data" else ""
    return replace(
        rate, title=wording.name_of(row, words), about=(f"{interval} · {n}" if interval else n, said)
    )
