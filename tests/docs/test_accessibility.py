"""The statement on accessibility names every criterion once, and only tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
STATEMENT = (ROOT / "docs" / "accessibility.md").read_text("utf-8")
ROW = re.compile(
    r"^\| (\d\.\d\.\d+) [^|]+\| (met|partly|not met|not applicable) \| (.+) \|$", re.MULTILINE
)

# W3C Recommendation "Web Content Accessibility Guidelines 2.2", 5 October 2023: all of level A, AA.
LEVEL_A = (
    "1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1"
    " 2.4.2 2.4.3 2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2"
)
LEVEL_AA = (
    "1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11"
    " 2.5.7 2.5.8 3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3"
)


def rows(text: str) -> list[tuple[str, str, str]]:
    """Criterion, state, and how it is met."""
    return ROW.findall(text)


def test_each_criterion_of_both_levels_has_one_row_in_its_table() -> None:
    level_a, level_aa = STATEMENT.split("## Level A\n")[1].split("## Level AA\n")
    assert " ".join(row[0] for row in rows(level_a)) == LEVEL_A
    assert " ".join(row[0] for row in rows(level_aa)) == LEVEL_AA


def test_whatever_is_said_to_be_met_says_how_that_is_known() -> None:
    for criterion, state, how in rows(STATEMENT):
        if state in ("met", "partly"):
            assert re.search(r"Test: `|Read$", how), criterion


def test_whatever_is_met_only_partly_is_explained_below() -> None:
    explained = STATEMENT.split("## Not met, or only partly\n")[1]
    partly = [criterion for criterion, state, _ in rows(STATEMENT) if state in ("partly", "not met")]
    assert partly
    for criterion in partly:
        assert f"**{criterion}.**" in explained


def test_every_test_it_names_is_there() -> None:
    named = set(re.findall(r"`([a-z_/]+\.py)`", STATEMENT))
    assert len(named) >= 8
    assert [name for name in named if not (ROOT / "tests" / name).is_file()] == []
