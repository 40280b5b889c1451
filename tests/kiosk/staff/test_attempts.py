"""How many tries to sign in, how many at once, and whether the password is right."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.errors import staff as staff_errors
from kiosk.staff import access, attempts
from kiosk.staff.access import NewUser, User
from kiosk.staff.attempts import Attempt
from kiosk.storage.db import Database, connect, writing
from tests.factories import WEDNESDAY

GOOD = NewUser("lan", "Nguyễn Thị Lan", "manager", "một mật khẩu dài")
HERE, THERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def user(db: Database) -> User:
    """Lan, who may open the dashboard."""
    with writing(db):
        access.add_user(db, GOOD, WEDNESDAY)
    return User("lan", "Nguyễn Thị Lan", "manager")


def attempt(db: Database, name: str = "lan", address: str = HERE, at: datetime = WEDNESDAY) -> Attempt:
    with writing(db):
        return attempts.note_attempt(db, name, address, at)


def fail(db: Database, times: int, address: str = HERE) -> None:
    for _ in range(times):
        attempt(db, address=address)


def noted(db: Database) -> int:
    """Rows that are kept of tries; each try has one for its address and one for its name."""
    return int(db.conn.execute("SELECT count(*) FROM sign_in_failure").fetchone()[0])


def test_the_right_password_opens(db: Database, user: User) -> None:
    assert attempts.check_password(db, "lan", GOOD.password) == user


@pytest.mark.parametrize(
    ("user_id", "password"),
    [("lan", "một mật khẩu sai"), ("lan", ""), ("Lan", GOOD.password), ("nobody", GOOD.password)],
)
def test_every_other_pair_is_refused_in_the_same_words(
    db: Database, user: User, user_id: str, password: str
) -> None:
    with pytest.raises(staff_errors.SignInFailed, match="user name or the password"):
        attempts.check_password(db, user_id, password)


def test_a_disabled_user_is_refused(db: Database, user: User) -> None:
    with writing(db):
        access.disable_user(db, "lan", WEDNESDAY)
    with pytest.raises(staff_errors.SignInFailed):
        attempts.check_password(db, "lan", GOOD.password)


def test_the_sixth_try_waits_whatever_its_password(db: Database) -> None:
    fail(db, 5)
    with pytest.raises(staff_errors.TooManyAttempts, match="15 minutes"):
        attempt(db)
    assert noted(db) == 5 * 2


def test_failures_elsewhere_do_not_lock_the_owner_out(db: Database) -> None:
    fail(db, 5, THERE)
    assert attempt(db).user_id == "lan"


def test_failures_of_one_name_do_not_lock_another(db: Database) -> None:
    fail(db, 5)
    assert attempt(db, "minh").user_id == "minh"


def test_a_name_that_looks_like_a_name_with_its_address_locks_nobody(db: Database) -> None:
    for name in (Attempt("", "lan", HERE).here, f"lan {HERE}", f'lan", "{HERE}'):
        for _ in range(5):
            attempt(db, name, "")
    assert attempt(db).user_id == "lan"


def test_after_fifty_failures_from_anywhere_the_name_waits_everywhere(db: Database) -> None:
    for machine in range(10):
        fail(db, 5, f"198.51.100.{machine}")
    with pytest.raises(staff_errors.TooManyAttempts):
        attempt(db)
    assert attempt(db, "minh").user_id == "minh"


def test_a_quarter_of_an_hour_later_the_failures_are_forgotten(db: Database) -> None:
    fail(db, 5)
    with pytest.raises(staff_errors.TooManyAttempts):
        attempt(db, at=WEDNESDAY + timedelta(minutes=14, seconds=59))
    attempt(db, at=WEDNESDAY + timedelta(minutes=15))
    assert noted(db) == 2


def test_a_success_takes_the_slips_at_its_address_with_it(db: Database) -> None:
    fail(db, 4)
    with writing(db):
        attempts.forget_attempt(db, attempts.note_attempt(db, "lan", HERE, WEDNESDAY))
    fail(db, 5)


def test_a_success_gives_a_guesser_elsewhere_no_further_guesses(db: Database) -> None:
    fail(db, 5, THERE)
    with writing(db):
        attempts.forget_attempt(db, attempts.note_attempt(db, "lan", HERE, WEDNESDAY))
    with pytest.raises(staff_errors.TooManyAttempts):
        attempt(db, address=THERE)
    assert noted(db) == 5 * 2


def test_tries_that_arrive_together_are_counted_one_by_one(db: Database, record_path: Path) -> None:
    """Another connection, which has looked before the five are written, is refused all the same."""
    other = connect(record_path)
    assert other.conn.execute("SELECT count(*) FROM sign_in_failure").fetchone() == (0,)
    fail(db, 5)
    with pytest.raises(staff_errors.TooManyAttempts), writing(other):
        attempts.note_attempt(other, "lan", HERE, WEDNESDAY)
    other.conn.close()


def test_two_take_their_turn_and_the_third_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "LONGEST_WAIT_SECONDS", 0.01)
    turn = attempts.turn_to_hash
    with pytest.raises(staff_errors.SignInBusy), turn(), turn(), turn():
        pytest.fail("a third turn was given")
    with turn(), turn():
        pass


def test_a_refused_password_gives_its_turn_back(db: Database) -> None:
    for _ in range(attempts.HASHES_AT_ONCE + 1):
        with pytest.raises(staff_errors.SignInFailed), attempts.turn_to_hash():
            attempts.check_password(db, "nobody", "x")


def test_an_unknown_name_takes_as_long_as_a_known_one() -> None:
    """The hash compared against has the strength of a real one."""
    assert attempts._NOBODY.split("$")[0] == access.HASH_METHOD
