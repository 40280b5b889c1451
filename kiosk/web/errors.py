"""One place where an error becomes a page or JSON, in the words of its reader."""

from typing import Any

from flask import Flask, current_app, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlite_utils.utils import sqlite3
from werkzeug.exceptions import HTTPException

from .. import i18n
from ..errors import (
    BodyTooLarge,
    Busy,
    FormExpired,
    KioskError,
    MethodNotAllowed,
    PageNotFound,
    Unexpected,
)

BY_STATUS: dict[int | None, type[KioskError]] = {404: PageNotFound, 405: MethodNotAllowed}


def register(app: Flask) -> None:
    """Every way for a request to fail ends in `answer`."""
    app.register_error_handler(KioskError, answer)
    app.register_error_handler(CSRFError, lambda _: answer(FormExpired()))
    app.register_error_handler(HTTPException, _from_http)
    app.register_error_handler(sqlite3.OperationalError, _busy)
    app.register_error_handler(Exception, _unexpected)


def answer(error: KioskError) -> ResponseReturnValue:
    """The error as JSON for machines, as a page for people."""
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
    if error.code == 413:
        return answer(BodyTooLarge(limit=current_app.config["MAX_BODY_BYTES"]))
    if error.code in BY_STATUS:
        return answer(BY_STATUS[error.code]())
    return error


def _busy(error: Exception) -> ResponseReturnValue:
    current_app.logger.error("the record refused: %s", error)
    return answer(Busy())


def _unexpected(error: Exception) -> ResponseReturnValue:
    current_app.logger.exception("unexpected: %s", error)
    return answer(Unexpected())
