"""The spoken mode, with a stand-in for the tablet's voices that notes what it is told to say."""

import json

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.reaching import walk
from tests.browser.screens import TABLET, expect_screen, press, screen

VOICES = {
    "both": [("vi-VN", True), ("en-GB", True)],
    "underscored": [("vi_VN", True), ("en_US", True)],
    "english": [("en-US", True)],
    "from afar": [("vi-VN", False), ("en-GB", False)],
}
STAND_IN = """
  (voices) => {
    const spoken = [];
    const synthesis = new EventTarget();
    let known = voices.map(([lang, localService]) => ({ lang, localService, name: lang }));
    let late = [];
    if (window.voicesComeLate) [known, late] = [[], known];
    Object.assign(synthesis, {
      getVoices: () => known,
      speak: (u) => spoken.push([u.voice?.lang ?? u.lang, u.text]),
      cancel: () => { if (spoken.length && spoken.at(-1) !== "cancel") spoken.push("cancel"); },
      arrive: () => { known = late; synthesis.dispatchEvent(new Event("voiceschanged")); },
    });
    window.spoken = spoken;
    Object.defineProperty(window, "speechSynthesis", { value: synthesis });
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  }
"""
ADVICE = "Người xung quanh có thể nghe thấy. Vui lòng dùng tai nghe để giữ riêng tư."
QUESTION = ["Ông/Bà có hài lòng với lần phục vụ này không?", "Hài lòng", "Không hài lòng"]


def with_voices(page: Page, which: str, late: bool = False) -> None:
    """Open the first screen on a tablet with these voices."""
    page.add_init_script(f"window.voicesComeLate = {str(late).lower()};")
    page.add_init_script(f"({STAND_IN})({json.dumps(VOICES[which])})")
    page.goto(TABLET)


def control(page: Page, name: str = "Đọc to") -> Locator:
    """The control that starts and stops the reading."""
    return page.get_by_role("button", name=name)


def spoken(page: Page) -> list[str]:
    """What was said since the last silence, in order."""
    words: list[str] = []
    for item in page.evaluate("window.spoken"):
        words = [] if item == "cancel" else [*words, item[1]]
    return words


@pytest.mark.parametrize("which", ["both", "underscored"])
def test_the_heading_is_read_and_then_the_choices_in_their_order(page: Page, which: str) -> None:
    with_voices(page, which)
    control(page).click()
    assert spoken(page) == [ADVICE, *QUESTION]
    expect(control(page)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text(ADVICE)).to_be_visible()


@pytest.mark.parametrize("which", ["english", "from afar"])
def test_without_a_vietnamese_voice_in_the_tablet_nothing_is_offered(page: Page, which: str) -> None:
    with_voices(page, which)
    expect_screen(page, "rate")
    expect(control(page)).to_be_hidden()


def test_voices_that_come_late_are_noticed(page: Page) -> None:
    with_voices(page, "both", late=True)
    expect(control(page)).to_be_hidden()
    page.evaluate("speechSynthesis.arrive()")
    expect(control(page)).to_be_visible()


def test_the_same_words_are_said_whichever_answer_was_pressed(page: Page) -> None:
    said = {}
    for satisfied in (True, False):
        with_voices(page, "both")
        control(page).click()
        press(page, satisfied)
        seen = []
        for name in ("procedure", "topics", "thanks"):
            expect_screen(page, name)
            seen.append(spoken(page))
            if name != "thanks":
                screen(page, name).locator(".skip").click()
        said[satisfied] = seen
    assert said[True] == said[False]
    procedure, topics, thanks = said[True]
    assert procedure[1] == "Ông/Bà vừa làm thủ tục gì?"
    assert procedure[-1] == "Không rõ / Bỏ qua"
    assert (len(topics), topics[-1]) == (14, "Bỏ qua")
    assert thanks[:2] == ["Đã ghi nhận. Xin cảm ơn Ông/Bà!", "Về màn hình đầu"]
    assert [words.endswith("/y/H44.5-2") for words in thanks[2:]] == [True]
    assert not {"Hài lòng", "Không hài lòng"} & {*procedure, *topics, *thanks}


def test_in_english_vietnamese_names_are_read_by_the_vietnamese_voice(page: Page) -> None:
    with_voices(page, "both")
    page.get_by_role("link", name="English").click()
    control(page, "Read aloud").click()
    walk(page, "procedure")
    voices: dict[str, list[str]] = {"vi-VN": [], "en-GB": []}
    for item in page.evaluate("window.spoken.slice(window.spoken.lastIndexOf('cancel') + 1)"):
        voices[item[0]].append(item[1])
    assert "Chứng thực bản sao từ bản chính" in voices["vi-VN"]
    assert {"Which procedure was it?", "Not sure / Skip"} <= set(voices["en-GB"])


def test_a_second_press_silences_at_once_and_so_does_the_end_of_the_visit(page: Page) -> None:
    with_voices(page, "both")
    control(page).click()
    control(page).click()
    assert spoken(page) == []
    expect(control(page)).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_text(ADVICE)).to_be_hidden()
    control(page).click()
    for name in ("procedure", "topics", "thanks"):
        walk(page, name)
    page.get_by_role("link", name="Về màn hình đầu").click()
    expect_screen(page, "rate")
    assert spoken(page) == []
    expect(control(page)).to_have_attribute("aria-pressed", "false")


def test_whoever_did_not_ask_hears_nothing(page: Page) -> None:
    with_voices(page, "both")
    for name in ("rate", "procedure", "topics", "thanks"):
        walk(page, name)
    assert [item for item in page.evaluate("window.spoken") if item != "cancel"] == []
