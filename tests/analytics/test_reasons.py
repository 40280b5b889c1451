from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from analytics import jointly, reasons, rollup, schema
from analytics.periods import Month, parse
from analytics.reasons import ANY, ELEMENT, ELEMENTS, REASON, ReasonRow
from kiosk.db import Database, writing
from kiosk.details import Detail, add_detail
from tests import factories
from tests.analytics import random_record

NAIVE = """
SELECT count(DISTINCT r.rating_id)
FROM rating AS r
JOIN rating_reason AS g USING (rating_id)
JOIN reason AS c USING (reason_code)
WHERE r.rule IS NULL AND r.tier <> 'poster' AND substr(r.day, 1, 7) = :month
  AND r.satisfied = :satisfied AND (:kind = 'total' OR :key = CASE :kind
    WHEN 'unit' THEN r.unit_id WHEN 'centre' THEN r.centre_id ELSE ifnull(r.procedure_id, '') END)
  AND (:what = 'any' OR :code = iif(:what = 'reason', g.reason_code, c.element))
"""


def test_reasons_and_elements_are_those_of_a_naive_count(
    db: Database, record_path: Path, derived_path: Path
) -> None:
    random_record.fill(db, random_record.chance(5), monday=date(2026, 8, 17))
    rollup.refresh(record_path, derived_path)

    compared: Counter[str] = Counter()
    with schema.reading(derived_path) as derived:
        for kind in reasons.KINDS:
            for what in (REASON, ELEMENT, ANY):
                found = jointly.reasons_of(derived, Month(2026, 9), kind, what)
                for key, by_code in found.items():
                    for code, answers in by_code.items():
                        asked = {
                            "kind": kind,
                            "key": key,
                            "what": what,
                            "code": code,
                            "month": "2026-09",
                        }
                        assert answers == tuple(
                            db.conn.execute(NAIVE, asked | {"satisfied": satisfied}).fetchone()[0]
                            for satisfied in (1, 0)
                        )
                        compared[what] += sum(answers)
    assert compared[REASON] > compared[ELEMENT] > compared[ANY] > 20


def test_two_reasons_of_one_element_are_one_rating_of_it() -> None:
    def row(rating: str, code: str, element: str) -> ReasonRow:
        return ("2026-08", "u", "c", None, rating, 0, code, element)

    found = reasons.tally(
        [row("1", "long_wait", "access"), row("1", "facilities", "access"), row("2", "late", "results")]
    )

    assert found[("2026-08", "unit", "u", ELEMENT, "access")] == (0, 1)
    assert found[("2026-08", "unit", "u", REASON, "facilities")] == (0, 1)
    assert found[("2026-08", "procedure", "", ANY, "")] == (0, 2)


def test_a_reason_named_after_the_answer_reaches_the_figures(
    db: Database, record_path: Path, derived_path: Path
) -> None:
    rating = factories.rate(db, satisfied=False)
    rollup.refresh(record_path, derived_path)
    with writing(db):
        add_detail(db, Detail(rating, topics=("time", "waiting")))
    rollup.refresh(record_path, derived_path)

    with schema.reading(derived_path) as derived:
        found = jointly.reasons_of(derived, parse("2026-W34"), "unit", REASON)

    assert found == {"H44.5": {"late": (0, 1), "long_wait": (0, 1)}}


def test_what_is_not_counted_gives_no_reasons(
    db: Database, record_path: Path, derived_path: Path
) -> None:
    poster = factories.rate(db, channel="phone", tier="poster")
    for rating in (poster, factories.rate(db, rule="clock-1")):
        with writing(db):
            add_detail(db, Detail(rating, topics=("time",)))
    rollup.refresh(record_path, derived_path)

    with schema.reading(derived_path) as derived:
        assert jointly.reasons_of(derived, parse("2026-W34"), "total", ANY) == {}


@pytest.mark.parametrize("element", ELEMENTS)
def test_every_element_has_a_reason_that_the_kiosk_offers(db: Database, element: str) -> None:
    assert db.conn.execute("SELECT 1 FROM reason_codes_v1 WHERE element = ?", [element]).fetchone()
