"""The tablet at a counter: always the same address, always back to its first screen; and what
makes it an appliance: pairing, its operators' page, its service worker, its kit."""

from hmac import compare_digest

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from .. import i18n, periods
from ..catalogue.lookup import Officer
from ..storage import keys
from ..tablets.kits import Kits
from . import flow, photos, releases, storage
from .visits import at_counter

CAMERA = "camera=(self), microphone=(), geolocation=(), payment=()"  # to scan slips with
blueprint = Blueprint("tablet", __name__, url_prefix="/t")


@blueprint.after_request
def allow_camera(response: Response) -> Response:
    """A tablet's pages may ask for its camera, and no other page may."""
    response.headers["Permissions-Policy"] = CAMERA
    return response


@blueprint.get("")
def beginning() -> ResponseReturnValue:
    """The pairing page's address as people type it: only below `/t/` it works without a network."""
    query = request.query_string.decode("latin-1")
    return redirect(url_for("tablet.pairing") + (f"?{query}" if query else ""), 308)


@blueprint.get("/")
def pairing() -> ResponseReturnValue:
    """Where a tablet is paired with a code from the staff's pages, and where it starts each day."""
    return render_template("tablet/pairing.html")


@blueprint.get("/service")
def service() -> ResponseReturnValue:
    """What this tablet holds; for operators, and without a network."""
    return render_template("tablet/service.html")


@blueprint.get("/sw.js")
def worker() -> ResponseReturnValue:
    """The service worker of this release."""
    script = releases.worker_script(current_app, i18n.LOCALES)
    return Response(script, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


@blueprint.get("/<counter_id>")
def start(counter_id: str) -> ResponseReturnValue:
    """The question."""
    return flow.first_screen(at_counter("tablet", counter_id, periods.now()))


@blueprint.post("/<counter_id>")
def answer(counter_id: str) -> ResponseReturnValue:
    """A step without script."""
    return flow.next_screen(at_counter("tablet", counter_id, periods.now()))


@blueprint.get("/<counter_id>/kit.json")
def kit(counter_id: str) -> ResponseReturnValue:
    """What the counter's tablet must know to serve alone; without its key, who sits there now."""
    given = request.args.get("key", "").encode()
    is_ours = current_app.config["OPEN_TABLETS"] or compare_digest(given, kit_key(counter_id).encode())
    find = kits().get if is_ours else kits().get_public
    found = find(storage.reading(), counter_id, periods.now())
    response = Response(found.body, mimetype="application/json", headers={"Cache-Control": "no-cache"})
    response.set_etag(found.etag)
    return response.make_conditional(request)


@blueprint.get("/photos/<officer_id>.jpg")
def photo(officer_id: str) -> ResponseReturnValue:
    """An officer's photo, where the centre chose to show them; raises PageNotFound."""
    return photos.answer(officer_id)


def kit_key(counter_id: str) -> str:
    """What the counter's tablets show to get its whole kit; a contact tells it to them."""
    ours: keys.ServerKeys = current_app.extensions["keys"]
    return ours.name(keys.KIT, counter_id)


def kits() -> Kits:
    """The kits of this application's counters."""
    found = current_app.extensions.setdefault("kits", Kits(portray))
    return found  # type: ignore[no-any-return]


def portray(officer: Officer) -> dict[str, str | None]:
    """An officer's initials, and the address of the photo where there is one."""
    return {
        "monogram": flow.monogram(officer.name),
        "photo": photos.find_address(officer.officer_id),
    }
