"""Codes and slips out of a command, as whoever has no browser prints them."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk import commands, create_app, periods
from kiosk.printing import bundles
from kiosk.storage.db import Database, writing
from tests.factories import a_service
from tests.paper import Paper

BASE = "https://hailong.phutho.gov.vn"


@pytest.fixture
def instance(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small record behind an address of its own."""
    monkeypatch.setenv("HAILONG_INSTANCE", str(tmp_path))
    (tmp_path / "config.py").write_text(f'BASE_URL = "{BASE}"\n', "utf-8")
    return tmp_path


def run(*words: object) -> Result:
    return CliRunner().invoke(commands.group, [str(word) for word in words])


def finished(db: Database, days_ago: int = 0) -> str:
    day = (periods.civil_day(periods.now()) - timedelta(days=days_ago)).isoformat()
    with writing(db):
        return a_service(db, finished_day=day)


def count(db: Database, table: str) -> int:
    return int(db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_all_codes_of_a_centre_lie_in_the_folder(instance: Path) -> None:
    out = instance / "in" / "bản in"
    result = run("print-codes", "--centre", "H44.5", "--out", out)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (0, f"7 files in {out}")
    assert sorted(path.name for path in out.iterdir()) == [
        "code-H44.5-1.png",
        "code-H44.5-1.svg",
        "code-H44.5-2.png",
        "code-H44.5-2.svg",
        "poster-a4.pdf",
        "poster-a5.pdf",
        "tent.pdf",
    ]
    paper = Paper((out / "poster-a4.pdf").read_bytes())
    assert [paper.codes(page)[0].text for page in range(2)] == [f"{BASE}/p/H44.5-1", f"{BASE}/p/H44.5-2"]


def test_twice_gives_the_same_files_and_leaves_others_alone(instance: Path) -> None:
    out = instance / "out"
    words = ("print-codes", "--centre", "H44.5", "--out", out, "--kind", "tent", "--apart")
    run(*words)
    (out / "notes.txt").write_text("mine", "utf-8")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert set(before) == {"tent-H44.5-1.pdf", "tent-H44.5-2.pdf", "notes.txt"}
    assert run(*words).exit_code == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_failure_leaves_no_file_behind(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise OSError("out of ink")

    monkeypatch.setitem(bundles.PICTURES, "svg", ("", fail))
    assert run("print-codes", "--centre", "H44.5", "--out", instance / "out").exit_code == 1
    assert not (instance / "out").exists()


def test_a_centre_that_is_not_there_is_told_in_one_line(instance: Path) -> None:
    result = run("print-codes", "--centre", "X", "--out", instance / "out")
    assert result.exit_code == 2
    assert result.stderr.startswith("kiosk: There is no centre “X”")


def test_an_address_too_long_is_told_in_both_languages_and_printed_all_the_same(instance: Path) -> None:
    (instance / "config.py").write_text(f'BASE_URL = "https://{"a" * 40}.vn"\n', "utf-8")
    result = run("print-codes", "--centre", "H44.5", "--out", instance / "out", "--kind", "png")
    assert result.exit_code == 0
    assert "have 80 characters, more than 60" in result.stderr
    assert "dài 80 ký tự" in result.stderr


@pytest.mark.parametrize(("paper", "pages"), [("roll", 2), ("a4", 1)])
def test_slips_of_given_services_bear_links_that_are_taken(
    db: Database, instance: Path, paper: str, pages: int
) -> None:
    first, second = finished(db), finished(db)
    target = instance / "slips.pdf"
    result = run("print-slips", first, second, first, "--out", target, "--paper", paper)
    assert (result.exit_code, result.stderr) == (0, f"2 slips in {target}\n")
    printed = Paper(target.read_bytes())
    assert len(printed) == pages
    read = [code.text for page in range(pages) for code in printed.codes(page)]
    assert len(set(read)) == 2
    assert all(url.startswith(f"{BASE}/k/") and len(url) <= 60 for url in read)
    assert count(db, "receipt") == 2
    assert count(db, "service_offered") == 2


def test_the_link_of_a_slip_leads_to_its_service(db: Database, instance: Path) -> None:
    service_id = finished(db)
    run("print-slips", service_id, "--out", instance / "slip.pdf")
    (code,) = Paper((instance / "slip.pdf").read_bytes()).codes()
    app = create_app(instance=instance)
    reply = app.test_client().get(code.text.removeprefix(BASE))
    app.extensions["writer"].close()
    assert reply.status_code == 200
    assert "Đăng ký khai sinh" in reply.text


def test_the_trail_tells_that_slips_were_printed(db: Database, instance: Path) -> None:
    service_id = finished(db)
    run("print-slips", service_id, "--out", instance / "slip.pdf")
    rows = db.conn.execute("SELECT actor, action, subject FROM audit").fetchall()
    assert ("command", "print slip", service_id) in rows


def test_for_one_unknown_service_no_slip_is_printed_and_none_made_valid(
    db: Database, instance: Path
) -> None:
    result = run("print-slips", finished(db), "H44.5-260817-9999", "--out", instance / "slips.pdf")
    assert result.exit_code == 2
    assert "There is no finished service “H44.5-260817-9999”." in result.stderr
    assert not (instance / "slips.pdf").exists()
    assert count(db, "receipt") == 0


def test_a_service_that_may_be_rated_no_longer_gets_no_slip(db: Database, instance: Path) -> None:
    result = run("print-slips", finished(db, days_ago=31), "--out", instance / "slips.pdf")
    assert result.exit_code == 2
    assert "could be rated until" in result.stderr
    assert "chỉ đánh giá được đến hết ngày" in result.stderr
    assert run("print-slips", finished(db, days_ago=30), "--out", instance / "s.pdf").exit_code == 0
