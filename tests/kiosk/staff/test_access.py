"""Users, their passwords and roles."""

from dataclasses import replace
from datetime import timedelta

import pytest
from werkzeug.security import check_password_hash

from kiosk import errors
from kiosk.errors import staff as staff_errors
from kiosk.staff import access, badges
from kiosk.staff.access import NewUser, User
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY

GOOD = NewUser("lan", "Nguyễn Thị Lan", "manager", "một mật khẩu dài")


@pytest.fixture
def user(db: Database) -> User:
    """Lan, who may open the dashboard."""
    with writing(db):
        access.add_user(db, GOOD, WEDNESDAY)
    return User("lan", "Nguyễn Thị Lan", "manager")


def test_a_password_is_kept_as_a_hash_of_the_advised_strength(db: Database, user: User) -> None:
    stored = db.conn.execute("SELECT password_hash FROM user").fetchone()[0]
    assert stored.startswith("scrypt:32768:8:3$")
    assert GOOD.password not in stored
    assert check_password_hash(stored, GOOD.password)


def officer_ids(db: Database) -> list[str | None]:
    return [row[0] for row in db.conn.execute("SELECT officer_id FROM user ORDER BY user_id")]


def test_an_officers_account_says_which_officer_it_is(db: Database, user: User) -> None:
    with writing(db):
        new = replace(GOOD, user_id="a", role="officer", officer_id="H44.5.A-01")
        access.add_user(db, new, WEDNESDAY)
    assert officer_ids(db) == ["H44.5.A-01", None]


@pytest.mark.parametrize(
    ("role", "officer_id", "error"),
    [
        ("officer", None, errors.MissingField),
        ("officer", "nobody", errors.UnknownOfficer),
        ("officer", "", errors.UnknownOfficer),
        ("manager", "H44.5.A-01", errors.WrongChoice),
        ("operator", "H44.5.A-01", errors.WrongChoice),
    ],
)
def test_who_signs_on_is_a_known_officer_and_nobody_else_is_one(
    db: Database, role: str, officer_id: str | None, error: type[Exception]
) -> None:
    with pytest.raises(error), writing(db):
        access.add_user(db, replace(GOOD, role=role, officer_id=officer_id), WEDNESDAY)
    assert officer_ids(db) == []


def a_session(db: Database, token: str, user_id: str | None) -> None:
    db.conn.execute(
        "INSERT INTO session (token_digest, user_id, data, created_at, expires_at)"
        " VALUES (?, ?, '{}', '2026-08-19T00:00:00Z', '2026-08-20T00:00:00Z')",
        [token, user_id],
    )


def test_a_disabled_user_is_not_found_and_has_nothing_open(db: Database, user: User) -> None:
    with writing(db):
        access.add_user(db, replace(GOOD, user_id="minh"), WEDNESDAY)
        for token, user_id in (("a", "lan"), ("b", "lan"), ("c", "minh"), ("d", None)):
            a_session(db, token, user_id)
        access.disable_user(db, "lan", WEDNESDAY)
    assert access.find_user(db, "lan") is None
    assert access.find_user(db, "minh") is not None
    left = db.conn.execute("SELECT token_digest FROM session ORDER BY 1").fetchall()
    assert left == [("c",), ("d",)]


def test_a_disabled_officers_badge_signs_nobody_on(db: Database) -> None:
    """Whoever is shut out still has the badge in the pocket."""
    officer = replace(GOOD, user_id="an", role="officer", officer_id="H44.5.A-01")
    with writing(db):
        access.add_user(db, officer, WEDNESDAY)
        token, other = (
            badges.make_badge(db, one, now=WEDNESDAY, by="tests") for one in ("H44.5.A-01", "H44.9.A-01")
        )
        access.disable_user(db, "an", WEDNESDAY)
    with pytest.raises(staff_errors.UnknownBadge):
        badges.get_officer(db, token, WEDNESDAY)
    assert badges.get_officer(db, other, WEDNESDAY).officer_id == "H44.9.A-01"
    with writing(db):
        newer = badges.make_badge(db, "H44.5.A-01", now=WEDNESDAY, by="tests")
        access.disable_user(db, "an", WEDNESDAY)  # the second time changes nothing
    assert badges.get_officer(db, newer, WEDNESDAY).officer_id == "H44.5.A-01"


