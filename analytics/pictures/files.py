"""Pictures as files: SVG, PNG or PDF, the same bytes for the same picture."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from matplotlib.figure import Figure

from .svg import with_text_alternative

FORMATS = ("svg", "png", "pdf")
_DOTS = 160  # an inch
_NO_DATE: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


class Picture(Protocol):
    """What can be drawn; equal ones are equal values, made of cells that are decided already."""

    def __hash__(self) -> int:
        """By content, so that what is equal is drawn once."""

    @property
    def name(self) -> str:
        """Its title, in the reader's language."""

    def description(self) -> str:
        """The picture in words, for whoever cannot see it."""

    def draw(self, width: float, titled: bool = False) -> Figure:
        """The figure, so many inches wide and as high as it needs to be."""


@dataclass(frozen=True)
class Size:
    """Width in inches, and whether the name stands in the picture itself."""

    width: float
    titled: bool = False


FILE = Size(10.0, titled=True)
WIDE, MEDIUM, NARROW = Size(9.6), Size(6.6), Size(3.4)


def to_bytes(picture: Picture, form: str = "svg", size: Size = FILE) -> bytes:
    """The picture as a file of one of FORMATS.

    An SVG carries the name as its title and the picture in words as its description.
    """
    file, figure = io.BytesIO(), picture.draw(size.width, size.titled)
    told = dict(_NO_DATE[form])
    if form == "pdf":
        told |= {"Title": picture.name, "Subject": picture.description()}
    figure.savefig(file, format=form, metadata=told, dpi=_DOTS)
    if form == "svg":
        return with_text_alternative(file.getvalue(), picture.name, picture.description())
    return file.getvalue()


def write(picture: Picture, path: Path, size: Size = FILE) -> None:
    """Write the picture; the name's ending says in which of FORMATS."""
    path.write_bytes(to_bytes(picture, path.suffix.lstrip(".").lower(), size))
