"""The faults a network and its boxes are known for; each is met by tests with a real browser."""

import json
import random
from collections.abc import Callable
from dataclasses import replace

from playwright.sync_api import Page, Route

from tests.browser.proxy import Exchange, Fault, Reply, pass_on

PORTAL = "<!doctype html><title>Wi-Fi</title><h1>Đăng nhập Wi-Fi miễn phí</h1>"
HTML = (("Content-Type", "text/html; charset=utf-8"),)
JSON = (("Content-Type", "application/json"),)


def cut(_: Exchange) -> None:
    """The request never reaches the server; the connection is reset."""


def reset_after_commit(exchange: Exchange) -> None:
    """The server has done it; nobody hears of it."""
    exchange.forward()


def duplicate(exchange: Exchange) -> Reply:
    """The server gets the request twice."""
    exchange.forward()
    return exchange.forward()


def lose_the_first_answer(page: Page, address: str) -> list[int]:
    """The browser's first request there is done, and nobody hears of it; its status, once it was."""
    lost: list[int] = []

    def deliver(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort("connectionreset")

    page.route(address, deliver)
    return lost


def truncate(exchange: Exchange) -> Reply:
    """Half of the reply arrives, then the connection is closed."""
    reply = exchange.forward()
    return replace(reply, sent=len(reply.body) // 2)


def stall(seconds: float, *, after_commit: bool = False) -> Fault:
    """Nothing happens for so long, before or after the server has done it."""
    return _stall(lambda: seconds, after_commit)


def _stall(seconds: Callable[[], float], after_commit: bool) -> Fault:

    def hold(exchange: Exchange) -> Reply:
        if not after_commit:
            exchange.wait(seconds())
            return exchange.forward()
        reply = exchange.forward()
        exchange.wait(seconds())
        return reply

    return hold


def answer(status: int, body: str = "", headers: tuple[tuple[str, str], ...] = JSON) -> Fault:
    """A box on the way answers in the server's place."""
    return lambda _: Reply(status, headers if body else (), body.encode())


def answer_after_commit(status: int, body: str = "") -> Fault:
    """The server has done it, and a box on the way says something else."""

    def say(exchange: Exchange) -> Reply:
        exchange.forward()
        return Reply(status, JSON if body else (), body.encode())

    return say


def tampered(change: Callable[[dict[str, object]], object], *, signed: bool = True) -> Fault:
    """The server's reply with its JSON changed; its signature is left, or taken off."""

    def alter(exchange: Exchange) -> Reply:
        reply = exchange.forward()
        body = json.loads(reply.body)
        change(body)
        headers = tuple(
            pair for pair in reply.headers if signed or pair[0].lower() != "hailong-signature"
        )
        return replace(reply, headers=headers, body=json.dumps(body).encode())

    return alter


def unsigned(exchange: Exchange) -> Reply:
    """The server's reply, word for word, without its signature."""
    return tampered(lambda _: None, signed=False)(exchange) or Reply(500, (), b"")


def old_reply(first: list[Reply]) -> Fault:
    """The first reply that names a rating is recorded in `first`, and given again from then on."""

    def repeat(exchange: Exchange) -> Reply:
        if first:
            return first[0]
        reply = exchange.forward()
        if b"rating_id" in reply.body:
            first.append(reply)
        return reply

    return repeat


def name_others(body: dict[str, object]) -> None:
    """Every entry of an acknowledgement gets the name of another rating."""
    for entry in body["entries"]:  # type: ignore[attr-defined]
        entry["rating_id"] = "f" * 32


def storm(draw: random.Random, calm: float = 0.3, most_seconds: float = 3.0) -> Fault:
    """Each request meets a fault by chance; a share of `calm` meets none."""
    faults: list[Fault] = [
        cut,
        reset_after_commit,
        duplicate,
        truncate,
        unsigned,
        tampered(name_others),
        answer(500),
        answer(502, PORTAL, HTML),
        answer(503, '{"error":{"code":"busy"}}'),
        answer(403, '{"error":{"code":"forbidden"}}'),
        answer(204),
        answer(200, PORTAL, HTML),
        answer(200, '{"contact":'),
        answer_after_commit(500),
        answer_after_commit(204),
        _stall(lambda: draw.uniform(0, most_seconds), after_commit=False),
        _stall(lambda: draw.uniform(0, most_seconds), after_commit=True),
    ]

    def blow(exchange: Exchange) -> Reply | None:
        fault = pass_on if draw.random() < calm else draw.choice(faults)
        return fault(exchange)

    return blow
