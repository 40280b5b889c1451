"""Which source is believed: corrections, then sign-ons, then the roster; and the same over time."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.counters import duties
from kiosk.counters.duties import Duty
from kiosk.storage import schema
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY, a_duty, a_version

COUNTER = "H44.5-9"
ONE, TWO = "H44.5.A-01", "H44.5.A-02"
EIGHT, NINE, TEN = (datetime(2026, 8, 20, hour, tzinfo=UTC) for hour in (1, 2, 3))
SECOND = timedelta(seconds=1)


@pytest.fixture
def counter(db: Database) -> Database:
    """The record with a counter to which nobody has been assigned."""
    with writing(db):
        a_version(db, "counter", counter_id=COUNTER, name="Quầy 9", centre_id="H44.5")
    return db


def put(db: Database, source: str, officer: str | None, start: datetime, end: datetime | None) -> str:
    with writing(db):
        return a_duty(db, COUNTER, officer, source=source, starts_at=start, ends_at=end)


def spans(db: Database, start: datetime = EIGHT, end: datetime = TEN) -> Any:
    return duties.resolve_spans(db, COUNTER, start, end)


def test_a_sign_on_is_believed_before_the_roster_and_only_as_long_as_it_lasts(counter: Database) -> None:
    put(counter, "roster", ONE, EIGHT, None)
    put(counter, "sign_on", TWO, NINE, TEN)
    assert spans(counter, end=TEN + SECOND) == [(EIGHT, NINE, ONE), (NINE, TEN, TWO), (TEN, None, ONE)]


def test_a_correction_is_believed_before_a_sign_on(counter: Database) -> None:
    put(counter, "sign_on", ONE, EIGHT, TEN)
    put(counter, "correction", TWO, NINE, TEN)
    assert spans(counter) == [(EIGHT, NINE, ONE), (NINE, TEN, TWO)]


def test_of_two_corrections_the_last_word_holds(counter: Database) -> None:
    for officer, later in ((ONE, 0), (TWO, 60)):
        with writing(counter):
            duty = Duty(COUNTER, officer, EIGHT, TEN, "correction", "tests", reason="đổi ca")
            duties.add_duty(counter, duty, WEDNESDAY + timedelta(seconds=later))
    assert spans(counter) == [(EIGHT, TEN, TWO)]


def test_a_correction_of_the_roster_stays_below_a_sign_on(counter: Database) -> None:
    planned = put(counter, "roster", ONE, EIGHT, TEN)
    with writing(counter):
        duty = Duty(COUNTER, TWO, EIGHT, TEN, "correction", "tests", replaces=planned, reason="đổi ca")
        duties.add_duty(counter, duty, WEDNESDAY)
    assert spans(counter) == [(EIGHT, TEN, TWO)]
    put(counter, "sign_on", ONE, NINE, TEN)
    assert spans(counter) == [(EIGHT, NINE, TWO), (NINE, TEN, ONE)]


def test_a_correction_that_says_nobody_silences_the_roster(counter: Database) -> None:
    put(counter, "roster", ONE, EIGHT, None)
    put(counter, "correction", None, NINE, TEN)
    assert spans(counter, end=TEN) == [(EIGHT, NINE, ONE)]
    assert duties.find_officer_on_duty(counter, COUNTER, NINE) is None
    assert duties.find_officer_on_duty(counter, COUNTER, TEN) == ONE


def test_two_officers_of_one_rank_leave_a_gap_even_over_a_roster(counter: Database) -> None:
    put(counter, "roster", ONE, EIGHT, TEN)
    put(counter, "sign_on", ONE, EIGHT, TEN)
    put(counter, "sign_on", TWO, NINE, TEN)
    assert spans(counter) == [(EIGHT, NINE, ONE)]


def test_neighbours_of_one_officer_are_one_span(counter: Database) -> None:
    put(counter, "roster", ONE, EIGHT, NINE)
    put(counter, "sign_on", ONE, NINE, TEN)
    assert spans(counter) == [(EIGHT, TEN, ONE)]


def test_a_span_is_cut_at_the_start_and_runs_on_past_the_end(counter: Database) -> None:
    put(counter, "roster", ONE, EIGHT, TEN)
    assert spans(counter, NINE, NINE + SECOND) == [(NINE, TEN, ONE)]
    assert spans(counter, TEN, TEN + SECOND) == []
    assert spans(counter, EIGHT - SECOND, EIGHT) == []


def test_a_counter_of_which_nothing_is_known_has_no_spans(counter: Database) -> None:
    assert spans(counter) == []


def test_ten_years_of_duties_are_not_read_for_one_rating(counter: Database) -> None:
    plan = counter.conn.execute(
        """
        EXPLAIN QUERY PLAN SELECT 1 FROM duty AS d
        WHERE d.counter_id = 'x' AND coalesce(d.ends_at, '~') > 'y' AND +d.starts_at <= 'y'
        """
    ).fetchall()
    assert "duty_until" in plan[0][3]


# A second opinion, in plain Python on the same random duties.

MOMENTS = [EIGHT + timedelta(minutes=10 * number) for number in range(8)]
A_DUTY = st.tuples(
    st.sampled_from(["roster", "roster", "sign_on", "sign_on", "correction"]),
    st.sampled_from([ONE, TWO, "H44.9.A-01", None]),
    st.integers(0, 6),
    st.one_of(st.none(), st.integers(1, 7)),
    st.one_of(st.none(), st.integers(0, 9)),  # which earlier one it replaces, if that can be
    st.integers(0, 3),  # when it was recorded
)


@pytest.fixture(scope="module")
def shared(record_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One record for all examples; each undoes what it wrote."""
    folder = tmp_path_factory.mktemp("ranking")
    shutil.copytree(record_template, folder, dirs_exist_ok=True)
    database = schema.open_record(folder / "kiosk.db")
    with writing(database):
        a_version(database, "counter", counter_id=COUNTER, name="Quầy 9", centre_id="H44.5")
    yield database
    database.conn.close()


