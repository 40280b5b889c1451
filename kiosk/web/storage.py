"""How a request reaches the record: a reading connection for each thread, one writer for all."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app

from ..errors import KioskError
from ..ratings.details import Detail, add_details_now, add_details_of_phones_now
from ..ratings.submissions import Submission
from ..storage.db import Database, Store, connect
from . import limiting

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


def write_all(store: Store, items: list[Any]) -> list[Any]:
    """Store the items together with those of other requests; returns once they are on the disk.

    Raises TooMany where phones send more than may be: then nothing was asked of the writer.
    """
    admitted = limiting.admit(items)
    return current_app.extensions["writer"].write_all(store, admitted)  # type: ignore[no-any-return]


def accept_all() -> Store:
    """The door through which ratings pass: the same function for every request, so that the
    writer can group them."""
    return current_app.extensions["accept_all"]  # type: ignore[no-any-return]


def store(submission: Submission) -> None:
    """Store one rating; raises the KioskError that refuses it."""
    outcome = write_all(accept_all(), [submission])[0]
    if isinstance(outcome, KioskError):
        raise outcome


def add_details() -> Store:
    """The door for details: what belongs to a tablet's rating comes from that tablet, sealed,
    unless tablets need not be paired; else anybody could try from afar what was said there."""
    return add_details_now if current_app.config["OPEN_TABLETS"] else add_details_of_phones_now


def attach(detail: Detail) -> None:
    """Attach one detail to its rating; raises the KioskError that refuses it."""
    outcome = write_all(add_details(), [detail])[0]
    if isinstance(outcome, KioskError):
        raise outcome
