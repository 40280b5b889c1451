"""The sections of a report that have a picture, each with its table. Drawn as wide as a page's text."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..breaks import as_marks
from ..editions import Row
from ..noted import as_events
from ..pictures import files
from ..pictures.files import Size
from ..pictures.heat import HeatMap, Slot, when
from ..picturing import CHANCE, funnel_of, pareto_of, silence_of, slots_of, weekly_of
from ..terms import name_of, period, place
from ..words import Words
from . import wording
from .excerpt import Excerpt
from .model import Picture, Section, Table
from .picture_tables import hours_table, services_table
from .reason_tables import topics_table
from .sections import compared_rows
from .tables import asked_table, comparison_table

PAPER = Size(7.5)  # inches, on 165 mm: letters of 7.4 points
_WEEKS_HIGH = 1.6  # inches of the plot: the answer and the weeks are one page
_FUNNEL_OF = ("unit", "centre")
_FEWEST = 5  # of which a funnel is worth drawing
_MOST_HOURS = 3  # that a sentence names


def _drawn(chart: files.Picture, caption: str, size: Size = PAPER) -> Picture:
    return Picture(caption, chart.description(), files.to_bytes(chart, "svg", size).decode())


def trend(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    """The weeks up to the period's end; nothing of a place in which nobody ever rated."""
    name = place(excerpt.place.kind, name_of(excerpt.place, words), words)
    events = [*as_marks(excerpt.broken, words), *as_events(excerpt.noted, excerpt.place.kind, words)]
    chart = weekly_of(name, excerpt.weeks, words, events)
    if chart is None or not any(cell.n for _week, cell in chart.points):
        return ()
    picture = _drawn(replace(chart, height=_WEEKS_HIGH), chart.caption)
    return (Section(words.gettext("Week by week"), chart.happened(), pictures=(picture,)),)


def reasons(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    """Why citizens were not satisfied, in words and as a picture, and what was named at all as a table.

    In a month and longer the table of the five elements, which comes next, says the same on paper.
    """
    _ = words.gettext
    topics = [reason for reason in excerpt.place.reasons if reason.topic]
    if not topics:
        return ()
    table = topics_table(topics, words)
    chart = pareto_of(excerpt.place, words)
    if chart is None:
        return (Section(_("What mattered to citizens"), tables=(table,)),)
    title, picture = _("Why citizens were not satisfied"), _drawn(chart, chart.caption)
    first = wording.named_most(chart, words)
    texts = (first,) if first else ()
    if excerpt.is_week:
        return (Section(title, texts, (), (picture,), (table,), in_letter=True),)
    more = (*texts, *chart.hidden_texts())
    return (
        Section(title, more, (), (picture,), in_letter=True, on_sheet=False),
        Section(title, tables=(table,), on_paper=False),
    )


def compared(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    """Fair comparisons on paper: how the place itself stands, how many signals there are and which.

    A month and longer have a funnel of everything together; all units stand in a table at the end.
    """
    _ = words.gettext
    rows = {by: found for by, found in compared_rows(excerpt).items() if found and by != "officer"}
    own = wording.standing(excerpt.place, words)
    if not rows and not own:
        return ()
    said = [own] if own else []
    if excerpt.is_total or len(rows.get("centre", ())) > 1:
        said += [wording.compared(by, found, words) for by, found in rows.items()]
        said.append(
            _(
                "Each is compared with what its own mix of procedures leads one to expect. The order"
                " is by name: this is no ranking. A signal is a reason to look for causes together, no"
                " judgement of a person."
            )
        )
    pictures = () if excerpt.is_week or not excerpt.is_total else _funnel(excerpt, words)
    if pictures:
        said.append(_about_outside(rows, words))
    signals = {by: [row for row in found if wording.is_signal(row)] for by, found in rows.items()}
    tables = tuple(comparison_table(by, found, words) for by, found in signals.items() if found)
    title, texts = _("Against expectation"), tuple(said)
    return (Section(title, texts, (), pictures, tables, in_letter=True, on_sheet=False),)


def _about_outside(rows: Mapping[str, Sequence[Row]], words: Words) -> str:
    """Why a point outside is not yet a verdict."""
    every = next(iter(rows.values()), ())
    silent = [row for row in every if row.comparison and row.comparison.verdict == "not_enough_data"]
    return words.gettext(
        "Of {count} compared at once some lie outside by chance alone; a verdict allows for that, and"
        " asks for more.",
        count=words.number(len(every) - len(silent)),
    )


def _funnel(excerpt: Excerpt, words: Words) -> tuple[Picture, ...]:
    for by in _FUNNEL_OF:
        chart = funnel_of(excerpt.edition, by, words) if by in excerpt.edition.tables else None
        if chart and len(chart.shown()) >= _FEWEST:
            return (_drawn(chart, f"{chart.name}. {chart.caption}"),)
    return ()


def hours(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    """Hour by weekday, of everything together; a week has too few ratings an hour."""
    _ = words.gettext
    rows = [row for row in excerpt.tables.get("hour_weekday", ()) if row.key]
    slots = slots_of(rows, excerpt.place.satisfaction)
    if not any(slot.cell.n for slot in slots):
        return ()
    chart = HeatMap(period(excerpt.period, words), slots, words)
    texts = (
        _hours_told(slots, words),
        _(
            "Framed hours differ from all others together; were all alike, any frame at all would"
            " come in one month of {count}.",
            count=round(1 / CHANCE),
        ),
    )
    table = hours_table(slots, words)
    picture = _drawn(chart, chart.caption)
    return (Section(_("Weekday and hour"), texts, (), (picture,), (table,), on_sheet=False),)


def _hours_told(slots: tuple[Slot, ...], words: Words) -> str:
    _ = words.gettext
    low = [when(slot, words) for slot in slots if slot.differs < 0]
    if low:
        return _("Clearly less satisfied at {hours}.", hours=", ".join(low[:_MOST_HOURS]))
    return _("No hour is clearly worse than the others.")


def response(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    """Who was asked, who answered, and what the silent might have said; of everything together."""
    _ = words.gettext
    if not (excerpt.is_total and excerpt.edition.asked):
        return ()
    chart = silence_of(period(excerpt.period, words), excerpt.place, words)
    texts = [chart.sentence()]
    pictures: tuple[Picture, ...] = ()
    tables: list[Table] = []
    if chart.bounds:
        texts.append(_("No number of answers narrows this, only asking more of those who come."))
        pictures = (_drawn(chart, chart.caption),)
        tables.append(services_table(chart.bounds, words))
    tables.append(asked_table(excerpt.edition.asked, words))
    return (Section(_("Response and silence"), tuple(texts), (), pictures, tuple(tables)),)
