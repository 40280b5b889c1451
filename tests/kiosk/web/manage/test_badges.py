"""Managers make badges, print them and end them."""

import re

import pytest
from flask import Flask

from kiosk import periods
from kiosk.staff import badges
from kiosk.storage.db import Database
from tests.kiosk.web.staff import fill_in, signed_in, token
from tests.pages import PageClient, words_of

ADDRESS = "/manage/badges?centre=H44.5&lang=en"
MAKE = "/manage/badges/H44.5.A-01?lang=en"
END = "/manage/badges/H44.5.A-01/end?centre=H44.5&lang=en"


def test_the_officers_of_a_centre_are_listed_with_their_badges(manager: PageClient) -> None:
    rows = [words_of(row) for row in manager.get(ADDRESS).all("tr")[1:]]
    assert rows == ["Cán bộ A-01 H44.5.A-01 none New badge", "Cán bộ A-02 H44.5.A-02 none New badge"]


def test_a_badge_is_shown_once_as_a_code_to_print(
    manager: PageClient, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def draw(text: str) -> bytes:
        drawn.append(text)
        return b'<svg viewBox="0 0 1 1"></svg>'

    monkeypatch.setattr("kiosk.printing.links.qr_svg", draw)
    response = fill_in(manager, ADDRESS, MAKE)
    assert response.status_code == 200
    [url] = drawn
    found = re.fullmatch(r"http://127\.0\.0\.1:8000/duty/b/([A-Za-z0-9_-]{22})", url)
    assert found
    assert badges.get_officer(db, found[1], periods.now()).officer_id == "H44.5.A-01"
    assert found[1] not in response.text.replace(url, ""), "the code stands nowhere but in the picture"
    assert "Cán bộ A-01" in response.text
    assert response.headers["Cache-Control"] == "no-store"


def test_the_printed_page_is_sound(manager: PageClient) -> None:
    given = token(manager.get(ADDRESS))
    page = manager.post(MAKE, {"csrf_token": given})
    assert page.text("h1") == "Badge of Cán bộ A-01"
    assert len(page.all("{http://www.w3.org/2000/svg}svg")) == 1


def test_a_lost_badge_is_ended(manager: PageClient, db: Database) -> None:
    fill_in(manager, ADDRESS, MAKE)
    assert list(badges.holders(db)) == ["H44.5.A-01"]
    assert "End it" in manager.get(ADDRESS).html
    response = fill_in(manager, ADDRESS, END)
    assert (response.status_code, "centre=H44.5" in response.headers["Location"]) == (303, True)
    assert badges.holders(db) == {}


def test_nobody_gets_a_badge_who_is_no_officer(manager: PageClient, db: Database) -> None:
    assert fill_in(manager, ADDRESS, "/manage/badges/nobody").status_code == 404
    assert badges.holders(db) == {}


def test_without_a_form_token_nothing_is_made_or_ended(manager: PageClient, db: Database) -> None:
    fill_in(manager, ADDRESS, MAKE)
    for address in (MAKE, END):
        assert manager.http.post(address).status_code == 400
    assert list(badges.holders(db)) == ["H44.5.A-01"]


def test_officers_make_no_badges(app: Flask, db: Database) -> None:
    signed_in(app, db, "officer").get(ADDRESS, 403)
