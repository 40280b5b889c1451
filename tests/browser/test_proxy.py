"""The road of the fault tests breaks as it says: otherwise they would prove nothing."""

import http.client
import json
import random
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browser import network_faults as faults
from tests.browser.proxy import Exchange, Fault, Proxy, Reply, proxying
from tests.browser.waiting import MOST_SECONDS

REPLY = json.dumps({"contact": 7, "entries": [{"sequence": 1, "rating_id": "a" * 32}]}).encode()


class Shop(ThreadingHTTPServer):
    """A server that counts what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Counter)
        self.asked: list[tuple[str, str, bytes]] = []


class Counter(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Shop

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, self.headers["Hailong-Device"] or "", body))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Hailong-Signature", "genuine")
        self.send_header("Content-Length", str(len(REPLY)))
        self.end_headers()
        self.wfile.write(REPLY)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def shop() -> Iterator[Shop]:
    server = Shop()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def road(shop: Shop) -> Iterator[Proxy]:
    with proxying(shop.server_port) as proxy:
        yield proxy


def connect(road: Proxy) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", road.port, timeout=MOST_SECONDS)


def ask(road: Proxy, path: str = "/api/v1/contacts", body: bytes = b"{}") -> Reply:
    connection = connect(road)
    try:
        connection.request("POST", path, body, {"Hailong-Device": "T7"})
        found = connection.getresponse()
        return Reply(found.status, tuple(found.getheaders()), found.read())
    finally:
        connection.close()


def signature(reply: Reply) -> str | None:
    return dict(reply.headers).get("Hailong-Signature")


def test_without_a_fault_request_and_reply_pass_unchanged(road: Proxy, shop: Shop) -> None:
    reply = ask(road, body=b"abc")
    assert (reply.status, reply.body, signature(reply)) == (200, REPLY, "genuine")
    assert shop.asked == [("/api/v1/contacts", "T7", b"abc")]
    assert [(p.path, p.up, p.down, p.status) for p in road.passages] == [
        ("/api/v1/contacts", 3, len(REPLY), 200)
    ]


def test_one_connection_carries_several_requests(road: Proxy, shop: Shop) -> None:
    connection = connect(road)
    for number in range(3):
        connection.request("POST", f"/{number}", b"x")
        assert connection.getresponse().read() == REPLY
    connection.close()
    assert [path for path, _, _ in shop.asked] == ["/0", "/1", "/2"]


@pytest.mark.parametrize(
    ("fault", "reached"), [(faults.cut, 0), (faults.reset_after_commit, 1)], ids=["cut", "after commit"]
)
def test_a_reset_is_a_reset_before_or_after_the_server_has_done_it(
    road: Proxy, shop: Shop, fault: Fault, reached: int
) -> None:
    road.break_down("/api", fault)
    with pytest.raises(ConnectionResetError):
        ask(road)
    assert len(shop.asked) == reached
    assert road.passages[-1].status == 0


def test_a_duplicated_request_reaches_the_server_twice_and_is_answered_once(
    road: Proxy, shop: Shop
) -> None:
    road.break_down("/api", faults.duplicate)
    assert ask(road, body=b"same").body == REPLY
    assert [body for _, _, body in shop.asked] == [b"same", b"same"]


def test_a_truncated_reply_promises_more_than_it_brings(road: Proxy) -> None:
    road.break_down("/api", faults.truncate)
    with pytest.raises(http.client.IncompleteRead) as caught:
        ask(road)
    assert caught.value.partial == REPLY[: len(REPLY) // 2]


@pytest.mark.parametrize(("after_commit", "reached"), [(False, 0), (True, 1)])
def test_a_stall_holds_the_request_or_its_reply_until_the_road_is_healed(
    road: Proxy, shop: Shop, after_commit: bool, reached: int
) -> None:
    road.break_down("/api", faults.stall(60, after_commit=after_commit))
    got: list[Reply] = []
    waiting = threading.Thread(target=lambda: got.append(ask(road)))
    waiting.start()
    end = time.monotonic() + MOST_SECONDS
    while len(shop.asked) < reached and time.monotonic() < end:
        time.sleep(0.01)
    waiting.join(0.4)
    assert (got, len(shop.asked)) == ([], reached)
    road.heal()
    waiting.join(MOST_SECONDS)
    assert [reply.body for reply in got] == [REPLY]
    assert len(shop.asked) == 1


def test_a_stall_ends_by_itself(road: Proxy) -> None:
    road.break_down("/api", faults.stall(0.3))
    start = time.monotonic()
    assert ask(road).status == 200
    assert time.monotonic() - start >= 0.3


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (faults.answer(500), (500, b"", 0)),
        (faults.answer(204), (204, b"", 0)),
        (faults.answer(200, faults.PORTAL, faults.HTML), (200, faults.PORTAL.encode(), 0)),
        (faults.answer(200, '{"contact":'), (200, b'{"contact":', 0)),
        (faults.answer_after_commit(500), (500, b"", 1)),
    ],
)
def test_a_box_on_the_way_answers_for_the_server(
    road: Proxy, shop: Shop, fault: Fault, expected: tuple[int, bytes, int]
) -> None:
    road.break_down("/api", fault)
    reply = ask(road)
    assert (reply.status, reply.body, len(shop.asked)) == expected
    assert signature(reply) is None


def test_a_tampered_reply_names_another_rating_under_the_old_signature(road: Proxy) -> None:
    road.break_down("/api", faults.tampered(faults.name_others))
    reply = ask(road)
    assert json.loads(reply.body)["entries"] == [{"sequence": 1, "rating_id": "f" * 32}]
    assert signature(reply) == "genuine"


def test_an_unsigned_reply_says_the_same_without_the_signature(road: Proxy) -> None:
    road.break_down("/api", faults.unsigned)
    reply = ask(road)
    assert json.loads(reply.body) == json.loads(REPLY)
    assert signature(reply) is None


def test_an_old_reply_comes_again_while_the_server_hears_nothing(road: Proxy, shop: Shop) -> None:
    road.break_down("/api", faults.old_reply([]))
    assert ask(road, body=b"1").body == ask(road, body=b"2").body == REPLY
    assert [body for _, _, body in shop.asked] == [b"1"]


def test_a_fault_holds_for_its_paths_alone_and_until_healed(road: Proxy) -> None:
    road.break_down("/api/v1/contacts", faults.answer(500))
    road.break_down("/t/", faults.answer(403))
    assert [ask(road, path).status for path in ("/api/v1/contacts", "/t/1", "/p/1")] == [500, 403, 200]
    road.heal("/t/")
    assert [ask(road, path).status for path in ("/api/v1/contacts", "/t/1")] == [500, 200]
    road.heal()
    assert ask(road).status == 200
    assert road.count("/api/") == 3


def test_in_the_dark_nobody_answers_and_what_was_open_is_reset(road: Proxy, shop: Shop) -> None:
    kept = connect(road)
    kept.request("POST", "/", b"x")
    kept.getresponse().read()
    road.go_dark()
    with pytest.raises(ConnectionRefusedError):
        ask(road)
    with pytest.raises((ConnectionError, http.client.RemoteDisconnected)):
        kept.request("POST", "/", b"x")
        kept.getresponse()
    kept.close()
    assert len(shop.asked) == 1
    port = road.port
    road.light()
    assert (ask(road).status, road.port) == (200, port)


def test_a_server_that_is_away_is_a_lost_connection_and_may_return_elsewhere(
    road: Proxy, shop: Shop
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        road.target = nobody.getsockname()[1]
        with pytest.raises(ConnectionResetError):
            ask(road)
    road.target = shop.server_port
    assert ask(road).status == 200


def test_a_storm_is_the_same_for_the_same_seed_and_meets_calm_and_trouble() -> None:
    def weather(seed: int) -> list[str]:
        blow = faults.storm(random.Random(seed), most_seconds=0)  # noqa: S311 (repeatable on purpose)
        return [outcome(blow) for _ in range(200)]

    def outcome(blow: Fault) -> str:
        reached: list[int] = []

        class Quick(Exchange):
            def forward(self) -> Reply:
                reached.append(1)
                return Reply(200, (("Hailong-Signature", "genuine"),), REPLY)

        found = blow(Quick(None, 0, threading.Event()))  # type: ignore[arg-type]
        return f"{len(reached)} {found and (found.status, found.headers, found.body, found.sent)}"

    assert weather(1) == weather(1) != weather(2)
    assert len(set(weather(1))) >= 12
    genuine = outcome(lambda exchange: exchange.forward())
    assert 60 <= weather(1).count(genuine) <= 110  # calm 0.3, and stalls of no length: 2 of 17
