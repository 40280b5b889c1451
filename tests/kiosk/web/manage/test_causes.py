"""Every cause for which an entry is kept aside has words, and none is out of sight."""

import ast
import inspect
from importlib import import_module

import pytest
from flask import Flask

from kiosk import errors, i18n, periods
from kiosk.errors import tablets as tablet_errors
from kiosk.storage.db import Database, writing
from kiosk.web.manage.tablet_words import CAUSES
from tests.kiosk.web.staff import signed_in
from tests.pages import words_of
from tests.tablets import a_tablet, set_aside

# What an entry passes through, from the wire to the record.
ON_ITS_WAY = (
    *("formats.strict_json", "tablets.contacts", "tablets.clocks", "tablets.sealing"),
    *("storage.base64url", "deliveries.judgement", "tablets.succession", "tablets.sequences"),
    *("deliveries.reception", "ratings.submissions", "ratings.accepting"),
    *("ratings.attribution", "catalogue.lookup", "counters.duties", "counters.hours"),
    *("ratings.details", "words"),
)
# Named there, and never an entry's cause.
NOT_OF_ENTRIES = {
    *("empty_body", "too_many_items"),  # of a whole letter
    *("not_paired", "unknown_service", "service_answered"),  # of other doors
    *("rating_conflict", "detail_conflict"),  # answered like a first arrival
    *("unknown_device", "review_full"),  # of whoever signed the letter
    *("unknown_centre", "unknown_officer"),  # of the staff's forms
}


def named_in(module: str) -> set[str]:
    """The codes of the errors that a module knows."""
    tree = ast.parse(inspect.getsource(import_module(f"kiosk.{module}")))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    found = (getattr(one, name, None) for one in (errors, tablet_errors) for name in names)
    return {
        one.code
        for one in found
        if isinstance(one, type) and issubclass(one, errors.KioskError) and one is not errors.KioskError
    }


@pytest.mark.parametrize("module", ON_ITS_WAY)
def test_each_error_on_an_entrys_way_has_words_as_a_cause(module: str) -> None:
    assert named_in(module) - NOT_OF_ENTRIES <= set(CAUSES)


def test_what_is_looked_through_is_not_nothing() -> None:
    found = set().union(*(named_in(module) for module in ON_ITS_WAY))
    assert {"revoked", "unreadable", "wrong_type", "unknown_rating", "not_json"} <= found
    assert len(found) > 20


def test_the_words_are_in_vietnamese_too() -> None:
    for text in CAUSES.values():
        assert i18n.translate("vi", text) != text


@pytest.mark.parametrize(
    ("language", "name", "told"),
    [
        ("en", "Of unknown tablets", "Entries kept aside for review in the last 7 days: 2."),
        ("vi", "Của máy không rõ", "Trong 7 ngày qua có 2 mục được giữ riêng để xem xét."),
    ],
)
def test_what_came_under_no_tablets_name_stands_on_the_page_of_all(
    app: Flask, db: Database, language: str, name: str, told: str
) -> None:
    operator = signed_in(app, db, "operator")
    address = f"/manage/tablets?lang={language}"
    today = periods.civil_day(periods.now()).isoformat()
    with writing(db):
        a_tablet(db)
        set_aside(db, "T1", 1, "unreadable", today)
    assert name not in operator.get(address).html
    with writing(db):
        for number in range(3):
            set_aside(db, "T99", number, "unreadable", today)
        set_aside(db, "T99", 9, "unreadable", "2026-01-01")
        db.conn.execute(
            "INSERT INTO quarantine_settled SELECT name, day FROM quarantine"
            " WHERE device_id = 'T99' AND day = ? LIMIT 1",
            [today],
        )
    (panel,) = operator.get(address).all("section", **{"aria-labelledby": "alarms"})
    rows = {words_of(row[0]): words_of(row[1]) for row in panel.iter("div") if row[0].tag == "dt"}
    assert rows[name] == told
