"""What cannot be counted stops nobody, and no address is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.storage.db import Database
from tests.asking import count
from tests.kiosk.web.limiting.crowd import HOME, MakeApp, a_rating, counted, post
from tests.kiosk.web.staff import fill_in
from tests.opened import opened
from tests.pages import PageClient


def break_it(path: Path) -> None:
    path.mkdir()


def damage_it(path: Path) -> None:
    path.write_bytes(b"no database" * 1_000)


@pytest.mark.parametrize("harm", [break_it, damage_it])
def test_limits_that_cannot_be_counted_stop_no_answer(
    make_app: MakeApp, db: Database, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    app = make_app(ADDRESS_FUSE=1, POSTER_ANSWERS=1)
    harm(tmp_path / "limits.db")
    assert {post(app, a_rating()).status_code for _ in range(5)} == {200}
    assert counted(db) == (5, 0)


def test_the_count_may_be_deleted_while_the_server_runs(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(ADDRESS_FUSE=1)
    assert [post(app, a_rating()).status_code for _ in range(2)] == [200, 429]
    (tmp_path / "limits.db").unlink()
    assert [post(app, a_rating()).status_code for _ in range(2)] == [200, 429]


def test_no_address_is_kept_anywhere(make_app: MakeApp, db: Database, tmp_path: Path) -> None:
    app = make_app()
    post(app, a_rating())
    fill_in(PageClient(app), "/sign-in", user_id="lan", password="no such password")
    assert count(db, "sign_in_failure") == 2
    app.extensions["writer"].close()
    files = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert {"kiosk.db", "limits.db"} <= {one.name for one in files}
    for file in files:
        content = opened(file) if file.name == "kiosk.db" else file.read_bytes()
        assert HOME["REMOTE_ADDR"].encode() not in content, file.name
        assert b"127.0.0.1" not in content, file.name
