"""Everything with a code for some counters: what files there are, and all of them in one."""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from ..catalogue.lookup import Place
from ..errors import N_
from . import links
from .counter_sheets import KINDS, counter_sheets

# The code alone, for a leaflet or a screen of the centre's own.
PICTURES: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "png": (N_("The code alone, PNG"), links.qr_png),
    "svg": (N_("The code alone, SVG"), links.qr_svg),
}
# What can be asked for, and what staff call it.
CHOICES = {name: kind.label for name, kind in KINDS.items()} | {
    name: label for name, (label, _) in PICTURES.items()
}
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "zip": "application/zip",
}
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same files make the same archive


@dataclass(frozen=True)
class Order:
    """What is wanted: so many of CHOICES for these counters.

    together: the sheets of one kind in one PDF, to print them at a go; else a file a counter.
    """

    places: Sequence[Place]
    choices: Sequence[str]
    base_url: str
    together: bool = True


@dataclass(frozen=True)
class File:
    """A file with its name, as it is handed out."""

    name: str
    content: bytes

    @property
    def media_type(self) -> str:
        """What its ending stands for."""
        return MEDIA_TYPES[self.name.rpartition(".")[2]]


@dataclass(frozen=True)
class Task:
    """A file that is still to be made."""

    name: str
    make: Callable[[], bytes]


def tasks_of(order: Order) -> list[Task]:
    """What is to be made, in the order of the choices and the counters."""
    found = []
    for choice in order.choices:
        one_file = choice in KINDS and order.together
        groups = [list(order.places)] if one_file else [[place] for place in order.places]
        found += [_task(choice, group, order.base_url) for group in groups if group]
    return found


def file_name(choice: str, counter_id: str | None = None) -> str:
    """A file's name: its kind, then the counter whose alone it is.

    >>> file_name("poster-a4", "H44.5-1"), file_name("svg", "H44.5-1"), file_name("tent")
    ('poster-a4-H44.5-1.pdf', 'code-H44.5-1.svg', 'tent.pdf')
    """
    kind, ending = ("code", choice) if choice in PICTURES else (choice, "pdf")
    own = "" if counter_id is None else f"-{quote(counter_id, safe='')}"
    return f"{kind}{own}.{ending}"


def packed(name: str, files: Sequence[File]) -> File:
    """The only file as it is, several as an archive of that name."""
    if len(files) == 1:
        return files[0]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        for file in files:
            made.writestr(zipfile.ZipInfo(file.name, _LONG_AGO), file.content, zipfile.ZIP_DEFLATED)
    return File(f"{name}.zip", archive.getvalue())


def make_one(choice: str, place: Place, base_url: str) -> File:
    """One counter's file of that choice."""
    task = _task(choice, [place], base_url, alone=True)
    return File(task.name, task.make())


def made(tasks: Iterable[Task]) -> list[File]:
    """All of it, at once."""
    return [File(task.name, task.make()) for task in tasks]


def _task(choice: str, places: list[Place], base_url: str, *, alone: bool = False) -> Task:
    if choice in PICTURES:
        url = links.counter_url(base_url, places[0].counter_id)
        return Task(file_name(choice, places[0].counter_id), partial(PICTURES[choice][1], url))
    counter_id = places[0].counter_id if alone or len(places) == 1 else None
    return Task(file_name(choice, counter_id), partial(counter_sheets, KINDS[choice], places, base_url))
