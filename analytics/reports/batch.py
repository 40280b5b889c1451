"""The reports of many places, made by as many processes as there are cores.

Drawing holds the interpreter's lock, so threads would not help. What goes in are names and keys,
each process reads the editions for itself.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from ..editions import Editions
from ..errors import AnalyticsError
from ..noted import beside
from ..source.happened import Noted
from ..targets import Commitment
from .excerpt import Belonging, Excerpt, take
from .forms import Wish, as_file, file_name
from .history import Past, history_of
from .simplifying import ranked

_FEW = 4  # so few are done before another process would have begun


@dataclass(frozen=True)
class Order:
    """What all reports of a batch have in common: the folder of editions, which one, who belongs, what
    units have committed themselves to; when procedures changed, for the report on these; what staff
    noted, as of now."""

    folder: Path
    period: str
    number: int
    belonging: Belonging
    wish: Wish
    commitments: tuple[Commitment, ...] = ()
    past: Past | None = None
    noted: tuple[Noted, ...] = ()


@dataclass(frozen=True)
class Made:
    """A file that was written; key: of its unit, None for everything together."""

    key: str | None
    path: Path


def write_all(order: Order, keys: Sequence[str | None], folder: Path) -> Iterator[Made]:
    """Each file as it is done, in any order.

    Raises AnalyticsError where a file cannot be written, or an edition not be read.
    """
    workers = min(os.cpu_count() or 1, len(keys))
    if len(keys) <= _FEW or workers == 1:
        yield from (write_one(order, key, folder) for key in keys)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        tasks = [pool.submit(write_one, order, key, folder) for key in keys]
        try:
            for task in as_completed(tasks):
                yield task.result()
        except BrokenProcessPool as error:
            raise AnalyticsError("a process that made reports was ended: make them again") from error
        finally:
            pool.shutdown(cancel_futures=True)


def write_one(order: Order, key: str | None, folder: Path) -> Made:
    """One report, complete or not at all."""
    excerpt = excerpt_of(order, key)
    path = folder / file_name(excerpt, order.wish)
    write_whole(path, as_file(excerpt, order.wish))
    return Made(key, path)


def excerpt_of(order: Order, key: str | None) -> Excerpt:
    """What the order's edition says of a place."""
    editions = _editions(order.folder)
    edition = editions.at(order.period, order.number)
    officers = order.wish.officers
    found = take(editions, edition, key, order.belonging, order.commitments, officers=officers)
    place = found.place
    found = replace(found, noted=tuple(beside(order.noted, place.kind, place.key)))
    if order.past is None:
        return found
    return replace(found, history=history_of(editions, found.period, ranked(edition), order.past))


def write_whole(path: Path, content: bytes) -> None:
    """A file that appears complete. Raises AnalyticsError where it cannot be written."""
    partial = path.with_name(f".{path.name}.part")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise AnalyticsError(f"{path} cannot be written ({error.strerror})") from error


@cache
def _editions(folder: Path) -> Editions:
    return Editions(folder)
