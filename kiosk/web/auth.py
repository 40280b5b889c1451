"""Signing in and out."""

from urllib.parse import urlsplit

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from .. import periods
from ..errors.staff import SignInBusy, SignInFailed, TooManyAttempts
from ..staff import attempts, audit
from ..staff.access import User
from ..staff.attempts import Attempt
from ..storage.db import Database
from . import limiting, sessions, storage
from .forms import SignInForm, SignOutForm

blueprint = Blueprint("auth", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Ask for user name and password; then on to the page that was wanted."""
    form = SignInForm()
    refusal = None
    if form.validate_on_submit():
        try:
            _begin(form.user_id.data, form.password.data)
            return redirect(own_page(request.args.get("next")))
        except (SignInFailed, TooManyAttempts, SignInBusy) as error:
            refusal = error
    page = render_template("sign_in.html", form=form, refusal=refusal)
    return page, refusal.status if refusal else 200


@blueprint.route("/account", methods=["GET", "POST"])
def account() -> ResponseReturnValue:
    """Who is signed in, and the way out."""
    user = sessions.current_user()
    if user is None:
        return redirect(url_for("auth.sign_in"))
    g.user = user
    form = SignOutForm()
    if form.validate_on_submit():
        sessions.end()
        storage.write(lambda db: _note(db, user, "sign out"))
        return redirect(url_for("auth.sign_in"))
    return render_template("account.html", form=form, user=user)


def own_page(wanted: str | None) -> str:
    """The wanted address if it is a path of this server, else the front door."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return "/"
    parts = urlsplit(wanted)
    return "/" if parts.netloc or parts.scheme else wanted


def _begin(user_id: str, password: str) -> None:
    address = _sender()
    with attempts.turn_to_hash():
        attempt = storage.write(lambda db: attempts.note_attempt(db, user_id, address, periods.now()))
        user = attempts.check_password(storage.reading(), user_id, password)
    sessions.begin(user)
    storage.write(lambda db: _let_in(db, user, attempt))


def _sender() -> str:
    """The sender's network as the record may know it, where an address has no place."""
    return current_app.extensions["keys"].name("hailong-sign-in-1", limiting.source())  # type: ignore[no-any-return]


def _let_in(db: Database, user: User, attempt: Attempt) -> None:
    attempts.forget_attempt(db, attempt)
    _note(db, user, "sign in")


def _note(db: Database, user: User, action: str) -> None:
    audit.record(db, periods.now(), actor=user.user_id, action=action, subject=user.user_id)
