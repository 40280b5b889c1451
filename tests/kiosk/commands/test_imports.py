"""The commands that fill the record, as an administrator types them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk import periods
from kiosk.commands import group
from kiosk.commands.console import refusal_lines
from kiosk.errors.faults import Fault, ImportRefused
from kiosk.storage import schema


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HAILONG_INSTANCE", str(tmp_path))
    schema.create_record(tmp_path / "kiosk.db", periods.now())
    return tmp_path


def run(*words: object) -> Result:
    return CliRunner().invoke(group, [str(word) for word in words])


def count(folder: Path, table: str) -> int:
    db = schema.open_record(folder / "kiosk.db")
    [(found,)] = db.conn.execute(f"SELECT count(*) FROM {table}")
    db.conn.close()
    return int(found)


def test_a_catalogue_services_and_roster_come_in_by_files(folder: Path) -> None:
    assert run("load-shipped").exit_code == 0
    tables = {
        "centre": "ma;ten;ma_don_vi;tu_ngay\nH44.5;Trung tâm phường Việt Trì;H44.5;01/07/2025\n",
        "counter": "ma;ten;ma_trung_tam;tu_ngay\nH44.5-1;Quầy 1;H44.5;01/07/2025\n",
        "officer": "ma;ten;chuc_vu;ma_don_vi;tu_ngay\nA-01;Cán bộ A-01;;H44.5;01/07/2025\n",
    }
    for kind, text in tables.items():
        (folder / kind).write_text(text, "utf-8")
        result = run("import-catalogue", kind, folder / kind)
        assert (result.exit_code, result.stderr) == (0, f"{kind}: 1 added, 0 unchanged\n")
    (folder / "services").write_text(
        "Mã hồ sơ,Mã thủ tục,Đơn vị giải quyết,Quầy,Cán bộ,Ngày tiếp nhận,Ngày hẹn trả,"
        "Ngày kết thúc,Kết quả,Kênh\n"
        "H44.5-260817-0001,1.001193,H44.5,H44.5-1,A-01,17/08/2026,18/08/2026,19/08/2026 09:00,"
        "Đồng ý,Trực tiếp\n",
        "utf-8-sig",
    )
    assert run("import-services", folder / "services").stderr == "services: 1 added, 0 unchanged\n"
    assert run("import-services", folder / "services").stderr == "services: 0 added, 1 unchanged\n"
    (folder / "roster").write_text(
        "Quầy,Cán bộ,Bắt đầu,Kết thúc\nH44.5-1,A-01,19/08/2026 07:30,19/08/2026 11:30\n", "utf-8"
    )
    assert run("import-roster", folder / "roster").stderr == "duties: 1 added, 0 unchanged\n"
    assert (count(folder, "service"), count(folder, "duty")) == (1, 1)


def test_a_refused_file_stores_nothing_and_says_so(folder: Path) -> None:
    (folder / "units").write_text("unit_id,name,kind\nH98,a,province\nH99,b,planet\n", "utf-8")
    result = run("import-catalogue", "unit", folder / "units")
    assert result.exit_code == 2
    assert "line 3: kind: “planet” is not one of" in result.stderr
    assert result.stdout == ""
    assert count(folder, "unit") == 0


def test_a_refusal_names_twenty_lines_in_each_language_and_counts_the_rest() -> None:
    refusal = ImportRefused([(line, Fault("bad {n}", n=line)) for line in range(2, 27)], count=25)
    lines = list(refusal_lines(refusal))
    assert len(lines) == 2 * (1 + 20 + 1)
    english = lines[22:]
    assert english[0] == "Nothing was stored. Bad lines: 25."
    assert english[1:3] == ["  line 2: bad 2", "  line 3: bad 3"]
    assert english[-1] == "  … and 5 more."


def test_exactly_twenty_bad_lines_leave_nothing_to_count() -> None:
    refusal = ImportRefused([(line, Fault("bad")) for line in range(20)], count=20)
    assert len(list(refusal_lines(refusal))) == 2 * 21


def test_a_demonstration_is_loaded_once(folder: Path) -> None:
    first, second = (run("load-demonstration", "--unit", "Hy Cương") for _ in range(2))
    assert first.exit_code == second.exit_code == 0
    assert "demonstration loaded: 1270 services" in first.stderr
    assert "demonstration was loaded before: 1270 services" in second.stderr
    assert count(folder, "service") == 1_270


@pytest.mark.parametrize("words", ["Atlantis", "Sơn"])
def test_a_unit_that_is_none_or_many_is_refused_in_a_line(folder: Path, words: str) -> None:
    result = run("load-demonstration", "--unit", words)
    assert result.exit_code == 2
    assert f"“{words}” names" in result.stderr
    assert count(folder, "service") == 0


def test_hours_and_holidays_come_in_by_files(folder: Path) -> None:
    run("load-shipped")
    (folder / "centre").write_text("ma;ten;ma_don_vi;tu_ngay\nH44.5;TT;H44.5;01/07/2025\n", "utf-8")
    run("import-catalogue", "centre", folder / "centre")
    (folder / "hours").write_text("centre,weekday,opens,closes\nH44.5,T2-T6,7h30,17h\n", "utf-8")
    (folder / "days").write_text("ngày;loại;tên\n02/09/2026;nghỉ;Quốc khánh\n", "utf-8")
    for added, unchanged in ((5, 0), (0, 5)):
        said = run("import-hours", folder / "hours").stderr
        assert said == f"opening hours: {added} added, {unchanged} unchanged\n"
    assert run("import-holidays", folder / "days").stderr == "special days: 1 added, 0 unchanged\n"
    (folder / "days").write_text("ngày;loại;tên\n02/09/2026;lễ;Quốc khánh\n", "utf-8")
    refused = run("import-holidays", folder / "days")
    assert refused.exit_code == 2
    assert "dòng 2: kind: “lễ” không thuộc các giá trị" in refused.stderr
    assert "line 2: kind: “lễ” is not one of" in refused.stderr
    assert (count(folder, "opening"), count(folder, "special_day")) == (5, 1)


@pytest.mark.parametrize(
    "command", ["import-services", "import-roster", "import-hours", "import-holidays"]
)
def test_a_file_that_is_not_there_is_named(folder: Path, command: str) -> None:
    result = run(command, folder / "absent.csv")
    assert result.exit_code == 2
    assert "absent.csv" in result.stderr
