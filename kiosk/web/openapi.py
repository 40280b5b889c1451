"""The description of the API: for machines as OpenAPI, for people as a page of the same."""

import json
import re
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, current_app, g, jsonify, render_template
from flask.typing import ResponseReturnValue

from .. import i18n
from ..errors import N_
from ..formats import openapi
from ..formats.openapi import Operation
from .described import operations
from .described.words import WORDS

blueprint = Blueprint("openapi", __name__, url_prefix="/api/v1")

TITLE = N_("Hài lòng: ratings, services and tablets")
ABOUT = N_(
    "Every refusal bears a code, the field it concerns and words in both languages. A list is answered"
    " item by item. The same sent again gets the same answer and adds nothing."
)
_BLANK = re.compile(r"<(?:[a-z]+:)?([a-z_]+)>")
_METHODS = ("GET", "POST", "PATCH")


@blueprint.get("/openapi.json")
def as_json() -> ResponseReturnValue:
    """The document."""
    return jsonify(description())


@blueprint.get("/")
def as_page() -> ResponseReturnValue:
    """The same for reading."""
    found = description()
    listed = [
        {"method": method.upper(), "path": path, "fields": _fields(one), "example": _example(one), **one}
        for path, methods in found["paths"].items()
        for method, one in methods.items()
    ]
    tags = dict.fromkeys(one["tags"][0] for one in listed)
    rooms = [(tag, [one for one in listed if one["tags"][0] == tag]) for tag in tags]
    return render_template("api.html", about=found["info"], rooms=rooms, file="openapi.json")


def description() -> dict[str, Any]:
    """What is served, in the reader's language."""

    def say(text: str) -> str:
        return i18n.catalogue(g.locale).gettext(text)

    about = {"title": say(TITLE), "version": current_app.config["VERSION"], "description": say(ABOUT)}
    return openapi.document(found_operations(), about, WORDS, say)


def found_operations() -> Iterator[tuple[str, str, Operation]]:
    """Method, path and operation of every address below /api/v1 that is described."""
    described = operations(current_app.config["MAX_ITEMS"])
    for endpoint, operation in described.items():
        for rule in current_app.url_map.iter_rules(endpoint):
            for method in _METHODS:
                if method in (rule.methods or ()):
                    yield method, _BLANK.sub(r"{\1}", rule.rule), operation


def _body(one: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = one.get("requestBody", {}).get("content", {}).get(openapi.JSON, {})
    return found


def _example(one: dict[str, Any]) -> str:
    example = _body(one).get("example")
    return json.dumps(example, ensure_ascii=False, indent=2) if example else ""


def _fields(one: dict[str, Any]) -> list[tuple[str, str, bool, list[str]]]:
    """Of an item that the address takes: each field, its meaning, whether it must be there whatever
    the item's shape, and the only texts it may be."""
    shapes = [shape for shape in _flat(_body(one).get("schema", {})) if "properties" in shape]
    fields = {name: field for shape in shapes for name, field in shape["properties"].items()}
    return [
        (
            name,
            field.get("description", ""),
            all(name in shape.get("required", ()) for shape in shapes),
            [text for text in field.get("enum", ()) if text is not None],
        )
        for name, field in fields.items()
    ]


def _flat(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    for inner in schema.get("anyOf", ()):
        yield from _flat(inner)
