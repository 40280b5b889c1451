"""Who answered, and what all might have said had the silent been asked to the last one."""

from dataclasses import dataclass
from functools import cached_property
from math import ceil

from matplotlib.figure import Figure

from ..bounded import told_counts
from ..disclosure import BOUNDS, Cell, State
from ..stats.silence import SilenceBounds, silence_bounds
from ..words import Words
from .cells import figure_text
from .sheet import Ink, Scale, Sheet

_LEFT, _HEIGHT = 0.2, 0.42  # inches
_STRIPE = 0.047  # inches between the stripes of the unsatisfied


@dataclass(frozen=True)
class Silence:
    """Finished services, and the answers tied to them.

    answers: satisfied among the answers of these services, as it may be shown.
    """

    name: str
    answers: Cell
    services: int
    words: Words

    @property
    def caption(self) -> str:
        """What is drawn."""
        services = self.words.number(self.services)
        return self.words.gettext("What all {services} served might have said", services=services)

    @cached_property
    def bounds(self) -> SilenceBounds | None:
        """Between which the satisfaction of all lies for certain; None where it may not be told."""
        counts, n = told_counts(self.answers), self.answers.n
        if counts is None or not 0 < n <= self.services:
            return None
        return silence_bounds(counts[0], n, self.services, counts[1])

    def sentence(self) -> str:
        """The bounds in words."""
        _, words, bounds = self.words.gettext, self.words, self.bounds
        if bounds is None and self.answers.state in (State.WITHHELD, State.BETWEEN, *BOUNDS):
            return _("Not shown, since it would tell other figures or single answers.")
        if bounds is None:
            return _("Not enough answers to say.")
        told = _(
            "Of all served between {low} and {high} are satisfied: {silent} are silent.",
            low=words.percent(bounds.low),
            high=words.percent(bounds.high),
            silent=words.percent(bounds.silent / bounds.services),
        )
        hidden = _("The answers themselves are told only within bounds.")
        return f"{told} {hidden}" if bounds.hidden else told

    def description(self) -> str:
        """The picture in words."""
        told = self.words.gettext(
            "Of those who answered: {rate}.", rate=figure_text(self.answers, self.words)
        )
        return f"{self.name}. {self.caption}. {told} {self.sentence()}"

    def draw(self, width: float, titled: bool = False) -> Figure:
        """One bar of all services: satisfied from the left, unsatisfied from the right, silence."""
        sheet, words, bounds = Sheet(width), self.words, self.bounds
        top = (sheet.heading(self.name, self.caption) if titled else 0.1) + 0.2
        all_of = Scale(0, 1, _LEFT, width - _LEFT)
        if bounds is None:
            sheet.text(_LEFT, top, self.sentence(), "soft", size=9.5)
            return sheet.finish(top + 0.25)
        low, high = all_of.at(bounds.low), all_of.at(bounds.high)
        sheet.box(all_of.start, top, low, top + _HEIGHT, "high")
        told = all_of.at(bounds.low + bounds.hidden / bounds.services)
        if bounds.hidden:
            sheet.box(low, top, told, top + _HEIGHT, "band")
        sheet.box(told, top, high, top + _HEIGHT, "empty")
        _box(sheet, (high, all_of.end), (top, top + _HEIGHT), "low")
        sheet.text((told + high) / 2, top + _HEIGHT / 2, words.gettext("silent"), ha="center", size=9.5)
        under = top + _HEIGHT
        for x in (low, high):
            sheet.line([x, x], [under, under + 0.12], "soft", width=1)
        for x, share in ((low, bounds.low), (high, bounds.high)):
            edge = "left" if x < 0.5 else "right" if x > width - 0.5 else "center"
            sheet.text(x, under + 0.22, words.percent(share), ha=edge, weight="bold")
        y = under + 0.52
        for ink, text, n in _key(bounds, words):
            _box(sheet, (_LEFT, _LEFT + 0.16), (y - 0.07, y + 0.07), ink)
            sheet.text(_LEFT + 0.24, y, f"{text}: {words.number(n)}")
            y += 0.22
        return sheet.finish(y)


def _box(sheet: Sheet, across: tuple[float, float], down: tuple[float, float], ink: Ink) -> None:
    """Striped where unsatisfied: in grey its ink is that of the satisfied."""
    (left, right), (top, bottom) = across, down
    sheet.box(left, top, right, bottom, ink)
    if ink == "low":
        for number in range(1, ceil((bottom - top) / _STRIPE)):
            y = top + number * _STRIPE
            sheet.line([left, right], [y, y], "paper", width=1.4)


def _key(bounds: SilenceBounds, words: Words) -> list[tuple[Ink, str, int]]:
    hidden: list[tuple[Ink, str, int]] = [
        ("band", words.gettext("told only within bounds"), bounds.hidden)
    ]
    return [
        ("high", words.gettext("satisfied"), bounds.satisfied),
        *(hidden if bounds.hidden else []),
        ("empty", words.gettext("silent"), bounds.silent),
        ("low", words.gettext("unsatisfied"), bounds.unsatisfied),
    ]


def parts(bounds: SilenceBounds, words: Words) -> list[tuple[str, int, float]]:
    """All services by what is told of them: its name, how many, and their share, 0 to 1."""
    _ = words.gettext
    found = [
        (_("Satisfied"), bounds.satisfied),
        (_("Told only within bounds"), bounds.hidden),
        (_("Silent"), bounds.silent),
        (_("Unsatisfied"), bounds.unsatisfied),
    ]
    hidden_at = 1
    return [
        (name, count, count / bounds.services)
        for at, (name, count) in enumerate(found)
        if count or at != hidden_at
    ]
