"""The documents say what the program does."""

import importlib
import re
from pathlib import Path
from pkgutil import iter_modules

import pytest

from kiosk import config, errors, i18n
from kiosk.storage.db import Database

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("*/*.md")])


def all_errors() -> list[type[errors.KioskError]]:
    found = [
        one
        for name in (
            "kiosk.errors",
            *(one.name for one in iter_modules(errors.__path__, "kiosk.errors.")),
        )
        for one in vars(importlib.import_module(name)).values()
        if isinstance(one, type) and issubclass(one, errors.KioskError) and one is not errors.KioskError
    ]
    return sorted(set(found), key=lambda one: (one.status, one.code))


def error_table() -> str:
    rows = ["| status | code | English | Vietnamese |", "| --- | --- | --- | --- |"]
    for one in all_errors():
        vietnamese = i18n.catalogue("vi").gettext(one.text)
        rows.append(f"| {one.status} | `{one.code}` | {one.text} | {vietnamese} |")
    return "\n".join(rows)


def test_the_operating_guide_lists_every_setting_with_its_default_and_meaning() -> None:
    guide = (ROOT / "docs" / "operating.md").read_text("utf-8")
    for one in config.SETTINGS:
        default = f'"{one.default}"' if isinstance(one.default, str) else repr(one.default)
        assert f"| `{one.name}` | `{default}` | {one.meaning} |" in guide


def test_the_list_of_errors_is_the_programs_own() -> None:
    assert error_table() in (ROOT / "docs" / "errors.md").read_text("utf-8")


def test_no_two_errors_share_a_code() -> None:
    codes = [one.code for one in all_errors()]
    assert len(codes) == len(set(codes))


def test_the_contract_names_every_published_view(db: Database) -> None:
    contract = (ROOT / "docs" / "contract.md").read_text("utf-8")
    for view in db.view_names():
        assert f"`{view}`" in contract, view


def test_the_guide_names_only_commands_that_exist() -> None:
    from kiosk.commands import group

    named = re.findall(
        r"\.venv/bin/kiosk ([a-z-]+)", (ROOT / "docs" / "operating.md").read_text("utf-8")
    )
    assert len(named) >= 8
    assert set(named) <= set(group.commands)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_picture_of_a_page_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)\)", page.read_text("utf-8"))
    missing = [
        target
        for target in targets
        if not target.startswith("http") and not (page.parent / target).exists()
    ]
    assert missing == []


def test_the_readme_names_every_room() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for room in (
        "kiosk/",
        "analytics/",
        "instance/",
        "tests/",
        "bench/",
        "docs/",
        "setup.cfg",
        "Makefile",
    ):
        assert f"`{room}`" in readme, room


def test_the_readme_names_every_room_of_the_kiosk() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    rooms = [path.parent.name for path in ROOT.glob("kiosk/*/__init__.py")]
    assert len(rooms) >= 12
    assert sorted(room for room in rooms if f"| `{room}/`" not in readme) == []


def test_every_room_of_the_kiosk_has_its_tests() -> None:
    rooms = {path.parent.name for path in ROOT.glob("kiosk/*/__init__.py")}
    assert rooms - {path.parent.name for path in ROOT.glob("tests/kiosk/*/test_*.py")} == set()
