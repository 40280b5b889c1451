"""What citizens wrote: of a closed month, of one unit at a time, with nothing beside the words."""

from collections.abc import Sequence

from ...editions import Edition, Row
from ...errors import UnknownKey
from ...words import Words
from ..parts import Leaf, Line, Page, Section, Table
from . import wording

ON_A_LEAF = 50


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


def of_unit(edition: Edition, row: Row, texts: Sequence[str], words: Words, wish: str = "1") -> Page:
    """One leaf of the unit's texts, which come in the order of their letters.

    wish: the leaf's number. Raises UnknownKey where there is none of that number.
    """
    _ = words.gettext
    title = _(
        "{period}: what citizens of {unit} wrote",
        period=wording.title_of(edition, words),
        unit=wording.name_of(row, words),
    )
    leaf = _leaf(wish, len(texts))
    if texts:
        told = _(
            "{count} texts, in the order of their letters: the order tells nothing of when or by whom.",
            count=words.number(len(texts)),
        )
        where = _("Page {number} of {all}", number=words.number(leaf.number), all=words.number(leaf.of))
        first = (leaf.number - 1) * ON_A_LEAF
        quotes = tuple(texts[first : first + ON_A_LEAF])
        said = (told, where) if leaf.of > 1 else (told,)
        section = Section("texts", _("In their own words"), said, quotes=quotes, leaf=leaf)
    else:
        section = Section("texts", _("In their own words"), (_nothing(edition, words),))
    return Page(title, wording.days_of(edition, words), (section, _about(words)))


def _leaf(wish: str, texts: int) -> Leaf:
    leaves = max(1, -(-texts // ON_A_LEAF))
    if not (wish.isascii() and wish.isdigit() and len(wish) <= len(str(leaves))):
        raise UnknownKey(f"there is no leaf {wish[:9]!r} of {leaves}")
    if not 1 <= int(wish) <= leaves:
        raise UnknownKey(f"there is no leaf {wish} of {leaves}")
    return Leaf(int(wish), leaves)


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
