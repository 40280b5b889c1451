"""Which counters' or officers' months deserve a look, and how often that is a false alarm."""

from dataclasses import dataclass

from ... import terms
from ...integrity import phrases
from ...integrity.kept import Review
from ...periods import parse
from ...words import Words
from ..address import as_in_a_dictionary

# Of honest officers' months that get a sign: docs/integrity.md, the worst setting.
FALSE_ALARMS = 0.009


@dataclass(frozen=True)
class Look:
    """One month that deserves a look: whose, and for each sign what was found, how often chance alone
    says the same, and an honest explanation."""

    name: str
    key: str
    signs: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class ReviewPage:
    """title: the answer. under: of what and when. words: how to read it. looks: by name."""

    title: str
    under: str
    words: tuple[str, ...]
    looks: tuple[Look, ...]


def page(review: Review, words: Words, own: str | None = None) -> ReviewPage:
    """own: the officer who looks at what concerns him; None: everybody's."""
    _ = words.gettext
    looks = _looks(review, words, own)
    return ReviewPage(
        _title(review, len(looks), words, own),
        _(
            "Reviewed on {day}: {count} ratings of the month, against half a year before it.",
            day=words.day(review.on),
            count=words.number(review.ratings),
        ),
        (phrases.caution(words), _false_alarms(review, words)) if looks else _nothing(review, words),
        looks,
    )


def _nothing(review: Review, words: Words) -> tuple[str, ...]:
    """What the page says besides its title; of a month without ratings the title says it."""
    return (phrases.nothing(review.ratings, words),) if review.ratings else ()


def _title(review: Review, found: int, words: Words, own: str | None) -> str:
    _, month = words.gettext, terms.period(parse(review.month), words)
    if not review.ratings:
        return f"{month}: {phrases.nothing(0, words)}"
    if own is not None:
        mine = _("your month deserves a look") if found else _("nothing of yours deserves a look")
        return f"{month}: {mine}"
    counts = {"found": words.number(found), "all": words.number(review.reviewed)}
    if review.by == "officer":
        text = _("{found} of {all} officers' months deserve a look", **counts)
    else:
        text = _("{found} of {all} counters' months deserve a look", **counts)
    return f"{month}: {text}"


def _looks(review: Review, words: Words, own: str | None) -> tuple[Look, ...]:
    keys = {one.key for one in review.findings if own in (None, one.key)}
    looks = [
        Look(
            review.names.get(key, key),
            key,
            tuple(phrases.told_without_answers(one, words) for one in review.findings if one.key == key),
        )
        for key in keys
    ]
    return tuple(sorted(looks, key=lambda look: (as_in_a_dictionary(look.name), look.key)))


def _false_alarms(review: Review, words: Words) -> str:
    return words.gettext(
        "How likely a false alarm is: of 1,000 honest months about {thousandth} get a sign, found with"
        " made-up officers; of these {all} that is about {expected}.",
        thousandth=words.number(1000 * FALSE_ALARMS),
        all=words.number(review.reviewed),
        expected=words.number(review.reviewed * FALSE_ALARMS, 1),
    )
