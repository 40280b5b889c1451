"""An officer's photo on the citizen's pages: only where the centre chose to."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from kiosk import create_app
from kiosk.storage.db import Database
from tests.pages import PageClient

OFFICER = "H44.5.A-01"
ADDRESS = f"/t/photos/{OFFICER}.jpg"
JPEG = b"\xff\xd8\xff\xe0" + bytes(100)
AppWith = Callable[[bool], Flask]


@pytest.fixture
def app_with(db: Database, tmp_path: Path) -> Iterator[AppWith]:
    """The program with photos shown or not; one officer has a photo."""
    made: list[Flask] = []
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / f"{OFFICER}.jpg").write_bytes(JPEG)
    (tmp_path / "secret.jpg").write_bytes(JPEG)

    def make(shown: bool) -> Flask:
        made.append(create_app({"PHOTOS": shown}, instance=tmp_path))
        return made[-1]

    yield make
    for app in made:
        app.extensions["writer"].close()


def pictures(app: Flask, address: str) -> list[str | None]:
    found = PageClient(app).get(address).all("img", **{"data-field": "photo"})
    return [image.get("src") for image in found if image.get("hidden") is None]


def test_a_photo_is_handed_out_and_asked_about_again(app_with: AppWith) -> None:
    client = app_with(True).test_client()
    first = client.get(ADDRESS)
    assert (first.status_code, first.mimetype, first.data) == (200, "image/jpeg", JPEG)
    again = client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in first.headers


def test_unless_the_centre_chose_to_there_are_no_photos(app_with: AppWith) -> None:
    app = app_with(False)
    assert app.test_client().get(ADDRESS).status_code == 404
    assert pictures(app, "/p/H44.5-1") == []


@pytest.mark.parametrize(
    "name",
    [
        "H44.5.A-02",
        "..%2Fsecret",
        "%2e%2e/secret",
        "../secret",
        ".",
        "x" * 300,
        "%00",
        "A%5C..%5Csecret",
    ],
)
def test_no_address_leads_to_anything_else(app_with: AppWith, name: str) -> None:
    response = app_with(True).test_client().get(f"/t/photos/{name}.jpg")
    assert response.status_code == 404
    assert JPEG not in response.data


@pytest.mark.parametrize("counter", ["/t/H44.5-1", "/p/H44.5-1"])
def test_the_card_shows_the_photo_in_place_of_the_initials(app_with: AppWith, counter: str) -> None:
    app = app_with(True)
    assert pictures(app, counter) == [ADDRESS]
    [initials] = PageClient(app).get(counter).all("span", **{"data-field": "monogram"})
    assert initials.get("hidden") is not None


def test_an_officer_without_a_photo_is_shown_by_initials(app_with: AppWith) -> None:
    app = app_with(True)
    assert pictures(app, "/p/H44.5-2") == []
    [initials] = PageClient(app).get("/p/H44.5-2").all("span", **{"data-field": "monogram"})
    assert (initials.get("hidden"), initials.text) == (None, "A-02")


def test_the_kit_names_the_photo_for_the_tablet(app_with: AppWith) -> None:
    kit = app_with(True).test_client().get("/t/H44.5-1/kit.json").get_json()
    assert kit["officers"][OFFICER]["photo"] == ADDRESS
