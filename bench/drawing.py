"""How long a picture takes: drawn anew with everything warm, and handed out again."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from analytics.pictures import files, page
from analytics.pictures.files import Picture
from tests.analytics.pictures.gallery import GALLERY

ROUNDS, HANDED_OUT = 15, 2000
LIMIT_WARM, LIMIT_CACHED = 25.0, 2.0  # milliseconds


def run(_folder: Path) -> None:
    """A line a picture: median milliseconds of processor time."""
    print(f"\npictures, at most {LIMIT_WARM:.0f} ms warm and {LIMIT_CACHED:.0f} ms cached:")
    for name, picture in GALLERY.items():
        warm = median(milliseconds(partial(draw, picture)) for _ in range(ROUNDS))
        cached = milliseconds(partial(hand_out, picture)) / HANDED_OUT
        print(f"  {name:10} {warm:5.1f} ms warm, {cached:.3f} ms cached")


def draw(picture: Picture) -> None:
    """As a page needs it, remembered by nobody."""
    page.inline.__wrapped__(picture, "wide", files.WIDE)


def hand_out(picture: Picture) -> None:
    """What was drawn before, many times."""
    for _ in range(HANDED_OUT):
        page.inline(picture, "wide", files.WIDE)


def milliseconds(work: Callable[[], None]) -> float:
    """Processor time: the machine may have other things to do."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000
