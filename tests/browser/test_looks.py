"""What eyes, fingers and screen readers meet, at the sizes people hold."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.screens import PHONE, TABLET, expect_screen, screens_of, skip

LYING = {"viewport": {"width": 1280, "height": 800}}
STANDING = {"viewport": {"width": 800, "height": 1280}}
SMALL = {"viewport": {"width": 1024, "height": 600}}  # the eight-inch tablets that cost least
IN_HAND = {"viewport": {"width": 390, "height": 844}}
SIZES = [(TABLET, LYING), (TABLET, STANDING), (PHONE, IN_HAND)]
NAMES = ["lying", "standing", "in hand"]

OVERFLOWING = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
BOXES = """
  [...document.querySelectorAll(
    ".where, .languages a, .officer, h1, .lead, .target, .search input, .search button, .tile,"
    + " .quiet, .ready, .status, .control, .countdown p, .wide-button, .demonstration")]
    .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height)
    .map((e) => { const b = e.getBoundingClientRect();
                  return [e.className || e.tagName, b.left, b.top, b.right, b.bottom]; })
"""
CLIPPED = """
  [...document.querySelectorAll("h1, button, a, .where, .officer p, .quiet, .countdown p, .topics span")]
    .filter((e) => e.checkVisibility()
                   && (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline"))
    .map((e) => e.textContent.trim())
"""
CONTRAST = """
  () => {
    const parts = (colour) => colour.match(/[0-9.]+/g).slice(0, 3).map((n) => n / 255)
      .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const light = (colour) => {
      const [r, g, b] = parts(colour);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ink = light(getComputedStyle(document.querySelector("h1")).color);
    const paper = light(getComputedStyle(document.body).backgroundColor);
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  }
"""


def overlaps(boxes: list[list[Any]]) -> list[tuple[str, str]]:
    """Pairs of boxes that cover one another by more than a point."""
    return [
        (one[0], other[0])
        for i, one in enumerate(boxes)
        for other in boxes[i + 1 :]
        if min(one[3], other[3]) - max(one[1], other[1]) > 1
        and min(one[4], other[4]) - max(one[2], other[2]) > 1
    ]


@pytest.mark.parametrize(("address", "options"), SIZES, ids=NAMES)
@pytest.mark.parametrize(("percent", "lang"), [(100, "vi"), (200, "vi"), (200, "en")])
def test_nothing_is_cut_and_nothing_overlaps(
    page: Page, address: str, options: dict[str, Any], percent: int, lang: str
) -> None:
    page.goto(f"{address}?lang={lang}")
    page.evaluate(f"document.documentElement.style.fontSize = '{percent}%'")
    for name in screens_of(page):
        walk_on(page, name)
        assert not page.evaluate(OVERFLOWING), name
        assert overlaps(page.evaluate(BOXES)) == [], name
        assert page.evaluate(CLIPPED) == [], name


@pytest.mark.parametrize(
    ("address", "options"), [*SIZES[:2], (TABLET, SMALL)], ids=[*NAMES[:2], "small and lying"]
)
def test_a_tablets_screens_need_no_scrolling(page: Page, address: str, options: dict[str, Any]) -> None:
    page.goto(address)
    for name in screens_of(page):
        walk_on(page, name)
        assert page.evaluate("document.documentElement.scrollHeight") <= options["viewport"]["height"], (
            name
        )


@pytest.mark.parametrize(("address", "options"), [(PHONE, IN_HAND)])
def test_on_a_phone_both_answers_lie_in_the_lower_half(
    page: Page, address: str, options: dict[str, Any]
) -> None:
    page.goto(address)
    for target in page.locator(".target").all():
        box = target.bounding_box()
        assert box is not None
        assert box["y"] >= 844 * 0.4
        assert box["y"] + box["height"] <= 844


@pytest.mark.parametrize("options", [{"color_scheme": "light"}, {"color_scheme": "dark"}])
def test_the_question_stands_out_by_seven_to_one(page: Page, options: dict[str, Any]) -> None:
    page.goto(TABLET)
    assert page.evaluate(CONTRAST) >= 7


@pytest.mark.parametrize(
    ("address", "options", "lang", "scheme"),
    [
        (PHONE, IN_HAND, "en", "light"),
        (PHONE, IN_HAND, "vi", "dark"),
    ],
)
def test_axe_finds_nothing_on_a_phones_screens(
    page: Page, address: str, options: dict[str, Any], lang: str, scheme: Any
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{address}?lang={lang}")
    for name in screens_of(page):
        walk_on(page, name)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"


@pytest.mark.parametrize("address", ["/sign-in", "/sign-in?lang=en", "/p/H44.5-2/poster", "/t/nowhere"])
def test_axe_finds_nothing_on_the_quiet_pages(page: Page, watch: Any, address: str) -> None:
    watch.expected = "404"  # the last of them is meant not to be there
    page.goto(address)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_whoever_wants_no_motion_gets_none(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(TABLET)
    durations = page.evaluate(
        "[...document.querySelectorAll('*')].map((e) => getComputedStyle(e).transitionDuration)"
    )
    assert set(durations) == {"0s"}


def test_where_the_system_sets_the_colours_both_faces_still_show(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(TABLET)
    for face in page.locator(".target .face").all():
        skin, stroke = face.evaluate(
            "(f) => [getComputedStyle(f.querySelector('.skin')).fill,"
            " getComputedStyle(f.querySelector('.features')).stroke]"
        )
        assert skin != stroke


def test_a_press_is_felt_at_once(page: Page) -> None:
    page.goto(TABLET)
    target = page.locator(".target").first
    before = target.evaluate("(t) => getComputedStyle(t).boxShadow")
    target.hover()
    page.mouse.down()
    expect(target).not_to_have_css("box-shadow", before)
    page.mouse.move(640, 5)
    page.mouse.up()
    expect(page.locator("[data-screen=rate]")).to_be_visible()


def walk_on(page: Page, name: str) -> None:
    """From the screen before to this one, skipping its question."""
    order = screens_of(page)
    before = order[order.index(name) - 1] if name != "rate" else None
    if before == "rate":
        page.locator(".target").first.click()
    elif before:
        skip(page, before)
    expect_screen(page, name)
