"""Officers' photos, where a centre chose to show them: files in instance/photos/."""

import re
from dataclasses import dataclass
from pathlib import Path

MAX_BYTES = 200_000
_OFFICER_ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")
_NAME_ENDS = (".jpg", ".webp")


@dataclass(frozen=True)
class Photo:
    """A photo's bytes and their kind."""

    content: bytes
    mimetype: str


def find_path(folder: Path, officer_id: str) -> Path | None:
    """The officer's file in the folder, or None; nothing outside the folder is ever one."""
    if not _OFFICER_ID.fullmatch(officer_id):
        return None
    for ending in _NAME_ENDS:
        path = folder / f"{officer_id}{ending}"
        if path.is_file() and path.resolve().parent == folder.resolve():
            return path
    return None


def find_photo(folder: Path, officer_id: str) -> Photo | None:
    """The officer's photo, or None where there is none, or what is there is too large or is
    neither JPEG nor WebP by its own first bytes."""
    path = find_path(folder, officer_id)
    if path is None or path.stat().st_size > MAX_BYTES:
        return None
    content = path.read_bytes()
    if content.startswith(b"\xff\xd8\xff"):
        return Photo(content, "image/jpeg")
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Photo(content, "image/webp")
    return None
