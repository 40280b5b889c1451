"""Files for their owner alone: keys and passwords that this machine made."""

import contextlib
import os
import secrets
from pathlib import Path


def write_secret(path: Path, text: str) -> None:
    """A file that only its owner can read, whole or not at all; never over an existing one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def write_once(path: Path, text: str) -> None:
    """A secret, whole and on the disk, or not at all; whoever comes second uses the first one's.

    What it locks or signs is there from the first minute on, so it must survive a power cut.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    write_secret(draft, text)
    try:
        to_disk(draft)
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    to_disk(path.parent)


def to_disk(path: Path) -> None:
    """See that what the file or folder holds outlives a power cut."""
    is_folder = path.is_dir()
    if is_folder and os.name == "nt":  # which does not open folders
        return
    descriptor = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)  # Windows needs to write
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
