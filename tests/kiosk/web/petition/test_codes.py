"""Only who holds a code reads of its matter: guesses learn nothing, and no address holds one."""

import re
import secrets
import statistics
import time
from pathlib import Path

import pytest

from kiosk import create_app
from kiosk.petitions import codes
from kiosk.storage.db import Database
from tests.kiosk.web.petition.matter import code_on, leave, look_up
from tests.pages import PageClient

pytestmark = pytest.mark.usefixtures("now")

UNKNOWN = "There is nothing under this code."


def guesses() -> list[str]:
    return [
        "",
        "x",
        "0" * 100_000,
        "0000-0000-0000-0000",  # well formed
        "0000-0000-0000-0001",  # its check is wrong
        "\x00" * 16,
        "٠" * 16,
        "'; DROP TABLE petition; --",
        codes.write(iter(range(37, 99))),
    ]


def test_every_code_that_is_none_of_ours_gets_one_page_and_one_status(pages: PageClient) -> None:
    leave(pages)
    found = {
        (response.status_code, response.text)
        for guess in guesses()
        for address in ("/y/s", "/y/s/outcome")
        for response in [pages.http.post(address, data={"code": guess, "lang": "en", "satisfied": "1"})]
    }
    ((status, text),) = found
    assert status == 404
    assert UNKNOWN in text


def test_codes_with_and_without_a_right_check_take_equally_long(pages: PageClient) -> None:
    leave(pages)
    times: dict[str, list[float]] = {"0000-0000-0000-0000": [], "0000-0000-0000-0001": [], "x": []}
    for _ in range(30):
        for guess, seconds in times.items():
            begun = time.perf_counter_ns()
            pages.http.post("/y/s", data={"code": guess})
            seconds.append((time.perf_counter_ns() - begun) / 1e9)
    # What a busy machine adds is not theirs; where it is never idle, it adds to all alike.
    quickest, usual = ([of(one) for one in times.values()] for of in (min, statistics.median))
    assert min(max(quickest) / min(quickest), max(usual) / min(usual)) < 1.5


def test_guessing_ends_after_as_many_codes_as_are_set(db: Database, tmp_path: Path) -> None:
    app = create_app({"GUESSES": 5}, instance=tmp_path)
    pages = PageClient(app)
    code = code_on(leave(pages))
    answers = [
        pages.http.post(address, data={"code": secrets.token_hex(8)})
        for address in ["/y/s", "/y/s/outcome"] * 4
    ]
    assert [answer.status_code for answer in answers] == [404] * 5 + [429] * 3
    assert look_up(pages, code).text("h1") == "Received"
    app.extensions["writer"].close()


def test_no_address_ever_holds_a_code(pages: PageClient) -> None:
    page = leave(pages)
    bare = code_on(page).replace("-", "")
    addresses = re.findall(r'(?:href|action|src)="([^"]*)"', page.html)
    assert addresses
    assert not any(bare in address.replace("-", "") for address in addresses)
    assert pages.http.get(f"/y/s?code={code_on(page)}").text.count(bare) == 0
