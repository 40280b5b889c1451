"""The cases of a day at a centre, and the counts that must come out of them."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from analytics import rollup, schema
from analytics.asked import asked_in
from analytics.weeks import Week
from kiosk import periods
from kiosk.storage.db import Database
from tests.browser.conftest import Server

PROCEDURES = {"1.001193": "Đăng ký khai sinh", "1.000894": "Đăng ký kết hôn"}
HALL, DESK = "H44.5-1", "H44.5-2"  # without a tablet, and with one
LONG_AGO = 5  # days


@dataclass(frozen=True)
class Case:
    """A finished service, and what becomes of it."""

    ending: str
    answered: str | None = None  # on what
    counter: str | None = HALL
    channel: str = "counter"
    days_ago: int = 0
    satisfied: bool = True

    @property
    def finished(self) -> date:
        return today() - timedelta(days=self.days_ago)


def today() -> date:
    """Asked for anew each time: between collecting the tests and running this one a day may end."""
    return periods.civil_day(datetime.now(UTC))


CASES = [
    Case("granted", "phone"),
    Case("granted", "phone", satisfied=False),
    Case("granted", "form"),
    Case("granted"),
    Case("granted"),
    Case("granted"),
    Case("refused", "phone", satisfied=False),
    Case("refused"),
    Case("returned", "form", satisfied=False),
    Case("returned"),
    Case("granted", "phone", counter=None, channel="post"),
    Case("granted", counter=None, channel="online"),
    Case("granted", days_ago=LONG_AGO),
    Case("refused", days_ago=LONG_AGO),
    Case("granted", "tablet", counter=DESK),
    Case("granted", "tablet", counter=DESK, satisfied=False),
    Case("granted", counter=DESK),
    Case("refused", "tablet", counter=DESK, satisfied=False),
    Case("returned", "tablet", counter=DESK),
    Case("returned", counter=DESK),
]


def check_counts(server: Server) -> None:
    db = server.record()
    answered = [case for case in CASES if case.answered]
    expected = Counter(
        ("tablet" if case.answered == "tablet" else "receipt", int(case.satisfied)) for case in answered
    )
    expected.update({("poster", 1): 1, ("rotating", 0): 1})
    assert tiers(db) == expected
    assert responses(db) == Counter(
        (
            case.ending,
            case.channel,
            int(case.counter == DESK),
            1,
            {"form": "phone"}.get(case.answered or "", case.answered),
        )
        for case in CASES
    )
    db.conn.close()


def check_dashboard(server: Server) -> None:
    """What managers are shown of the day: each ending with its ways, and their total."""
    record_path, derived_path = server.instance / "kiosk.db", server.instance / "day.db"
    rollup.refresh(record_path, derived_path)
    with schema.reading(derived_path) as derived:
        rows = asked_in(derived, Week.parse(periods.iso_week(today())))
    shown = {row.ending: (row.finished, row.answered) for row in rows}
    of_this_week = [
        case for case in CASES if periods.iso_week(case.finished) == periods.iso_week(today())
    ]
    expected: dict[str, tuple[int, int]] = {}
    for case in of_this_week:
        for ending in (case.ending if case.channel == "counter" else case.channel, "total"):
            finished, answered = expected.get(ending, (0, 0))
            expected[ending] = (finished + 1, answered + bool(case.answered))
    assert shown == expected


def tiers(db: Database) -> Counter[tuple[str, int]]:
    rows = db.conn.execute(
        "SELECT tier, satisfied, count(*) FROM rating WHERE rule IS NULL GROUP BY 1, 2"
    )
    return Counter({(tier, satisfied): count for tier, satisfied, count in rows})


def responses(db: Database) -> Counter[tuple[Any, ...]]:
    """Of each finished service: ending, channel, where its person was asked, on what the answer came."""
    return Counter(
        db.conn.execute(
            """
            SELECT outcome, channel, offered_on_tablet, offered_on_phone, answered_on
            FROM responses_v1
            """
        ).fetchall()
    )
