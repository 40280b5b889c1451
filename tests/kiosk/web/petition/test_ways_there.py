"""Where a matter can be left is offered after either answer, and nothing is told on the way."""

import pytest

from tests.pages import Page, PageClient, words_of

pytestmark = pytest.mark.usefixtures("now")


def thanks_after(pages: PageClient, room: str, satisfied: str) -> Page:
    """The last screen, reached by the plain forms."""
    at = f"/{room}/H44.5-1?lang=en"
    page = pages.get(at)
    rating_id = page.hidden_value("rating_id")
    answers = {
        "rate": {"satisfied": satisfied},
        "procedure": {"procedure_id": ""},
        "topics": {"topic": ""},
        "comment": {"comment": ""},
    }
    for step, fields in answers.items():
        if page.open_sections()[0].get("data-screen") == step:
            sent = {"step": step, "rating_id": rating_id, "lang": "en", **fields}
            page = pages.post(at, sent)
    assert page.open_sections()[0].get("data-screen") == "thanks"
    return page


@pytest.mark.parametrize("room", ["p", "t"])
def test_after_either_answer_the_same_way_is_offered(pages: PageClient, room: str) -> None:
    satisfied, unsatisfied = (thanks_after(pages, room, answer) for answer in "10")
    assert satisfied.html == unsatisfied.html
    assert "Something to be followed up?" in satisfied.html


def test_the_phone_leads_there_and_says_nothing_of_where_it_came_from(pages: PageClient) -> None:
    page = thanks_after(pages, "p", "0")
    (link,) = page.all("a", href="/y/H44.5-1?lang=en")
    assert link.get("rel") == "noreferrer"


def test_the_tablet_beside_the_officer_only_names_the_address(pages: PageClient) -> None:
    page = thanks_after(pages, "t", "0")
    assert "127.0.0.1:8000/y/H44.5-1" in page.html
    assert not any("/y/" in link.get("href", "") for link in page.all("a"))


def test_the_poster_names_the_address_in_both_languages(pages: PageClient) -> None:
    page = pages.get("/p/H44.5-1/poster")
    (line,) = [one for one in page.all("p") if one.get("class") == "further"]
    assert words_of(line).endswith("127.0.0.1:8000/y/H44.5-1")
    assert {part.get("lang") for part in line.iter("span")} == {"vi", "en"}
