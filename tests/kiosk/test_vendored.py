"""Other people's code in this repository is what its note says."""

import re
from hashlib import sha256
from pathlib import Path

import kiosk

FOLDER = Path(kiosk.__file__).parent / "static" / "js" / "vendor"
NOTE = (FOLDER / "README.md").read_text("utf-8")


def scripts() -> list[Path]:
    return sorted(FOLDER.glob("*.js"))


def test_each_file_has_its_version_licence_and_digest_in_the_note() -> None:
    assert [path.name for path in scripts()] == ["uqr.js"]
    for path in scripts():
        licence = re.escape(f"MIT, `{path.stem}.LICENSE`")
        assert re.search(rf"\| `{path.name}` \|.*\| \d+\.\d+\.\d+ \| {licence} \|", NOTE)
        assert sha256(path.read_bytes()).hexdigest() in NOTE
        assert "Permission is hereby granted" in path.with_suffix(".LICENSE").read_text("utf-8")
