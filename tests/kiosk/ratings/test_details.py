"""What attaches to a rating, once."""

import json
import unicodedata
from datetime import date
from typing import Any

import pytest

from kiosk import errors
from kiosk.catalogue import lookup
from kiosk.errors import tablets as tablet_errors
from kiosk.ratings.details import MAX_COMMENT, Detail, add_detail, add_details
from kiosk.ratings.set_aside import MOST_KEPT_ASIDE
from kiosk.ratings.submissions import Receipt
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY, a_service, a_version, rate


def attach(db: Database, rating_id: str, **parts: Any) -> Receipt:
    with writing(db):
        return add_detail(db, Detail(rating_id, **parts))


def reasons(db: Database, rating_id: str) -> list[str]:
    rows = db.conn.execute(
        "SELECT reason_code FROM reasons_v1 WHERE rating_id = ? ORDER BY 1", [rating_id]
    )
    return [row[0] for row in rows]


def procedure(db: Database, rating_id: str) -> tuple[str | None, str | None]:
    row = db.conn.execute(
        "SELECT procedure_id, procedure_by FROM ratings_v1 WHERE rating_id = ?", [rating_id]
    ).fetchone()
    return tuple(row)


@pytest.mark.parametrize(("satisfied", "code"), [(False, "late"), (True, "fast")])
def test_a_topic_becomes_the_reason_that_fits_the_answer(
    db: Database, satisfied: bool, code: str
) -> None:
    rating_id = rate(db, satisfied=satisfied)
    attach(db, rating_id, topics=("time",))
    assert reasons(db, rating_id) == [code]


def test_every_topic_has_a_reason_after_either_answer(db: Database) -> None:
    topics = [topic.topic for topic in lookup.topics(db)]
    assert len(topics) == 12
    for satisfied in (False, True):
        codes = {lookup.reason_code(db, topic, satisfied) for topic in topics}
        assert len(codes) == 12


def test_the_twelve_codes_of_dissatisfaction_are_the_published_ones(db: Database) -> None:
    rows = db.conn.execute("SELECT reason_code FROM reason WHERE satisfied = 0")
    assert {row[0] for row in rows} == {
        "late",
        "repeat_visits",
        "extra_papers",
        "unclear_guidance",
        "unfriendly",
        "harassment",
        "fee",
        "long_wait",
        "facilities",
        "system_error",
        "wrong_result",
        "unanswered",
    }


def test_a_procedure_chosen_afterwards_is_the_citizens_word(db: Database) -> None:
    rating_id = rate(db)
    attach(db, rating_id, procedure_id="2.000815")
    assert procedure(db, rating_id) == ("2.000815", "citizen")


def test_the_same_detail_again_changes_nothing(db: Database) -> None:
    rating_id = rate(db)
    parts = {"procedure_id": "2.000815", "topics": ("manner", "time"), "comment": "Cảm ơn"}
    assert attach(db, rating_id, **parts) == attach(db, rating_id, **parts) == Receipt(rating_id)
    assert reasons(db, rating_id) == ["fast", "friendly"]
    assert db.conn.execute("SELECT comment FROM rating_comment").fetchall() == [("Cảm ơn",)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"procedure_id": "2.000815"}, {"procedure_id": "1.001193"}),
        ({"topics": ("time",)}, {"topics": ("manner",)}),
        ({"comment": "một"}, {"comment": "hai"}),
    ],
)
def test_a_part_once_given_is_not_replaced(
    db: Database, first: dict[str, Any], second: dict[str, Any]
) -> None:
    rating_id = rate(db)
    attach(db, rating_id, **first)
    before = (procedure(db, rating_id), reasons(db, rating_id))
    with pytest.raises(errors.DetailConflict):
        attach(db, rating_id, **second)
    assert (procedure(db, rating_id), reasons(db, rating_id)) == before


def test_a_service_knows_its_procedure_better_than_the_citizen(db: Database) -> None:
    with writing(db):
        service_id = a_service(db)
    rating_id = rate(db, service_id=service_id)
    attach(db, rating_id, procedure_id="1.001193")
    with pytest.raises(errors.DetailConflict):
        attach(db, rating_id, procedure_id="2.000815")
    assert procedure(db, rating_id) == ("1.001193", "service")


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ({"procedure_id": "9.999999"}, errors.UnknownProcedure),
        ({"topics": ("weather",)}, errors.UnknownReason),
        ({"comment": "x" * (MAX_COMMENT + 1)}, errors.TextTooLong),
        ({"comment": "a\u202eb"}, errors.UnsafeText),
        ({"comment": "a\x00b"}, errors.UnsafeText),
    ],
)
def test_a_part_that_is_refused_takes_the_others_with_it(
    db: Database, parts: dict[str, Any], error: type[errors.KioskError]
) -> None:
    rating_id = rate(db)
    with pytest.raises(error):
        attach(db, rating_id, **{"procedure_id": "2.000815", "topics": ("time",), **parts})
    assert procedure(db, rating_id) == (None, None)
    assert reasons(db, rating_id) == []


def test_a_detail_of_an_unknown_rating_is_refused(db: Database) -> None:
    with pytest.raises(errors.UnknownRating):
        attach(db, "0" * 32, topics=("time",))


