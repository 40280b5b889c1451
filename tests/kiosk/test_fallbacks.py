"""Style sheets that a browser of 2021 reads too: what it does not know has a fallback before it."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "kiosk" / "static"
SHEETS = sorted(STATIC.glob("*.css"))
DECLARATION = re.compile(r"^\s*([\w-]+): ([^;{}]*\d)dvh\b", re.MULTILINE)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_height_of_the_moving_window_stands_after_one_that_every_browser_knows(sheet: Path) -> None:
    css = sheet.read_text("utf-8")
    plain = re.sub(r"@supports \(height: 1dvh\) \{[^{}]*\{[^{}]*\} \}", "", css)
    for found in DECLARATION.finditer(plain):
        name, value = found.groups()
        before = plain[: found.start()].rstrip().rsplit("\n", 1)[-1].strip()
        assert before == f"{name}: {value}vh;", f"{sheet.name}: {found[0].strip()}"
    assert plain.count("dvh") == len(DECLARATION.findall(plain))


def test_the_sheets_do_follow_the_moving_window() -> None:
    assert sum("dvh" in sheet.read_text("utf-8") for sheet in SHEETS) >= 5