def naive(known: list[dict[str, Any]], at: datetime) -> str | None:
    """Who sat there, by the words of the module's docstring."""
    replaced = {duty["replaces"] for duty in known}
    said: list[tuple[tuple[int, int], str | None]] = []
    for number, duty in enumerate(known):
        begun = duty["start"] <= at and (duty["end"] is None or at < duty["end"])
        if number in replaced or not begun:
            continue
        first = duty
        while first["replaces"] is not None:
            first = known[first["replaces"]]
        rank = ["roster", "sign_on", "correction"].index(first["source"])
        said.append(((rank, duty["recorded"] if rank == 2 else 0), duty["officer"]))
    if not said:
        return None
    deciding = max(rank for rank, _ in said)
    officers = {officer for rank, officer in said if rank == deciding} - {None}
    return officers.pop() if len(officers) == 1 else None


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(A_DUTY, max_size=10))
def test_instants_spans_and_a_plain_reading_agree(shared: Database, drawn: list[Any]) -> None:
    known: list[dict[str, Any]] = []
    shared.conn.execute("BEGIN IMMEDIATE")
    try:
        names: list[str] = []
        for source, officer, start, end, earlier, recorded in drawn:
            taken = {duty["replaces"] for duty in known}
            replaces = earlier if earlier is not None and earlier < len(known) else None
            duty = {
                "source": source,
                "officer": officer,
                "start": MOMENTS[start],
                "end": None if end is None or end <= start else MOMENTS[end],
                "replaces": None if replaces in taken else replaces,
                "recorded": recorded,
            }
            replaced = None if duty["replaces"] is None else names[duty["replaces"]]
            entry = Duty(
                COUNTER, officer, duty["start"], duty["end"], source, "tests", replaced, replaced and "x"
            )
            names.append(duties.add_duty(shared, entry, WEDNESDAY + timedelta(seconds=recorded)))
            known.append(duty)
        asked = [at + step for at in MOMENTS for step in (-SECOND, timedelta(), timedelta(minutes=5))]
        expected = [naive(known, at) for at in asked]
        assert duties.find_officers_on_duty(shared, [(COUNTER, at) for at in asked]) == expected
        found = duties.resolve_spans(shared, COUNTER, MOMENTS[0] - SECOND, TEN + timedelta(days=1))
        by_span = [
            [who for since, to, who in found if since <= at and (to is None or at < to)] for at in asked
        ]
        assert by_span == [[] if officer is None else [officer] for officer in expected]
        assert all(first[1] and first[1] <= then[0] for first, then in pairwise(found))
    finally:
        shared.conn.execute("ROLLBACK")
