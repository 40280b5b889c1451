import email
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP, default

import html5lib
import pytest

from analytics.reports import letter
from analytics.reports.letter import Attachment, as_html, as_message, as_text
from analytics.words import Words
from tests.analytics.reports.samples import a_report

PDF = Attachment("2026-W34-H44.5.pdf", b"%PDF-1.7 \x00\xff", "application/pdf")


def sent(**changes: str) -> EmailMessage:
    """The letter as it arrives on the other side."""
    message = as_message(
        a_report(**changes),
        sender="Hài lòng <bao-cao@phutho.example>",
        recipient="lanh-dao@viettri.example",
        message_id="<2026-w34@phutho.example>",
        sent_at=datetime(2026, 8, 23, 23, 0, tzinfo=UTC),
        attachments=[PDF],
    )
    found = email.message_from_bytes(message.as_bytes(), policy=default)
    assert isinstance(found, EmailMessage)
    return found


def test_the_subject_is_the_answer() -> None:
    message = sent()

    assert message["Subject"] == ("Tuần 34: không có thay đổi rõ rệt – Ủy ban nhân dân phường Việt Trì")
    assert message["Auto-Submitted"] == "auto-generated"  # no holiday notice answers it
    assert message["Message-ID"] == "<2026-w34@phutho.example>"
    assert message["Content-Language"] == "vi"


@pytest.mark.parametrize("form", ["plain", "html"])
def test_the_body_says_what_changed_what_to_do_and_the_figures_with_their_base(form: str) -> None:
    body = sent().get_body((form,))

    assert body is not None
    text = " ".join(body.get_content().split())
    for said in (
        "90,0 % sau 89,1 % tuần trước",
        Words("vi").gettext("What to do"),
        "Xem lại thủ tục Đăng ký khai sinh.",
        "82,1–94,6",
        "n = 90",
        "Thủ tục A giảm còn 70,0 %.",
        "Ấn bản",
    ):
        assert said in text
    assert "Xếp theo số lượt." not in text  # a table's words are for the files


def test_the_file_arrives_as_it_was() -> None:
    [file] = sent().iter_attachments()

    assert (file.get_filename(), file.get_content_type()) == (PDF.name, PDF.media_type)
    assert file.get_content() == PDF.content


@pytest.mark.parametrize(
    "place", ["Tất cả cơ quan, đơn vị", "UBND xã Vĩnh Tường - tỉnh Phú Thọ " * 4, "A" * 90]
)
def test_a_long_subject_loses_no_letter_and_no_space_on_its_way(place: str) -> None:
    headline = "Tuần 35/2026: không có thay đổi rõ rệt"

    arrived = email.message_from_bytes(sent(headline=headline, place=place).as_bytes(), policy=default)
    assert arrived["Subject"] == f"{headline} – {place.strip()}"
    lines = arrived.as_bytes(policy=SMTP).split(b"\r\n\r\n")[0].split(b"\r\n")
    assert max(map(len, lines)) <= 78


def test_no_name_becomes_markup_or_a_header() -> None:
    message = sent(place="<script>x</script>\r\nBcc: a@b.example", headline="A\r\n & B")
    body = message.get_body(("html",))

    assert message["Bcc"] is None
    assert message["Subject"].startswith("A & B – <script>x</script> Bcc:")
    assert body is not None
    assert "<script" not in body.get_content()
    assert "A\n & B" in body.get_content().replace("&amp;", "&").replace("\r", "")


def test_the_html_is_valid_and_fetches_nothing() -> None:
    page = as_html(a_report())

    parser = html5lib.HTMLParser(strict=True)
    parser.parse(page)
    assert not re.search(r"<(img|script|link|iframe|form)|https?:|url\(|@import|style=", page)


def test_lines_of_plain_text_are_short_enough_for_any_program() -> None:
    text = as_text(a_report(basis=("từ " * 100,)))

    assert max(map(len, text.splitlines())) <= letter._LINE
    assert "\n- Xem lại thủ tục" in text


def test_no_line_of_the_html_ends_between_a_base_and_its_number() -> None:
    assert "n\u00a0=\u00a08.938" in as_html(a_report(basis=("90,0 % (n = 8.938)",)))
