"""A kiosk's manners, read off the pages: no way out, no way in, nothing that opens a dialogue."""

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from kiosk.ratings.details import MAX_COMMENT
from tests.pages import Page, PageClient, words_of

TEMPLATES = Path(__file__).parents[3] / "kiosk" / "templates"
PAGES = [f"/{room}/H44.5-2?lang={lang}" for room in ("t", "p") for lang in ("vi", "en")]
INPUTS = {"hidden", "search"}
DATA_WORDS = re.compile(
    r"data-(words|trouble|refused|kept|unwritten|soon|memory|help|ready|second|revoked)"
)


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, pages: PageClient) -> Page:
    """Each citizen's page in each language, audited."""
    return pages.get(request.param)


def test_no_link_leads_away_and_none_opens_a_window(page: Page) -> None:
    for link in page.all("a"):
        assert re.match(r"^(\?|/[tpy]/)", link.get("href", "")), link.attrib
        assert link.get("target") is None
        assert link.get("download") is None
    for form in page.all("form"):
        assert (form.get("action"), form.get("target")) == (None, None)


def test_nothing_asks_for_a_file_a_camera_or_a_print(page: Page) -> None:
    assert {field.get("type") for field in page.all("input")} <= INPUTS
    for tag in ("iframe", "object", "embed", "video", "audio", "dialog", "select"):
        assert page.all(tag) == []


def test_words_are_written_on_ones_own_phone_alone(pages: PageClient) -> None:
    assert pages.get("/t/H44.5-2").all("textarea") == []
    (field,) = pages.get("/p/H44.5-2").all("textarea")
    assert field.get("maxlength") == str(MAX_COMMENT)


def test_neither_templates_nor_scripts_of_the_citizens_open_windows_or_print() -> None:
    scripts = TEMPLATES.parent / "static" / "js"
    files = [*(TEMPLATES / "citizen").glob("*.html"), *scripts.glob("*.js")]
    assert len(files) > 20
    for file in files:
        text = file.read_text("utf-8")
        for way_out in ("_blank", "window.open", "print(", 'type="file"', "alert(", "confirm("):
            assert way_out not in text, f"{file.name}: {way_out}"


def test_every_control_says_in_words_what_it_does(page: Page) -> None:
    for control in (*page.all("button"), *page.all("a")):
        assert words_of(control), control.attrib


def test_every_picture_is_silent_where_words_stand_beside_it(page: Page) -> None:
    for picture in page.tree.iter("{http://www.w3.org/2000/svg}svg"):
        assert (picture.get("aria-hidden"), picture.get("focusable")) == ("true", "false")
    assert [picture.get("alt") for picture in page.all("img")] == [""]


def in_data(page: Page) -> list[str]:
    """The words that wait in attributes for the script to show."""
    return [
        value
        for element in page.tree.iter()
        for name, value in element.attrib.items()
        if DATA_WORDS.match(name)
    ]


@pytest.mark.parametrize("room", ["t", "p"])
def test_the_words_that_wait_for_the_script_are_in_the_pages_language(
    pages: PageClient, room: str
) -> None:
    vietnamese, english = (in_data(pages.get(f"/{room}/H44.5-2?lang={lang}")) for lang in ("vi", "en"))
    assert len(vietnamese) == len(english) >= 5
    assert all(one != other for one, other in zip(vietnamese, english, strict=True))
    assert all(text.isascii() or "…" in text for text in english)


def section(page: Page, name: str) -> Element:
    """One of the screens that wait hidden."""
    (found,) = page.all("section", **{"data-screen": name})
    return found


def test_a_tablet_can_sleep_and_be_woken_and_a_phone_cannot(pages: PageClient) -> None:
    sleep = section(pages.get("/t/H44.5-2"), "sleep")
    assert sleep.get("hidden") is not None
    (wake,) = sleep.iter("button")
    assert (wake.get("data-action"), words_of(wake)) == ("wake", "Vẫn đánh giá")
    phone = pages.get("/p/H44.5-2")
    assert phone.all("section", **{"data-screen": "sleep"}) == []
    assert phone.all("section", **{"data-screen": "notice"}) == []


@pytest.mark.parametrize("reason", ["second-tab", "revoked"])
def test_a_notice_says_what_is_the_matter_and_what_to_do(pages: PageClient, reason: str) -> None:
    notice = section(pages.get("/t/H44.5-2?lang=en"), "notice")
    assert notice.get(f"data-{reason}-title")
    assert "lease" in notice.get(f"data-{reason}-text", "")  # please …
    assert list(notice.iter("button")) == []  # the staff's matter, not the citizen's


def test_without_script_there_are_no_controls_that_need_it(pages: PageClient) -> None:
    rating_id = pages.get("/t/H44.5-2").hidden_value("rating_id")
    form = {"step": "rate", "rating_id": rating_id, "satisfied": "1"}
    page = pages.post("/t/H44.5-2", form)
    assert page.all("aside") == []
    assert [e for e in page.tree.iter() if e.get("data-action")] == []


def test_whoever_hears_the_second_question_hears_that_the_answer_is_recorded(pages: PageClient) -> None:
    asked = section(pages.get("/t/H44.5-2?lang=en"), "procedure")
    (heading,) = asked.iter("h1")
    (said,) = (one for one in asked.iter() if one.get("id") == heading.get("aria-describedby"))
    assert words_of(said).startswith("Your answer is recorded.")
