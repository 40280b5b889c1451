"""A real mail server for tests, on this machine: with or without TLS, with or without a login."""

import asyncio
import email
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "bao-cao", "correct horse"


@dataclass
class Inbox:
    """What the server took, and what it does to others. break_after: hangs up after so many."""

    refuse: str = ""
    break_after: int | None = None
    raw: list[tuple[list[str], bytes]] = field(default_factory=list)

    @property
    def letters(self) -> list[EmailMessage]:
        found = [email.message_from_bytes(content, policy=default) for _, content in self.raw]
        return [letter for letter in found if isinstance(letter, EmailMessage)]

    @property
    def recipients(self) -> list[str]:
        return [address for to, _ in self.raw for address in to]

    async def handle_RCPT(  # noqa: N802 (the library's name)
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.break_after is not None and len(self.raw) >= self.break_after:
            server.transport.close()
        if self.refuse and self.refuse in address:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 (the library's name)
        self, server: Any, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        self.raw.append((list(envelope.rcpt_tos), envelope.content))
        return "250 taken"


def checks(server: Any, session: Session, envelope: Envelope, how: str, told: Any) -> AuthResult:
    good = isinstance(told, LoginPassword) and (
        (told.login, told.password) == (USER.encode(), PASSWORD.encode())
    )
    return AuthResult(success=good, handled=False)


class _AnyPort(Controller):
    """On whatever port is free; the library would knock at port 0 to see whether it runs."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def a_post_office(
    inbox: Inbox,
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    login: bool = False,
) -> Iterator[int]:
    """The server while the block runs; gives its port."""
    controller = _AnyPort(
        inbox,
        hostname="127.0.0.1",
        port=0,
        ssl_context=tls,
        tls_context=starttls,
        require_starttls=starttls is not None,
        authenticator=checks if login else None,
        auth_required=login,
        auth_require_tls=starttls is not None,
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
