"""How bytes are written on the wire: one text for each, and no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.storage import base64url


# RFC 4648, section 10, in the alphabet of section 5 and without padding.
@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"", ""),
        (b"f", "Zg"),
        (b"fo", "Zm8"),
        (b"foo", "Zm9v"),
        (b"foob", "Zm9vYg"),
        (b"foobar", "Zm9vYmFy"),
        (b"\xfb\xff", "-_8"),
    ],
)
def test_the_vectors_of_the_standard(raw: bytes, text: str) -> None:
    assert (base64url.encode(raw), base64url.decode(text)) == (text, raw)


@given(st.binary(max_size=100))
def test_what_is_written_is_read_back(raw: bytes) -> None:
    assert base64url.decode(base64url.encode(raw)) == raw


@pytest.mark.parametrize(
    "text",
    ["Zg==", "Zh", "Z", "Zm 9v", "Zm9v\n", "+/8", "Zm9vYé", "\ud800", "Zm9v!Zm9v"],
)
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        base64url.decode(text)
