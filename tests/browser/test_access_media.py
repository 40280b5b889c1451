"""What the reader's system asks for: its own colours, more contrast, no motion, no paper.
And whatever it asks, both answers are alike in all but their face, word and hue."""

import io
from typing import Any

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page

from tests.browser.reaching import LYING, STANDING, show_all_controls, walk
from tests.browser.screens import PHONE, TABLET

ALIKE = """
  (selector) => [...document.querySelectorAll(selector)].map((target) => {
    const { width, height } = target.getBoundingClientRect();
    const style = getComputedStyle(target);
    const names = ["borderWidth", "borderRadius", "borderStyle", "fontSize", "fontWeight", "opacity",
      "backgroundColor", "transitionProperty", "transitionDuration", "transitionTimingFunction",
      "animationName", "animationDuration", "cursor", "transform", "padding"];
    return [width.toFixed(1), height.toFixed(1), ...names.map((name) => style[name]),
            style.boxShadow.replace(style.color, "colour")];
  })
"""
COLOURS = """
  () => [".officer p span", ".tile", ".rail"].map((selector) => {
    const style = getComputedStyle(document.querySelector(selector));
    return [style.color, style.borderTopColor];
  })
"""
FOREIGN = """
  () => {
    const vietnamese = /[ăâđêôơưạảãàáằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]/i;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const wrong = [];
    while (walker.nextNode()) {
      const { parentElement, data } = walker.currentNode;
      const { lang } = parentElement.closest("[lang]");
      if (vietnamese.test(data) !== (lang === "vi") && data.trim() && /\\p{L}{2}/u.test(data)) {
        wrong.push([lang, data.trim()]);
      }
    }
    return wrong;
  }
"""


@pytest.mark.parametrize(
    ("options", "media"),
    [(LYING, {}), (LYING, {"forced_colors": "active"}), (STANDING, {"color_scheme": "dark"})],
)
def test_both_answers_look_and_move_alike(
    page: Page, options: dict[str, Any], media: dict[str, Any]
) -> None:
    page.emulate_media(**media)
    page.goto(TABLET)
    yes, no = page.evaluate(ALIKE, ".target")
    assert yes == no
    yes_face, no_face = page.evaluate(ALIKE, ".face")
    assert yes_face == no_face


@pytest.mark.parametrize("media", [{"forced_colors": "active"}, {"contrast": "more"}, {}])
def test_the_faces_differ_by_their_mouths_in_any_colours(page: Page, media: dict[str, Any]) -> None:
    page.emulate_media(**media)
    page.goto(TABLET)
    yes, no = (
        Image.open(io.BytesIO(face.screenshot(animations="disabled")))
        .convert("L")
        .resize((200, 200))
        .point(lambda light: 255 if light > 160 else 0)
        for face in page.locator(".face").all()
    )
    difference = ImageChops.difference(yes, no)
    eyes, mouth = (
        sum(1 for light in difference.crop((0, top, 200, top + 100)).tobytes() if light) / (200 * 100)
        for top in (0, 100)
    )
    assert mouth > 0.05
    assert eyes < mouth / 5  # and what differs there is but the blur of an edge


def test_forced_colours_keep_the_edges_of_all_that_can_be_pressed(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(TABLET)
    show_all_controls(page)
    for target in page.locator(".target, .control:visible, .rail a").all():
        edge, behind = target.evaluate(
            "(e) => [getComputedStyle(e).borderTopColor, getComputedStyle(e).backgroundColor]"
        )
        assert edge != behind


def test_whoever_asks_for_more_contrast_gets_no_soft_colours(page: Page) -> None:
    page.goto(TABLET)
    ink = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    (soft, _), (_, line), _rail = page.evaluate(COLOURS)
    assert ink not in (soft, line)
    page.emulate_media(contrast="more")
    (soft, _), (_, line), (_, rail) = page.evaluate(COLOURS)
    assert {soft, line, rail} == {ink}


@pytest.mark.parametrize("options", [{}, {"reduced_motion": "reduce"}], ids=["motion", "none"])
def test_only_a_press_moves_and_for_whoever_wants_no_motion_nothing(
    page: Page, options: dict[str, Any]
) -> None:
    page.goto(TABLET)
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter((e) => {"
        " const s = getComputedStyle(e);"
        " return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0; })"
        ".map((e) => e.tagName)"
    )
    assert set(moving) == (set() if options else {"BUTTON", "A"})


def test_a_tablet_prints_nothing_and_a_phone_what_it_shows(page: Page) -> None:
    page.emulate_media(media="print")
    page.goto(TABLET)
    assert page.evaluate("document.body.innerText.trim()") == ""
    page.goto(PHONE)
    assert "Hài lòng" in page.evaluate("document.body.innerText")


@pytest.mark.parametrize("address", [TABLET, PHONE])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_word_is_marked_with_its_language(page: Page, address: str, lang: str) -> None:
    page.goto(f"{address}?lang={lang}")
    assert page.evaluate("document.documentElement.lang") == lang
    assert page.evaluate(FOREIGN) == []


def test_a_finger_neither_zooms_by_tapping_twice_nor_selects_nor_drags_away(page: Page) -> None:
    page.goto(TABLET)
    walk(page, "rate")
    looks = page.evaluate(
        "() => { const s = getComputedStyle(document.body);"
        " return [s.touchAction, s.userSelect, s.overscrollBehaviorY]; }"
    )
    assert looks == ["manipulation", "none", "none"]
