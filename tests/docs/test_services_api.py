"""The guide for the one-stop system's engineers: its commands work as they stand."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from kiosk import create_app
from kiosk.services import announcements, corrections, systems
from kiosk.storage.db import Database
from tests.factories import WEDNESDAY
from tests.kiosk.web.one_stop import OneStop

GUIDE = (Path(__file__).parents[2] / "docs" / "services-api.md").read_text("utf-8")
HOST = "https://hailong.example"
COMMANDS = [block for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) if "curl" in block]


@pytest.fixture
def app(db: Database, tmp_path: Path) -> Iterator[Flask]:
    with time_machine.travel(WEDNESDAY, tick=False):
        application = create_app({"BASE_URL": HOST}, instance=tmp_path)
        yield application
        application.extensions["writer"].close()


def typed(command: str, one_stop: OneStop) -> TestResponse:
    """What curl would send."""
    words = shlex.split(command.replace("$KEY", one_stop.key).replace("\\\n", " "))
    assert words[:2] == ["curl", "-s"]
    method, body, headers, address = "GET", None, {}, ""
    rest = iter(words[2:])
    for word in rest:
        if word == "-H":
            name, _, value = next(rest).partition(": ")
            headers[name] = value
        elif word == "-d":
            body, method = next(rest), "POST" if method == "GET" else method
        elif word == "-X":
            method = next(rest)
        else:
            address = word
    path = address.removeprefix(HOST)
    return one_stop.client.open(path, method=method, data=body, headers=headers, base_url=HOST)


def test_every_command_of_the_guide_is_answered_with_200(app: Flask, db: Database) -> None:
    one_stop = OneStop(app, db)
    assert len(COMMANDS) == 5
    answers = [typed(command, one_stop) for command in COMMANDS]
    assert [answer.status_code for answer in answers] == [200] * 5
    told: list[Any] = [answer.get_json() for answer in answers]
    assert [one["status"] for one in told[1]] == ["stored", "stored"]
    assert told[2]["code"].startswith("data:image/png;base64,")
    assert told[4]["overdue"] is True
    assert len(told[4]["corrections"]) == 1


def test_the_answer_in_the_guide_is_the_one_that_is_given(app: Flask, db: Database) -> None:
    shown = json.loads(re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)[0])
    given = typed(COMMANDS[0], OneStop(app, db)).get_json()
    assert len(given["receipt"]) == len(shown["receipt"])
    assert {**given, "receipt": ""} == {**shown, "receipt": ""}


def test_the_guide_names_every_field_and_every_scope() -> None:
    names = {*announcements.SHAPE, *corrections.SHAPE, *systems.SERVICES}
    assert [name for name in names if f"`{name}`" not in GUIDE] == []


def test_the_guide_says_the_limits_that_hold() -> None:
    from kiosk.web.services import MOST_CODES

    assert f"at most {MOST_CODES} services a call" in GUIDE
    assert f"at most {corrections.LONGEST_REASON} characters" in GUIDE
    assert announcements.JUST_NOW.total_seconds() == 600 and "ten minutes" in GUIDE
