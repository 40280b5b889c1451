"""What was not counted, by which rule, and the rate both ways."""

from ... import terms
from ...counts import POSTER
from ...disclosure import State
from ...listing import cell_text
from ...words import Words
from ..address import Choice
from ..parts import Line, Page, Section, Table
from . import wording


def page(choice: Choice, words: Words) -> Page:
    """Rules with their versions, answers left out, the rate with and without them."""
    _, edition, row = words.gettext, choice.edition, choice.row
    every = row.satisfaction.n + row.left_out
    title = _(
        "{period}: {count} of {all} ratings not counted",
        period=wording.title_of(edition, words),
        count=words.number(row.left_out),
        all=words.number(every),
    )
    return Page(title, wording.under(edition, row, words), (_rules(choice, words), _both(choice, words)))


def _rules(choice: Choice, words: Words) -> Section:
    _ = words.gettext
    versions = {
        f"{one.rule}-{one.version}".rstrip("-"): one.version for one in choice.edition.exclusions
    }
    lines = [
        Line(
            terms.cause(part.cause, words),
            (part.n, versions.get(part.cause, part.cause.rpartition("-")[2])),
        )
        for part in choice.row.not_counted
        if part.cause != POSTER
    ]
    if choice.row.unverified:
        lines.append(Line(terms.cause(POSTER, words), (choice.row.unverified, "")))
    said = (
        _("Rules never look at the answer, hold from the day they were made, and keep the raw record."),
    )
    notes = (
        _(
            "Anybody can have photographed a printed code, so these are in no rate and in no"
            " officer's figure."
        ),
    )
    return Section(
        "rules",
        _("By which rule"),
        said if lines else (_("No rule left anything out."),),
        None,
        Table(_("Rule"), (_("Ratings"), _("Version")), tuple(lines)) if lines else None,
        notes if choice.row.unverified else (),
    )


def _both(choice: Choice, words: Words) -> Section:
    _, row = words.gettext, choice.row
    lines = [Line(_("As counted"), (row.satisfaction,))]
    if row.with_excluded.state is not State.EMPTY:
        lines.append(Line(_("With what rules left out"), (row.with_excluded,)))
    said = {
        State.TOO_FEW: _("left out by rules: too few to show apart"),
        State.WITHHELD: _("left out by rules: not shown apart, it would tell the answers"),
    }.get(row.with_excluded.state, "")
    counted = _("As counted: {rate}.", rate=cell_text(row.satisfaction, words))
    return Section(
        "both",
        _("The rate both ways"),
        (said or counted,),
        None,
        Table(_("Counted"), (_("Satisfaction rate"),), tuple(lines)),
    )
