"""What may be shown of a share, by the rules of DOMAIN.md §5 written a second time.

States are told in the words of the exports: shown, at_least, at_most, too_few, empty, withheld.
"""

from dataclasses import dataclass

from .formulas import points, rate, wilson
from .sums import Sums


@dataclass(frozen=True)
class Seen:
    """A share as a reader sees it: state, base, and count and interval where they are shown."""

    state: str
    n: int
    count: int | None = None
    interval: tuple[float, float] | None = None

    @property
    def value(self) -> float | None:
        return None if self.count is None else rate(self.count, self.n)


NONE = Seen("empty", 0)


def needed(by: str) -> int:
    return 30 if by == "officer" else 10


def satisfaction(own: Sums, by: str) -> Seen:
    return _answers(own.satisfied, own.n, by)


def with_excluded(own: Sums, by: str) -> Seen:
    """The rate with what rules left out, if those answers might be shown by themselves."""
    extra = [
        sum(answers[side] for cause, answers in own.left_out.items() if cause != "poster")
        for side in (0, 1)
    ]
    if not sum(extra) or not own.n:
        return NONE
    n = own.n + sum(extra)
    apart = _answers(extra[1], sum(extra), by)
    if apart.state in ("at_least", "at_most"):
        return Seen("withheld", n)
    if apart.state != "shown":
        return Seen(apart.state, n)
    count = own.satisfied + extra[1]
    return Seen("shown", n, count, wilson(count, n))


def response(own: Sums, by: str) -> Seen:
    if not own.services or own.tied > own.services:
        return NONE
    return _counted(own.tied, own.services, by)


def dossier(own: Sums, by: str) -> Seen:
    """Few are few whatever was answered; more to be subtracted than there are is no rate, where that
    may be told."""
    if 0 < own.services < needed(by) or not own.services:
        return Seen("too_few", own.services) if own.services else NONE
    answers, alike = sum(own.sound), 0 in own.sound
    beside = satisfaction(own, by).state in ("at_least", "at_most")
    if answers and (answers < needed(by) or alike or beside):
        return Seen("withheld", own.services)
    good = own.services - own.failed - own.sound[0]
    return NONE if good < 0 else _bounded(_counted(good, own.services, by), good)


def dossier_points(seen: Seen) -> float | None:
    if seen.state == "at_least":
        return 6.0
    return None if seen.count is None else points(seen.count, seen.n)


def asked(count: int, n: int) -> Seen:
    if not n:
        return NONE
    return Seen("too_few", n) if n < needed("") else Seen("shown", n, count, wilson(count, n))


def _answers(satisfied: int, n: int, by: str) -> Seen:
    if not n:
        return NONE
    if n < needed(by):
        return Seen("too_few", n)
    return _bounded(Seen("shown", n, satisfied, wilson(satisfied, n)), satisfied)


def _counted(count: int, n: int, by: str) -> Seen:
    return Seen("too_few", n) if n < needed(by) else Seen("shown", n, count)


def _bounded(seen: Seen, count: int) -> Seen:
    if seen.state == "shown" and count in (0, seen.n):
        return Seen("at_least" if count else "at_most", seen.n)
    return seen
