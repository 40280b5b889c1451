"""What an edition says of its dossiers, in words: until when answers about them are subtracted."""

from ..periods import parse
from ..weeks import Week
from ..words import Words
from .closing import is_closed, last_week
from .matters import points_of
from .model import Edition, Row, find_matters


def points_together(edition: Edition, row: Row, words: Words) -> tuple[str, str] | None:
    """All points of a place that are told, and out of how many: two numbers where its dossiers lie
    between two. None where no part is told."""
    matters = find_matters(edition, row.key)
    low, high = (points_of(row.services, end, matters) for end in row.points_between or (None, None))
    if not low.parts:
        return None
    ends = [words.number(found.points, 2) for found in (low, high)]
    return "–".join(dict.fromkeys(ends)), words.number(round(low.out_of))


def dossiers_briefly(edition: Edition, words: Words, *, known: bool = True) -> str:
    """For a card, a few words. known: whether its weeks say what was answered later."""
    _ = words.gettext
    if edition.kind == "week":
        return _("answers of this week alone")
    if edition.until is None:
        return _("until when answers are subtracted is not known")
    day = words.day(Week.parse(edition.until).last_day)
    if not known:
        return _("answers until {day} as far as older weeks tell; whether closed is not known", day=day)
    return (
        _("closed with answers until {day}", day=day)
        if is_closed(edition)
        else _("answers until {day}, not closed yet", day=day)
    )


def dossiers(edition: Edition, words: Words, *, known: bool = True) -> str:
    """A sentence or two; an open rate is called an upper bound. known: as above."""
    _ = words.gettext
    if edition.kind != "week" and edition.until is None:
        return _(
            "An older program published this: until when answers about its dossiers were subtracted is"
            " not known, and the rate may be too high."
        )
    if edition.until is None:
        return _(
            "A week's dossier satisfaction subtracts the answers of that week alone; what is said of its"
            " dossiers later, by slip, is subtracted from the month's. Until then it may be too high."
        )
    day = words.day(Week.parse(edition.until).last_day)
    if not known:
        return _(
            "Some weeks were published by an older program and do not tell what was answered later:"
            " answers until {day} are subtracted as far as they tell, the rate may be too high, and"
            " whether it is closed is not known.",
            day=day,
        )
    if is_closed(edition):
        return _("Dossier satisfaction is closed: answers until {day} are subtracted.", day=day)
    return _(
        "Dossier satisfaction is not closed: answers until {day} are subtracted, later ones may lower"
        " it. It is closed with the answers until {last}.",
        day=day,
        last=words.day(last_week(parse(edition.period)).last_day),
    )
