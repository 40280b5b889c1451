"""Officers' photos on the citizen's pages, where the centre chose to show them."""

from pathlib import Path

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue

from ..catalogue import photos
from ..catalogue.photos import Photo
from ..errors import PageNotFound


def answer(officer_id: str) -> ResponseReturnValue:
    """The photo as a reply that a tablet may keep and ask about; raises PageNotFound."""
    found = _find(officer_id)
    if found is None:
        raise PageNotFound
    response = current_app.response_class(
        found.content, mimetype=found.mimetype, headers={"Cache-Control": "no-cache"}
    )
    response.add_etag()
    return response.make_conditional(request)


def find_address(officer_id: str) -> str | None:
    """The address of the officer's photo, or None where there is none to show."""
    found = _find(officer_id)
    return None if found is None else url_for("tablet.photo", officer_id=officer_id)


def _find(officer_id: str) -> Photo | None:
    if not current_app.config["PHOTOS"]:
        return None
    return photos.find_photo(Path(current_app.config["INSTANCE"]) / "photos", officer_id)
