"""JSON Schema out of shapes and types: what it lets through is what the program reads."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from kiosk.errors import KioskError
from kiosk.formats import strict_json
from kiosk.formats.schemas import field_schema, object_schema, refused_item, shape_schema, type_schema
from kiosk.formats.strict_json import Field

SHAPE = {
    "name": Field((str,), "text", required=True, longest=5),
    "kind": Field((str,), "text", choices=("a", "b")),
    "age": Field((int, float), "a number"),
    "count": Field((int,), "a whole number"),
    "yes": Field((bool,), "true or false"),
    "due": Field((str,), "text", nullable=True),
    "topics": Field((list,), "a list", item_type=str, most_items=2),
}
SCHEMA = Draft202012Validator(shape_schema(SHAPE, {}, str))

plain = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([0.5, -1.5]),
    st.text("abc", max_size=7),
    st.lists(st.sampled_from(["a", 1]), max_size=3),
)
objects = st.fixed_dictionaries({}, optional=dict.fromkeys((*SHAPE, "other"), plain))


def is_read(value: Any) -> bool:
    try:
        strict_json.read_object(value, SHAPE)
    except KioskError:
        return False
    return True


@given(value=st.one_of(objects, plain, objects.map(lambda one: {"name": "abc", **one})))
def test_the_schema_and_the_program_agree_on_every_object(value: Any) -> None:
    assert SCHEMA.is_valid(value) == is_read(value)


def test_a_field_may_say_more_than_the_program_checks_here() -> None:
    field = Field((str,), "text", required=True, schema={"pattern": "^[0-9]+$"})
    assert field_schema(field) == {"type": "string", "maxLength": 64, "pattern": "^[0-9]+$"}


def test_words_of_a_field_are_said_in_the_readers_language() -> None:
    schema = shape_schema({"name": SHAPE["name"]}, {"name": "Who"}, str.upper)
    assert schema["properties"]["name"]["description"] == "WHO"


@dataclass(frozen=True)
class Inner:
    name: str


@dataclass(frozen=True)
class Outer:
    count: int
    share: float | None
    inner: list[Inner]


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ({"count": 1, "share": None, "inner": []}, True),
        ({"count": 1, "share": 0.5, "inner": [{"name": "x"}]}, True),
        ({"count": 1, "share": 0.5}, False),
        ({"count": "1", "share": 0.5, "inner": []}, False),
        ({"count": 1, "share": 0.5, "inner": [{"name": "x", "more": 1}]}, False),
    ],
)
def test_an_answer_has_every_field_of_its_class_and_no_other(value: Any, fits: bool) -> None:
    assert Draft202012Validator(type_schema(Outer)).is_valid(value) == fits


def test_an_object_without_fields_takes_only_an_empty_one() -> None:
    schema = Draft202012Validator(object_schema({}))
    assert schema.is_valid({}) and not schema.is_valid({"a": 1})


def test_a_refused_item_is_told_apart_by_its_own_name() -> None:
    assert refused_item("dossier")["required"] == ["dossier", "status", "error"]
