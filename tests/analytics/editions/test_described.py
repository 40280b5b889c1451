"""The feed's description is true of what is sent, and names no field that never is."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from analytics.asked import Row as Asked
from analytics.asked import Way
from analytics.editions import Comparison, Edition, Editions, Matters, Restatement
from analytics.editions.model import Afterwards, Exclusion, Handled, Trust
from analytics.feed import Feed
from analytics.handling import Place
from analytics.source import Name
from kiosk.web.described.edition import EDITION
from tests.analytics.editions.conftest import Frozen
from tests.analytics.editions_by_hand import a_cell, a_reason, a_row, an_edition

CELL = a_cell(40, 50)
DIGEST = "0" * 64


def with_everything() -> Edition:
    """Each part that an edition may have and that a small record has not."""
    total = a_row(
        "total",
        "",
        230,
        260,
        reasons=(a_reason("time", 30, 40, "results"),),
        comparison=Comparison("below", 0.9, 0.8, 0.7, 0.85, 0.01),
        covers=("2026-W34",),
        handling=Handled(CELL, CELL, 70, 3, (Place("H44.1", "late", 5, 20, 1.5),)),
        trust=Trust(CELL, 60),
        afterwards=(Afterwards("2026-08", CELL),),
    )
    return an_edition(
        "2026-08",
        2,
        total=total,
        exclusions=(Exclusion("repeat", "1", 3),),
        asked=(Asked("granted", 9, 3, CELL, (Way("tablet", 5, 2, CELL),)),),
        restatement=Restatement(1, 12, 0, (("unit", "H44.1"),), 4),
        previous=DIGEST,
        behind=DIGEST,
        banner={"vi": "Trình diễn", "en": "Demonstration"},
        missing=("2026-W33",),
        matters=(Matters("H44.1", 5, 4, 3, 1, 2, 3, Name("Xã", "Commune")),),
        until="2026-W40",
    )


@pytest.fixture
def by_hand(tmp_path: Path) -> dict[str, Any]:
    return sent([with_everything()], tmp_path)[0]


def sent(editions: list[Edition], folder: Path) -> list[dict[str, Any]]:
    """What the feed answers about these."""
    feed, published = Feed(folder), Editions(folder)
    for edition in editions:
        published.publish(edition)
    found = [feed.find(edition.period, edition.number) for edition in editions]
    return [json.loads(one.content) for one in found if one]


def faults(document: dict[str, Any]) -> list[tuple[list[str | int], str]]:
    found = Draft202012Validator(EDITION).iter_errors(document)
    return [(list(fault.absolute_path), fault.message) for fault in found]


def objects(schema: Any, value: Any) -> Iterator[tuple[frozenset[str], set[str]]]:
    """Each object that is described, with the names it has here; and within it."""
    for part in schema.get("anyOf", ()):
        yield from objects(part, value)
    if isinstance(value, dict) and "properties" in schema:
        yield frozenset(schema["properties"]), set(value)
        for name, part in value.items():
            yield from objects(schema["properties"].get(name, {}), part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from objects(schema.get("additionalProperties") or {}, part)
    elif isinstance(value, list):
        items = schema.get("prefixItems") or [schema.get("items") or {}] * len(value)
        for part_schema, part in zip(items, value, strict=False):
            yield from objects(part_schema, part)


def described_in(schema: Any) -> Iterator[frozenset[str]]:
    """The names of each object of which the description speaks."""
    if isinstance(schema, list):
        for part in schema:
            yield from described_in(part)
    elif isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            yield frozenset(schema["properties"])
        for part in schema.values():
            yield from described_in(part)


def test_frozen_editions_are_as_they_are_described(frozen: Frozen, tmp_path: Path) -> None:
    documents = sent([*frozen.weeks, frozen.month], tmp_path)

    assert len(documents) == 5
    assert [faults(document) for document in documents] == [[]] * 5


def test_so_is_one_that_has_every_part(by_hand: dict[str, Any]) -> None:
    assert faults(by_hand) == []


@pytest.mark.parametrize(
    "place", [[], ["total"], ["total", "satisfaction"], ["total", "handling"], ["rule"], ["restatement"]]
)
def test_a_field_that_is_not_described_is_a_fault(by_hand: dict[str, Any], place: list[str]) -> None:
    part = by_hand
    for name in place:
        part = part[name]
    part["officer_id"] = "A"

    [(_, message)] = faults(by_hand)
    assert "officer_id" in message


def test_every_field_that_is_described_is_sent(
    frozen: Frozen, by_hand: dict[str, Any], tmp_path: Path
) -> None:
    documents = [by_hand, *sent([*frozen.weeks, frozen.month], tmp_path / "frozen")]
    told: dict[frozenset[str], set[str]] = {}
    for document in documents:
        for described, names in objects(EDITION, document):
            told.setdefault(described, set()).update(names)

    assert set(told) == set(described_in(EDITION))
    assert all(described == frozenset(names) for described, names in told.items())
