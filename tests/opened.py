"""The bytes of a locked file as whoever has its key reads them, by the published layout alone.

Source: SQLCipher's design: pages of 4,096 bytes, each ending in its own IV (16 bytes) and an
HMAC-SHA512 (64 bytes); the first begins with the file's salt in place of SQLite's own mark.
"""

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, IV, RESERVED, SALT = 4096, 16, 80, 16
MARK = b"SQLite format 3\0"


def opened(path: Path, key: Path | None = None) -> bytes:
    """All pages of the file, legible; a file that is not locked as it is."""
    content = path.read_bytes()
    if content.startswith(MARK) or not content:
        return content
    secret = bytes.fromhex((key or path.parent / "keys" / "record.key").read_text("ascii").strip())
    pages = [content[start : start + PAGE] for start in range(0, len(content), PAGE)]
    return b"".join(_page(page, secret, SALT if number == 0 else 0) for number, page in enumerate(pages))


def _page(page: bytes, secret: bytes, salt: int) -> bytes:
    body, iv = page[salt:-RESERVED], page[-RESERVED : -RESERVED + IV]
    decryptor = Cipher(algorithms.AES256(secret), modes.CBC(iv)).decryptor()
    legible = decryptor.update(body) + decryptor.finalize()
    return (MARK if salt else b"") + legible + page[-RESERVED:]
