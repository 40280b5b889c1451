"""Whose word on an address is believed: a real server alone, and behind a real proxy."""

import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from email.message import Message
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from kiosk.storage.db import Database
from tests.browser.conftest import Server, start_server
from tests.browser.proxy import Exchange, Fault, Reply, proxying

CITIZEN, NEIGHBOUR = "203.0.113.9", "203.0.113.10"


class Answer(NamedTuple):
    """What a phone gets."""

    status: int
    headers: Message


@contextmanager
def serving(instance: Path, settings: str) -> Iterator[Server]:
    (instance / "config.py").write_text(settings, "utf-8")
    server, process = start_server(instance)
    try:
        yield server
    finally:
        process.terminate()
        process.wait(20)


def rate(base: str, headers: Mapping[str, str] | None = None) -> Answer:
    """Answer on a phone that may say anything of itself."""
    body = {
        "rating_id": secrets.token_hex(16),
        "counter_id": "H44.5-1",
        "satisfied": True,
        "channel": "phone",
    }
    request = urllib.request.Request(  # noqa: S310 (our own server)
        f"{base}/api/v1/ratings",
        json.dumps(body).encode(),
        {"Content-Type": "application/json", **(headers or {})},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return Answer(answer.status, answer.headers)
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers)


def of_a_proxy_that_met(peer: str) -> Fault:
    """What nginx does with `$proxy_add_x_forwarded_for`: its peer's address after all that was said."""

    def forward(exchange: Exchange) -> Reply | None:
        request = exchange.request
        said = [value for name, value in request.headers if name.lower() == "x-forwarded-for"]
        own = {
            "X-Forwarded-For": ", ".join([*said, peer]),
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "hailong.example.vn",
        }
        kept = [pair for pair in request.headers if not pair[0].lower().startswith("x-forwarded")]
        changed = replace(request, headers=(*kept, *own.items()))
        return replace(exchange, request=changed).forward()

    return forward


def spoofed() -> dict[str, str]:
    """Each time another address, as a robot would say it."""
    address = f"198.51.100.{secrets.randbelow(250)}"
    return {"X-Forwarded-For": address, "X-Real-IP": address, "Forwarded": f"for={address}"}


@pytest.fixture
def instance(db: Database, tmp_path: Path) -> Path:
    db.conn.close()
    return tmp_path


def test_without_a_proxy_nobody_is_believed_about_an_address(instance: Path) -> None:
    with serving(instance, "ADDRESS_FUSE = 3\n") as server:
        statuses = [rate(server.base, spoofed()).status for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]


def test_behind_one_proxy_only_its_own_word_counts(instance: Path) -> None:
    settings = "ADDRESS_FUSE = 3\nPROXIES = 1\n"
    with serving(instance, settings) as server, proxying(urlsplit(server.base).port or 0) as proxy:
        proxy.break_down("/", of_a_proxy_that_met(CITIZEN))
        robots = [rate(proxy.base, spoofed()).status for _ in range(5)]
        proxy.break_down("/", of_a_proxy_that_met(NEIGHBOUR))
        neighbour = rate(proxy.base)
    assert robots == [200, 200, 200, 429, 429]
    assert neighbour.status == 200
    assert "max-age" in neighbour.headers["Strict-Transport-Security"]


def test_behind_one_proxy_everybodys_address_is_their_own(instance: Path) -> None:
    settings = "ADDRESS_FUSE = 1\nPROXIES = 1\n"
    with serving(instance, settings) as server, proxying(urlsplit(server.base).port or 0) as proxy:
        statuses = []
        for host in range(1, 7):
            proxy.break_down("/", of_a_proxy_that_met(f"203.0.113.{host}"))
            statuses.append(rate(proxy.base).status)
    assert statuses == [200] * 6
