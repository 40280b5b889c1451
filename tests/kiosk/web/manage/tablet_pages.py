"""What the pages of tablets show, read as a test wants it."""

from tests.pages import Page, words_of

LIST = "/manage/tablets?lang=en"


def sections(page: Page) -> dict[str, str]:
    """The alarm panel: each kind with the tablets it names."""
    (panel,) = page.all("section", **{"aria-labelledby": "alarms"})
    return {words_of(row[0]): words_of(row[1]) for row in panel.iter("div") if row[0].tag == "dt"}


def cells(page: Page, row: int = 0) -> dict[str, str]:
    """A tablet's row: each cell under its own name."""
    body = page.all("tbody")[row]
    return {cell.get("data-label", ""): words_of(cell) for cell in body[0].iter("td")}


def facts(page: Page) -> dict[str, str]:
    """What a tablet's own page says of it."""
    (told,) = page.all("dl", **{"class": "facts"})
    return {words_of(row[0]): words_of(row[1]) for row in told.iter("div")}
