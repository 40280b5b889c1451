"""Pictures for a page, drawn once: what is equal is not drawn again."""

from functools import lru_cache

from . import svg
from .files import MEDIUM, NARROW, WIDE, Picture, Size, to_bytes

# For which screens, how large, and how many weeks keep their letters readable there.
WEEKLY: dict[str, tuple[Size, int]] = {"wide": (WIDE, 26), "medium": (MEDIUM, 16), "narrow": (NARROW, 8)}
SCREENS: dict[str, Size] = {"broad": MEDIUM, "narrow": NARROW}
REMEMBERED = 2048  # a few megabytes a hundred


@lru_cache(maxsize=REMEMBERED)
def inline(picture: Picture, screen: str, size: Size, prefix: str = "") -> str:
    """The picture as an element of a page; ids begin with the prefix and the screen's name."""
    return svg.inline(to_bytes(picture, "svg", size), f"{prefix}{screen}-")
