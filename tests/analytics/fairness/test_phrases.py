import numpy as np
import pytest

from analytics.fairness import Compared, Improvement, Position, Verdict, compare, gather, phrases
from analytics.words import Words
from tests.analytics.fairness.offices import officers

VI, EN = Words("vi"), Words("en")
COUNTS = {(f"{at:02d}", "land"): (140, 200) for at in range(30)} | {("bad", "land"): (110, 200)}
BAD = compare(*gather(COUNTS))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_verdict_and_place_has_words_of_its_own(lang: str) -> None:
    words = Words(lang)

    assert len({phrases.verdict(of, words) for of in Verdict}) == len(Verdict)
    assert len({phrases.position(of, words) for of in Position}) == len(Position)


def test_the_verdicts_are_told_in_the_words_of_a_public_notice() -> None:
    assert [phrases.verdict(of, VI) for of in Verdict] == [
        "cao hơn mức kỳ vọng",
        "đúng mức kỳ vọng",
        "thấp hơn mức kỳ vọng",
        "chưa đủ dữ liệu",
    ]


def test_a_signal_below_names_base_expectation_and_chance_and_judges_nobody() -> None:
    said = phrases.explained(BAD.row("bad"), EN)

    assert said.startswith("110 of 200 were satisfied; for the same procedures 140.0 were")
    assert "less than 0.01\u00a0%" in said
    assert "no judgement of a person" in said
    assert "không phải là kết luận về cá nhân" in phrases.explained(BAD.row("bad"), VI)


def test_as_expected_and_too_little_say_so_without_a_chance() -> None:
    assert "no larger than chance explains" in phrases.explained(BAD.row("00"), EN)
    assert phrases.explained(Compared("x", 12, Verdict.NOT_ENOUGH_DATA), EN) == (
        "Not enough data to compare: 12 ratings. That says nothing good and nothing bad."
    )


def test_the_set_says_how_many_signals_may_be_false() -> None:
    assert phrases.of_all(BAD, EN) == (
        "31 compared: 0 above expectation, 1 below. Of all such signals, on average at most 5\u00a0% are"
        " false alarms."
    )


def test_without_a_signal_the_set_says_how_often_chance_would_have_brought_one() -> None:
    quiet = compare(*gather(officers(np.random.default_rng(1), 8)))

    assert phrases.of_all(quiet, EN).startswith("8 compared, no signal.")
    assert "5\u00a0%" in phrases.of_all(quiet, VI)


def test_a_commendation_names_since_when_and_how_sure() -> None:
    said = phrases.improved(Improvement("A", "2026-03", "2026-06", 5, 1 / 335), EN)

    assert "since 2026-03, for 5 periods" in said
    assert "0.30\u00a0%" in said


def test_a_chance_is_never_told_as_nothing() -> None:
    assert phrases.chance(1e-9, VI) == "dưới 0,01\u00a0%"
    assert phrases.chance(0.0031, VI) == "0,31\u00a0%"
    assert phrases.chance(0.024, EN) == "2.4\u00a0%"
