"""Which alarms a tablet raises, at the edges, and that what is well raises none."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from kiosk import i18n
from kiosk.catalogue.lookup import Place
from kiosk.storage.db import Database, writing
from kiosk.tablets import alarms as fleet_alarms
from kiosk.tablets.alarms import Alarm
from kiosk.tablets.devices import Device
from kiosk.tablets.fleet import Contact, Tablet
from kiosk.tablets.sequences import Ledger
from tests.factories import WEDNESDAY, a_service, rate
from tests.tablets import a_contact, a_tablet

PLACE = Place("H44.5-1", "Quầy 1", None, None, None, "H44.5", "Trung tâm", "H44.5")
MINUTE = timedelta(minutes=1)


def a_known_tablet(standing: str = "active", replaced_by: str | None = None, **changes: Any) -> Tablet:
    """A tablet that is well, seen this minute, but for the changes; fields of its contact too."""
    device = Device(
        "T1", "H44.5-1", standing, WEDNESDAY - timedelta(days=60), frozenset({"H44.5-1"}), replaced_by
    )
    said: dict[str, Any] = {
        "seen_at": WEDNESDAY,
        "clock_slow": timedelta(0),
        "queued": 0,
        "oldest": None,
        "battery_percent": 80,
        "charging": True,
        "storage": "persistent",
        "release": "r1",
    }
    said |= {name: value for name, value in changes.items() if name in said}
    rest: dict[str, Any] = {
        "place": PLACE,
        "contact": Contact(**said),
        "ledger": Ledger(412, 412, 0, 0, (), 0),
        "set_aside": 0,
    }
    rest |= {name: value for name, value in changes.items() if name in rest}
    return Tablet(device=device, **rest)


def alarms(tablet: Tablet, *, is_quiet: bool = False) -> tuple[Alarm, ...]:
    """What is wrong half an hour after the centre opened, where the server runs release r1."""
    return fleet_alarms.alarms_of(
        tablet, WEDNESDAY, open_since=WEDNESDAY - 30 * MINUTE, release="r1", is_quiet=is_quiet
    )


def kinds(tablet: Tablet) -> list[str]:
    return [alarm.kind for alarm in alarms(tablet)]


DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
LOST = Ledger(412, 400, 0, 12, (), 0)
HOLDING = Ledger(412, 400, 12, 0, (), 0)

CASES: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    # not seen through half an hour of opening
    ({"seen_at": WEDNESDAY - 30 * MINUTE}, ["silent"]),
    ({"seen_at": WEDNESDAY - 30 * MINUTE + SECOND}, []),
    ({"contact": None}, ["silent"]),
    # the oldest unsent entry: its age then, and the time since
    ({"queued": 3, "oldest": DAY}, []),
    ({"queued": 3, "oldest": DAY + SECOND}, ["unsent"]),
    ({"queued": 3, "oldest": DAY - 10 * MINUTE, "seen_at": WEDNESDAY - 11 * MINUTE}, ["unsent"]),
    ({"queued": 3, "oldest": DAY - 10 * MINUTE, "seen_at": WEDNESDAY - 9 * MINUTE}, []),
    ({"queued": 0, "oldest": 2 * DAY}, []),
    ({"queued": 3, "oldest": None}, []),
    # the ledger
    ({"ledger": LOST}, ["gaps"]),
    ({"ledger": HOLDING}, []),
    ({"seen_at": WEDNESDAY - DAY, "ledger": HOLDING}, ["silent"]),
    ({"seen_at": WEDNESDAY - DAY - SECOND, "ledger": HOLDING}, ["silent", "gaps"]),
    # the clock, slow or fast
    ({"clock_slow": 5 * MINUTE}, []),
    ({"clock_slow": 5 * MINUTE + SECOND}, ["clock"]),
    ({"clock_slow": -5 * MINUTE}, []),
    ({"clock_slow": -5 * MINUTE - SECOND}, ["clock"]),
    # battery
    ({"battery_percent": 19, "charging": False}, ["battery"]),
    ({"battery_percent": 0, "charging": False}, ["battery"]),
    ({"battery_percent": 20, "charging": False}, []),
    ({"battery_percent": 19, "charging": True}, []),
    ({"battery_percent": None, "charging": None}, []),
    # storage and release
    ({"storage": "none"}, ["storage"]),
    ({"storage": "best-effort"}, []),
    ({"release": "r0"}, ["release"]),
    # what was kept aside
    ({"set_aside": 1}, ["set_aside"]),
    # standing
    ({"standing": "cloned"}, ["cloned"]),
    ({"place": None}, ["counter"]),
    ({"standing": "revoked"}, []),
    ({"standing": "revoked", "ledger": HOLDING}, ["holding"]),
    ({"replaced_by": "T2", "ledger": HOLDING}, ["holding"]),
    # nobody waits for a tablet that is out of use, nor for its release or clock
    (
        {
            "standing": "revoked",
            "seen_at": WEDNESDAY - 9 * DAY,
            "release": "r0",
            "clock_slow": DAY,
            "place": None,
            "ledger": LOST,
        },
        [],
    ),
    ({"replaced_by": "T2", "contact": None}, []),
    ({"standing": "revoked", "set_aside": 2}, ["set_aside"]),
    # several, worst first
    (
        {
            "standing": "cloned",
            "seen_at": WEDNESDAY - 3 * DAY,
            "queued": 5,
            "oldest": MINUTE,
            "storage": "none",
            "clock_slow": DAY,
            "release": "r0",
            "ledger": LOST,
            "set_aside": 3,
        },
        ["cloned", "silent", "unsent", "storage", "clock", "release", "gaps", "set_aside"],
    ),
]


@pytest.mark.parametrize(("changes", "raised"), CASES)
def test_a_tablet_raises_just_these_alarms(changes: dict[str, Any], raised: list[str]) -> None:
    assert kinds(a_known_tablet(**changes)) == raised


@pytest.mark.parametrize(
    ("changes", "english", "vietnamese"),
    [
        (
            {"seen_at": WEDNESDAY - timedelta(hours=3, minutes=20)},
            "Not seen for 3 hours, although the centre was open.",
            "Mất liên lạc 3 giờ dù trung tâm đang trong giờ làm việc.",
        ),
        (
            {"ledger": Ledger(9000, 7766, 0, 1234, (), 0)},
            "Up to 1,234 entries are missing.",
            "Có thể thiếu tới 1.234 mục.",
        ),
        (
            {"replaced_by": "T2", "ledger": Ledger(412, 400, 9, 3, ((401, 412),), 0)},
            "Up to 12 entries are missing: if it still holds them, let it connect once more, "
            "or take its file.",
            "Có thể thiếu tới 12 mục: nếu máy còn giữ, hãy cho máy kết nối lại, hoặc lấy tệp từ máy.",
        ),
        (
            {"queued": 41, "oldest": 4 * DAY},
            "Holds 41 unsent entries, the oldest for 4 days.",
            "Còn giữ 41 mục chưa gửi, cũ nhất từ 4 ngày trước.",
        ),
        ({"clock_slow": 90 * MINUTE}, "Its clock is 90 minutes slow.", "Đồng hồ chậm 90 phút."),
        ({"clock_slow": -90 * MINUTE}, "Its clock is 90 minutes fast.", "Đồng hồ nhanh 90 phút."),
    ],
)
def test_an_alarm_is_told_with_its_numbers(
    changes: dict[str, Any], english: str, vietnamese: str
) -> None:
    (alarm,) = alarms(a_known_tablet(**changes))
    assert i18n.translate("en", alarm.text, **alarm.values) == english
    assert i18n.translate("vi", alarm.text, **alarm.values) == vietnamese


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, 2),
        ({"seen_at": WEDNESDAY - DAY}, 2),
        ({"seen_at": WEDNESDAY - DAY - SECOND}, 5),
        ({"replaced_by": "T2"}, 5),
        ({"standing": "revoked"}, 5),
        ({"standing": "cloned"}, 2),
    ],
)
def test_what_waits_is_missing_too_where_nothing_more_is_to_be_expected(
    changes: dict[str, Any], missing: int
) -> None:
    tablet = a_known_tablet(ledger=Ledger(10, 5, 3, 2, ((3, 3), (6, 6), (8, 10)), 0), **changes)
    assert fleet_alarms.missing_of(tablet, WEDNESDAY, WEDNESDAY - 30 * MINUTE) == missing


def test_over_a_weekend_what_waits_is_not_missing() -> None:
    ledger = Ledger(10, 7, 3, 0, ((8, 10),), 0)
    tablet = a_known_tablet(seen_at=WEDNESDAY - 3 * DAY, ledger=ledger)
    assert fleet_alarms.missing_of(tablet, WEDNESDAY, WEDNESDAY - 3 * DAY - MINUTE) == 0


def test_that_a_counter_is_quiet_is_told_without_any_number() -> None:
    (alarm,) = alarms(a_known_tablet(), is_quiet=True)
    assert (alarm.kind, dict(alarm.values)) == ("quiet", {})


def test_nobody_calls_a_tablet_quiet_that_is_out_of_use() -> None:
    assert alarms(a_known_tablet("revoked"), is_quiet=True) == ()


def test_the_watch_puts_each_alarm_beside_its_tablet(db: Database) -> None:
    days = [WEDNESDAY - n * DAY for n in (8, 6, 5, 2, 1)]
    with writing(db):
        for device_id, counter_id in (("T1", "H44.5-1"), ("T2", "H44.5-2"), ("T3", "H44.9-1")):
            a_tablet(db, device_id, counter_id)
        a_contact(db, "T1")
        a_contact(db, "T2", release="r0")
        for day in days * 6:
            for counter_id in ("H44.5-1", "H44.5-2"):
                a_service(db, counter_id=counter_id, finished_day=day.date().isoformat())
    for day in days * 6:
        rate(db, day)
    watched = fleet_alarms.watch(db, WEDNESDAY, "r1")
    found = {one.tablet.device.device_id: [alarm.kind for alarm in one.alarms] for one in watched}
    assert found == {"T1": [], "T2": ["release", "quiet"], "T3": ["silent"]}


def test_a_tablet_without_a_place_is_silent_only_after_two_weeks(db: Database) -> None:
    def silent(seen_at: datetime) -> bool:
        tablet = a_known_tablet(place=None, seen_at=seen_at)
        raised = fleet_alarms.alarms_of(
            tablet, WEDNESDAY, open_since=WEDNESDAY - 14 * DAY, release="r1", is_quiet=False
        )
        return "silent" in [alarm.kind for alarm in raised]

    assert (silent(WEDNESDAY - 13 * DAY), silent(WEDNESDAY - 14 * DAY)) == (False, True)
