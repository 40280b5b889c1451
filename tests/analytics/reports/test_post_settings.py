from pathlib import Path

import pytest

from analytics.errors import WrongFile, WrongSetting
from analytics.reports.post_settings import PostOffice, Recipient, read_office, read_recipients


def office(folder: Path, text: str, **environment: str) -> PostOffice:
    (folder / "mail.ini").write_text("[smtp]\n" + text, "utf-8")
    return read_office(folder / "mail.ini", environment)


def test_a_server_needs_its_name_and_a_sender(tmp_path: Path) -> None:
    found = office(tmp_path, "host = mail.phutho.example\nfrom = Hài lòng <a@phutho.example>\n")

    assert found == PostOffice(
        "mail.phutho.example", 587, "starttls", "Hài lòng <a@phutho.example>", timeout_seconds=30
    )


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_each_kind_of_connection_has_its_usual_port(tmp_path: Path, security: str, port: int) -> None:
    assert office(tmp_path, f"host = m\nfrom = a@b.c\nsecurity = {security}\n").port == port


def test_the_environment_goes_over_the_file(tmp_path: Path) -> None:
    found = office(tmp_path, "host = m\nfrom = a@b.c\nport = 25\n", HAILONG_SMTP_PORT="2525")

    assert found.port == 2525


def test_the_environment_alone_will_do(tmp_path: Path) -> None:
    names = {"HAILONG_SMTP_HOST": "m", "HAILONG_SMTP_FROM": "a@b.c"}

    assert read_office(tmp_path / "none.ini", names).host == "m"


def test_a_password_and_an_authority_lie_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("secret word\n", "utf-8")
    text = "host = m\nfrom = a@b.c\nuser = u\npassword_file = password\nca_file = root.crt\n"

    found = office(tmp_path, text)

    assert (found.user, found.password) == ("u", "secret word")
    assert found.ca_file == str(tmp_path / "root.crt")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("from = a@b.c\n", "set host in"),
        ("host = m\n", "HAILONG_SMTP_FROM"),
        ("host = m\nfrom = nobody\n", "from = 'nobody' is no address"),
        ("host = m\nfrom = a@b.c\nport = 0\n", "port = '0' is no whole number from 1 to 65535"),
        ("host = m\nfrom = a@b.c\nport = x\n", "port = 'x'"),
        ("host = m\nfrom = a@b.c\nsecurity = ssl\n", "security = 'ssl' is none of starttls, tls"),
        ("host = m\nfrom = a@b.c\nuser = u\n", "u needs a password: name its file"),
        ("host = m\nfrom = a@b.c\nuser = u\npassword_file = x\n", "cannot be read from"),
        ("host = m\nfrom = a@b.c\nuser = u\nsecurity = none\n", "in the open: use starttls"),
        ("host = m\nfrom = a@b.c\npassword = x\n", "sets password; there are host"),
        ("[smtp]\nhost", "cannot be read"),
    ],
)
def test_what_cannot_work_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(WrongSetting) as caught:
        office(tmp_path, text)

    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("password", ["mật khẩu", "\n"])
def test_a_password_that_no_mail_server_takes_is_said_before(tmp_path: Path, password: str) -> None:
    (tmp_path / "password").write_text(password, "utf-8")
    with pytest.raises(WrongSetting, match="must be plain ASCII"):
        office(tmp_path, "host = m\nfrom = a@b.c\nuser = u\npassword_file = password\n")


def recipients(folder: Path, text: str) -> list[Recipient]:
    (folder / "recipients.csv").write_text("\ufeff" + text, "utf-8")
    return read_recipients(folder / "recipients.csv")


def test_recipients_are_read_with_their_language(tmp_path: Path) -> None:
    text = "place,address,lang\ntotal,a@x.example,\nH44.5, b@x.example ,en\nH44.5,c@x.example,vi\n"

    assert recipients(tmp_path, text) == [
        Recipient("total", "a@x.example", "vi"),
        Recipient("H44.5", "b@x.example", "en"),
        Recipient("H44.5", "c@x.example", "vi"),
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("unit,mail\n", "needs the columns place, address, lang"),
        ("place,address\nH44.5,nobody\n", "line 2: a place and one address"),
        ("place,address\n,a@x.example\n", "line 2"),
        ('place,address\nH44.5,"a@x.example\nBcc: b@y.example"\n', "line 3"),
        ('place,address\nH44.5,"a@x.example, b@y.example"\n', "line 2"),
        ("place,address,lang\nH44.5,a@x.example,fr\n", "line 2: lang is vi or en, not 'fr'"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(WrongFile) as caught:
        recipients(tmp_path, text)

    assert complaint in str(caught.value)


def test_a_missing_list_says_what_it_should_hold(tmp_path: Path) -> None:
    with pytest.raises(WrongFile) as caught:
        read_recipients(tmp_path / "recipients.csv")

    assert "a CSV file with the columns place, address, lang" in str(caught.value)
