"""JSON Schema out of what the program checks with: shapes of JSON, types of answers, errors."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from ..i18n import LOCALES
from .strict_json import Field

Schema = dict[str, Any]
Say = Callable[[str], str]
Shape = Mapping[str, Field]

ERROR = {"$ref": "#/components/schemas/Error"}
_TYPES = {str: "string", bool: "boolean", int: "integer", float: "number", list: "array", dict: "object"}


def shape_schema(shape: Shape, words: Mapping[str, str], say: Say) -> Schema:
    """What the program takes where it reads this shape."""
    described = {
        name: {**field_schema(field), **({"description": say(words[name])} if name in words else {})}
        for name, field in shape.items()
    }
    required = [name for name, field in shape.items() if field.required]
    found: Schema = {"type": "object", "properties": described, "additionalProperties": False}
    return {**found, "required": required} if required else found


def field_schema(field: Field) -> Schema:
    """What one field may hold; null counts as absent where it is optional."""
    names = [_TYPES[one] for one in field.types if not (one is int and float in field.types)]
    may_be_null = field.nullable or not field.required
    found: Schema = {"type": [*names, "null"] if may_be_null else names[0]}
    if str in field.types and field.longest is not None:
        found["maxLength"] = field.longest
    if field.choices:
        found["enum"] = [*field.choices, None] if may_be_null else list(field.choices)
    if list in field.types:
        found["maxItems"] = field.most_items
        if field.item_type:
            found["items"] = {"type": _TYPES[field.item_type]}
    if dict in field.types:
        found["additionalProperties"] = {"type": ["string", "number", "boolean", "null"]}
    return {**found, **field.schema}


def type_schema(hint: Any) -> Schema:
    """What JSON is made of a value of this type; a dataclass becomes an object with all its fields."""
    if is_dataclass(hint) and isinstance(hint, type):
        hints = get_type_hints(hint)
        return object_schema({one.name: type_schema(hints[one.name]) for one in fields(hint)})
    if get_origin(hint) is UnionType:
        return {"anyOf": [type_schema(one) for one in get_args(hint)]}
    if get_origin(hint) in (list, tuple):
        return {"type": "array", "items": type_schema(get_args(hint)[0])}
    return {"type": "null" if hint is type(None) else _TYPES[hint]}


def object_schema(properties: Schema) -> Schema:
    """An object that has all of these and nothing else."""
    names = list(properties)
    return {"type": "object", "properties": properties, "required": names, "additionalProperties": False}


def error_schema() -> Schema:
    """What is said of a refusal: its code, the field it concerns, and words."""
    text = {"type": "string"}
    return object_schema(
        {
            "code": text,
            "field": {"type": ["string", "null"]},
            "message": object_schema(dict.fromkeys(LOCALES, text)),
        }
    )


def refused_item(name: str) -> Schema:
    """An item of a list that was refused; name: the field by which items are told apart."""
    named = {"type": ["string", "null"]}
    return object_schema({name: named, "status": {"const": "refused"}, "error": ERROR})
