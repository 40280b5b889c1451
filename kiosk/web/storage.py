"""How a request reaches the record: a reading connection for each thread, one writer for all."""

import threading
from collections.abc import Callable
from typing import TypeVar

from flask import current_app

from ..db import Database, connect
from ..ratings import Acceptance

T = TypeVar("T")
_local = threading.local()


def reading() -> Database:
    """This thread's reading connection; kept open, because opening costs more than reading."""
    path = current_app.extensions["record_path"]
    if getattr(_local, "path", None) != path:
        _local.path = path
        _local.db = connect(path, read_only=True)
    return _local.db  # type: ignore[no-any-return]


def write(work: Callable[[Database], T]) -> T:
    """Run the work in the shared transaction; returns once it is on the disk."""
    return current_app.extensions["writer"].write(work)  # type: ignore[no-any-return]


def acceptance() -> Acceptance:
    """The door through which ratings pass."""
    return current_app.extensions["acceptance"]  # type: ignore[no-any-return]
