"""What every template may use: words, numbers, the other language, the demonstration's banner."""

import json
from typing import Any
from urllib.parse import urlencode

from flask import Flask, g, request
from markupsafe import escape

from .. import i18n
from ..storage import schema
from ..storage.driver import sqlite3
from . import storage


def register_words(app: Flask) -> None:
    """Put the reader's words and numbers at the templates' disposal."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(words)


def words() -> dict[str, Any]:
    """`_` translates, escaping what is filled in; the rest is bound to the reader's language."""
    locale: str = getattr(g, "locale", i18n.LOCALES[0])

    def gettext(text: str, **values: object) -> Any:
        translated = i18n.catalogue(locale).gettext(text)
        return escape(translated).format(**i18n.written(locale, values)) if values else translated

    return {
        "_": gettext,
        "locale": locale,
        "languages": i18n.NAMES,
        "in_language": _in_language,
        "translate": i18n.translate,
        "number": lambda value: i18n.number(locale, value),
        "day": lambda value: i18n.day(locale, value),
        "demonstration": demonstration_words(locale),
    }


def _in_language(locale: str) -> str:
    """This page's address in another language; other parameters stay."""
    return "?" + urlencode({**request.args, "lang": locale})


def demonstration_words(locale: str) -> str | None:
    """What a demonstration says of itself on every page; None on a real record, and where the
    record cannot be read, since the page may be the one that says so."""
    try:
        text = schema.get_meta(storage.reading(), "demonstration")
    except sqlite3.DatabaseError:
        return None
    return None if text is None else str(json.loads(text)[locale])
