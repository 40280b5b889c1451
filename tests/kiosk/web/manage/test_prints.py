"""The page of printed codes: one counter's sheets at once, a whole centre's in the background."""

import io
import time
import zipfile

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from kiosk.printing import bundles
from kiosk.printing.bundles import CHOICES
from kiosk.storage.db import Database, writing
from tests.factories import a_version
from tests.kiosk.web.staff import fill_in, signed_in, token
from tests.pages import Page, PageClient, words_of
from tests.paper import Paper

INDEX = "/manage/prints?centre=H44.5&lang=en"
BASE = "http://127.0.0.1:8000"


@pytest.fixture
def staff(app: Flask, db: Database) -> PageClient:
    return signed_in(app, db, "operator")


def ordered(staff: PageClient, *choices: str, files: str = "together") -> str:
    """Order these for the centre; the address of the batch."""
    given = token(staff.get(INDEX))
    reply = staff.http.post(INDEX, data={"csrf_token": given, "choices": list(choices), "files": files})
    assert reply.status_code == 303, reply.text
    return reply.headers["Location"]


def finished(staff: PageClient, address: str) -> Page:
    """The batch's page once it is over."""
    for _ in range(200):
        page = staff.get(address)
        if page.all("div", id="batch")[0].get("data-under-way") is None:
            return page
        time.sleep(0.05)
    raise AssertionError("the batch never ended")


def downloaded(staff: PageClient, page: Page) -> TestResponse:
    (link,) = [one for one in page.all("a") if one.get("download") is not None]
    return staff.http.get(link.get("href", ""))


def test_each_counter_of_the_centre_has_a_link_to_each_kind(staff: PageClient) -> None:
    page = staff.get(INDEX)
    links = [one.get("href", "") for one in page.all("a") if "/prints/counter/" in one.get("href", "")]
    assert len(links) == 2 * len(CHOICES)
    labels = {one.get("aria-label") for one in page.all("a")}
    assert {"Poster, A4, Quầy 1", "Table tent, A4 to fold, Quầy 2"} <= labels
    assert "127.0.0.1:8000/p/H44.5-2" in words_of(page.tree)


@pytest.mark.parametrize("choice", CHOICES)
def test_a_counters_file_is_handed_out_at_once(staff: PageClient, choice: str) -> None:
    reply = staff.http.get(f"/manage/prints/counter/H44.5-1/{choice}")
    assert reply.status_code == 200
    assert reply.mimetype == bundles.MEDIA_TYPES[bundles.file_name(choice).rpartition(".")[2]]
    assert reply.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "H44.5-1" in reply.headers["Content-Disposition"]
    assert reply.headers["Cache-Control"] == "no-store"


def test_the_poster_carries_the_settings_address_and_the_counters_name(staff: PageClient) -> None:
    paper = Paper(staff.http.get("/manage/prints/counter/H44.5-2/poster-a4").data)
    assert [code.text for code in paper.codes()] == [f"{BASE}/p/H44.5-2"]
    assert "Quầy 2 · Chứng thực" in paper.words()


@pytest.mark.parametrize("address", ["H44.5-1/letter", "H44.5-99/tent", "H44.5-1/../tent"])
def test_what_is_not_offered_or_not_there_is_not_found(staff: PageClient, address: str) -> None:
    staff.get(f"/manage/prints/counter/{address}", 404)


def test_a_whole_centre_is_made_in_the_background_and_downloaded(staff: PageClient) -> None:
    reply = downloaded(staff, finished(staff, ordered(staff, *CHOICES)))
    assert reply.mimetype == "application/zip"
    assert "codes-H44.5.zip" in reply.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(reply.data)) as archive:
        assert len(archive.namelist()) == 3 + 2 + 2
        paper = Paper(archive.read("tent.pdf"))
    assert [{code.text for code in paper.codes(page)} for page in range(len(paper))] == [
        {f"{BASE}/p/H44.5-1"},
        {f"{BASE}/p/H44.5-2"},
    ]


