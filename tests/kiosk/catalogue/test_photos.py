"""Officers' photos: only small pictures, only out of their folder."""

from pathlib import Path

import pytest

from kiosk.catalogue import photos

JPEG = b"\xff\xd8\xff\xe0" + bytes(100)
WEBP = b"RIFF\x64\x00\x00\x00WEBPVP8 " + bytes(100)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "photos"
    found.mkdir()
    return found


@pytest.mark.parametrize(
    ("name", "content", "mimetype"),
    [
        ("A-01.jpg", JPEG, "image/jpeg"),
        ("A-01.webp", WEBP, "image/webp"),
        ("A-01.jpg", WEBP, "image/webp"),  # by its bytes, not by its name
    ],
)
def test_a_photo_is_found_by_the_officers_id(
    folder: Path, name: str, content: bytes, mimetype: str
) -> None:
    (folder / name).write_bytes(content)
    assert photos.find_photo(folder, "A-01") == photos.Photo(content, mimetype)
    assert photos.find_photo(folder, "A-02") is None


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"\x89PNG\r\n", b"RIFF\0\0\0\0WAVE", JPEG + bytes(photos.MAX_BYTES)],
)
def test_what_is_no_small_picture_is_not_shown(folder: Path, content: bytes) -> None:
    (folder / "A-01.jpg").write_bytes(content)
    assert photos.find_photo(folder, "A-01") is None


def test_the_largest_photo_is_still_shown(folder: Path) -> None:
    (folder / "A-01.jpg").write_bytes(JPEG + bytes(photos.MAX_BYTES - len(JPEG)))
    assert photos.find_photo(folder, "A-01") is not None


@pytest.mark.parametrize(
    "officer_id",
    [
        "../secret",
        "..",
        ".",
        "",
        "a/b",
        "/etc/passwd",
        ".hidden",
        "a\\b",
        "a\0b",
        "x" * 65,
        "ă",
        "A-01\n",
    ],
)
def test_no_name_leads_out_of_the_folder(folder: Path, officer_id: str) -> None:
    (folder.parent / "secret.jpg").write_bytes(JPEG)
    (folder / ".hidden.jpg").write_bytes(JPEG)
    assert photos.find_photo(folder, officer_id) is None


def test_a_link_that_leads_out_of_the_folder_is_not_followed(folder: Path) -> None:
    (folder.parent / "secret.jpg").write_bytes(JPEG)
    (folder / "A-01.jpg").symlink_to(folder.parent / "secret.jpg")
    (folder / "A-02.jpg").mkdir()
    assert photos.find_photo(folder, "A-01") is None
    assert photos.find_photo(folder, "A-02") is None


def test_without_a_folder_there_are_no_photos(tmp_path: Path) -> None:
    assert photos.find_photo(tmp_path / "absent", "A-01") is None
