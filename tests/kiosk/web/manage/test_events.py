"""The page on which staff note what happened."""

import pytest
from flask import Flask

from kiosk.counters import events
from kiosk.storage import schema
from kiosk.storage.db import Database, writing
from tests.kiosk.web.staff import fill_in, signed_in
from tests.pages import PageClient, words_of

pytestmark = pytest.mark.usefixtures("now")

ADDRESS = "/manage/events?lang=en"
GOOD = {"day": "2026-08-18", "kind": "outage", "text": "Mất mạng", "text_en": "", "unit_id": "H44.5"}


def listed(pages: PageClient, address: str = ADDRESS) -> list[str]:
    [found] = [one for one in pages.get(address).all("ul") if "voids" in (one.get("class") or "")]
    return [words_of(one) for one in found if one.tag.endswith("li")]


def test_an_event_is_noted_and_listed_with_place_and_author(db: Database, operator: PageClient) -> None:
    assert listed(operator) == ["Nothing."]

    assert fill_in(operator, ADDRESS, "/manage/events", **GOOD).status_code == 303

    [line] = listed(operator)
    assert "18 Aug 2026 – Network or software failed: Mất mạng" in line
    assert "UBND Phường Việt Trì. Noted by the-operator, 09:30 19 Aug 2026" in line
    assert "Sự cố mạng, phần mềm: Mất mạng" in listed(operator, "/manage/events")[0]


def test_without_a_unit_it_concerns_the_whole_province(db: Database, operator: PageClient) -> None:
    given = {**GOOD, "unit_id": "", "procedure_id": "1.001193", "text_en": "Outage"}
    fill_in(operator, ADDRESS, "/manage/events", **given)

    [line] = listed(operator)
    assert "failed: Outage The whole province; Đăng ký khai sinh (1.001193)" in line


def test_what_was_noted_wrongly_is_withdrawn_and_stays_to_be_seen(
    app: Flask, db: Database, operator: PageClient
) -> None:
    fill_in(operator, ADDRESS, "/manage/events", **GOOD)
    [one] = events.all_events(db)
    manager = signed_in(app, db, "manager")

    done = fill_in(manager, ADDRESS, f"/manage/events/{one.event_id}/withdraw")

    assert done.status_code == 303
    [line] = listed(manager)
    assert "Mất mạng withdrawn the-manager" in line
    again = fill_in(manager, ADDRESS, f"/manage/events/{one.event_id}/withdraw?lang=en")
    assert again.status_code == 409
    assert "withdrawn already" in again.get_data(as_text=True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": ""}, "“Day” is missing."),
        ({"day": "yesterday"}, "must be a day such as 2026-08-19"),
        ({"kind": "gossip"}, "“Kind” must be one of"),
        ({"text": ""}, "“What happened” is missing."),
        ({"text": "x" * 121}, "at most 120 are taken"),
        ({"unit_id": "nowhere"}, "There is no unit “nowhere”."),
        ({"procedure_id": "birth"}, "There is no procedure “birth”."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    db: Database, operator: PageClient, changes: dict[str, str], words: str
) -> None:
    given = {**GOOD, "text_en": "No network", **changes}
    answer = fill_in(operator, ADDRESS, "/manage/events?lang=en", **given)

    assert answer.status_code in (404, 422)
    text = answer.get_data(as_text=True)
    assert words in text
    assert "No network" in text
    assert events.all_events(db) == []


def test_markup_in_an_event_is_text(db: Database, operator: PageClient) -> None:
    fill_in(operator, ADDRESS, "/manage/events", **{**GOOD, "text": "<b onclick=x>Mất</b>"})

    page = operator.get(ADDRESS).html
    assert "&lt;b onclick=x&gt;Mất&lt;/b&gt;" in page
    assert "<b onclick" not in page


def test_on_a_demonstration_record_events_are_listed_as_well(db: Database, operator: PageClient) -> None:
    with writing(db):
        words = '{"vi": "Bản trình diễn. Không có thật.", "en": "Demonstration. Made up."}'
        schema.put_meta(db, "demonstration", words)
    fill_in(operator, ADDRESS, "/manage/events", **GOOD)

    assert "Mất mạng" in listed(operator)[0]