def test_disabling_is_noted_once_with_the_time_it_happened(db: Database, user: User) -> None:
    for days in (0, 1):
        with writing(db):
            access.disable_user(db, "lan", WEDNESDAY + timedelta(days=days))
    noted = db.conn.execute("SELECT at, actor, subject FROM audit WHERE action = 'disable user'")
    assert noted.fetchall() == [("2026-08-19T02:30:00Z", "command", "lan")]
    at = db.conn.execute("SELECT disabled_at FROM user").fetchone()
    assert at == ("2026-08-19T02:30:00Z",)


def test_nobody_cannot_be_disabled(db: Database) -> None:
    with pytest.raises(staff_errors.UnknownUser, match="“nobody”"), writing(db):
        access.disable_user(db, "nobody", WEDNESDAY)


@pytest.mark.parametrize(
    ("new", "error"),
    [
        (NewUser("lan", "x", "emperor", GOOD.password), errors.WrongChoice),
        (NewUser("lan", "x", "manager", "ngắn"), staff_errors.WeakPassword),
        (NewUser("", "x", "manager", GOOD.password), staff_errors.WrongUserId),
        (NewUser("l" * 65, "x", "manager", GOOD.password), staff_errors.WrongUserId),
        (NewUser("lan anh", "x", "manager", GOOD.password), staff_errors.WrongUserId),
        (NewUser("lan\n", "x", "manager", GOOD.password), staff_errors.WrongUserId),
        (NewUser("lân", "x", "manager", GOOD.password), staff_errors.WrongUserId),
        (NewUser("lan/../", "x", "manager", GOOD.password), staff_errors.WrongUserId),
        (NewUser("lan", "", "manager", GOOD.password), errors.MissingField),
        (NewUser("lan", " \n ", "manager", GOOD.password), errors.MissingField),
        (NewUser("lan", "x" * 101, "manager", GOOD.password), errors.TextTooLong),
        (NewUser("lan", "Lan\u202e", "manager", GOOD.password), errors.UnsafeText),
    ],
)
def test_a_user_that_cannot_be_added_leaves_nothing(
    db: Database, new: NewUser, error: type[errors.KioskError]
) -> None:
    with pytest.raises(error), writing(db):
        access.add_user(db, new, WEDNESDAY)
    assert db.conn.execute("SELECT count(*) FROM user").fetchone()[0] == 0
    assert db.conn.execute("SELECT count(*) FROM audit").fetchone()[0] == 0


@pytest.mark.parametrize("user_id", ["l", "l" * 64, "Lan.Nguyen-2_a@xa.vn"])
def test_a_user_id_is_plain_letters_digits_and_four_signs(db: Database, user_id: str) -> None:
    with writing(db):
        access.add_user(db, replace(GOOD, user_id=user_id), WEDNESDAY)
    assert access.find_user(db, user_id) is not None


def test_a_name_is_stored_tidy(db: Database) -> None:
    with writing(db):
        access.add_user(db, replace(GOOD, name="  Nguye\u0302\u0303n  Thị\tLan "), WEDNESDAY)
    assert access.find_user(db, "lan") == User("lan", "Nguyễn Thị Lan", "manager")


def test_a_name_is_taken_once(db: Database, user: User) -> None:
    with pytest.raises(staff_errors.UserExists), writing(db):
        access.add_user(db, GOOD, WEDNESDAY)


def test_adding_a_user_is_in_the_audit_trail_without_the_password(db: Database, user: User) -> None:
    rows = db.conn.execute("SELECT actor, action, subject FROM audit").fetchall()
    assert rows == [("command", "add user", "lan")]


@pytest.mark.parametrize(
    ("role", "opens"), [("manager", True), ("operator", False), ("officer", False), ("gone", False)]
)
def test_a_role_opens_what_it_lists_and_nothing_else(role: str, opens: bool) -> None:
    user = User("x", "x", role)
    if opens:
        access.check_may(user, "dashboard")
    else:
        with pytest.raises(staff_errors.NotAllowed):
            access.check_may(user, "dashboard")


def test_the_record_keeps_a_digest_of_a_sessions_token() -> None:
    assert access.token_digest("a") != access.token_digest("b")
    assert "secret" not in access.token_digest("secret")
