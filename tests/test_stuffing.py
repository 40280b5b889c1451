"""A thousand scripted posts on a poster, through the real doors, leave every figure as it was."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask

from analytics import listing, rollup, schema, source
from analytics.tables import Row, WeekTable, week_table
from analytics.weeks import Week
from analytics.words import Words
from kiosk import create_app
from kiosk.storage.db import Database
from tests import factories
from tests.factories import WEDNESDAY
from tests.kiosk.web.limiting.crowd import tickets_of_one_minute

POSTS, ADDRESSES = 1_000, 500
WEEK = "2026-W34"
DIMENSIONS = ("officer", "counter", "centre", "unit", "procedure", "field")
Run = Callable[..., Flask]


@pytest.fixture
def honest(db: Database) -> Database:
    """A week in which each officer was rated at the tablet, often enough to be shown."""
    for counter_id, bad in (("H44.5-1", 6), ("H44.5-2", 20), ("H44.9-1", 0)):
        for number in range(40):
            factories.rate(db, counter_id=counter_id, satisfied=number >= bad, procedure_id="1.001193")
    return db


@pytest.fixture
def run(honest: Database, tmp_path: Path) -> Iterator[Run]:
    """The program as a centre runs it, at the hour of the factories."""
    made = []

    def start(**settings: Any) -> Flask:
        made.append(create_app(settings, instance=tmp_path))
        return made[-1]

    with time_machine.travel(WEDNESDAY, tick=False):
        yield start
    for app in made:
        app.extensions["writer"].close()


def figures(instance: Path) -> dict[str, WeekTable]:
    """Everything that the dashboard may show of the week."""
    record_path, derived_path = instance / "kiosk.db", instance / "analytics.db"
    rollup.refresh(record_path, derived_path)
    with source.reading(record_path) as record, schema.reading(derived_path) as derived:
        return {by: week_table(derived, record, Week.parse(WEEK), by) for by in DIMENSIONS}


def without_what_is_apart(row: Row) -> dict[str, Any]:
    values = listing.as_values(row, Words("vi"))
    return {name: value for name, value in values.items() if name != "unverified"}


def shown(table: WeekTable) -> dict[str, dict[str, Any]]:
    """Each row but what nobody knew, which holds what printed codes brought."""
    return {row.key: without_what_is_apart(row) for row in table.rows if row.key}


def named_in(db: Database) -> list[tuple[str, int, int]]:
    """By tier: how many ratings the record has, and how many of them name an officer."""
    return db.conn.execute(
        "SELECT tier, count(*), count(officer_id) FROM rating GROUP BY tier ORDER BY tier"
    ).fetchall()


def stuff(app: Flask, satisfied: bool) -> Counter[int]:
    """The robot: every way in, many addresses, headers that lie; how often each status came."""
    client = app.test_client()
    statuses: Counter[int] = Counter()
    for number in range(POSTS):
        address = f"198.51.{number % ADDRESSES // 250}.{number % 250}"
        form: dict[str, Any] = {"rating_id": secrets.token_hex(16)}
        sent: dict[str, Any] = {
            "environ_overrides": {"REMOTE_ADDR": address},
            "headers": {"X-Forwarded-For": f"203.0.113.{number % 256}"},
        }
        if number % 10:
            item = {**form, "counter_id": "H44.5-1", "satisfied": satisfied, "channel": "phone"}
            answer = client.post("/api/v1/ratings", json=item, **sent)
        else:
            form |= {"step": "rate", "satisfied": str(int(satisfied))}
            answer = client.post("/p/H44.5-1", data=form, **sent)
        statuses[answer.status_code] += 1
    return statuses


@pytest.mark.parametrize("satisfied", [True, False])
def test_a_thousand_posts_that_all_come_in_change_no_figure_of_anybody(
    run: Run, honest: Database, tmp_path: Path, satisfied: bool
) -> None:
    before = figures(tmp_path)
    assert stuff(run(POSTER_ANSWERS=POSTS), satisfied) == {200: POSTS}
    after = figures(tmp_path)
    assert set(shown(after["officer"])) == {"H44.5.A-01", "H44.5.A-02", "H44.9.A-01"}
    for by in DIMENSIONS:
        assert shown(after[by]) == shown(before[by]), by
        assert without_what_is_apart(after[by].total) == without_what_is_apart(before[by].total)
    assert [after[by].total.unverified for by in DIMENSIONS] == [POSTS] * len(DIMENSIONS)
    assert named_in(honest) == [("poster", POSTS, 0), ("tablet", 120, 120)]


def test_with_the_limits_of_a_centre_most_of_them_are_not_even_taken(
    run: Run, honest: Database, tmp_path: Path
) -> None:
    before = figures(tmp_path)
    assert stuff(run(), satisfied=False) == {200: 300, 429: POSTS - 300}
    assert figures(tmp_path)["counter"].row("H44.5-1").unverified == 300
    assert shown(figures(tmp_path)["officer"]) == shown(before["officer"])


@pytest.mark.parametrize("satisfied", [True, False])
def test_a_code_of_a_screen_that_is_passed_on_moves_a_figure_by_five_answers_and_no_more(
    run: Run, honest: Database, tmp_path: Path, satisfied: bool
) -> None:
    app = run()
    for ticket in tickets_of_one_minute(app, honest, 40):
        form = {"step": "rate", "satisfied": str(int(satisfied))}
        assert app.test_client().post(f"/q/t/{ticket}", data=form).status_code == 200
    row = figures(tmp_path)["officer"].row("H44.5.A-01")
    rules = honest.conn.execute("SELECT rule, count(*) FROM rating WHERE tier = 'rotating' GROUP BY 1")
    assert rules.fetchall() == [(None, 5), ("crowd-1", 35)]
    shown_of_it = listing.as_values(row, Words("vi"))
    assert (shown_of_it["n"], shown_of_it["not_counted"]) == (45, 35)
