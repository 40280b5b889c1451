"""What is drawn in a picture, read back from its figure: artists by ink, texts with their places."""

import xml.etree.ElementTree as ET
from typing import Any

from matplotlib.figure import Figure
from matplotlib.text import Text

from analytics.pictures.files import Picture

WIDE, NARROW = 9.6, 4.1


def figure_of(picture: Picture, width: float = WIDE, titled: bool = False) -> Figure:
    """The picture as it is drawn for this width."""
    return picture.draw(width, titled)


def drawn(picture: Picture, gid: str, width: float = WIDE) -> list[Any]:
    """The artists of one kind and ink, as `hl-stroke-low`."""
    return [artist for artist in figure_of(picture, width).get_children() if artist.get_gid() == gid]


def texts(picture: Picture, width: float = WIDE, titled: bool = False) -> list[str]:
    """All that is written, in the order in which it was."""
    found = figure_of(picture, width, titled).get_children()
    return [artist.get_text() for artist in found if isinstance(artist, Text)]


def share_at(picture: Picture, height: float, width: float = WIDE) -> float:
    """The share, 0 to 1, that a height stands for, by the axis's own labels."""
    labels = [
        artist
        for artist in figure_of(picture, width).get_children()
        if isinstance(artist, Text)
        and artist.get_horizontalalignment() == "right"
        and "%" in artist.get_text()
    ]
    (low, bottom), (high, top) = (_place(label) for label in (labels[0], labels[-1]))
    return low + (high - low) * (height - bottom) / (top - bottom)


def parsed(svg: str | bytes) -> ET.Element:
    """The root of a picture that this program drew."""
    return ET.fromstring(svg)  # noqa: S314 (nobody else had a hand in it)


def _place(label: Text) -> tuple[float, float]:
    return float(label.get_text().rstrip("\u00a0%")) / 100, label.get_position()[1] - _FOOT


_FOOT = 0.36 * 9 / 72  # from an axis's line to the foot of its label, in inches
