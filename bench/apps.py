"""The servers that are compared: ours, ours without a database, ours with a commit a request."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask

from kiosk import config, create_app
from kiosk.ratings.accepting import Acceptance
from kiosk.ratings.submissions import Receipt, Submission, check_submission
from kiosk.server import serving
from kiosk.storage.db import connect, writing

Store = Callable[[Any, list[Any]], list[Any]]


class NoWriter:
    """Checks submissions as always, acknowledges them, and stores nothing."""

    def __init__(self, acceptance: Acceptance) -> None:
        self._acceptance = acceptance

    def write_all(self, _: Store, items: list[Submission]) -> list[Receipt]:
        for item in items:
            check_submission(item, self._acceptance.max_age_seconds)
        return [Receipt(item.rating_id) for item in items]


class CommitARequest:
    """Every request commits for itself on its thread's own connection."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()

    def write_all(self, store: Store, items: list[Any]) -> list[Any]:
        if not hasattr(self._local, "db"):
            self._local.db = connect(self._path)
        with writing(self._local.db) as db:
            return store(db, items)


def ours() -> Flask:
    return create_app()


def without_database() -> Flask:
    app = create_app()
    app.extensions["writer"].close()
    app.extensions["writer"] = NoWriter(Acceptance(max_age_days=40, repeat_seconds=5))
    return app


def commit_a_request() -> Flask:
    app = create_app()
    app.extensions["writer"].close()
    app.extensions["writer"] = CommitARequest(app.extensions["record_path"])
    return app


def run(name: str, port: int) -> None:
    """Serve one of these as `kiosk serve` serves the program."""
    record = config.instance_folder() / "kiosk.db"
    serving.serve(record, "127.0.0.1", port, threads=serving.THREADS, target=f"bench.apps:{name}")
