"""The tablet's screens as somebody without script goes through them."""

from typing import Any
from xml.etree.ElementTree import Element

from kiosk.storage.db import Database
from tests.pages import Page, PageClient, words_of

COUNTER = "/t/H44.5-1"
YES, NO = "1", "0"
SVG = "{http://www.w3.org/2000/svg}"
PROCEDURE_TITLE = "Ông/Bà vừa làm thủ tục gì?"
TOPICS_TITLE = "Điều gì ảnh hưởng nhiều nhất đến đánh giá của Ông/Bà?"
THANKS_TITLE = "Đã ghi nhận. Xin cảm ơn Ông/Bà!"


def press(pages: PageClient, answer: str, **options: Any) -> Page:
    """Open the first screen and press one of its two targets."""
    first = pages.get(COUNTER)
    form = {"step": "rate", "rating_id": first.hidden_value("rating_id"), "satisfied": answer}
    return pages.post(COUNTER, form, **options)


def go_on(pages: PageClient, page: Page, step: str, status: int = 200, **fields: Any) -> Page:
    """Send a later screen's form."""
    form = {"step": step, "rating_id": page.hidden_value("rating_id"), **fields}
    return pages.post(COUNTER, form, status)


def heading(page: Page) -> str:
    """The heading of the open screen."""
    (section,) = page.open_sections()
    (found,) = section.iter("h1")
    return words_of(found)


def buttons(page: Page) -> list[Element]:
    """What can be pressed on the open screen, except the search."""
    (section,) = page.open_sections()
    return [button for button in section.iter("button") if button.get("name")]


def rows(db: Database, table: str, columns: str) -> list[tuple[Any, ...]]:
    return list(db.conn.execute(f"SELECT {columns} FROM {table} ORDER BY 1"))
