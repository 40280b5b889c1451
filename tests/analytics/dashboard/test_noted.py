"""What staff noted, beside the weeks on the pages: read live, never on the public hall screen."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from analytics.dashboard.library import Library
from analytics.words import Words
from kiosk.counters import events
from kiosk.counters.events import NewEvent
from kiosk.storage.db import Database, writing
from tests.analytics.dashboard.conftest import MONDAY, Pages, a_host, calm, text_of, worse
from tests.analytics.dashboard.editions_by_hand import publish

NOW = datetime(2026, 8, 31, tzinfo=UTC)
OUTAGE = NewEvent(date(2026, 8, 12), "outage", "Mất mạng", "No network")
LAND = "by=procedure&key=1.012791"


def note(db: Database, new: NewEvent = OUTAGE) -> str:
    with writing(db):
        return events.note(db, new, now=NOW, by="an")


@pytest.fixture
def host(db: Database, record_path: Path) -> Pages:
    """Pages of an instance with a record and three weeks."""
    publish(record_path.parent, calm("2026-W32"), calm("2026-W33"), worse("2026-W34"))
    return Pages(a_host(record_path.parent, lambda what: lambda: None))


def test_an_event_is_told_beside_the_chart_as_soon_as_it_is_noted(db: Database, host: Pages) -> None:
    before = host.get("/dashboard/?lang=en")
    assert "No network" not in before

    event_id = note(db)

    line = "1. Week 33/2026: No network (network or software failed; 12/8/2026)"
    assert line in text_of(host.get("/dashboard/?lang=en"))
    assert "Mất mạng (sự cố mạng, phần mềm; 12/8/2026)" in text_of(host.get("/dashboard/"))
    with writing(db):
        events.withdraw(db, event_id, now=NOW, by="an")
    assert "No network" not in host.get("/dashboard/?lang=en")


def test_an_event_of_one_unit_stands_beside_that_unit_only(db: Database, host: Pages) -> None:
    note(db, NewEvent(date(2026, 8, 18), "counters", "Chuyển quầy", unit_id="H44.5"))

    assert "Chuyển quầy" in host.get("/dashboard/?by=unit&key=H44.5")
    assert "Chuyển quầy" not in host.get("/dashboard/?by=unit&key=H44.9")
    assert "Chuyển quầy" not in host.get("/dashboard/")
    assert "Chuyển quầy" not in host.get(f"/dashboard/?{LAND}")


def test_what_was_noted_for_managers_is_not_told_in_the_hall(db: Database, host: Pages) -> None:
    note(db)

    assert "No network" in host.get("/dashboard/operations?lang=en")
    assert "No network" not in host.get("/dashboard/wall?lang=en")


def test_a_procedure_offers_the_days_it_may_be_compared_by(db: Database, host: Pages) -> None:
    note(db, NewEvent(date(2026, 8, 3), "fees", "Giảm lệ phí", procedure_id="1.001193"))
    library = Library(Path(host.app.config["INSTANCE"]), lambda: MONDAY)

    [one] = library.changes_of("1.001193", date(2026, 9, 1), Words("en"))

    assert (one.day, one.text) == (date(2026, 8, 3), "Giảm lệ phí (other fees; 3/8/2026)")
    assert library.changes_of("1.001193", date(2026, 8, 3), Words("en")) == ()


def test_without_a_record_nothing_was_noted(tmp_path: Path) -> None:
    library = Library(tmp_path, lambda: MONDAY)

    assert library.noted() == ()
    assert library.changes_of("1.001193", date(2026, 9, 1), Words("en")) == ()
