"""The front door, and the navigation that shows nobody a page they may not open."""

import pytest
from flask import Flask

from kiosk.staff import access
from kiosk.staff.access import User
from kiosk.storage.db import Database
from kiosk.web import manage
from tests.kiosk.web.staff import signed_in
from tests.pages import PageClient


def names(app: Flask, role: str) -> list[str]:
    with app.app_context():
        return [room.name for room in manage.open_rooms(User("x", "x", role))]


def test_nobody_is_shown_in_before_signing_in(pages: PageClient) -> None:
    response = pages.http.get("/")
    assert (response.status_code, response.headers["Location"]) == (302, "/sign-in")


def test_a_manager_lands_on_the_figures(app: Flask, db: Database) -> None:
    response = signed_in(app, db, "manager").http.get("/")
    assert (response.status_code, response.headers["Location"]) == (302, "/dashboard/")


def test_a_role_that_opens_nothing_gets_no_page(app: Flask, db: Database) -> None:
    signed_in(app, db, "gone").get("/", 404)


@pytest.mark.parametrize("role", sorted(access.ROLES))
def test_the_rooms_of_a_role_are_those_it_opens(app: Flask, role: str) -> None:
    open_to_it = {room.name for room in manage.ROOMS if room.what in access.ROLES[role]}
    assert set(names(app, role)) <= open_to_it


def test_a_room_that_is_not_built_in_is_not_shown(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    before = names(app, "manager")
    absent = manage.Room("dashboard", "nowhere.page", "Nowhere")
    monkeypatch.setattr(manage, "ROOMS", (absent, *manage.ROOMS))
    assert names(app, "manager") == before


def test_the_account_leads_to_the_rooms_of_the_role(app: Flask, db: Database) -> None:
    page = signed_in(app, db, "manager").get("/account?lang=en")
    assert [link.text for link in page.all("a", href="/dashboard/?lang=en")] == ["Figures"]


@pytest.mark.parametrize(("role", "walls"), [("manager", 0), ("screen", 1)])
def test_who_has_the_figures_finds_the_walls_there_and_the_rooms_keep_to_one_line(
    app: Flask, db: Database, role: str, walls: int
) -> None:
    page = signed_in(app, db, role).get("/manage/events?lang=en" if role == "manager" else "/account")
    assert len([link for link in page.all("a") if "/dashboard/wall" in str(link.get("href"))]) == walls
