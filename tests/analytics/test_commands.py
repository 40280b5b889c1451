import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import kiosk
from analytics import __main__ as commands
from kiosk.storage.db import Database
from tests import factories

PHU_THO = Path(kiosk.__file__).parent / "data" / "phutho_month.csv"
WARNINGS = {
    "vi": "Chỉ để kiểm tra: ở đây không ẩn những ô mà ấn bản ẩn. Chỉ cung cấp số liệu của ấn bản cho"
    " người khác.",
    "en": "For checking only: what editions hide is not hidden here. Pass on the figures of editions.",
}


@pytest.fixture
def run(record_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> "Run":
    """Runs a command in the test's instance."""
    monkeypatch.setenv("HAILONG_INSTANCE", str(record_path.parent))
    return Run(monkeypatch, capsys)


class Run:
    """A command line and what it printed: exit code, stdout, stderr."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *words: str | Path) -> tuple[int, str, str]:
        self._monkeypatch.setattr(sys, "argv", ["analytics", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            commands.main()
        printed = self._capsys.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), printed.out, printed.err


def test_a_press_is_found_in_the_weeks_table_after_a_refresh(run: Run, db: Database) -> None:
    for _ in range(9):
        factories.rate(db, procedure_id="1.001193")
    factories.rate(db, procedure_id="1.001193", satisfied=False)

    assert run("refresh")[0] == 0
    code, out, _ = run("week", "2026-W34", "--by", "procedure")

    [row] = [line for line in out.splitlines() if line.startswith("Đăng ký khai sinh")]
    assert code == 0
    assert "90,0\u00a0%" in row
    assert "59,6–98,2" in row  # Wilson for 9 of 10, scipy: binomtest(9, 10).proportion_ci


def test_a_refresh_talks_on_stderr_and_prints_nothing(run: Run, random_db: Database) -> None:
    code, out, err = run("refresh")

    assert (code, out) == (0, "")
    assert "recomputed 4 weeks (2026-W32 to 2026-W35): 180 ratings, 60 services" in err
    assert run("refresh") == (0, "", "nothing has changed\n")
    assert "recomputed 4 weeks" in run("refresh", "--all")[2]


@pytest.mark.parametrize("by", ["procedure", "officer", "centre", "unit", "counter", "field"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_dimension_can_be_listed_in_both_languages(
    run: Run, figures: Path, by: str, lang: str
) -> None:
    code, out, err = run("week", "2026-W34", "--by", by, "--lang", lang)

    assert (code, err) == (0, f"{WARNINGS[lang]}\n")
    assert out.splitlines()[-1].startswith("Tất cả" if lang == "vi" else "All together")


def test_csv_and_json_are_clean_on_stdout(run: Run, figures: Path) -> None:
    _, text, _ = run("week", "2026-W34", "--by", "unit", "--format", "csv")
    _, document, _ = run("week", "2026-W34", "--by", "unit", "--format", "json")

    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["key"] for row in rows[:-1]] == [row["key"] for row in json.loads(document)["rows"]]
    assert len(rows) == 4  # two units received, a third only resolved, and the total


def test_a_week_without_figures_says_which_have_some(run: Run, figures: Path) -> None:
    code, out, err = run("week", "2026-W20")

    assert (code, out) == (1, "")
    assert err == "nothing is known of 2026-W20; there are figures of 2026-W32 to 2026-W35\n"


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_week_without_figures_is_no_empty_file_either(run: Run, figures: Path, form: str) -> None:
    assert run("week", "2026-W01", "--format", form)[:2] == (1, "")


def test_without_any_figures_no_week_is_known(run: Run, db: Database) -> None:
    run("refresh")

    assert run("week", "2026-W34") == (
        1,
        "",
        "nothing is known of 2026-W34; there are figures of no week at all\n",
    )


def test_a_running_week_is_said_to_be_unfinished(
    run: Run, figures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "utc_now", lambda: factories.WEDNESDAY)

    code, out, err = run("week", "2026-W34")

    assert code == 0
    assert out
    assert err == f"2026-W34 has not ended: its figures will still change\n{WARNINGS['vi']}\n"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("week", "2026-W54"), "'2026-W54' is not a week"),
        (("week", "W34"), "'W34' is not a week"),
        (("chart", "--key", "1.999999", "--out", "x.svg"), "no procedure '1.999999'"),
        (("chart", "--by", "officer", "--key", "Z", "--out", "x.svg"), "no officer 'Z'"),
        (("chart", "--until", "2026-W99", "--out", "x.svg"), "'2026-W99' is not a week"),
        (("chart", "--out", "x.gif"), "x.gif must end in .svg, .png or .pdf"),
        (("chart", "--out", "/nowhere/x.svg"), "/nowhere/x.svg cannot be written"),
        (("week", "2026-W34", "--record", "/nowhere/kiosk.db"), "no record at /nowhere/kiosk.db"),
        (("week", "2026-W34", "--derived", "/nowhere/a.db"), "no figures at /nowhere/a.db"),
        (("refresh", "--derived", "/nowhere/a.db"), "/nowhere/a.db cannot be written"),
        (("official", "/nowhere/x.csv"), "cannot be read"),
    ],
)
def test_what_the_caller_can_mend_is_one_line_and_exit_code_two(
    run: Run, figures: Path, words: tuple[str, ...], complaint: str
) -> None:
    code, out, err = run(*words)

    assert (code, out) == (2, "")
    assert complaint in err
    assert err.startswith("analytics: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "words", [("week", "2026-W34", "--by", "mood"), ("chart",), ("chart", "--weeks", "0"), ("no",)]
)
def test_a_wrong_command_line_is_exit_code_two(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words)[0] == 2


def test_figures_of_another_record_are_not_shown(run: Run, figures: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "kiosk.db"
    other.parent.mkdir()
    factories.a_record(other).conn.close()

    code, _, err = run("week", "2026-W34", "--record", other)

    assert code == 2
    assert "made from another record" in err


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_a_chart_is_written(run: Run, figures: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"chart.{form}"

    code, out, err = run("chart", "--by", "officer", "--key", "H44.5.A-01", "--out", path)

    assert (code, out) == (0, "")
    assert str(path) in err
    assert path.stat().st_size > 2_000


def test_the_chart_is_that_of_the_weeks_asked_for(run: Run, figures: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.svg"

    run("chart", "--weeks", "2", "--until", "2026-W34", "--out", path, "--lang", "en")

    assert "week 33/2026 – week 34/2026" in path.read_text("utf-8")


def test_the_published_month_is_reproduced(run: Run) -> None:
    code, out, _ = run("official", PHU_THO, "--lang", "en")

    assert code == 0
    assert out.splitlines() == [
        "492 of 492 published points reproduced (164 rows)",
        "164 of 164 published percentages reproduced",
    ]


def test_a_differing_month_is_exit_code_one(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "month.csv"
    path.write_text(PHU_THO.read_text("utf-8").replace("78.22,5.21", "78.22,5.91"), "utf-8")

    code, out, _ = run("official", path, "--lang", "en")

    assert code == 1
    assert "491 of 492 published points" in out
    assert "line 2, UBND tỉnh Phú Thọ: satisfied_score published 5.91, computed 5.21" in out


def test_the_module_runs_by_itself(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "analytics", "week", "2026-W34"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HAILONG_INSTANCE": str(tmp_path)},
        cwd=Path(kiosk.__file__).parent.parent,
    )

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("analytics: there is no record at")
