"""What a citizen adds after the answer: procedure, topics, trust, comment. Each part is taken once.

A comment is masked (masking.py) before it is kept anywhere.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from .. import periods, words
from ..catalogue import lookup
from ..errors import DetailConflict, KioskError, UnknownRating
from ..errors.tablets import NotPaired
from ..masking import mask_comment
from ..storage.db import Database, all_or_nothing
from .set_aside import LONGEST_BODY_BYTES, keep_aside
from .submissions import Receipt, check_rating_id

MAX_COMMENT = 500


@dataclass(frozen=True)
class Detail:
    """Parts that attach to a stored rating; what is absent was not answered."""

    rating_id: str
    procedure_id: str | None = None
    topics: tuple[str, ...] = ()
    comment: str | None = None
    trust: bool | None = None


def add_details(
    db: Database, details: Sequence[Detail], now: datetime, *, of_tablets: bool = True
) -> list[Receipt | KioskError]:
    """Attach each detail inside the caller's transaction; one outcome each, in order.

    One that contradicts what is stored gets DetailConflict and is kept aside.
    of_tablets: whether ratings that were given at a tablet take details; else NotPaired.
    """
    outcomes: list[Receipt | KioskError] = []
    for detail in details:
        try:
            outcomes.append(add_detail(db, detail, of_tablets=of_tablets))
        except KioskError as refusal:
            if isinstance(refusal, DetailConflict):
                keep_aside(db, refusal.code, _said(detail), now)
            outcomes.append(refusal)
    return outcomes


def add_details_now(db: Database, details: Sequence[Detail]) -> list[Receipt | KioskError]:
    """`add_details` at the present instant, as the server's writer calls it."""
    return add_details(db, details, periods.now())


def add_details_of_phones_now(db: Database, details: Sequence[Detail]) -> list[Receipt | KioskError]:
    """`add_details_now`, where what belongs to a tablet's rating comes sealed or not at all."""
    return add_details(db, details, periods.now(), of_tablets=False)


def add_detail(db: Database, detail: Detail, *, of_tablets: bool = True) -> Receipt:
    """Attach the parts to the rating; the same ones again change nothing.

    Raises UnknownRating, NotPaired, DetailConflict if a part was given differently before, and
    the catalogue's errors; then none of the parts is stored.
    """
    check_rating_id(detail.rating_id)
    row = db.conn.execute(
        "SELECT day, satisfied, procedure_id, channel FROM rating WHERE rating_id = ?",
        [detail.rating_id],
    ).fetchone()
    if row is None:
        raise UnknownRating("rating_id")
    if row[3] == "tablet" and not of_tablets:
        raise NotPaired
    day, satisfied, known_procedure = date.fromisoformat(row[0]), bool(row[1]), row[2]
    with all_or_nothing(db):
        _add_procedure(db, detail, day, known_procedure)
        _add_topics(db, detail, satisfied)
        _add_comment(db, detail)
        _add_trust(db, detail)
    return Receipt(detail.rating_id)


def _add_procedure(db: Database, detail: Detail, day: date, known: str | None) -> None:
    if detail.procedure_id is None or detail.procedure_id == known:
        return
    if known is not None:
        raise DetailConflict("procedure_id")
    lookup.check_procedure(db, detail.procedure_id, day)
    _add_once(db, "rating_procedure", "procedure_id", detail.rating_id, [detail.procedure_id])


def _add_topics(db: Database, detail: Detail, satisfied: bool) -> None:
    if detail.topics:
        codes = {lookup.reason_code(db, topic, satisfied) for topic in detail.topics}
        _add_once(db, "rating_reason", "reason_code", detail.rating_id, sorted(codes))


def _add_comment(db: Database, detail: Detail) -> None:
    if detail.comment is None:
        return
    comment = mask_comment(words.check_free_text(detail.comment, "comment", MAX_COMMENT))
    if comment:
        _add_once(db, "rating_comment", "comment", detail.rating_id, [comment])


def _add_trust(db: Database, detail: Detail) -> None:
    """Taken also where it is no longer asked: a tablet without a network may bring it late."""
    if detail.trust is not None:
        _add_once(db, "rating_trust", "trusts", detail.rating_id, [int(detail.trust)])


def _said(detail: Detail) -> dict[str, object]:
    """What is kept of a contradiction: in it too no number leads to a person."""
    comment = detail.comment or ""
    is_kept_whole = 0 < len(comment) <= LONGEST_BODY_BYTES
    return asdict(replace(detail, comment=mask_comment(comment)) if is_kept_whole else detail)


def _add_once(
    db: Database, table: str, column: str, rating_id: str, values: Sequence[str | int]
) -> None:
    stored = db.conn.execute(
        f"SELECT {column} FROM {table} WHERE rating_id = ? ORDER BY 1", [rating_id]
    ).fetchall()
    if not stored:
        db.conn.executemany(
            f"INSERT INTO {table} (rating_id, {column}) VALUES (?, ?)",
            [(rating_id, value) for value in values],
        )
    elif [row[0] for row in stored] != values:
        raise DetailConflict(column)
