"""What the figures were measured on."""

import os
import platform
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from kiosk.storage.driver import sqlite3


def describe() -> str:
    """One line: date, cores, memory, kernel, Python, SQLite."""
    pages, page = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {pages * page / 2**30:.0f} GiB, "
        f"{platform.system()} {platform.release().split('-')[0]}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def syncs_a_second(folder: Path, seconds: float = 1.0) -> float:
    """How often this disk can overwrite 4 KiB and sync it: the limit of single commits."""
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        file.write(bytes(4096))
        count, end = 0, time.perf_counter() + seconds
        while time.perf_counter() < end:
            os.pwrite(file.fileno(), os.urandom(4096), 0)
            os.fdatasync(file.fileno())
            count += 1
    return count / seconds
