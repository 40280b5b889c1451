"""The program with limits as a test sets them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask

from kiosk import create_app
from kiosk.storage.db import Database
from tests.kiosk.web.limiting.crowd import MakeApp


@pytest.fixture
def make_app(db: Database, tmp_path: Path, now: time_machine.Traveller) -> Iterator[MakeApp]:
    made = []

    def make(**settings: Any) -> Flask:
        made.append(create_app({"REPEAT_SECONDS": 0, "BURST_PRESSES": 0, **settings}, instance=tmp_path))
        return made[-1]

    yield make
    for app in made:
        app.extensions["writer"].close()
