"""An OpenAPI 3.1 document out of the shapes, the errors and the answers of this program.

What the program checks is described by what it checks with, so the two cannot part.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import N_, KioskError
from .schemas import ERROR, Say, Schema, Shape, error_schema, object_schema, shape_schema

JSON = "application/json"
DONE = N_("Done.")


@dataclass(frozen=True)
class Parameter:
    """One parameter of an address or a header; choices: the only texts it may be."""

    name: str
    place: str
    description: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Operation:
    """What an address does.

    shapes: of one item, any of which it may have. most: items in a list, 0 where no list is taken.
    refused: how an item of a list is refused. errors: of a whole request. scope: what a key must
    open. example: an item that is accepted.
    """

    tag: str
    summary: str
    answer: Schema
    shapes: tuple[Shape, ...] = ()
    most: int = 0
    refused: Schema | None = None
    errors: tuple[type[KioskError], ...] = ()
    parameters: tuple[Parameter, ...] = ()
    scope: str | None = None
    status: int = 200
    media: str = JSON
    example: Any = None


def document(
    found: Iterable[tuple[str, str, Operation]], about: Schema, words: Mapping[str, str], say: Say
) -> Schema:
    """The whole document.

    Args:
        found: method, path and operation of each.
        about: what the document says of itself.
        words: what a field means, by its name.
        say: brings a text of the catalogue into the reader's language.
    """
    paths: Schema = {}
    for method, path, operation in found:
        paths.setdefault(path, {})[method.lower()] = _operation(path, operation, words, say)
    return {
        "openapi": "3.1.0",
        "info": about,
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": {"Error": error_schema()},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(path: str, operation: Operation, words: Mapping[str, str], say: Say) -> Schema:
    found: Schema = {"summary": say(operation.summary), "tags": [say(operation.tag)]}
    if operation.parameters:
        found["parameters"] = [_parameter(one, say) for one in operation.parameters]
    if operation.shapes:
        found["requestBody"] = {"required": True, "content": {JSON: _body(operation, words, say)}}
    if operation.scope:
        found["security"] = [{"key": [operation.scope]}]
    answer = {"description": say(DONE), "content": {operation.media: {"schema": _answer(operation)}}}
    return {**found, "responses": {str(operation.status): answer, **_refusals(operation.errors, say)}}


def _parameter(one: Parameter, say: Say) -> Schema:
    schema: Schema = {"type": "string"}
    if one.choices:
        schema["enum"] = list(one.choices)
    found: Schema = {"name": one.name, "in": one.place, "schema": schema}
    return {**found, "description": say(one.description), "required": one.place == "path"}


def _body(operation: Operation, words: Mapping[str, str], say: Say) -> Schema:
    items = [shape_schema(shape, words, say) for shape in operation.shapes]
    item = items[0] if len(items) == 1 else {"anyOf": items}
    schema = item
    if operation.most:
        schema = {
            "anyOf": [item, {"type": "array", "minItems": 1, "maxItems": operation.most, "items": item}]
        }
    return {"schema": schema, **({"example": operation.example} if operation.example else {})}


def _answer(operation: Operation) -> Schema:
    if not operation.most:
        return operation.answer
    items = [operation.answer, operation.refused or {}]
    return {"anyOf": [operation.answer, {"type": "array", "items": {"anyOf": items}}]}


def _refusals(errors: Iterable[type[KioskError]], say: Say) -> Schema:
    """The answers with a status of 400 and more, each with the codes it may bear."""
    by_status: dict[int, dict[str, str]] = {}
    for error in errors:
        by_status.setdefault(error.status, {})[error.code] = say(error.text)
    return {
        str(status): {
            "description": "\n\n".join(f"`{code}`: {text}" for code, text in sorted(codes.items())),
            "content": {JSON: {"schema": _one_of(sorted(codes))}},
        }
        for status, codes in sorted(by_status.items())
    }


def _one_of(codes: list[str]) -> Schema:
    named = {"type": "object", "properties": {"code": {"enum": codes}}}
    return object_schema({"error": {"allOf": [ERROR, named]}})
