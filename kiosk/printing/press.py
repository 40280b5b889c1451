"""A process of its own that makes the files of an order, one after the other.

Typst keeps what it has laid out, some megabytes a page, and drawing codes is slow: both would stay
with the server and slow it down. The process is polite to the server, and all it took goes with it.
"""

import json
import os
import struct
import subprocess
import sys
from collections.abc import Generator
from dataclasses import asdict
from typing import IO

from ..catalogue.lookup import Place
from .bundles import File, Order, tasks_of

_HEAD = struct.Struct(">II")  # the bytes of a file's name, and of the file
_POLITE = 10


class PressFailed(Exception):
    """The process ended before its work did; what it said stands in the server's log."""


def printed(order: Order) -> Generator[File, None, None]:
    """Each file of the order as it is made. Closing the iterator ends the process.

    Raises PressFailed.
    """
    command = [sys.executable, "-c", f"from {__name__} import main; main()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as press:  # noqa: S603
        try:
            assert press.stdin and press.stdout  # noqa: S101 (both are pipes)
            with press.stdin as paper:
                paper.write(json.dumps(asdict(order)).encode())
            for _ in tasks_of(order):
                yield _received(press.stdout)
        except OSError as error:
            raise PressFailed from error
        finally:
            press.kill()


def _received(stream: IO[bytes]) -> File:
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise PressFailed
    name_bytes, content_bytes = _HEAD.unpack(head)
    name, content = stream.read(name_bytes), stream.read(content_bytes)
    if len(content) < content_bytes:
        raise PressFailed
    return File(name.decode(), content)


def main() -> None:
    """The process: the order comes in by stdin, the files go out by stdout."""
    _be_polite()
    values = json.load(sys.stdin.buffer)
    order = Order(**{**values, "places": [Place(**place) for place in values["places"]]})
    for task in tasks_of(order):
        name, content = task.name.encode(), task.make()
        sys.stdout.buffer.write(_HEAD.pack(len(name), len(content)) + name + content)
        sys.stdout.buffer.flush()


def _be_polite() -> None:
    """Give way to the server, and leave the one core that it keeps to."""
    if hasattr(os, "nice"):
        os.nice(_POLITE)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
