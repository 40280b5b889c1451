"""What `make` says, in plain words, on a machine where something is missing."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OLD = '#!/bin/sh\ncase "$*" in *version_info*) exit 1;; --version) echo "Python 3.9.2";; esac\n'
WITHOUT_VENV = '#!/bin/sh\ncase "$*" in *ensurepip*) exit 1;; *) exit 0;; esac\n'
BROKEN_INDEX = """#!/bin/sh
case "$1 $2" in
  "-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python";;
  "-m pip") echo "no route to the package index" >&2; exit 1;;
esac
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The project as a newcomer has it, as far as installing reads it."""
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    shutil.copy(ROOT / "setup.cfg", tmp_path)
    return tmp_path


def a_python(folder: Path, script: str) -> Path:
    """A stand-in for a machine's Python."""
    path = folder / "python-here"
    path.write_text(script)
    path.chmod(0o755)
    return path


def install(folder: Path, python: Path | str) -> tuple[int, str]:
    done = subprocess.run(
        ["sh", "requirements/install.sh", "run"],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "VENV": ".venv", "PYTHON": str(python)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (OLD, "Python 3.9.2 is too old: Python 3.11"),
        (WITHOUT_VENV, "apt-get install python3-venv"),
        (BROKEN_INDEX, "installing failed"),
    ],
)
def test_what_is_missing_is_said_with_the_way_out(folder: Path, script: str, words: str) -> None:
    code, said = install(folder, a_python(folder, script))
    assert (code, words in said) == (1, True), said
    assert "Traceback" not in said


def test_without_any_python_the_way_out_is_named(folder: Path) -> None:
    code, said = install(folder, "no-such-python")
    assert (code, "apt-get install python3" in said) == (1, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_named(folder: Path) -> None:
    folder.chmod(0o555)
    try:
        code, said = install(folder, shutil.which("python3") or "python3")
    finally:
        folder.chmod(0o755)
    assert (code, "read-only" in said) == (1, True)


def test_a_failed_installation_is_tried_again_next_time(folder: Path) -> None:
    python = a_python(folder, BROKEN_INDEX)
    assert [install(folder, python)[0] for _ in range(2)] == [1, 1]
    assert not (folder / ".venv" / "installed-run").exists()


def test_what_is_installed_is_not_installed_again(folder: Path) -> None:
    pinned = (folder / "requirements/run.txt").read_bytes() + (folder / "setup.cfg").read_bytes()
    sums = subprocess.run(["cksum"], input=pinned, capture_output=True, check=True)
    (folder / ".venv").mkdir()
    (folder / ".venv" / "installed-run").write_bytes(sums.stdout.strip())
    assert install(folder, "no-such-python") == (0, "")


def test_the_locks_name_no_place_to_fetch_from_and_pin_every_package_by_hash() -> None:
    for name in ("run.txt", "test.txt"):
        lock = (ROOT / "requirements" / name).read_text("utf-8")
        assert "://" not in lock
        pinned = [line for line in lock.splitlines() if "==" in line and not line.startswith(" ")]
        assert len(pinned) > 15
        assert all(line.endswith("\\") for line in pinned), "a package without a hash"
