"""What a change of a procedure has brought, on the pages."""

from pathlib import Path

from analytics.weeks import Week, span
from kiosk.storage.db import Database, writing
from tests import factories
from tests.analytics.dashboard.conftest import LAND, Pages, a_host, text_of
from tests.analytics.dashboard.editions_by_hand import a_row, an_edition, publish

CHANGED = Week(2026, 31)


def reformed(db: Database, record_path: Path) -> Pages:
    """Land registration got a new version on a Monday, and more citizens are satisfied since."""
    with writing(db):
        for day in ("2025-07-01", CHANGED.first_day.isoformat()):
            factories.a_version(
                db, "procedure", day, procedure_id=LAND.key, name="Đất đai", raw_code=LAND.key
            )
    for week in span(Week(2026, 34), 8):
        good = 60 if week < CHANGED else 90
        total = a_row(satisfied=900 + good, unsatisfied=200 - good, services=3000)
        publish(record_path.parent, an_edition(str(week), total, procedure=[LAND.of(good, 100 - good)]))
    return Pages(a_host(record_path.parent, lambda what: lambda: None))


def test_before_and_after_stand_beside_each_other_with_newcombes_difference(
    db: Database, record_path: Path
) -> None:
    text = text_of(reformed(db, record_path).get("/dashboard/procedures?lang=en"))

    # 360 of 400 since, 240 of 400 before.
    assert "27/7/2026 Difference: +30.0 percentage points (+24.3 to +35.5)" in text
    assert "4 / 4 the year before is not known" in text
    assert "After is not because" in text


def test_the_change_is_an_event_in_the_weeks_of_its_procedure_alone(
    db: Database, record_path: Path
) -> None:
    pages = reformed(db, record_path)

    own = text_of(pages.get(f"/dashboard/?by=procedure&key={LAND.key}&lang=en"))
    assert "1. Week 31/2026: a new version of the procedure" in own
    assert "a new version" not in text_of(pages.get("/dashboard/?lang=en"))


def test_a_procedure_with_one_version_has_no_change(published: Pages) -> None:
    assert "Before and after a change" not in published.get("/dashboard/procedures?lang=en")
