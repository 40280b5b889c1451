"""Which release of the citizen's pages this server hands out, and which files belong to it.

A tablet holds one release whole: the pages, their words and their files fit together, and it
changes to the next one all at once. Every reply carries the release's name, so that a tablet can
also tell this server's words from those of a stranger who answers in its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask

from . import scripts

HEADER = "Hailong-Release"
ROOT = Path(__file__).parents[1]
STATIC = ROOT / "static"
# What the pages are made of, besides the files in static/ that are not the staff's.
SOURCES = ("templates/citizen", "templates/tablet", "templates/page.html", "templates/languages.html")
WORDS = "translations"
OFFLINE_PAGES = ("/t/", "/t/service")
DRAWN = (".css", ".svg")
OF_STAFF = frozenset({"staff.css", "manage.css", "duty.css", "poster.css"})


@dataclass(frozen=True)
class Release:
    """Its name (12 hexadecimal digits) and the paths below static/ that a tablet keeps."""

    name: str
    files: tuple[str, ...]


@cache
def read_release(version: str) -> Release:
    """The release made of the files as they are now, read once in the life of a process."""
    digest = sha256(version.encode())
    for path in sorted(_sources()):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(sha256(path.read_bytes()).digest())
    return Release(digest.hexdigest()[:12], tuple(sorted(_kept())))


def release(app: Flask) -> str:
    """The name of the release that this application hands out."""
    return _release(app).name


def worker_script(app: Flask, locales: tuple[str, ...]) -> str:
    """The service worker's source, with what it must know written before it."""
    known = _release(app)
    pages = [f"{path}?lang={locale}" for path in OFFLINE_PAGES for locale in locales]
    files = ",\n  ".join(f'"{path}"' for path in [*(f"/static/{name}" for name in known.files), *pages])
    source = (STATIC / "js" / "sw.js").read_text("utf-8")
    return f'const RELEASE = "{known.name}";\nconst FILES = [\n  {files},\n];\n{source}'


def register(app: Flask) -> None:
    """Let every template name the release; read the files now, not at the first request."""
    name = release(app)
    app.context_processor(lambda: {"release": name})


def _release(app: Flask) -> Release:
    # what the setting changes in the pages, tablets must take up whole as well
    asked = "trust" if app.config["TRUST_QUESTION"] else ""
    found = app.extensions.setdefault("release", read_release(app.config["VERSION"] + asked))
    return found  # type: ignore[no-any-return]


def _kept() -> Iterator[str]:
    """What the tablet's pages ask for, below static/."""
    drawn = (path.name for path in STATIC.iterdir() if path.suffix in DRAWN)
    yield from (name for name in drawn if name not in OF_STAFF)
    yield from (f"js/{entry}.joined.js" for entry in scripts.OF_TABLETS)
    yield from (f"js/vendor/{path.name}" for path in (STATIC / "js" / "vendor").glob("*.js"))


def _sources() -> Iterator[Path]:
    for start in (STATIC, ROOT / WORDS, *(ROOT / name for name in SOURCES)):
        found = (path for path in [start, *start.rglob("*")] if path.is_file())
        yield from (path for path in found if path.name not in OF_STAFF)