def test_apart_there_is_a_file_for_each_counter(staff: PageClient) -> None:
    reply = downloaded(staff, finished(staff, ordered(staff, "poster-a5", files="apart")))
    with zipfile.ZipFile(io.BytesIO(reply.data)) as archive:
        assert archive.namelist() == ["poster-a5-H44.5-1.pdf", "poster-a5-H44.5-2.pdf"]


def test_a_centre_of_twenty_counters_gives_twenty_pages(
    app: Flask, db: Database, staff: PageClient
) -> None:
    with writing(db):
        for n in range(3, 21):
            a_version(db, "counter", counter_id=f"H44.5-{n}", name=f"Quầy {n}", centre_id="H44.5")
    paper = Paper(downloaded(staff, finished(staff, ordered(staff, "poster-a4"))).data)
    assert len(paper) == 20
    assert [paper.codes(page)[0].text for page in (0, 9, 19)] == [
        f"{BASE}/p/H44.5-{n}" for n in (1, 10, 20)
    ]


def test_meanwhile_the_page_shows_how_far_it_is_and_asks_again_without_script(
    staff: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.printing.batches.Batches._work", lambda *_: None)  # it never begins
    address = ordered(staff, *CHOICES)
    page = staff.get(address)
    (bar,) = page.all("progress")
    assert (bar.get("value"), bar.get("max")) == ("0", "7")
    assert page.text("p", role="status") == "0 of 7 files are made."
    (again,) = page.all("meta", **{"http-equiv": "refresh"})
    assert again.get("content") == "2"
    staff.get(address.replace("?", "/file?"), 404)


def test_a_cancelled_batch_hands_out_nothing(staff: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.printing.batches.Batches._work", lambda *_: None)
    address = ordered(staff, "tent")
    assert fill_in(staff, address, address.replace("?", "/cancel?")).status_code == 303
    page = staff.get(address)
    assert page.text("p", role="status") == "Cancelled. Nothing was kept."
    assert page.all("meta", **{"http-equiv": "refresh"}) == []
    staff.get(address.replace("?", "/file?"), 404)


def test_a_batch_that_failed_says_so(staff: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise OSError("no room")

    monkeypatch.setattr("kiosk.printing.press._received", fail)
    page = finished(staff, ordered(staff, "tent"))
    assert "could not be made" in page.text("p", role="alert")


def test_another_members_batch_is_not_found(app: Flask, db: Database, staff: PageClient) -> None:
    address = ordered(staff, "svg")
    finished(staff, address)
    other = signed_in(app, db, "manager")
    other.get(address, 404)
    other.get(address.replace("?", "/file?"), 404)


@pytest.mark.parametrize("choices", [[], ["letter"], ["tent", "letter"]])
def test_an_order_of_nothing_or_of_what_is_not_offered_is_refused_in_words(
    staff: PageClient, choices: list[str]
) -> None:
    given = token(staff.get(INDEX))
    page = staff.post(INDEX, {"csrf_token": given, "choices": choices, "files": "together"}, 422)  # type: ignore[dict-item]
    assert page.text("p", role="alert") == "Choose at least one kind of sheet."


def test_a_centre_that_is_not_there_has_no_sheets(staff: PageClient) -> None:
    reply = fill_in(staff, INDEX, "/manage/prints?centre=X", choices="tent", files="together")
    assert reply.status_code == 404


def test_an_address_that_no_phone_reaches_is_told(app: Flask, staff: PageClient) -> None:
    assert "which no phone can reach" in words_of(staff.get(INDEX).tree)
    app.config["BASE_URL"] = "https://hailong.phutho.gov.vn"
    assert staff.get(INDEX).all("ul", **{"class": "alarms"}) == []
    app.config["BASE_URL"] = "https://danhgia.trungtamhanhchinhcong.phutho.gov.vn"
    assert "more than 60" in words_of(staff.get(INDEX).tree)


def test_a_name_that_looks_like_markup_stays_text(app: Flask, db: Database, staff: PageClient) -> None:
    name = "<b>Quầy</b> #1 *"
    with writing(db):
        a_version(db, "counter", "2025-08-01", counter_id="H44.5-1", name=name, centre_id="H44.5")
    assert name in words_of(staff.get(INDEX).tree)
    assert name in Paper(staff.http.get("/manage/prints/counter/H44.5-1/tent").data).words()
