"""What citizens wrote: of a closed month, of one unit at a time, with nothing beside the words."""

from collections.abc import Sequence

from ...editions import Edition, Row
from ...listing import as_in_a_dictionary
from ...words import Words
from ..parts import Line, Page, Section, Table
from . import wording


def choose(edition: Edition, units: Sequence[Row], words: Words) -> Page:
    """The units of which texts may be read, by name."""
    _ = words.gettext
    title = _("{period}: what citizens wrote", period=wording.title_of(edition, words))
    if not units:
        sections: tuple[Section, ...] = (
            Section("units", _("Where to read"), (_nothing(edition, words),)),
        )
    else:
        named = sorted((wording.name_of(row, words), row.key) for row in units)
        lines = tuple(
            Line(name, (), wishes={"page": "comments", "by": "unit", "key": key}) for name, key in named
        )
        told = _(
            "Choose a unit. Units with fewer than {needed} texts are not here.", needed=_needed(edition)
        )
        sections = (Section("units", _("Where to read"), (told,), table=Table(_("Name"), (), lines)),)
    return Page(title, wording.days_of(edition, words), (*sections, _about(words)))


def of_unit(edition: Edition, row: Row, texts: Sequence[str], words: Words) -> Page:
    """The unit's texts in the order of their letters."""
    _ = words.gettext
    title = _(
        "{period}: what citizens of {unit} wrote",
        period=wording.title_of(edition, words),
        unit=wording.name_of(row, words),
    )
    if texts:
        told = _(
            "{count} texts, in the order of their letters: the order tells nothing of when or by whom.",
            count=words.number(len(texts)),
        )
        section = Section("texts", _("In their own words"), (told,), quotes=_by_letters(texts))
    else:
        section = Section("texts", _("In their own words"), (_nothing(edition, words),))
    return Page(title, wording.days_of(edition, words), (section, _about(words)))


def _by_letters(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(texts, key=lambda text: (as_in_a_dictionary(text), text)))


def _needed(edition: Edition) -> str:
    return str(edition.rule.thresholds.other)


def _nothing(edition: Edition, words: Words) -> str:
    return words.gettext(
        "Nothing to read here: texts are shown of a month in which the unit's rate is told, and from"
        " {needed} texts on.",
        needed=_needed(edition),
    )


def _about(words: Words) -> Section:
    _ = words.gettext
    return Section(
        "about",
        _("Before you read"),
        (
            _(
                "Telephone and identity numbers were taken out before anything was stored. Beside a text"
                " stands neither the answer nor the procedure, officer or time: do not try to find out"
                " who wrote it."
            ),
            _(
                "Texts are in no file, report or feed: what is deleted from the record is gone from here"
                " too."
            ),
        ),
    )
