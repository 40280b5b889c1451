"""What staff noted, beside which figures it stands, and in which words."""

from datetime import date
from pathlib import Path

import pytest

from analytics import source
from analytics.noted import as_events, beside, choices, text_of
from analytics.source.happened import Noted, noted
from analytics.words import Words
from kiosk.counters import events
from kiosk.counters.events import NewEvent
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY

DAY, END = date(2026, 8, 19), date(2026, 9, 1)
EN = Words("en")


def an_event(name: str, **more: str) -> Noted:
    return Noted(name, DAY, more.pop("kind", "outage"), name, **more)


EVERYWHERE = an_event("everywhere")
UNIT = an_event("unit", unit="U1", where="Xã Một")
PROCEDURE = an_event("procedure", procedure="1.1", field="land", of_what="Đất", of_what_en="Land")
BOTH = an_event("both", unit="U1", procedure="1.1", field="land", where="Xã Một", of_what="Đất")
ALL = (EVERYWHERE, UNIT, PROCEDURE, BOTH)


@pytest.mark.parametrize(
    ("kind", "key", "unit", "stand"),
    [
        ("total", "", "", {"everywhere"}),
        ("unit", "U1", "", {"everywhere", "unit", "both"}),
        ("unit", "U2", "", {"everywhere"}),
        ("centre", "C1", "U1", {"everywhere", "unit", "both"}),
        ("centre", "C1", "", {"everywhere"}),
        ("procedure", "1.1", "", {"everywhere", "procedure", "both"}),
        ("procedure", "", "", {"everywhere"}),
        ("field", "land", "", {"everywhere", "procedure", "both"}),
        ("field", "", "", {"everywhere"}),
        ("channel", "phone", "", {"everywhere"}),
    ],
)
def test_an_event_stands_beside_what_it_concerns(
    kind: str, key: str, unit: str, stand: set[str]
) -> None:
    assert {one.event_id for one in beside(ALL, kind, key, unit)} == stand


def test_a_mark_says_what_when_and_where_it_was_less_than_the_figure() -> None:
    said = [event.text for event in as_events(ALL, "procedure", EN)]

    assert said[0] == "everywhere (network or software failed; 19/8/2026)"
    assert said[1].endswith("; 19/8/2026; Xã Một)")
    assert said[2] == said[0].replace("everywhere", "procedure")
    assert [str(event.week) for event in as_events(ALL, "unit", EN)] == ["2026-W34"] * 4
    assert text_of(PROCEDURE, EN) == "procedure (network or software failed; 19/8/2026; Land)"
    assert text_of(PROCEDURE, Words("vi")) == "procedure (sự cố mạng, phần mềm; 19/8/2026; Đất)"


def test_english_is_said_where_there_is_some() -> None:
    one = an_event("Mất mạng", text_en="No network")

    assert text_of(one, EN).startswith("No network (")
    assert text_of(one, Words("vi")).startswith("Mất mạng (")
    assert text_of(an_event("Mất mạng"), EN).startswith("Mất mạng (")


def test_a_kind_without_a_name_here_is_told_by_its_code() -> None:
    assert text_of(an_event("x", kind="flood"), EN) == "x (flood; 19/8/2026)"


def test_a_procedure_is_compared_before_and_after_what_lasts_everywhere() -> None:
    fees = Noted("fees", date(2026, 7, 1), "fees", "Giảm lệ phí", procedure="1.1")
    every = Noted("every", date(2026, 6, 1), "new_procedure", "Hồ sơ điện tử")
    others = (
        Noted("other", DAY, "fees", "x", procedure="1.2"),
        Noted("here", DAY, "fees", "x", unit="U1", procedure="1.1"),
        Noted("over", DAY, "outage", "x", procedure="1.1"),
        Noted("later", END, "fees", "x", procedure="1.1"),
    )
    versions = (date(2025, 7, 1), date(2026, 7, 1), date(2026, 3, 1))

    found = choices((fees, every, *others), "1.1", versions, END, EN)

    assert [one.day for one in found] == [date(2026, 7, 1), date(2026, 6, 1), date(2026, 3, 1)]
    assert found[0].text == "Giảm lệ phí (other fees; 1/7/2026)"
    assert found[2].text == "a new version of the procedure"


def test_the_reader_finds_what_stands_with_its_names(db: Database, record_path: Path) -> None:
    with writing(db):
        gone = events.note(db, NewEvent(DAY, "other", "Nhầm"), now=WEDNESDAY, by="an")
        events.withdraw(db, gone, now=WEDNESDAY, by="an")
        given = NewEvent(DAY, "fees", "Giảm lệ phí", "Lower fees", "H44.5", "1.001193")
        events.note(db, given, now=WEDNESDAY, by="an")

    with source.reading(record_path) as record:
        [one] = noted(record)

    assert (one.unit, one.where) == ("H44.5", "UBND Phường Việt Trì")
    assert (one.procedure, one.field) == ("1.001193", "ho-tich")
    assert (one.of_what, one.of_what_en) == ("Đăng ký khai sinh", "Birth registration")
    assert text_of(one, EN).startswith("Lower fees (other fees; 19/8/2026; UBND Phường Việt Trì;")
