"""A road between browser and server on which things go wrong, as a test says.

A fault is a function of one `Exchange`: it may forward the request (once, twice, never), wait,
and gives what the browser gets; None resets the connection. Faults hold for the paths that begin
with a prefix until the proxy is healed.
"""

import contextlib
import http.client
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

Headers = tuple[tuple[str, str], ...]
_OWN = {"connection", "content-length", "transfer-encoding", "keep-alive"}  # of one connection only
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
_WITHOUT_BODY = {204, 304}


@dataclass(frozen=True)
class Request:
    """What the browser asked."""

    method: str
    path: str
    headers: Headers
    body: bytes


@dataclass(frozen=True)
class Reply:
    """What it gets; `sent` bytes of the body if that is less than was promised."""

    status: int
    headers: Headers
    body: bytes
    sent: int | None = None


@dataclass(frozen=True)
class Passage:
    """One request that came by: sizes of the bodies in bytes, the status it got (0: none)."""

    method: str
    path: str
    up: int
    down: int
    status: int


@dataclass(frozen=True)
class Exchange:
    """One request on its way; the server is met through `forward` alone."""

    request: Request
    port: int
    healed: threading.Event

    def forward(self) -> Reply:
        """The server's own reply; it has done whatever was asked by then."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest(
                self.request.method, self.request.path, skip_host=True, skip_accept_encoding=True
            )
            for name, value in self.request.headers:
                if name.lower() not in _OWN:
                    connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(self.request.body)))
            connection.endheaders(self.request.body)
            answer = connection.getresponse()
            headers = tuple(pair for pair in answer.getheaders() if pair[0].lower() not in _OWN)
            return Reply(answer.status, headers, answer.read())
        finally:
            connection.close()

    def wait(self, seconds: float) -> None:
        """Hold the request; healing lets it go at once."""
        self.healed.wait(seconds)


Fault = Callable[[Exchange], Reply | None]


def pass_on(exchange: Exchange) -> Reply | None:
    """No fault; a server that is away closes the connection."""
    return exchange.forward()


@dataclass
class Proxy:
    """Listens on a free port of 127.0.0.1 and forwards to `target`, a port that may change."""

    target: int
    port: int = 0
    passages: list[Passage] = field(default_factory=list)
    _faults: dict[str, tuple[Fault, threading.Event]] = field(default_factory=dict)
    _listening: socket.socket | None = None
    _open: set[socket.socket] = field(default_factory=set)
    _threads: list[threading.Thread] = field(default_factory=list)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    @property
    def base(self) -> str:
        """The address the browser opens."""
        return f"http://127.0.0.1:{self.port}"

    def break_down(self, prefix: str, fault: Fault) -> None:
        """From now on requests to paths that begin so meet this fault."""
        self.heal(prefix)
        self._faults[prefix] = (fault, threading.Event())

    def heal(self, prefix: str | None = None) -> None:
        """Nothing is wrong any more (with this prefix); whatever was held goes on."""
        for one in list(self._faults) if prefix is None else [prefix]:
            if one in self._faults:
                self._faults.pop(one)[1].set()

    def count(self, prefix: str) -> int:
        """How many requests to such paths came by so far."""
        return sum(passage.path.startswith(prefix) for passage in self.passages)

    def light(self) -> None:
        """Listen, on the same port as before if there was one."""
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self.port))
        listening.listen(64)
        self.port = listening.getsockname()[1]
        self._listening = listening
        self._start(self._accept, listening)

    def go_dark(self) -> None:
        """The cable is out: no new connection is taken and the open ones are reset."""
        with self._guard:
            listening, self._listening = self._listening, None
            for connection in self._open:
                _reset(connection)
            self._open.clear()
        if listening:
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
            listening.close()

    def finish(self) -> None:
        """Heal, go dark, and wait until nothing of it runs any more."""
        self.heal()
        self.go_dark()
        for thread in self._threads:
            thread.join(10)

    def _start(self, work: Callable[[socket.socket], None], about: socket.socket) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=work, args=[about], daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):  # closed: dark
            while True:
                connection, _ = listening.accept()
                with self._guard:
                    if self._listening is listening:
                        self._open.add(connection)
                    else:
                        _reset(connection)
                self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection, connection.makefile("rb") as stream:
            while (request := _read(stream)) and connection in self._open:
                reply = self._answer(request)
                down = 0 if reply is None else len(reply.body)
                status = 0 if reply is None else reply.status
                self.passages.append(
                    Passage(request.method, request.path, len(request.body), down, status)
                )
                if reply is None:
                    _reset(connection)
                    break
                connection.sendall(_written(reply))
                if reply.sent is not None:
                    break
        with self._guard:
            self._open.discard(connection)

    def _answer(self, request: Request) -> Reply | None:
        fault: Fault = pass_on
        healed = threading.Event()
        for prefix, broken in list(self._faults.items()):
            if request.path.startswith(prefix):
                fault, healed = broken
        try:
            return fault(Exchange(request, self.target, healed))
        except (OSError, http.client.HTTPException):  # the server is away
            return None


@contextlib.contextmanager
def proxying(target: int) -> Iterator[Proxy]:
    """A proxy before this port, gone afterwards."""
    proxy = Proxy(target)
    proxy.light()
    try:
        yield proxy
    finally:
        proxy.finish()


def _reset(connection: socket.socket) -> None:
    """Close without a farewell, as a router does that loses its power."""
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        connection.shutdown(socket.SHUT_RD)  # wakes the thread that reads, which then closes


def _read(stream: BinaryIO) -> Request | None:
    first = stream.readline().decode("latin-1").split()
    if len(first) != 3:
        return None
    headers = []
    while line := stream.readline().decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers.append((name, value.strip()))
    length = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
    return Request(first[0], first[1], tuple(headers), stream.read(length))


def _written(reply: Reply) -> bytes:
    lines = [f"HTTP/1.1 {reply.status} {http.client.responses.get(reply.status, 'Unknown')}"]
    lines += [f"{name}: {value}" for name, value in reply.headers]
    if reply.status not in _WITHOUT_BODY:
        lines.append(f"Content-Length: {len(reply.body)}")
    if reply.sent is not None:
        lines.append("Connection: close")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + reply.body[: reply.sent]
