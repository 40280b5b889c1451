"""JSON as it should be: no twins, no NaN, no deep nesting, and each value of its own type."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from ..errors import (
    DuplicateKey,
    EmptyBody,
    KioskError,
    MissingField,
    NotAnObject,
    NotFinite,
    NotJson,
    TextTooLong,
    TooDeep,
    UnknownField,
    UnsafeText,
    WrongChoice,
    WrongType,
)

MAX_DEPTH = 4


def parse(body: bytes) -> Any:
    """The value that the body stands for.

    Raises EmptyBody, NotJson, DuplicateKey, NotFinite or TooDeep.
    """
    if not body.strip():
        raise EmptyBody
    try:
        value = json.loads(
            body.decode("utf-8"), object_pairs_hook=_without_twins, parse_constant=_refuse_constant
        )
    except KioskError:
        raise
    except RecursionError as error:
        raise TooDeep(limit=MAX_DEPTH) from error
    except ValueError as error:
        raise NotJson from error
    _check_depth(value, MAX_DEPTH)
    return value


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise DuplicateKey(key=key)
        found[key] = value
    return found


def _refuse_constant(_: str) -> None:
    raise NotFinite


def _check_depth(value: Any, left: int) -> None:
    if isinstance(value, dict | list):
        if left == 0:
            raise TooDeep(limit=MAX_DEPTH)
        for inner in value.values() if isinstance(value, dict) else value:
            _check_depth(inner, left - 1)


@dataclass(frozen=True)
class Field:
    """What one field of an object may hold; `expected` is said to whoever sent another."""

    types: tuple[type, ...]
    expected: str
    required: bool = False
    item_type: type | None = None
    most_items: int = 0
    longest: int | None = 64  # characters of a text; None: whoever takes it checks it
    choices: tuple[str, ...] = ()  # the only texts it may be
    nullable: bool = False  # null is a value of its own, and does not count as absent
    schema: Mapping[str, Any] = dataclass_field(default_factory=dict, hash=False)
    # more of JSON Schema for the description of the API; whoever takes the value checks it

    def takes(self, value: Any) -> bool:
        """Whether the value is of this field's type; true is no number here."""
        if isinstance(value, bool) and bool not in self.types:
            return False
        if not isinstance(value, self.types):
            return False
        if isinstance(value, float):
            return math.isfinite(value)
        if isinstance(value, list):
            return len(value) <= self.most_items and all(
                isinstance(item, self.item_type or object) for item in value
            )
        return True


def read_object(value: Any, shape: dict[str, Field]) -> dict[str, Any]:
    """The object's fields, each checked against the shape; null counts as absent if optional.

    Raises NotAnObject, UnknownField, MissingField, WrongType, TextTooLong, UnsafeText or WrongChoice.
    """
    if not isinstance(value, dict):
        raise NotAnObject
    for name in value:
        if name not in shape:
            raise UnknownField(name)
    found: dict[str, Any] = {}
    for name, field in shape.items():
        given = value.get(name)
        if given is None and field.nullable and name in value:
            found[name] = None
            continue
        if given is None and not (field.required and name in value):
            if field.required:
                raise MissingField(name)
            continue
        if not field.takes(given):
            raise WrongType(name, expected=field.expected)
        if field.longest is not None:
            _check_text(name, given, field.longest)
        if field.choices and given not in field.choices:
            raise WrongChoice(name, choices=", ".join(field.choices))
        found[name] = given
    return found


def _check_text(name: str, given: Any, longest: int) -> None:
    """No text, nor one in a list, is longer than identifiers are, or cannot be stored."""
    for text in given if isinstance(given, list) else [given]:
        if not isinstance(text, str):
            continue
        if len(text) > longest:
            raise TextTooLong(name, given=len(text), limit=longest)
        if not text.isprintable():  # control characters, and halves of pairs
            raise UnsafeText(name)
