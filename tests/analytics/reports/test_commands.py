import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from analytics import __main__ as commands
from analytics import source
from analytics.editions import Editions
from analytics.source.catalogue import unit_of
from kiosk.counters import events
from kiosk.counters.events import NewEvent
from kiosk.storage.db import Database, writing
from tests.analytics.editions_by_hand import a_row, an_edition
from tests.analytics.reports.post_office import Inbox, a_post_office
from tests.factories import WEDNESDAY
from tests.paper import Paper

Run = Callable[..., tuple[int, str]]
UNITS = ("H44.1", "H44.2", "H44.3", "H44.4", "H44.5")


@pytest.fixture
def instance(db: Database, record_path: Path) -> Path:
    """An instance with two weekly editions of the small record, of five units."""
    folder = record_path.parent
    with source.reading(record_path) as record:
        record_id = source.record_id(record)
    units = [a_row("unit", key, 170, 190) for key in UNITS]
    for period in ("2026-W33", "2026-W34"):
        edition = an_edition(period, tables={"unit": units}, record_id=record_id)
        Editions(folder / "editions").publish(edition)
    return folder


@pytest.fixture
def run(instance: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `analytics report` in the instance; gives the exit code and what was said."""
    monkeypatch.setenv("HAILONG_INSTANCE", str(instance))

    def call(*words: str | Path) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["analytics", "report", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            commands.main()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), capsys.readouterr().err

    return call


def test_procedures_to_simplify_are_a_report_of_their_own(instance: Path, run: Run) -> None:
    out = instance / "simplify.pdf"

    assert run("--week", "2026-W34", "--for", "simplify", "--out", out) == (0, f"wrote {out}\n")
    assert "không thủ tục nào kém rõ rệt" in Paper(out.read_bytes()).words()
    assert run("--layout", "simplify", "--out", out)[0] == 2


def test_what_staff_noted_stands_beside_the_weeks_of_those_whom_it_concerns(
    instance: Path, run: Run, db: Database
) -> None:
    with writing(db):
        for unit, text in ((None, "Mất mạng toàn tỉnh"), ("H44.5", "Chuyển quầy đất đai")):
            event = NewEvent(date(2026, 8, 18), "other", text, unit_id=unit)
            events.note(db, event, now=WEDNESDAY, by="an")

    papers = {}
    for place in ("H44.5", "H44.2"):
        out = instance / f"{place}.pdf"
        run("--week", "2026-W34", "--for", place, "--out", out)
        papers[place] = Paper(out.read_bytes()).words()

    assert "1. Tuần 34/2026: Mất mạng toàn tỉnh (đơn vị ghi nhận; 18/8/2026)" in papers["H44.2"]
    assert "Mất mạng toàn tỉnh" in papers["H44.5"]
    assert "Chuyển quầy đất đai" in papers["H44.5"]
    assert "Chuyển quầy đất đai" not in papers["H44.2"]


@pytest.mark.parametrize(
    ("name", "begins"),
    [("x.pdf", b"%PDF"), ("x.xlsx", b"PK"), ("x.csv", b"\xef\xbb\xbf"), ("x.html", b"<!")],
)
def test_a_report_is_written_in_the_form_that_its_name_tells(
    run: Run, tmp_path: Path, name: str, begins: bytes
) -> None:
    out = tmp_path / name

    assert run("--week", "2026-W34", "--for", "H44.2", "--out", out) == (0, f"wrote {out}\n")
    assert out.read_bytes().startswith(begins)


@pytest.mark.parametrize("name", ["week.docx", "week", "week.pdf.old"])
def test_an_ending_that_no_form_has_is_refused_and_nothing_written(
    run: Run, tmp_path: Path, name: str
) -> None:
    code, said = run("--out", tmp_path / name)

    assert code == 2
    assert f"{name}: a report ends in one of .pdf, .xlsx, .csv, .html; or say --format" in said
    assert not (tmp_path / name).exists()


def test_a_form_that_is_said_goes_before_the_ending(run: Run, tmp_path: Path) -> None:
    run("--out", tmp_path / "week.old", "--format", "csv")

    assert (tmp_path / "week.old").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    "words",
    [
        ("--for", "H44.2", "--out", "x.pdf"),
        ("--for", "H44.2", "--out", "x.csv"),
        ("--for", "total", "--out", "x.xlsx"),
        ("--for", "all", "--format", "xlsx", "--out", "folder"),
        ("--for", "H44.2", "--format", "xlsx", "--send"),
    ],
)
def test_officers_go_into_one_units_workbook_and_nowhere_else(run: Run, words: tuple[str, ...]) -> None:
    code, said = run("--officers", *words)

    assert code == 2
    assert "--officers is for the workbook of one unit" in said


def test_a_workbook_with_officers_is_made_on_demand(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "unit.xlsx"

    assert run("--for", "H44.2", "--officers", "--out", out) == (0, f"wrote {out}\n")
    assert out.read_bytes().startswith(b"PK")


def test_without_a_week_it_is_the_newest_one_of_everything(run: Run, tmp_path: Path) -> None:
    run("--out", tmp_path / "x.pdf", "--lang", "en")

    assert "All units Week 34/2026" in Paper((tmp_path / "x.pdf").read_bytes()).words()


def test_all_of_a_province_is_a_folder_with_a_file_each(run: Run, tmp_path: Path) -> None:
    code, said = run("--for", "all", "--out", tmp_path / "all")

    assert (code, said) == (0, f"wrote 6 reports to {tmp_path / 'all'}\n")
    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == sorted(
        f"2026-W34-{key}.pdf" for key in ("total", *UNITS)
    )


def test_a_file_made_among_others_is_the_same_as_made_alone(run: Run, tmp_path: Path) -> None:
    run("--for", "all", "--out", tmp_path / "all", "--format", "pdf")
    run("--for", "H44.3", "--out", tmp_path / "one.pdf")

    alone = (tmp_path / "one.pdf").read_bytes()
    assert (tmp_path / "all" / "2026-W34-H44.3.pdf").read_bytes() == alone


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--week", "2026-W20", "--out", "x.pdf"), "chưa công bố số liệu Tuần 20/2026"),
        (("--week", "W20", "--out", "x.pdf"), "'W20' is not a week"),
        (("--number", "7", "--week", "2026-W34", "--out", "x.pdf"), "no edition 7 of '2026-W34'"),
        (("--for", "H99", "--out", "x.pdf"), "says nothing of a unit 'H99'"),
        (("--out", "/nowhere/x.pdf"), "/nowhere/x.pdf cannot be written"),
        (("--for", "all", "--out", "/dev/null/x"), "is no folder to write into"),
        (("--send",), "there is no list of recipients at"),
    ],
)
def test_what_the_caller_can_mend_is_one_line(run: Run, words: tuple[str, ...], complaint: str) -> None:
    code, said = run(*words)

    assert code == 2
    assert complaint in said
    assert said.count("\n") == 1


def test_where_to_must_be_said(run: Run) -> None:
    code, said = run("--week", "2026-W34")

    assert code == 2
    assert "--out" in said
    assert "--send" in said


def test_editions_of_another_record_are_not_mixed_with_this_ones_catalogue(
    run: Run, instance: Path
) -> None:
    Editions(instance / "editions").publish(an_edition("2026-W35", record_id="another"))

    assert "was made from another record" in run("--out", "x.pdf")[1]


def settings(instance: Path, port: int, *recipients: str) -> None:
    text = f"[smtp]\nhost = 127.0.0.1\nport = {port}\nsecurity = none\nfrom = a@phutho.example\n"
    (instance / "mail.ini").write_text(text, "utf-8")
    lines = ["place,address,lang", *recipients]
    (instance / "recipients.csv").write_text("\n".join(lines) + "\n", "utf-8")


def test_each_recipient_gets_the_report_of_the_place_in_the_language_asked_for(
    run: Run, instance: Path
) -> None:
    inbox = Inbox()
    with a_post_office(inbox) as port:
        settings(instance, port, "total,a@x.example,vi", "H44.2,b@x.example,en")
        code, said = run("--for", "all", "--send")

    first, second = inbox.letters
    assert (code, said) == (0, "letters sent: 2\n")
    assert (first["To"], second["To"]) == ("a@x.example", "b@x.example")
    assert second["Subject"] == "Week 34/2026: no clear change – Name H44.2"
    [file] = second.iter_attachments()
    assert file.get_filename() == "2026-W34-H44.2-en.pdf"
    assert "Name H44.2 Week 34/2026" in Paper(file.get_content()).words()


def test_what_was_sent_is_not_sent_again(run: Run, instance: Path) -> None:
    inbox = Inbox(break_after=1)
    with a_post_office(inbox) as port:
        settings(instance, port, "total,a@x.example", "total,b@x.example")
        code, said = run("--send")
        assert code == 2
        assert "sent before: a@x.example" in said

        inbox.break_after = None
        assert run("--send") == (0, "a@x.example has 2026-W34 for total already\nletters sent: 1\n")

    assert inbox.recipients == ["a@x.example", "b@x.example"]


def test_a_refused_address_is_named_and_the_others_have_theirs(run: Run, instance: Path) -> None:
    inbox = Inbox(refuse="wrong")
    with a_post_office(inbox) as port:
        settings(instance, port, "total,wrong@x.example", "total,b@x.example")
        code, said = run("--send")

    assert code == 2
    assert said == (
        "letters sent: 1\nnot sent to wrong@x.example: 550 no such mailbox\n"
        "analytics: 1 of 2 letters were refused\n"
    )
    assert inbox.recipients == ["b@x.example"]


def test_a_place_without_recipients_is_said(run: Run, instance: Path) -> None:
    settings(instance, 1, "total,a@x.example")

    assert "names nobody for H44.2" in run("--for", "H44.2", "--send")[1]


def test_the_catalogue_tells_what_belongs_to_which_unit(db: Database, record_path: Path) -> None:
    with source.reading(record_path) as record:
        found = unit_of(record, date(2026, 8, 23))

    assert found["centre"]["H44.5"] == "H44.5"
    assert found["counter"]["H44.5-1"] == "H44.5"
    assert found["officer"]["H44.5.A-01"] == "H44.5"


def test_a_report_is_of_one_period(run: Run, tmp_path: Path) -> None:
    """The last one would be taken silently."""
    code, said = run("--week", "2026-W33", "--month", "2026-08", "--out", tmp_path / "a.pdf")

    assert code == 2
    assert "say one of --week, --month" in said


def test_a_month_is_not_asked_for_as_a_week(run: Run, tmp_path: Path) -> None:
    code, said = run("--week", "2026-08", "--out", tmp_path / "a.pdf")

    assert code == 2
    assert "2026-08 is a month: say --month 2026-08" in said
