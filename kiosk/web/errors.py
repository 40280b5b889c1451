"""One place where an error becomes a page or JSON, in the words of its reader."""

from typing import Any

from flask import Flask, current_app, g, jsonify, render_template, request
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from .. import i18n
from ..errors import (
    BadRequest,
    BodyTooLarge,
    Busy,
    FormExpired,
    KioskError,
    MethodNotAllowed,
    PageNotFound,
    TooMany,
    Unexpected,
    WrongHost,
)
from ..storage.driver import sqlite3
from . import limiting

BY_STATUS: dict[int, type[KioskError]] = {404: PageNotFound, 405: MethodNotAllowed}
# What waiting or the operator mends; any other refusal by SQLite is a mistake of this program.
MAY_PASS = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
}


def register(app: Flask) -> None:
    """Every way for a request to fail ends in `answer`."""
    app.register_error_handler(KioskError, answer)
    app.register_error_handler(CSRFError, lambda _: answer(FormExpired()))
    app.register_error_handler(HTTPException, _from_http)
    app.register_error_handler(sqlite3.OperationalError, _from_sqlite)
    app.register_error_handler(Exception, _unexpected)


def answer(error: KioskError) -> ResponseReturnValue:
    """The error as JSON for machines, as a page for people."""
    error = _unless_too_many(error)
    response = current_app.make_response(_told(error))
    if error.retry_seconds is not None:
        response.headers["Retry-After"] = str(error.retry_seconds)
    return response


def _unless_too_many(error: KioskError) -> KioskError:
    """A code that is none is charged here, in one place for every way to come in with one."""
    try:
        if error.is_guess:
            limiting.note_guess()
    except TooMany as refusal:
        return refusal
    return error


def _told(error: KioskError) -> ResponseReturnValue:
    if request.path.startswith("/api/"):
        return jsonify(as_json(error)), error.status
    locale = getattr(g, "locale", i18n.LOCALES[0])
    g.locale = locale
    words = i18n.translate(locale, error.text, **error.numbers)
    return render_template("error.html", words=words, code=error.code), error.status


def as_json(error: KioskError) -> dict[str, Any]:
    """Code, field and words in every language."""
    messages = {locale: i18n.translate(locale, error.text, **error.numbers) for locale in i18n.LOCALES}
    return {"error": {"code": error.code, "field": error.field, "message": messages}}


def _from_http(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error  # a redirect, or an answer that somebody made on purpose
    response = current_app.make_response(answer(_in_our_words(error, error.code)))
    for name, value in error.get_headers():
        response.headers.setdefault(name, value)  # such as Allow
    return response


def _in_our_words(error: HTTPException, status: int) -> KioskError:
    if isinstance(error, SecurityError):
        # No address of this server could be matched; the page of the refusal links to some.
        request_ctx.url_adapter = current_app.url_map.bind("")
        return WrongHost()
    if status == 413:
        return BodyTooLarge(limit=current_app.config["MAX_BODY_BYTES"])
    if status >= 500:
        return Unexpected()
    return BY_STATUS[status]() if status in BY_STATUS else BadRequest(status)


def _from_sqlite(error: sqlite3.OperationalError) -> ResponseReturnValue:
    if getattr(error, "sqlite_errorcode", 0) & 0xFF not in MAY_PASS:
        return _unexpected(error)
    current_app.logger.error("the record refused: %s", error)
    return answer(Busy())


def _unexpected(error: Exception) -> ResponseReturnValue:
    current_app.logger.exception("unexpected: %s", error)
    return answer(Unexpected())
