"""The SQLite that the record is kept with: SQLCipher's, which can lock a file.

Where no wheel of it exists, Python's own: it cannot, and may be an old one.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        from sqlcipher3 import dbapi2 as sqlite3
    except ImportError:
        import sqlite3

__all__ = ["sqlite3"]
