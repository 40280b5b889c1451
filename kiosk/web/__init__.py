"""The pages and the API: each blueprint is registered here, together with who may open it."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, g, redirect, request, url_for
from flask_wtf import CSRFProtect

from .. import i18n
from ..errors import PageNotFound
from ..staff import access
from . import api, auth, compression, errors, limiting, manage, releases, scripts, sessions, sign_on
from .pages import register_words
from .releases import release

# Everything comes from this server; nothing is inline; nobody may frame a page.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}

PHONES = ("phone", "petition", "rotating", "receipt")  # rooms entered with a phone of one's own
csrf = CSRFProtect()


def register(app: Flask) -> None:
    """Mount every room; citizens' rooms carry no cookie, so they need no form token."""
    from . import (  # noqa: PLC0415
        devices,
        figures,
        offers,
        openapi,
        petition,
        phone,
        receipt,
        rotating,
        services,
        tablet,
    )

    app.session_interface = sessions.RecordSessions()
    register_words(app)
    releases.register(app)
    scripts.register(app)
    errors.register(app)
    csrf.init_app(app)
    citizens = (tablet, phone, petition, rotating, receipt)
    machines = (api, devices, offers, services, figures, openapi)
    for blueprint in (room.blueprint for room in (*citizens, *machines)):
        csrf.exempt(blueprint)
        app.register_blueprint(blueprint)
    app.register_blueprint(auth.blueprint)
    app.register_blueprint(sign_on.badge)  # the badge's own code is the key
    manage.register(app, guard)
    app.before_request(choose_language)
    limiting.register(app)
    app.after_request(add_headers)
    app.after_request(compression.compress)
    app.add_url_rule("/", view_func=front_door)


def choose_language() -> None:
    """`?lang=` in the address; a phone's own preference only where no tablet is meant."""
    accepted = request.accept_languages.values() if request.blueprint in PHONES else ()
    g.locale = i18n.choose(request.values.get("lang"), accepted)


def add_headers(response: Response) -> Response:
    """The same protection on every answer; pages are never stored, files may be."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers[releases.HEADER] = release(current_app)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    if request.endpoint != "static" and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def guard(what: str) -> Callable[[], Any]:
    """A check before each request of a blueprint: signed in, and the role opens `what`."""

    def check() -> Any:
        g.user = sessions.current_user()
        if g.user is None:
            return redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?")))
        access.check_may(g.user, what)
        return None

    return check


def front_door() -> Any:
    """Staff come here by typing the bare address, and land on the first page their role opens;
    citizens come by a tablet or a code."""
    g.user = sessions.current_user()
    if g.user is None:
        return redirect(url_for("auth.sign_in"))
    rooms = manage.open_rooms(g.user)
    if not rooms:
        raise PageNotFound
    return redirect(url_for(rooms[0].endpoint))
