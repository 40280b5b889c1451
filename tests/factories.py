"""A small record for tests, built through the same doors as a real one."""

import secrets
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from kiosk import periods
from kiosk.catalogue import shipped
from kiosk.counters import duties
from kiosk.ratings import accepting
from kiosk.ratings.submissions import Submission
from kiosk.services.receipts import Receipts
from kiosk.storage import schema
from kiosk.storage.db import Database, writing
from kiosk.words import fold

# A Wednesday morning in 2026-W34, 09:30 in Viet Nam.
WEDNESDAY = datetime(2026, 8, 19, 2, 30, tzinfo=UTC)
SINCE = "2025-07-01"

VERSIONS: dict[str, list[dict[str, Any]]] = {
    "unit": [
        {"unit_id": "H44", "name": "UBND tỉnh Phú Thọ", "kind": "province"},
        {"unit_id": "H44.5", "name": "UBND Phường Việt Trì", "kind": "commune", "parent_id": "H44"},
        {"unit_id": "H44.9", "name": "UBND xã Hy Cương", "kind": "commune", "parent_id": "H44"},
    ],
    "centre": [
        {
            "centre_id": "H44.5",
            "name": "Trung tâm Phục vụ hành chính công Phường Việt Trì",
            "unit_id": "H44.5",
        },
        {
            "centre_id": "H44.9",
            "name": "Trung tâm Phục vụ hành chính công xã Hy Cương",
            "unit_id": "H44.9",
        },
    ],
    "field": [
        {"field_id": "ho-tich", "name": "Hộ tịch", "name_en": "Civil status"},
        {"field_id": "chung-thuc", "name": "Chứng thực", "name_en": "Certification"},
    ],
    "counter": [
        {"counter_id": "H44.5-1", "name": "Quầy 1", "centre_id": "H44.5", "field_id": "ho-tich"},
        {"counter_id": "H44.5-2", "name": "Quầy 2", "centre_id": "H44.5", "field_id": "chung-thuc"},
        {"counter_id": "H44.9-1", "name": "Quầy 1", "centre_id": "H44.9", "field_id": "ho-tich"},
    ],
    "procedure": [
        {
            "procedure_id": "1.001193",
            "name": "Đăng ký khai sinh",
            "name_en": "Birth registration",
            "field_id": "ho-tich",
            "raw_code": "1.001193",
        },
        {
            "procedure_id": "1.000894",
            "name": "Đăng ký kết hôn",
            "field_id": "ho-tich",
            "raw_code": "1.000894",
        },
        {
            "procedure_id": "2.000815",
            "name": "Chứng thực bản sao từ bản chính",
            "field_id": "chung-thuc",
            "raw_code": "2.000815",
        },
    ],
    "officer": [
        {
            "officer_id": "H44.5.A-01",
            "name": "Cán bộ A-01",
            "position": "Công chức tiếp nhận hồ sơ",
            "unit_id": "H44.5",
        },
        {
            "officer_id": "H44.5.A-02",
            "name": "Cán bộ A-02",
            "position": "Công chức tiếp nhận hồ sơ",
            "unit_id": "H44.5",
        },
        {"officer_id": "H44.9.A-01", "name": "Cán bộ A-01", "unit_id": "H44.9"},
    ],
}


def a_version(db: Database, item: str, /, valid_from: str = SINCE, **values: Any) -> None:
    """One version of one item of the catalogue."""
    key = f"{item}_id"
    if item == "procedure" and "name" in values:
        values.setdefault("folded", fold(values["name"]))
    values["valid_from"] = valid_from
    db.conn.execute(
        f"INSERT INTO {item} ({key}) VALUES (:id) ON CONFLICT DO NOTHING", {"id": values[key]}
    )
    db.conn.execute(
        f"INSERT INTO {item}_version ({', '.join(values)})"
        f" VALUES ({', '.join(':' + name for name in values)})",
        values,
    )


def a_record(path: Path) -> Database:
    """A record with two centres, three counters, three officers on duty; no ratings."""
    schema.create_record(path, periods.now())
    db = schema.open_record(path)
    with writing(db):
        for kind, versions in VERSIONS.items():
            for values in versions:
                a_version(db, kind, **values)
        for counter_id, officer_id in (
            ("H44.5-1", "H44.5.A-01"),
            ("H44.5-2", "H44.5.A-02"),
            ("H44.9-1", "H44.9.A-01"),
        ):
            a_duty(db, counter_id, officer_id)
        shipped.load_reasons(db)
    return db


def a_duty(db: Database, counter_id: str, officer_id: str | None, **changes: Any) -> str:
    """A duty since July 2025, until further notice."""
    duty = duties.Duty(
        **{
            "counter_id": counter_id,
            "officer_id": officer_id,
            "starts_at": datetime(2025, 7, 1, tzinfo=UTC),
            "ends_at": None,
            "source": "roster",
            "recorded_by": "tests",
            **changes,
        }
    )
    return duties.add_duty(db, duty, WEDNESDAY)


def a_service(db: Database, service_id: str | None = None, **changes: Any) -> str:
    """A finished service at counter H44.5-1 on the Wednesday; returns its code."""
    service_id = service_id or f"H44.5-260817-{secrets.randbelow(10**7):07d}"
    values = {
        "service_id": service_id,
        "finished_day": "2026-08-19",
        "received_day": "2026-08-17",
        "due_day": "2026-08-20",
        "overdue": 0,
        "petitioned": 0,
        "outcome": "granted",
        "channel": "counter",
        "procedure_id": "1.001193",
        "receiving_unit_id": "H44.5",
        "resolving_unit_id": "H44.5",
        "centre_id": "H44.5",
        "counter_id": "H44.5-1",
        "officer_id": "H44.5.A-01",
        **changes,
    }
    values["iso_week"] = periods.iso_week(date.fromisoformat(values["finished_day"]))
    db.conn.execute(
        f"INSERT INTO service ({', '.join(values)}) VALUES ({', '.join(':' + n for n in values)})",
        values,
    )
    return service_id


def a_submission(**changes: Any) -> Submission:
    """A satisfied rating at counter H44.5-1 with a fresh id."""
    return Submission(
        **{
            "rating_id": secrets.token_hex(16),
            "counter_id": "H44.5-1",
            "satisfied": True,
            **changes,
        }
    )


def an_acceptance(
    repeat_seconds: int = 0, max_age_days: int = 40, receipts: Receipts | None = None
) -> accepting.Acceptance:
    """The door, without the rule against repeats unless asked for."""
    return accepting.Acceptance(
        max_age_days=max_age_days, repeat_seconds=repeat_seconds, receipts=receipts
    )


def rate(db: Database, now: datetime = WEDNESDAY, **changes: Any) -> str:
    """Accept one rating in a transaction of its own; returns its id."""
    submission = a_submission(**changes)
    with writing(db):
        an_acceptance().accept(db, submission, now)
    return submission.rating_id
