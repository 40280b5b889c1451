"""What an edition says of its dossiers, in words: until when answers about them are subtracted."""

from ..periods import parse
from ..weeks import Week
from ..words import Words
from .closing import is_closed, last_week
from .model import Edition


def dossiers_briefly(edition: Edition, words: Words) -> str:
    """For a card, a few words."""
    _ = words.gettext
    if edition.until is None:
        return _("answers of this week alone")
    day = words.day(Week.parse(edition.until).last_day)
    return (
        _("closed with answers until {day}", day=day)
        if is_closed(edition)
        else _("answers until {day}, not closed yet", day=day)
    )


def dossiers(edition: Edition, words: Words) -> str:
    """A sentence or two; an open rate is called an upper bound."""
    _ = words.gettext
    if edition.until is None:
        return _(
            "A week's dossier satisfaction subtracts the answers of that week alone; what is said of its"
            " dossiers later, by slip, is subtracted from the month's. Until then it may be too high."
        )
    day = words.day(Week.parse(edition.until).last_day)
    if is_closed(edition):
        return _("Dossier satisfaction is closed: answers until {day} are subtracted.", day=day)
    return _(
        "Dossier satisfaction is not closed: answers until {day} are subtracted, later ones may lower"
        " it. It is closed with the answers until {last}.",
        day=day,
        last=words.day(last_week(parse(edition.period)).last_day),
    )
