"""What is said where a report is asked for of which nothing was published: why, and what there is."""

from datetime import date

from ..editions import Editions
from ..editions.model import KINDS
from ..editions.spans import weeks_in
from ..terms import period as called
from ..weeks import Period
from ..words import Words


def why_none(editions: Editions, wanted: Period, today: date, words: Words) -> str:
    """Whether the period still runs, else by which command it is frozen; the newest editions."""
    _ = words.gettext
    end = max(wanted.end_day, weeks_in(wanted)[-1].end_day)
    name = called(wanted, words)
    if today < end:
        said = _(
            "nothing was published of {period}: it has not ended, and can be frozen from {day} on",
            period=name,
            day=words.day(end),
        )
    else:
        said = _("nothing was published of {period}: `analytics edition --due` does that", period=name)
    last = [periods[-1] for kind in KINDS if (periods := editions.periods(kind))]
    if not last:
        return said
    return _("{said}. The newest editions: {names}", said=said, names=", ".join(last))
