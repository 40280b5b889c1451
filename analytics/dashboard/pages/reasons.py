"""Why: topics named by those who were not satisfied, and the five elements of service."""

from ... import terms
from ...disclosure import Cell, State
from ...editions import Edition, Reason, Row
from ...indices import Share
from ...pictures.pareto import Bar, Pareto
from ...stats.intervals import wilson_interval
from ...words import Words
from ..address import Choice
from ..parts import Line, Page, Section, Table
from . import wording

ELEMENTS = ("access", "procedures", "officials", "results", "feedback")  # as SIPAS lays them out


def bars_of(row: Row, words: Words) -> Pareto | None:
    """Topics named by the unsatisfied, of all unsatisfied; None where their number is not told."""
    share = row.satisfaction.share
    if share is None or share.n == share.count or not row.reasons:
        return None
    unsatisfied = share.n - share.count
    topics = [reason for reason in row.reasons if reason.topic]
    bars = tuple(Bar(terms.topic(one.topic, words), named(one, unsatisfied)) for one in topics)
    if not any(bar.count for bar in bars):
        return None
    heading = words.gettext("Why citizens were not satisfied")
    return Pareto(heading, unsatisfied, bars, words)


def named(reason: Reason, unsatisfied: int) -> Cell:
    """Of the unsatisfied, those who named the topic: it follows from two published cells."""
    count = reason.unsatisfied
    if count is None or not 0 <= count <= unsatisfied:
        return Cell(State.TOO_FEW, unsatisfied, reason.cell.needed)
    interval = wilson_interval(count, unsatisfied)
    return Cell(State.SHOWN, unsatisfied, reason.cell.needed, Share(count, unsatisfied, interval))


def main_reason(row: Row, words: Words) -> str:
    """The topic most named by the unsatisfied; '' where none may be told."""
    picture = bars_of(row, words)
    ranked = picture.ranked() if picture else []
    return ranked[0][0].name if ranked and ranked[0][0].count else ""


def topics_section(row: Row, words: Words, *, folded: bool = False) -> Section:
    """The picture of topics and its table."""
    _ = words.gettext
    picture = bars_of(row, words)
    heading = _("Why citizens were not satisfied")
    if picture is None:
        return Section("topics", heading, (_("Too few unsatisfied answers to name reasons."),))
    vital = [bar.name for bar in picture.vital()]
    said = _("{names}: together at least four fifths of what was named.", names=", ".join(vital))
    lines = tuple(
        Line(bar.name, (bar.count, bar.cell, words.percent(so_far, 0)))
        for bar, so_far in picture.ranked()
    )
    columns = (_("Named it"), _("Of the unsatisfied"), _("Cumulated"))
    hidden = [bar.name for bar in picture.bars if bar.cell.share is None]
    notes = (_("Too few to show apart: {names}.", names=", ".join(sorted(hidden))),) if hidden else ()
    answers = _("n = {n} unsatisfied answers; one answer may name several.", n=words.number(picture.n))
    return Section(
        "topics",
        heading,
        ((said,) if vital else ()) + (answers,),
        picture,
        Table(_("Topic"), columns, lines),
        notes,
        folded=folded,
    )


def _elements_section(row: Row, words: Words) -> Section | None:
    """How satisfied those were who named a topic, by element of service, in SIPAS's order."""
    _ = words.gettext
    place = {element: at for at, element in enumerate(ELEMENTS)}
    found = [one for one in row.reasons if one.topic and one.element in place]
    if not found:
        return None
    found.sort(key=lambda one: (place[str(one.element)], -one.cell.n, one.topic))
    lines = tuple(
        Line(
            terms.topic(one.topic, words),
            (one.cell.n, one.cell),
            of=terms.element(one.element, words),
        )
        for one in found
    )
    said = _("Of those who named a topic, how many were satisfied. This is a kiosk's figure, not SIPAS.")
    columns = (_("Named it"), _("Satisfied among them"))
    table = Table(_("Topic"), columns, lines)
    return Section("elements", _("The five elements"), (said,), table=table)


def page(choice: Choice, words: Words) -> Page:
    """Topics and elements of the row that is looked at."""
    edition: Edition = choice.edition
    row = choice.row
    topic = main_reason(row, words)
    _ = words.gettext
    title = (
        _(
            "{period}: most named by the unsatisfied: {topic}",
            period=wording.title_of(edition, words),
            topic=topic,
        )
        if topic
        else _("{period}: too few answers to name a reason", period=wording.title_of(edition, words))
    )
    sections = (topics_section(row, words), _elements_section(row, words))
    told = tuple(section for section in sections if section is not None)
    return Page(title, wording.under(edition, row, words), told)
