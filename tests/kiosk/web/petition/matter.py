"""A matter that somebody leaves on a phone, as the tests of its pages need it."""

from kiosk.petitions import following_up
from kiosk.petitions.following_up import Deed
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY
from tests.pages import Page, PageClient

COUNTER, CENTRE, STATUS = "/y/H44.5-1?lang=en", "/y/H44.5?lang=en", "/y/s?lang=en"
MATTER = {"about": "counter", "topic": "waiting", "body": "Tôi chờ ba tiếng.", "lang": "en"}


def leave(pages: PageClient, address: str = COUNTER, **changes: str) -> Page:
    draft = draft_on(pages.get(address))
    return pages.post(address, {**MATTER, "draft": draft, **changes})


def draft_on(page: Page) -> str:
    (field,) = page.all("input", name="draft")
    return field.get("value", "")


def code_on(page: Page) -> str:
    return page.text("p", **{"class": "code"}).replace(" ", "-")


def look_up(pages: PageClient, code: str, status: int = 200) -> Page:
    return pages.post(STATUS, {"code": code, "lang": "en"}, status)


def kept(db: Database, columns: str = "centre_id, counter_id, topic, chain, left_day") -> list[tuple]:  # type: ignore[type-arg]
    return db.conn.execute(f"SELECT {columns} FROM petition").fetchall()


def answer(db: Database, text: str = "Đã mở thêm một quầy.") -> None:
    [(petition_id, chain)] = db.conn.execute("SELECT petition_id, chain FROM petition")
    with writing(db):
        following_up.reply(db, Deed(petition_id, chain, WEDNESDAY, "tests"), text)
