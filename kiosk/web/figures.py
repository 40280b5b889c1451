"""The feed of an operation centre: what was published, for reading. Docs: docs/feed.md.

Figures come ready from whoever publishes them (`app.extensions["figures"]`, see `Source`); this room
knows keys, addresses and caches, and no figure.
"""

from dataclasses import asdict
from typing import Any, Protocol

from flask import Blueprint, Response, current_app, g, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from .. import periods
from ..errors import WrongChoice
from ..errors.services import NoSuchFigures
from ..services import system_log, systems
from ..services.system_log import Call
from . import storage, system_keys

blueprint = Blueprint("figures", __name__, url_prefix="/api/v1")
blueprint.after_request(system_keys.ask_for_key)

KINDS = ("week", "month", "quarter", "year")
FOR_EVER = "private, max-age=31536000, immutable"
ASK_AGAIN = "private, no-cache"  # it may be restated: the digest tells


class Document(Protocol):
    """An edition: its bytes, JSON in UTF-8, and their digest."""

    content: bytes
    digest: str


class Source(Protocol):
    """Who publishes: a list of dataclasses with period, kind and number; and each edition."""

    def published(self) -> list[Any]:
        """Every edition."""

    def find(self, period: str, number: int | None = None) -> Document | None:
        """A period's newest edition, or the one of that number; None where there is none."""


@blueprint.before_request
def check_key() -> None:
    """Who calls, before anything of the request is looked at."""
    g.system_id = system_keys.caller(systems.FIGURES)


@blueprint.get("/figures")
def get_list() -> ResponseReturnValue:
    """Which editions there are, and where."""
    kind = request.args.get("kind")
    if kind is not None and kind not in KINDS:
        raise WrongChoice("kind", choices=", ".join(KINDS))
    source = _source()
    found = [] if source is None else [asdict(one) for one in source.published()]
    editions = [
        {**one, "address": url_for(".get_edition", period=one["period"], number=one["number"])}
        for one in found
        if kind in (None, one["kind"])
    ]
    response = jsonify({"editions": editions})
    response.add_etag()
    return _answered(response, ASK_AGAIN)


@blueprint.get("/figures/<period>")
def get_newest(period: str) -> ResponseReturnValue:
    """A period's edition as it stands now: the last restatement."""
    return _edition(period, None, ASK_AGAIN)


@blueprint.get("/figures/<period>/<number>")
def get_edition(period: str, number: str) -> ResponseReturnValue:
    """One edition of a period, which never changes."""
    if not (number.isascii() and number.isdigit() and len(number) <= 4):
        raise NoSuchFigures(period=f"{period}/{number}")
    return _edition(period, int(number), FOR_EVER)


def _edition(period: str, number: int | None, caching: str) -> Response:
    source = _source()
    document = None if source is None else source.find(period, number)
    if document is None:
        raise NoSuchFigures(period=period if number is None else f"{period}/{number}")
    response = Response(document.content, mimetype="application/json")
    response.set_etag(document.digest)
    return _answered(response, caching)


def _answered(response: Response, caching: str) -> Response:
    call = Call(periods.now(), g.system_id, "figures", 1, 0)
    storage.write(lambda db: system_log.note(db, call))
    response.headers["Cache-Control"] = caching
    response.make_conditional(request)
    return response


def _source() -> Source | None:
    return current_app.extensions.get("figures")
