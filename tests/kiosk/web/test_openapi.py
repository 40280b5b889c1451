"""The description of the API is complete, valid, and true of the running program."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from kiosk.services import announcements, corrections
from kiosk.web import api
from tests.kiosk.web.one_stop import DOSSIER, SERVICE, OneStop, a_service
from tests.pages import PageClient, words_of

pytestmark = pytest.mark.usefixtures("now")

SHAPES = {
    "/api/v1/ratings": api.RATING_SHAPE,
    "/api/v1/details": api.DETAIL_SHAPE,
    "/api/v1/services": announcements.SHAPE,
}


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/openapi.json?lang=en").get_json()
    return found


def operations(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method.upper(), path): one
        for path, methods in document["paths"].items()
        for method, one in methods.items()
    }


def is_valid(document: dict[str, Any], schema: dict[str, Any], value: Any) -> bool:
    """Whether the value fits; the schema's references lead into the document."""
    whole = {**schema, "components": document["components"]}
    return bool(Draft202012Validator(whole).is_valid(value))


def answers(one: dict[str, Any], status: int) -> dict[str, Any]:
    found: dict[str, Any] = one["responses"][str(status)]["content"]["application/json"]["schema"]
    return found


def body_of(one: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = one["requestBody"]["content"]["application/json"]
    return found


def test_every_address_of_the_api_is_described_and_no_other(
    app: Flask, document: dict[str, Any]
) -> None:
    served = {
        (method, rule.rule.replace("<", "{").replace(">", "}"))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert set(operations(document)) == served


def test_the_document_is_valid_openapi(document: dict[str, Any]) -> None:
    validate(document)
    assert document["openapi"].startswith("3.1.")


def test_it_is_the_same_in_both_languages_but_for_its_words(
    client: FlaskClient, document: dict[str, Any]
) -> None:
    vietnamese = client.get("/api/v1/openapi.json?lang=vi").get_json()
    assert vietnamese["info"]["title"] != document["info"]["title"]
    assert without_words(vietnamese) == without_words(document)


def without_words(value: Any) -> Any:
    if isinstance(value, dict):
        words = ("summary", "description", "title", "tags")
        return {name: without_words(one) for name, one in value.items() if name not in words}
    return [without_words(one) for one in value] if isinstance(value, list) else value


def test_every_text_of_it_is_in_both_languages(client: FlaskClient, document: dict[str, Any]) -> None:
    vietnamese = client.get("/api/v1/openapi.json?lang=vi").get_json()
    for key, one in operations(document).items():
        assert operations(vietnamese)[key]["summary"] != one["summary"], key


@pytest.mark.parametrize("path", SHAPES)
def test_it_names_the_fields_that_the_program_reads(document: dict[str, Any], path: str) -> None:
    schema = body_of(operations(document)["POST", path])["schema"]["anyOf"][0]
    item = schema.get("anyOf", [schema])[0]
    assert set(item["properties"]) == set(SHAPES[path])
    assert set(item["required"]) == {name for name, field in SHAPES[path].items() if field.required}
    assert [name for name, field in item["properties"].items() if not field.get("description")] == []


def test_every_field_of_a_correction_is_described(document: dict[str, Any]) -> None:
    item = body_of(operations(document)["PATCH", "/api/v1/services/{dossier}"])["schema"]
    assert set(item["properties"]) == set(corrections.SHAPE)
    assert item["properties"]["outcome"]["enum"] == ["granted", "refused", "returned", None]
    assert item["properties"]["due"]["type"] == ["string", "null"]


def test_every_example_is_accepted_and_its_answer_is_the_one_described(
    one_stop: OneStop, document: dict[str, Any]
) -> None:
    tried = []
    one_stop.announce({**SERVICE, "officer": None})  # what the correction is about
    described = sorted(operations(document).items(), key=lambda one: "details" in one[0][1])
    for (method, path), one in described:  # a rating before its details
        example = one.get("requestBody") and body_of(one).get("example")
        if not example:
            continue
        address = path.replace("{dossier}", DOSSIER)
        answer = one_stop.client.open(address, method=method, json=example, headers=one_stop.headers)
        assert answer.status_code == 200, (path, answer.text)
        assert is_valid(document, body_of(one)["schema"], example), path
        assert is_valid(document, answers(one, 200), answer.get_json()), path
        tried.append(path.rpartition("/")[2])
    assert sorted(tried) == ["details", "ratings", "services", "{dossier}"]


def test_answers_to_lists_and_questions_are_as_described(
    one_stop: OneStop, document: dict[str, Any]
) -> None:
    described = operations(document)
    sent = [a_service(1), a_service(2, outcome="x"), None]
    many = one_stop.announce(sent, "?code=svg").get_json()
    assert is_valid(document, answers(described["POST", "/api/v1/services"], 200), many)
    asked = one_stop.ask().get_json()
    assert is_valid(document, answers(described["GET", "/api/v1/services/{dossier}"], 200), asked)
    found = one_stop.client.get("/api/v1/procedures?q=khai").get_json()
    assert len(found) == 1
    assert is_valid(document, answers(described["GET", "/api/v1/procedures"], 200), found)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("services", {}, 422),
        ("services", {**SERVICE, "procedure": "1"}, 422),
        ("services", [], 400),
        ("ratings", {"rating_id": "x", "counter_id": "y", "satisfied": True}, 422),
        ("details", {"rating_id": "0" * 32}, 404),
    ],
)
def test_refusals_bear_a_status_and_a_code_that_are_described(
    one_stop: OneStop, document: dict[str, Any], path: str, body: Any, status: int
) -> None:
    address = f"/api/v1/{path}"
    answer = one_stop.client.post(address, json=body, headers=one_stop.headers)
    assert answer.status_code == status
    schema = answers(operations(document)["POST", address], status)
    assert is_valid(document, schema, answer.get_json())
    strange = {"error": {**answer.get_json()["error"], "code": "never_heard_of"}}
    assert not is_valid(document, schema, strange)


def test_only_other_systems_addresses_need_a_key(document: dict[str, Any]) -> None:
    guarded = {path for (_, path), one in operations(document).items() if one.get("security")}
    assert guarded == {
        "/api/v1/services",
        "/api/v1/services/{dossier}",
        "/api/v1/figures",
        "/api/v1/figures/{period}",
        "/api/v1/figures/{period}/{number}",
    }


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_shows_every_address_and_loads_nothing_from_outside(
    pages: PageClient, document: dict[str, Any], lang: str
) -> None:
    page = pages.get(f"/api/v1/?lang={lang}")
    assert page.lang == lang
    for method, path in operations(document):
        assert f"<b>{method}</b> {path}" in page.html
    loaded = [
        one.get("href") or one.get("src") for tag in ("link", "script", "img") for one in page.all(tag)
    ]
    assert loaded and all(str(address).startswith("/static/") for address in loaded)
    assert json.dumps(document["info"]["version"]).strip('"') in page.html


def test_the_page_calls_required_what_every_shape_of_an_item_needs(pages: PageClient) -> None:
    page = pages.get("/api/v1/?lang=en")
    first = page.all("article")[0]
    terms = [words_of(one) for one in first.iter("dt")]
    assert [term for term in terms if term.endswith("required")] == [
        "rating_id required",
        "satisfied required",
    ]
    assert {"counter_id", "receipt"} <= set(terms)