def test_a_procedure_retired_by_the_day_of_the_press_is_refused(db: Database) -> None:
    with writing(db):
        a_version(
            db, "procedure", "2026-08-01", procedure_id="2.000815", name="-", raw_code="-", retired=1
        )
    assert date(2026, 8, 1) < date(2026, 8, 19)
    with pytest.raises(errors.RetiredProcedure):
        attach(db, rate(db), procedure_id="2.000815")


def test_numbers_that_lead_to_a_person_are_masked_before_a_comment_is_kept(db: Database) -> None:
    rating_id = rate(db)
    attach(db, rating_id, comment="Gọi 0912 345 678, hồ sơ H44.5-260817-0001234 nhé")
    stored = db.conn.execute("SELECT comment FROM rating_comment").fetchall()
    assert stored == [("Gọi [•••], hồ sơ [•••] nhé",)]
    attach(db, rating_id, comment="Gọi 0912 345 678, hồ sơ H44.5-260817-0001234 nhé")


def test_they_are_masked_in_a_comment_that_contradicts_one_too(db: Database) -> None:
    rating_id = rate(db)
    attach(db, rating_id, comment="một")
    with writing(db):
        add_details(db, [Detail(rating_id, comment="gọi 0912.345.678")], WEDNESDAY)
    (body,) = db.conn.execute("SELECT body FROM set_aside").fetchone()
    assert json.loads(body)["comment"] == "gọi [•••]"


def test_a_comment_is_counted_in_letters_however_they_are_put_together(db: Database) -> None:
    rating_id = rate(db)
    attach(db, rating_id, comment=unicodedata.normalize("NFD", "ệ" * MAX_COMMENT))
    stored = db.conn.execute("SELECT comment FROM rating_comment").fetchall()
    assert stored == [("ệ" * MAX_COMMENT,)]


def test_a_formula_is_kept_as_the_words_it_is(db: Database) -> None:
    """What opens files with formulas in them escapes them as it writes them."""
    attach(db, rate(db), comment='=HYPERLINK("http://a.example","bấm")')
    stored = db.conn.execute("SELECT comment FROM rating_comment").fetchall()
    assert stored == [('=HYPERLINK("http://a.example","bấm")',)]


def test_an_empty_comment_is_no_comment(db: Database) -> None:
    rating_id = rate(db)
    attach(db, rating_id, comment="  \n ")
    assert db.conn.execute("SELECT count(*) FROM rating_comment").fetchone()[0] == 0


def test_many_details_get_one_outcome_each(db: Database) -> None:
    good, bad = rate(db), "f" * 32
    with writing(db):
        outcomes = add_details(db, [Detail(bad), Detail(good, topics=("fee",))], WEDNESDAY)
    assert isinstance(outcomes[0], errors.UnknownRating)
    assert outcomes[1] == Receipt(good)
    assert reasons(db, good) == ["right_fee"]


def test_a_detail_announces_that_its_day_has_changed(db: Database) -> None:
    rating_id = rate(db)
    before = db.conn.execute("SELECT version FROM change").fetchone()[0]
    attach(db, rating_id, procedure_id="2.000815")
    assert db.conn.execute("SELECT version FROM change").fetchone()[0] == before + 1


def test_a_contradiction_is_kept_aside_and_only_the_first_few(db: Database) -> None:
    rating_id = rate(db)
    attach(db, rating_id, comment="một")
    with writing(db):
        for n in range(MOST_KEPT_ASIDE + 3):
            (outcome,) = add_details(db, [Detail(rating_id, comment=f"hai {n}")], WEDNESDAY)
            assert isinstance(outcome, errors.DetailConflict)
    rows = db.conn.execute("SELECT rating_id, day, cause, body FROM set_aside").fetchall()
    assert {row[:3] for row in rows} == {(rating_id, "2026-08-19", "detail_conflict")}
    assert len(rows) == MOST_KEPT_ASIDE
    assert db.conn.execute("SELECT comment FROM rating_comment").fetchall() == [("một",)]


def test_a_contradiction_without_end_is_kept_as_its_digest(db: Database) -> None:
    rating_id = rate(db)
    attach(db, rating_id, procedure_id="1.001193")
    detail = Detail(rating_id, procedure_id="2.000815", comment="ă" * 10_000)
    with writing(db):
        add_details(db, [detail], WEDNESDAY)
    body = json.loads(db.conn.execute("SELECT body FROM set_aside").fetchone()[0])
    assert set(body) == {"sha256", "bytes"}
    assert 20_000 < body["bytes"] < 20_300


def test_what_belongs_to_a_tablets_rating_may_be_refused(db: Database) -> None:
    of_tablet, of_phone = rate(db), rate(db, channel="phone", tier="poster")
    with writing(db):
        given = [Detail(one, topics=("fee",)) for one in (of_tablet, of_phone)]
        outcomes = add_details(db, given, WEDNESDAY, of_tablets=False)
    assert isinstance(outcomes[0], tablet_errors.NotPaired)
    assert outcomes[1] == Receipt(of_phone)
    assert reasons(db, of_tablet) == []
