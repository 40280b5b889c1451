"""The sheet that pictures are drawn on: inches from its upper left corner, and a few named inks.

Artists are put on the figure itself, without axes: an axis alone costs more time than all the rest
of these pictures together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

# Equal pictures give equal bytes; text stays text, so that it can be read, found and enlarged.
mpl.rcParams.update({"svg.hashsalt": "hai-long", "svg.fonttype": "none", "pdf.fonttype": 42})

Ink = Literal[
    "ink", "on", "soft", "grid", "accent", "band", "low", "high", "paper", "empty", "whisker",
    "heat1", "heat2", "heat3", "heat4", "heat5",
]  # fmt: skip
# On paper. A page gives each ink its own colour by the classes hl-stroke-…, hl-fill-…, hl-mark-…
# and hl-text-…. What matters differs in shape or in lightness too: for grey prints, and for eyes
# that do not tell the hues apart.
COLOURS: dict[Ink, str] = {
    "ink": "#000000",
    "soft": "#5a6470",
    "grid": "#c9c8c4",
    "accent": "#1d3a61",
    "band": "#8fa3bd",  # a middle tone: seen on white, on black and on a grey print
    "low": "#7d3f06",
    "high": "#0a5a62",
    "paper": "#ffffff",
    "empty": "#e3e2de",  # too few, or silent
    "whisker": "#b98a5a",  # of an interval over a bar of `low`: seen on it and beside it
    "on": "#ffffff",  # letters on the darkest inks
    "heat1": "#f5efe4",
    "heat2": "#ead6b8",
    "heat3": "#d9b07a",
    "heat4": "#c08a4a",
    "heat5": "#7d3f06",
}
FONT = "DejaVu Sans"  # has every Vietnamese letter, and matplotlib brings it along
SMALL, TEXT, TITLE = 8.5, 9.5, 13.0  # points
LETTER = 0.078  # inches of the small type, with some air
_TITLE_LETTERS = 8.5  # of a title, to the inch
# From the named line of the letters down to their foot, in parts of their size.
_FOOT = {"baseline": 0.0, "center": 0.36, "top": 0.93}
_POINTS = 72  # an inch


@dataclass(frozen=True)
class Scale:
    """Values from low to high, laid out from start to end in inches."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where the value stands, in inches."""
        way = (value - self.low) / (self.high - self.low)
        return self.start + way * (self.end - self.start)


class Sheet:
    """A figure under way: x grows to the right, y downwards; `finish` says how high it became."""

    def __init__(self, width: float) -> None:
        self.width = width
        self._figure = Figure(figsize=(width, 1), facecolor="white")
        self._down = Affine2D()
        self._transform = self._down + self._figure.dpi_scale_trans

    def finish(self, height: float) -> Figure:
        """The figure, cut off at this height."""
        self._figure.set_size_inches(self.width, height)
        self._down.scale(1, -1).translate(0, height)
        return self._figure

    def heading(self, name: str, caption: str) -> float:
        """Name and caption at the top; returns where the picture may begin."""
        lines = wrap(name, int(_TITLE_LETTERS * self.width), max_lines=2, placeholder=" …")
        for number, line in enumerate(lines):
            self.text(0.28, 0.34 + 0.25 * number, line, size=TITLE, weight="bold", va="baseline")
        under = 0.34 + 0.25 * len(lines)
        self.text(0.28, under, caption, ink="soft", size=TEXT, va="baseline")
        return under + 0.2

    def line(self, xs: Sequence[float], ys: Sequence[float], ink: Ink = "ink", **style: Any) -> None:
        """A line through the points; `dashes` in points, `width` likewise."""
        self._add(
            Line2D(
                xs,
                ys,
                color=COLOURS[ink],
                linewidth=style.pop("width", 1.0),
                dashes=style.pop("dashes", (None, None)),
                solid_capstyle=style.pop("cap", "butt"),
                **style,
            ),
            f"hl-stroke-{ink}",
        )

    def marks(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        ink: Ink = "accent",
        shape: str = "o",
        size: float = 5,
        *,
        hollow: bool = False,
    ) -> None:
        """A mark at each point, matplotlib's shapes, size in points."""
        face = COLOURS["paper"] if hollow else COLOURS[ink]
        self._add(
            Line2D(
                xs,
                ys,
                linestyle="none",
                marker=shape,
                markersize=size,
                markerfacecolor=face,
                markeredgecolor=COLOURS[ink],
                markeredgewidth=1.4 if hollow else 0.6,
            ),
            f"hl-{'hollow' if hollow else 'mark'}-{ink}",
        )

    def area(self, corners: Sequence[tuple[float, float]], ink: Ink, alpha: float = 1.0) -> None:
        """A filled outline."""
        self.areas([corners], ink, alpha)

    def areas(
        self, outlines: Sequence[Sequence[tuple[float, float]]], ink: Ink, alpha: float = 1.0
    ) -> None:
        """Several of one ink, as one artist: quicker than each by itself."""
        paths = [Path([*corners, corners[0]], closed=True) for corners in outlines]
        if not paths:
            return
        shape = PathPatch(
            Path.make_compound_path(*paths),
            facecolor=COLOURS[ink],
            alpha=alpha,
            edgecolor="none",
            linewidth=0,
        )
        self._add(shape, f"hl-fill-{ink}")

    def box(self, left: float, top: float, right: float, bottom: float, ink: Ink) -> None:
        """A filled rectangle."""
        self.area(rectangle(left, top, right, bottom), ink)

    def text(self, x: float, y: float, text: str, ink: Ink = "ink", **style: Any) -> None:
        """One line of text; `ha`, `va`, `size` and `weight` as matplotlib has them."""
        size = style.setdefault("size", SMALL)
        foot = y + _FOOT[style.pop("va", "center")] * size / _POINTS
        letters = _Letters(
            x, foot, text, fontfamily=FONT, parse_math=False, color=COLOURS[ink], va="baseline", **style
        )
        self._add(letters, f"hl-text-{ink}")

    def notes(self, left: float, top: float, notes: Sequence[str]) -> float:
        """Small quiet lines below each other, wrapped; returns where the next would stand."""
        room = int((self.width - left) / LETTER)
        for line in (line for note in notes for line in wrap(note, room)):
            self.text(left, top, line, "soft")
            top += 0.2
        return top

    def _add(self, artist: Any, gid: str) -> None:
        artist.set_transform(self._transform)
        artist.set_gid(gid)
        self._figure.add_artist(artist)


def rectangle(left: float, top: float, right: float, bottom: float) -> list[tuple[float, float]]:
    """Its corners."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


class _Letters(Text):
    """One line that stands on its foot: an SVG needs no measuring of it, which takes half the time."""

    def draw(self, renderer: Any) -> None:
        if not hasattr(renderer, "writer"):  # which only the one for SVG has
            super().draw(renderer)
            return
        renderer.open_group("text", self.get_gid())
        gc = renderer.new_gc()
        gc.set_foreground(self.get_color())
        x, y = self.get_transform().transform(self.get_unitless_position())
        up = renderer.height - y
        renderer.draw_text(gc, x, up, self.get_text(), self.get_fontproperties(), 0, mtext=self)
        gc.restore()
        renderer.close_group("text")
