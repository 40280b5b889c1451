"""What staff do about a matter, and what the clock passes on."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.errors import KioskError, TextTooLong, UnsafeText
from kiosk.errors.petitions import NoSuchPetition, NoWords, PetitionClosed, WrongOwner
from kiosk.petitions import following_up
from kiosk.petitions.following_up import Deed
from kiosk.petitions.matters import Petitions
from kiosk.petitions.outcomes import outcome_of, rate
from kiosk.staff import access
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY
from tests.petitions import DUE, TODAY, left_id, petitions_of

LATE = datetime(2026, 9, 12, 2, tzinfo=UTC)  # the morning after the matter was due
LAST_MOMENT = datetime(2026, 9, 11, 16, 59, tzinfo=UTC)  # 23:59 in Viet Nam


@pytest.fixture
def ours(tmp_path: Path) -> Petitions:
    return petitions_of(tmp_path / "keys")


@pytest.fixture
def matter(db: Database, ours: Petitions) -> str:
    with writing(db):
        for user_id, role in (("lan", "manager"), ("thu", "inspector"), ("binh", "operator")):
            db.conn.execute(
                "INSERT INTO user (user_id, name, role, password_hash, created_at)"
                " VALUES (?, ?, ?, 'none', '')",
                [user_id, user_id.capitalize(), role],
            )
    return left_id(db, ours)


def do(
    db: Database,
    deed: Callable[[Database, Deed, str], None],
    petition_id: str,
    text: str,
    *,
    chain: str = "local",
    now: datetime = WEDNESDAY,
) -> None:
    with writing(db):
        deed(db, Deed(petition_id, chain, now, "lan"), text)


def pass_on(db: Database, now: datetime = LATE, chain: str = "local") -> int:
    with writing(db):
        return following_up.escalate(db, chain, now)


def state(db: Database, petition_id: str, day: date = TODAY) -> str:
    return outcome_of(db, petition_id, day).state


def test_a_matter_goes_from_open_to_owned_to_answered_to_closed(db: Database, matter: str) -> None:
    states = [state(db, matter)]
    for deed, text in (
        (following_up.take, "lan"),
        (following_up.reply, "Chúng tôi đã mở thêm một quầy."),
        (following_up.close, ""),
    ):
        do(db, deed, matter, text)
        states.append(state(db, matter))
    assert states == ["open", "owned", "answered", "closed"]


def test_the_author_reads_every_reply_with_its_day_and_no_note(db: Database, matter: str) -> None:
    do(db, following_up.note, matter, "Hỏi lại quầy 1")
    do(db, following_up.reply, matter, "Đang xem xét.")
    do(db, following_up.reply, matter, "Đã xong.", now=WEDNESDAY + timedelta(days=2))
    shown = outcome_of(db, matter, TODAY)
    assert [(said.day.day, said.text) for said in shown.replies] == [
        (19, "Đang xem xét."),
        (21, "Đã xong."),
    ]
    assert "quầy 1" not in repr(shown).replace("Quầy 1", "")
    assert "lan" not in repr(shown).lower()


def test_closing_without_an_answer_says_why(db: Database, matter: str) -> None:
    with pytest.raises(NoWords):
        do(db, following_up.close, matter, "  ")
    do(db, following_up.close, matter, "Việc này thuộc thẩm quyền của cơ quan thuế.")
    closing = outcome_of(db, matter, TODAY).closing
    assert closing is not None
    assert closing.text == "Việc này thuộc thẩm quyền của cơ quan thuế."


@pytest.mark.parametrize(
    ("deed", "text"),
    [
        (following_up.take, "lan"),
        (following_up.note, "x"),
        (following_up.reply, "x"),
        (following_up.close, "x"),
    ],
)
def test_what_is_closed_stays_as_it_is(
    db: Database, matter: str, deed: Callable[[Database, Deed, str], None], text: str
) -> None:
    do(db, following_up.close, matter, "Xong.")
    with pytest.raises(PetitionClosed):
        do(db, deed, matter, text)
    assert len(events(db)) == 1


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("", NoWords), (" \n ", NoWords), ("a" * 2_001, TextTooLong), ("\u202egnp", UnsafeText)],
)
def test_a_reply_that_cannot_be_shown_is_refused(
    db: Database, matter: str, text: str, refusal: type[KioskError]
) -> None:
    with pytest.raises(refusal):
        do(db, following_up.reply, matter, text)
    assert events(db) == []


@pytest.mark.parametrize("owner", ["binh", "thu", "nobody", ""])
def test_only_who_may_open_a_matter_owns_it(db: Database, matter: str, owner: str) -> None:
    with pytest.raises(WrongOwner):
        do(db, following_up.take, matter, owner)


def test_who_was_shut_out_owns_nothing_more(db: Database, matter: str) -> None:
    with writing(db):
        access.disable_user(db, "lan", WEDNESDAY)
    with pytest.raises(WrongOwner):
        do(db, following_up.take, matter, "lan")
    assert following_up.owners(db, "local") == []


def test_each_chain_has_its_own_people(db: Database, matter: str) -> None:
    assert state(db, matter) == "open"
    assert [one.user_id for one in following_up.owners(db, "local")] == ["lan"]
    assert [one.user_id for one in following_up.owners(db, "inspector")] == ["thu"]


def test_a_matter_of_the_other_chain_does_not_exist(db: Database, ours: Petitions, matter: str) -> None:
    hidden = left_id(db, ours, topic="harassment")
    for petition_id, chain in ((hidden, "local"), (matter, "inspector"), ("0" * 32, "local")):
        with pytest.raises(NoSuchPetition):
            do(db, following_up.reply, petition_id, "x", chain=chain)


def test_every_deed_is_in_the_audit_trail_but_the_inspectors(
    db: Database, ours: Petitions, matter: str
) -> None:
    hidden = left_id(db, ours, topic="harassment")
    do(db, following_up.take, hidden, "thu", chain="inspector")
    pass_on(db, chain="inspector")
    do(db, following_up.take, matter, "lan")
    trail = db.conn.execute("SELECT actor, action, subject FROM audit").fetchall()
    assert trail == [("lan", "matter owned", matter)]
    assert len(events(db)) == 3


def test_what_is_over_its_day_is_passed_on_once_and_has_no_owner_then(db: Database, matter: str) -> None:
    do(db, following_up.take, matter, "lan")
    assert [pass_on(db, LAST_MOMENT), pass_on(db), pass_on(db)] == [0, 1, 0]
    assert events(db)[-1] == ("escalated", None, "clock")
    assert outcome_of(db, matter, DUE).is_over is False
    late = outcome_of(db, matter, DUE + timedelta(days=1))
    assert (late.is_over, late.is_passed_on) == (True, True)


def test_a_day_that_has_passed_tells_of_no_passing_on(db: Database, matter: str) -> None:
    late = outcome_of(db, matter, DUE + timedelta(days=1))
    assert (late.is_over, late.is_passed_on) == (True, False)


@pytest.mark.parametrize("deed", [following_up.reply, following_up.close])
def test_what_was_answered_or_closed_in_time_is_not_passed_on(
    db: Database, matter: str, deed: Callable[[Database, Deed, str], None]
) -> None:
    do(db, deed, matter, "Xong.")
    assert pass_on(db) == 0
    assert not outcome_of(db, matter, date(2027, 1, 1)).is_over


def test_a_note_does_not_stop_the_clock(db: Database, matter: str) -> None:
    do(db, following_up.note, matter, "Sẽ trả lời sau.")
    assert pass_on(db) == 1


def test_each_chain_is_passed_on_by_itself(db: Database, ours: Petitions, matter: str) -> None:
    hidden = left_id(db, ours, topic="harassment")
    assert following_up.find_late(db, "local", LATE.date()) == [matter]
    assert following_up.find_late(db, "inspector", LATE.date()) == [hidden]


@pytest.mark.parametrize("satisfied", [True, False])
def test_an_outcome_is_rated_once_and_looks_the_same_either_way(
    db: Database, matter: str, satisfied: bool
) -> None:
    do(db, following_up.reply, matter, "Xong.")
    assert outcome_of(db, matter, TODAY).can_be_rated
    for said in (satisfied, not satisfied):
        with writing(db):
            rate(db, matter, said, TODAY)
    shown = outcome_of(db, matter, TODAY)
    assert (shown.is_rated, shown.can_be_rated) == (True, False)
    kept = db.conn.execute("SELECT satisfied, rated_day FROM petition_outcome").fetchall()
    assert kept == [(int(satisfied), "2026-08-19")]


def events(db: Database) -> list[tuple[str, str | None, str]]:
    return db.conn.execute(
        "SELECT kind, owner_id, by FROM petition_event ORDER BY petition_id, number"
    ).fetchall()
