"""JSON as it should be."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import errors
from kiosk.formats import strict_json
from kiosk.formats.strict_json import Field

FLAT = st.dictionaries(
    st.text(),
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
)
SHAPE = {
    "name": Field((str,), "text", required=True),
    "answer": Field((bool,), "true or false", required=True),
    "age": Field((int, float), "a number"),
    "topics": Field((list,), "at most 2 texts", item_type=str, most_items=2),
}
GOOD = {"name": "x", "answer": True}


@given(FLAT)
def test_what_json_writes_is_read_back(value: dict[str, Any]) -> None:
    assert strict_json.parse(json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", errors.EmptyBody),
        (b" \n\t ", errors.EmptyBody),
        (b"{", errors.NotJson),
        (b"{'a': 1}", errors.NotJson),
        (b'{"a": 1} {"b": 2}', errors.NotJson),
        (b'"\xff\xfe"', errors.NotJson),
        ('{"a": 1}'.encode("utf-16"), errors.NotJson),
        (b'{"a": 1, "a": 2}', errors.DuplicateKey),
        (b'[{"a": {"b": 1, "b": 1}}]', errors.DuplicateKey),
        (b'{"a": NaN}', errors.NotFinite),
        (b'{"a": -Infinity}', errors.NotFinite),
        (b"[[[[[1]]]]]", errors.TooDeep),
        (b"[" * 100_000, errors.TooDeep),
        (b"[" * 100_000 + b"]" * 100_000, errors.TooDeep),
    ],
)
def test_what_is_not_plain_json_is_refused_by_name(body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        strict_json.parse(body)


def test_as_deep_as_the_limit_is_taken() -> None:
    assert strict_json.parse(b"[[[[1]]]]") == [[[[1]]]]


@given(st.binary(max_size=200))
def test_any_bytes_give_a_value_or_a_named_refusal(body: bytes) -> None:
    try:
        strict_json.parse(body)
    except errors.KioskError as refusal:
        assert refusal.status == 400


@pytest.mark.parametrize("value", [[], "x", 1, None, True])
def test_an_item_must_be_an_object(value: Any) -> None:
    with pytest.raises(errors.NotAnObject):
        strict_json.read_object(value, SHAPE)


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"nmae": "x"}, errors.UnknownField, "nmae"),
        ({"name": None}, errors.WrongType, "name"),
        ({"name": 5}, errors.WrongType, "name"),
        ({"answer": 1}, errors.WrongType, "answer"),
        ({"answer": "true"}, errors.WrongType, "answer"),
        ({"answer": None}, errors.WrongType, "answer"),
        ({"age": True}, errors.WrongType, "age"),
        ({"age": "3"}, errors.WrongType, "age"),
        ({"age": float("inf")}, errors.WrongType, "age"),
        ({"topics": "time"}, errors.WrongType, "topics"),
        ({"topics": [1]}, errors.WrongType, "topics"),
        ({"topics": ["a", "b", "c"]}, errors.WrongType, "topics"),
    ],
)
def test_a_field_of_another_type_is_named(
    change: dict[str, Any], error: type[errors.KioskError], field: str
) -> None:
    with pytest.raises(error) as refusal:
        strict_json.read_object({**GOOD, **change}, SHAPE)
    assert refusal.value.field == field


@pytest.mark.parametrize("missing", ["name", "answer"])
def test_a_required_field_is_missed(missing: str) -> None:
    with pytest.raises(errors.MissingField, match=missing):
        strict_json.read_object({key: GOOD[key] for key in GOOD if key != missing}, SHAPE)


def test_null_stands_for_an_optional_field_that_is_absent() -> None:
    assert strict_json.read_object({**GOOD, "age": None, "topics": None}, SHAPE) == GOOD
