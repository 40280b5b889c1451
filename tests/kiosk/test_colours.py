"""The colours of the pages, computed from the sheets: WCAG 2.2, relative luminance and contrast."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "kiosk" / "static"
TOKENS = (STATIC / "tokens.css").read_text("utf-8")
PARTS = (STATIC / "citizen-parts.css").read_text("utf-8")
QUESTION, TEXT, SIGN = 7.0, 4.5, 3.0  # WCAG 1.4.6 for the question, 1.4.3, 1.4.11

WANTED = [
    ("ink", "paper", QUESTION),
    ("ink", "card", QUESTION),
    ("ink", "rail", QUESTION),
    ("ink-soft", "paper", QUESTION),
    ("ink-soft", "rail", TEXT),
    ("satisfied", "card", QUESTION),
    ("unsatisfied", "card", QUESTION),
    ("on-accent", "accent", QUESTION),
    ("accent", "card", TEXT),
    ("focus", "paper", SIGN),
    ("focus", "card", SIGN),
    ("focus", "rail", SIGN),
    ("ready", "paper", SIGN),
]
ANSWERS = ("satisfied", "unsatisfied")


def colours(sheet: str) -> dict[str, str]:
    """The custom properties of a piece of a sheet that are plain colours."""
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", sheet))


def schemes() -> dict[str, dict[str, str]]:
    """Light, dark, and the sleep screen, each as it ends up."""
    light_part, dark_part = TOKENS.split("@media (prefers-color-scheme: dark)")
    light = colours(light_part)
    asleep = re.search(r'body:has\(\[data-screen="sleep"\][^{]*\{(.*?)\}', PARTS, re.DOTALL)
    assert asleep is not None
    return {
        "light": light,
        "dark": light | colours(dark_part),
        "asleep": light | colours(asleep[1]),
        "asleep in the dark": light | colours(dark_part) | colours(asleep[1]),
    }


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_ratio_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == pytest.approx(1)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # known to fail 4.5


@pytest.mark.parametrize(
    ("scheme", "front", "behind", "least"),
    [
        (scheme, *wanted)
        for scheme in schemes()
        for wanted in WANTED
        if not (scheme.startswith("asleep") and wanted[0] in ANSWERS)  # nobody is asked there
    ],
)
def test_every_colour_of_words_and_signs_stands_out(
    scheme: str, front: str, behind: str, least: float
) -> None:
    palette = schemes()[scheme]
    assert contrast(palette[front], palette[behind]) >= least


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_two_answers_weigh_about_the_same(scheme: str) -> None:
    palette = schemes()[scheme]
    one, other = (contrast(palette[name], palette["card"]) for name in ("satisfied", "unsatisfied"))
    assert max(one, other) / min(one, other) < 1.25
