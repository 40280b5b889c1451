"""Fewer bytes for slow networks: what citizens' pages are made of travels compressed.

Only what holds no secret is compressed: the files in static/, the citizen's and operators' pages on
tablet and phone, and kits. A page with a form token or a signed answer is not: what is
compressed together with a secret can betray it by its length.
"""

import gzip
from functools import lru_cache

from flask import Response, request

FILES = frozenset({"static", "script"})
PUBLIC = frozenset({"tablet", "phone", "rotating", "receipt"})  # a receipt stands in the address already
TEXTS = ("text/", "application/json", "image/svg+xml")
LEAST_BYTES = 500  # below, the frame around it costs more than it saves
LEVEL = 6


def compress(response: Response) -> Response:
    """The same reply, compressed where that is safe, worth it and understood."""
    if not _is_public() or response.status_code != 200 or not _is_text(response):
        return response
    response.headers.add("Vary", "Accept-Encoding")
    if request.accept_encodings.quality("gzip") <= 0:
        return response
    response.direct_passthrough = False
    content = response.get_data()
    if len(content) >= LEAST_BYTES:
        response.set_data(_zipped_once(content) if request.endpoint in FILES else _zipped(content))
        response.headers["Content-Encoding"] = "gzip"
        _weaken_etag(response)
    return response


def _is_public() -> bool:
    return request.method == "GET" and (request.endpoint in FILES or request.blueprint in PUBLIC)


def _is_text(response: Response) -> bool:
    return (response.mimetype or "").startswith(TEXTS) and "Content-Encoding" not in response.headers


def _weaken_etag(response: Response) -> None:
    """The same content in other bytes: what a weak tag says."""
    etag, _ = response.get_etag()
    if etag is not None:
        response.set_etag(etag, weak=True)


def _zipped(content: bytes) -> bytes:
    return gzip.compress(content, LEVEL, mtime=0)


_zipped_once = lru_cache(maxsize=256)(_zipped)  # files are asked for again and again
