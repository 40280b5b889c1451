"""Lighthouse's marks for a page, by its own program."""

import json
import os
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.browser.conftest import CHROMIUM, FLAGS

LIGHTHOUSE = "lighthouse@12.8.2"
Page = tuple[str, str, list[str]]


def audit(base: str, pages: tuple[Page, ...]) -> None:
    """Print the marks of these pages: title, path, Lighthouse's options.

    npm fetches it into a folder of its own: it is no part of the project.
    """
    if not shutil.which("npm"):
        print("\nLighthouse: not run, there is no npm here")
        return
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as name:
        install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", LIGHTHOUSE]
        done = subprocess.run(
            install, check=False, cwd=name, capture_output=True, text=True, timeout=600
        )
        if done.returncode:
            print(f"\nLighthouse: not run, npm could not fetch it: {done.stderr.strip()[-200:]}")
            return
        print(f"\n{LIGHTHOUSE}: performance, accessibility (of 100)")
        for title, path, options in pages:
            print(f"  {title}: {_marks(Path(name), base + path, options)}")


def _marks(folder: Path, address: str, options: list[str]) -> str:
    report = folder / f"{secrets.token_hex(4)}.json"
    subprocess.run(
        [
            str(folder / "node_modules" / ".bin" / "lighthouse"),
            address,
            "--quiet",
            "--output=json",
            f"--output-path={report}",
            "--only-categories=performance,accessibility",
            f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
            *options,
        ],
        env={**os.environ, "CHROME_PATH": CHROMIUM},
        check=True,
        capture_output=True,
        timeout=300,
    )
    found = json.loads(report.read_text("utf-8"))
    marks = [found["categories"][name]["score"] for name in ("performance", "accessibility")]
    return ", ".join("none" if mark is None else f"{mark * 100:.0f}" for mark in marks) + _short(found)


def _short(found: dict[str, Any]) -> str:
    """What cost marks, by Lighthouse's own names."""
    weighty = {
        one["id"]
        for category in found["categories"].values()
        for one in category["auditRefs"]
        if one["weight"]
    }
    lacking = [
        f"{name} {one['score']:.2f}"
        for name, one in found["audits"].items()
        if name in weighty and one["score"] is not None and one["score"] < 1
    ]
    return f" ({', '.join(lacking)})" if lacking else ""
