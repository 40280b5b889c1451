"""All rules together, and what is said of them."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pytest

from analytics.integrity import appraisal, gaps, runs, surplus
from analytics.integrity.days import Day
from analytics.integrity.findings import Finding
from analytics.integrity.kinds import KINDS
from analytics.integrity.phrases import caution, told
from analytics.integrity.review import review_all, usual_of
from analytics.words import Words

TODAY = date(2026, 10, 1)
RULES = [
    *(kind.rule for kind in KINDS),
    *(pair.rule for pair in gaps.PAIRS),
    *(surplus.RULE, runs.RULE, appraisal.RULE),
]


def weekdays(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        if day.weekday() < 5:
            yield day
        day += timedelta(days=1)


def an_office(officers: int = 20, faked: tuple[str, ...] = ()) -> list[Day]:
    """Four months of counters where services are announced; some press three times a day in August."""
    rng = np.random.default_rng(4)
    days = []
    for at in range(officers):
        key = f"o{at}"
        for on in weekdays(date(2026, 5, 1), date(2026, 8, 31)):
            services, tied, untied, phone = (int(n) for n in rng.poisson([20, 2.5, 0.8, 0.8]))
            more = 3 if key in faked and on.month == 8 else 0
            days.append(
                Day(
                    key,
                    on.isoformat(),
                    services=services,
                    tied=tied,
                    tied_satisfied=int(rng.binomial(tied, 0.9)),
                    untied=untied + more,
                    untied_satisfied=int(rng.binomial(untied, 0.9)) + more,
                    phone=phone,
                    phone_satisfied=int(rng.binomial(phone, 0.85)),
                    timed=tied + untied + more,
                    lone=untied // 2 + more,
                    slipless=tied + untied + more,
                    late=untied // 2 + more,
                )
            )
    return days


@pytest.fixture(scope="module")
def found() -> list[Finding]:
    return review_all(an_office(faked=("o7",)), "2026-08", today=TODAY)


def test_whoever_presses_three_times_a_day_is_found_and_nobody_else(found: list[Finding]) -> None:
    assert {finding.key for finding in found} == {"o7"}
    assert {"untied-1", "lone-1", "idle-1"} <= {finding.rule for finding in found}


def test_of_one_officer_the_least_probable_comes_first(found: list[Finding]) -> None:
    chances = [finding.chance for finding in found if finding.key == "o7"]
    assert chances == sorted(chances)


def test_a_months_findings_are_of_that_month_alone() -> None:
    assert review_all(an_office(faked=("o7",)), "2026-07", today=TODAY) == []


def test_an_answer_alone_changes_no_finding_of_the_rules_that_are_blind() -> None:
    days = an_office(faked=("o7",))
    blind = {kind.rule for kind in KINDS} | {surplus.RULE}
    turned = [
        Day(**{**vars(day), "tied_satisfied": 0, "untied_satisfied": 0, "phone_satisfied": 0})
        for day in days
    ]
    both = (review_all(these, "2026-08", today=TODAY) for these in (days, turned))
    one, other = ([finding for finding in found if finding.rule in blind] for found in both)
    assert one == other


def test_where_no_services_are_known_answers_can_still_be_reviewed() -> None:
    days = [Day(**{**vars(day), "services": 0}) for day in an_office(8)]
    assert review_all(days, "2026-08", today=TODAY) == []
    assert usual_of({}).excesses == {}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("rule", RULES)
def test_each_finding_tells_its_base_its_chance_and_an_honest_explanation(rule: str, lang: str) -> None:
    finding = Finding(rule, "o", "2026-08", n=437, observed=52.0, expected=0.125, chance=0.00042)
    text = told(finding, Words(lang))
    assert "437" in text
    assert ("0,04" if lang == "vi" else "0.04") in text
    assert ("Có thể vẫn trung thực" if lang == "vi" else "It may be honest") in text
    assert "{" not in text


def test_findings_are_called_questions() -> None:
    assert "questions, not verdicts" in caution(Words("en"))
    assert "câu hỏi, không phải kết luận" in caution(Words("vi"))
