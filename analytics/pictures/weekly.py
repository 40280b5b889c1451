"""A satisfaction rate week by week: its interval, what is usual, what stands out, what happened."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matplotlib.figure import Figure

from ..control import RULES, Control
from ..disclosure import State
from ..weeks import Week
from ..words import Words
from .cells import Point, is_bound, point_text, week_text
from .weekly_drawing import draw

_BETWEEN, _TOO_FEW = State.BETWEEN, (State.TOO_FEW, State.EMPTY)


@dataclass(frozen=True)
class Event:
    """Something that happened in a week; after one that `breaks`, weeks are another series."""

    week: Week
    text: str
    breaks: bool = False


@dataclass(frozen=True)
class WeeklyChart:
    """A satisfaction rate over consecutive weeks. Equal charts are drawn equal.

    name: whose rate it is, in the reader's language. points: oldest week first, at least one.
    usual: limits of these weeks, from `control`; None where too few weeks are known. events: in the
    order of weeks; earlier_events: how many have the numbers before theirs. height: of the plot alone,
    in inches; the lower, the larger are the letters where a screen has no room.
    """

    name: str
    points: tuple[Point, ...]
    words: Words
    usual: Control | None = None
    events: tuple[Event, ...] = ()
    earlier_events: int = 0
    height: float = 2.45

    @property
    def caption(self) -> str:
        """What is drawn."""
        _ = self.words.gettext
        if self.usual is None:
            return _("Satisfaction rate by week with its 95 % interval")
        return _("Satisfaction rate by week with its 95 % interval and control limits")

    def last(self, weeks: int) -> "WeeklyChart":
        """The same over its last weeks only, for a narrow screen."""
        points, usual = self.points[-weeks:], self.usual and self.usual.last(weeks)
        events = tuple(event for event in self.events if event.week >= points[0][0])
        dropped = self.earlier_events + len(self.events) - len(events)
        return replace(self, points=points, usual=usual, events=events, earlier_events=dropped)

    def shown(self) -> list[Point]:
        """The weeks whose rate may be shown in full."""
        return [point for point in self.points if point[1].share is not None]

    def description(self) -> str:
        """The picture in words, for whoever cannot see it."""
        _, words = self.words.gettext, self.words
        parts = [f"{self.name}. {self.caption}: {_span(self.points, words)}."]
        shown = self.shown()
        if shown:
            parts.append(_("Latest: {point}.", point=point_text(shown[-1], words)))
            parts.append(_("Lowest: {point}.", point=point_text(min(shown, key=_rate), words)))
            parts.append(_("Highest: {point}.", point=point_text(max(shown, key=_rate), words)))
        bounded = [
            (week, cell) for week, cell in self.points if is_bound(cell) or cell.state is _BETWEEN
        ]
        parts += [f"{point_text(point, words)}." for point in bounded]
        states = [cell.state for _week, cell in self.points]
        silent, kept = sum(map(states.count, _TOO_FEW)), states.count(State.WITHHELD)
        if silent:
            parts.append(_("Weeks without enough data: {count}.", count=silent))
        if kept:
            parts.append(_("Weeks not shown, since they would tell other answers: {count}.", count=kept))
        parts += self._signals_in_words()
        parts += [f"{week_text(event.week, words)}: {event.text}." for event in self.events]
        return " ".join(parts)

    def happened(self) -> tuple[str, ...]:
        """A line for each mark, by the numbers in the picture."""
        first = self.earlier_events + 1
        return tuple(
            f"{number}. {_capital(week_text(event.week, self.words))}: {event.text}"
            for number, event in enumerate(self.events, start=first)
        )

    def _signals_in_words(self) -> list[str]:
        _, words = self.words.gettext, self.words
        if self.usual is None:
            return []
        found = [week_text(self.points[at][0], words) for at in self.usual.signals]
        if not found:
            return [_("No week stands out.")]
        return [_("Weeks that stand out: {weeks}.", weeks=", ".join(found))]

    def notes(self) -> list[str]:
        """What the marks mean, only those that occur."""
        _, words = self.words.gettext, self.words
        cells = [cell for _week, cell in self.points]
        notes = []
        if any(is_bound(cell) for cell in cells):
            notes.append(_("Hollow mark: all answers alike, shown as a bound."))
        few = [cell for cell in cells if cell.state in _TOO_FEW]
        if few:
            needed = words.number(max(cell.needed for cell in cells))
            notes.append(_("Gap: fewer than {needed} ratings.", needed=needed))
        if any(cell.state is _BETWEEN for cell in cells):
            notes.append(_("Bar alone: only told to lie between its ends."))
        if any(cell.state is State.WITHHELD for cell in cells):
            notes.append(_("Gap with n: not shown, it would tell other answers."))
        if self.usual is not None:
            notes.append(_("Dashed: what the weeks before the newest let expect."))
            if self.usual.signals:
                years = round(RULES.run_length / 52)
                notes.append(
                    _("Triangle: stands out; by chance alone once in {years} years.", years=years)
                )
        return notes

    def draw(self, width: float, titled: bool = False) -> Figure:
        """The line breaks where a week has too few answers, and where the way of asking changed.

        A week in which all answers were equal is a hollow mark at the bound with a stroke towards
        its end: somewhere in there.
        """
        return draw(self, width, titled)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _rate(point: Point) -> float:
    return point[1].value or 0.0


def _span(points: Sequence[Point], words: Words) -> str:
    return f"{week_text(points[0][0], words)} – {week_text(points[-1][0], words)}"
