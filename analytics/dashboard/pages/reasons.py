"""Why: topics named by those who were not satisfied, and the five elements of service."""

from ... import terms
from ...disclosure import BOUNDS, State
from ...editions import Edition, Row
from ...indices import element_profile
from ...listing import cell_text
from ...pictures.pareto import Bar, Pareto
from ...picturing import pareto_of
from ...words import Words
from ..address import Choice
from ..parts import Line, Page, Section, Table, Value
from . import wording

_MOST_NAMED = 2  # reasons of which each may be the one named most; more are no answer


def named_most(row: Row, words: Words) -> tuple[str, bool]:
    """The topic most named by the unsatisfied, or the two that may be it; and whether no topic that
    is not shown may be. '' where none may be told, or any of more than two may be it."""
    picture = pareto_of(row, words)
    found, certain = picture.first() if picture else ([], False)
    if len(found) > _MOST_NAMED:
        return "", False
    return words.gettext(" or ").join(bar.name for bar in found), certain


def main_reason(row: Row, words: Words) -> str:
    """The same where it is certain, else ''."""
    names, certain = named_most(row, words)
    return names if certain else ""


def said_of_first(row: Row, words: Words) -> str:
    """What is named most, as far as it is told: which of those that may be shown, or why none."""
    _, (names, certain) = words.gettext, named_most(row, words)
    if not names:
        return why_none(row, words)
    if certain:
        return _("most named by the unsatisfied: {topic}", topic=names)
    return _("of the reasons that may be shown, most named: {topic}", topic=names)


def why_none(row: Row, words: Words) -> str:
    """Why no reason is named: it would tell other figures, it is told too roughly, or too few."""
    _ = words.gettext
    cells = [row.satisfaction, *(one.cell for one in row.reasons if one.topic)]
    if any(cell.state is State.WITHHELD for cell in cells):
        return _("reasons may not be shown, since they would tell other figures")
    if any(cell.state in (*BOUNDS, State.BETWEEN) for cell in cells):
        return _("reasons are told too roughly to say which is named most")
    return _("too few answers to name a reason")


def topics_section(row: Row, words: Words, *, folded: bool = False) -> Section:
    """The picture of topics and its table."""
    _ = words.gettext
    picture = pareto_of(row, words)
    heading = _("Why citizens were not satisfied")
    if picture is None:
        why = why_none(row, words)
        return Section("topics", heading, (f"{why[:1].upper()}{why[1:]}.",))
    vital = [bar.name for bar in picture.vital()]
    text = (
        _("{names}: together at least four fifths of what was named.", names=", ".join(vital))
        if picture.first()[1] and not picture.unlisted
        else _("{names}: together at least four fifths of what is shown.", names=", ".join(vital))
    )
    said = (text,) if vital else ()
    lines = tuple(Line(bar.name, _values(bar, so_far, picture)) for bar, so_far in picture.ranked())
    cumulated = _("Cumulated") if picture.is_exact else _("Cumulated, at least")
    columns = (_("Named it"), _("Of the unsatisfied"), cumulated)
    answers = _("n = {n} unsatisfied answers; one answer may name several.", n=picture.base)
    return Section(
        "topics",
        heading,
        (*said, answers),
        picture,
        Table(_("Topic"), columns, lines),
        tuple(picture.hidden_texts()),
        folded=folded,
    )


def _values(bar: Bar, so_far: float, picture: Pareto) -> tuple[Value, ...]:
    """A share whose base is not told exactly stands without one."""
    words = picture.words
    named: Value = bar.low if bar.low == bar.high else bar.text(words)
    share: Value = bar.cell if picture.fewest is None else cell_text(bar.cell, words)
    return named, share, words.percent(so_far, 0)


def _elements_section(row: Row, words: Words) -> Section | None:
    """How satisfied those were who named a topic, by element of service, in SIPAS's order."""
    _ = words.gettext
    lines = tuple(
        Line(terms.topic(one.topic, words), (one.cell.n, one.cell), of=terms.element(element, words))
        for element, named in element_profile(row.reasons).elements.items()
        for one in named
        if one.topic
    )
    if not lines:
        return None
    said = _("Of those who named a topic, how many were satisfied. This is a kiosk's figure, not SIPAS.")
    columns = (_("Named it"), _("Satisfied among them"))
    table = Table(_("Topic"), columns, lines)
    return Section("elements", _("The five elements"), (said,), table=table)


def page(choice: Choice, words: Words) -> Page:
    """Topics and elements of the row that is looked at."""
    edition: Edition = choice.edition
    row = choice.row
    title = f"{wording.title_of(edition, words)}: {said_of_first(row, words)}"
    sections = (topics_section(row, words), _elements_section(row, words))
    told = tuple(section for section in sections if section is not None)
    return Page(title, wording.under(edition, row, words), told)
