"""Letters through a real mail server on this machine."""

import socket
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import NotSent
from analytics.reports import post
from analytics.reports.letter import as_message
from analytics.reports.post import Ledger
from analytics.reports.post_settings import NONE, STARTTLS, TLS, PostOffice
from kiosk.server import certificates
from tests.analytics.reports.post_office import PASSWORD, USER, Inbox, a_post_office
from tests.analytics.reports.samples import a_report

NOW = datetime(2026, 8, 24, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a root and a certificate of this machine by it."""
    folder = tmp_path_factory.mktemp("tls")
    certificates.make(folder, ["127.0.0.1", "localhost"], datetime.now(UTC))
    return folder


@pytest.fixture(scope="module")
def server_tls(authority: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(authority / "server.crt", authority / "server.key")
    return context


def office(port: int, security: str = NONE, **changes: Any) -> PostOffice:
    return PostOffice(
        "127.0.0.1", port, security, "Hài lòng <bao-cao@phutho.example>", timeout_seconds=5, **changes
    )


def secured(security: str, context: ssl.SSLContext) -> dict[str, Any]:
    return {"starttls" if security == STARTTLS else "tls": context}


def letters(*addresses: str) -> list[EmailMessage]:
    return [
        as_message(
            a_report(),
            sender="Hài lòng <bao-cao@phutho.example>",
            recipient=address,
            message_id=f"<{number}@phutho.example>",
            sent_at=NOW,
        )
        for number, address in enumerate(addresses)
    ]


def test_a_letter_arrives_as_it_was_written() -> None:
    inbox = Inbox()
    seen: list[EmailMessage] = []
    with a_post_office(inbox) as port:
        done = post.send(office(port), letters("a@viettri.example"), seen.append)

    [letter] = inbox.letters
    body = letter.get_body(("plain",))
    assert done == post.Delivery(("a@viettri.example",), ())
    assert done.is_complete
    assert inbox.recipients == ["a@viettri.example"]
    assert letter["Subject"] == str(seen[0]["Subject"])
    assert body is not None
    assert "Xem lại thủ tục Đăng ký khai sinh." in body.get_content()


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # all of it is TLS
@pytest.mark.parametrize("security", [STARTTLS, TLS])
def test_it_goes_encrypted_and_signed_in(
    authority: Path, server_tls: ssl.SSLContext, security: str
) -> None:
    inbox = Inbox()
    with a_post_office(inbox, login=True, **secured(security, server_tls)) as port:
        sender = office(
            port, security, user=USER, password=PASSWORD, ca_file=str(authority / "root.crt")
        )
        done = post.send(sender, letters("a@viettri.example"), lambda _: None)

    assert done.is_complete
    assert len(inbox.raw) == 1


def refusal(sender: PostOffice, *addresses: str) -> str:
    with pytest.raises(NotSent) as caught:
        post.send(sender, letters(*(addresses or ("a@viettri.example",))), lambda _: None)
    return str(caught.value)


def test_a_refused_login_sends_nothing_and_says_whose_it_was(
    authority: Path, server_tls: ssl.SSLContext
) -> None:
    inbox = Inbox()
    with a_post_office(inbox, starttls=server_tls, login=True) as port:
        wrong = office(port, STARTTLS, user=USER, password="x", ca_file=str(authority / "root.crt"))
        text = refusal(wrong)

    assert f"refuses the login of {USER} (535" in text
    assert inbox.raw == []


@pytest.mark.parametrize("security", [STARTTLS, TLS])
def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(
    server_tls: ssl.SSLContext, security: str
) -> None:
    inbox = Inbox()
    with a_post_office(inbox, **secured(security, server_tls)) as port:
        text = refusal(office(port, security, user=USER, password=PASSWORD))

    assert f"the certificate of 127.0.0.1:{port} is not trusted" in text
    assert "ca_file" in text
    assert inbox.raw == []


def test_a_server_without_starttls_is_not_spoken_to_in_the_open() -> None:
    inbox = Inbox()
    with a_post_office(inbox) as port:
        assert "offers no STARTTLS" in refusal(office(port, STARTTLS))

    assert inbox.raw == []


def test_nobody_at_the_address_is_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        text = refusal(office(port))

    assert text == f"no mail server answers at 127.0.0.1:{port} (Connection refused)"


def test_one_refused_address_stops_no_other_letter() -> None:
    inbox = Inbox(refuse="wrong")
    seen: list[EmailMessage] = []
    with a_post_office(inbox) as port:
        addresses = ("a@x.example", "wrong@x.example", "b@x.example")
        done = post.send(office(port), letters(*addresses), seen.append)

    assert done.sent == ("a@x.example", "b@x.example")
    assert done.refused == (("wrong@x.example", "550 no such mailbox"),)
    assert not done.is_complete
    assert [letter["To"] for letter in seen] == ["a@x.example", "b@x.example"]


def test_a_connection_that_breaks_off_says_which_letters_went() -> None:
    inbox = Inbox(break_after=1)
    seen: list[EmailMessage] = []
    with a_post_office(inbox) as port, pytest.raises(NotSent) as caught:
        post.send(office(port), letters("a@x.example", "b@x.example", "c@x.example"), seen.append)

    assert "broke off after 1 of 3 letters; sent before: a@x.example." in str(caught.value)
    assert inbox.recipients == ["a@x.example"]
    assert [letter["To"] for letter in seen] == ["a@x.example"]


def test_no_letters_need_no_server() -> None:
    assert post.send(office(1), [], lambda _: None) == post.Delivery((), ())


def test_what_was_written_down_is_known(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "sent.csv")
    assert ledger.known() == set()

    for letter in letters("a@x.example", "b@x.example"):
        ledger.note(letter)

    assert ledger.known() == {"<0@phutho.example>", "<1@phutho.example>"}
