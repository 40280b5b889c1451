import pytest

from analytics.disclosure import Cell, State
from analytics.indices import Share
from analytics.periods import parse
from analytics.stats.intervals import wilson_interval
from analytics.targets import Commitment, Judged, TargetVerdict, forecast, judge, phrases
from analytics.targets.commitments import INDICES
from analytics.words import Words

VI, EN = Words("vi"), Words("en")


def judged(cell: Cell, target: float = 0.9) -> Judged:
    commitment = Commitment("H44.5", "satisfaction", parse("2026"), target)
    return Judged(commitment, "2026", True, cell, judge(cell, target))


def shown(count: int, n: int) -> Cell:
    return Cell(State.SHOWN, n, 10, Share(count, n, wilson_interval(count, n)))


def test_the_verdicts_are_told_in_the_words_of_a_public_notice() -> None:
    assert [phrases.verdict(of, VI) for of in TargetVerdict] == [
        "đạt chỉ tiêu",
        "không đạt chỉ tiêu",
        "chưa thể kết luận",
        "không công bố",
    ]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_index_with_a_target_has_a_name(lang: str) -> None:
    assert len({phrases.index(name, Words(lang)) for name in INDICES}) == len(INDICES)


def test_a_verdict_stands_beside_target_share_base_and_interval() -> None:
    said = phrases.explained(judged(shown(184, 200)), EN)

    assert said == (
        "Target 90.0\u00a0%. 92.0\u00a0% of 200 answers, interval 87.4–95.0: too early to say."
    )


def test_a_counted_share_is_told_without_an_interval() -> None:
    said = phrases.explained(judged(Cell(State.SHOWN, 1000, 10, Share(950, 1000))), EN)

    assert said.endswith("95.0\u00a0% of 1,000: target met.")


def test_what_is_not_shown_is_not_judged_and_a_bound_is_only_if_it_suffices() -> None:
    assert "nothing is said" in phrases.explained(judged(Cell(State.TOO_FEW, 9, 10)), EN)
    assert "suffices to say: target met" in phrases.explained(judged(Cell(State.AT_LEAST, 300, 10)), EN)


@pytest.mark.parametrize(
    ("count", "target", "said"),
    [
        (50, 0.95, "out of reach"),
        (95, 0.4, "holds whatever"),
        (85, 0.9, "95.0\u00a0% of them would have to be satisfied"),
        (85, 0.9, "the chance of that is 1\u00a0%"),
        (99, 0.9, "more than 99.5\u00a0%"),
        (80, 0.9, "less than 0.5\u00a0%"),
    ],
)
def test_a_forecast_says_what_it_takes_and_how_likely_that_is(
    count: int, target: float, said: str
) -> None:
    found = forecast(shown(count, 100), target, left=100)
    assert found is not None

    assert said in phrases.forecast(found, EN)
    assert "lượt đánh giá" in phrases.forecast(found, VI)
