"""What makes the tablet's page an appliance: its release, its service worker, its kit, its own pages."""

import gzip
import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk import create_app, periods
from kiosk.storage.db import Database, writing
from kiosk.web import releases, scripts
from kiosk.web.releases import release
from tests import factories
from tests.pages import PageClient

COUNTER = "/t/H44.5-1"
ZIPPED = {"Accept-Encoding": "gzip"}
PAIRING = {"vi": "Ghép nối máy tính bảng này", "en": "Pair this tablet"}
STATE = {"vi": "Tình trạng máy tính bảng", "en": "State of this tablet"}
REPLIES = (
    "/t/",
    "/t/service",
    "/t/sw.js",
    COUNTER,
    f"{COUNTER}/kit.json",
    "/static/js/tablet.joined.js",
)
JPEG = b"\xff\xd8\xff\xe0" + bytes(100)


def fetch(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    """A reply, read to its end and closed, as a server does with a file."""
    response = client.get(path, headers=headers)
    response.get_data()
    response.close()
    return response


def precached(client: FlaskClient) -> list[str]:
    """The paths that the service worker is told to keep."""
    found = re.search(r"const FILES = (\[.*?\]);", client.get("/t/sw.js").text, re.DOTALL)
    assert found
    return list(json.loads(found[1].replace(",\n]", "\n]")))


@pytest.mark.parametrize(("lang", "title"), PAIRING.items())
def test_the_pairing_page_is_a_good_page_in_both_languages(
    pages: PageClient, lang: str, title: str
) -> None:
    page = pages.get(f"/t/?lang={lang}")
    assert (page.lang, page.text("h1")) == (lang, title)


def test_the_address_without_its_slash_leads_below_it_where_it_works_offline(
    client: FlaskClient,
) -> None:
    response = client.get("/t?lang=en")
    assert (response.status_code, response.headers["Location"]) == (308, "/t/?lang=en")


@pytest.mark.parametrize(("lang", "title"), STATE.items())
def test_the_operators_page_is_a_good_page_in_both_languages(
    pages: PageClient, lang: str, title: str
) -> None:
    assert pages.get(f"/t/service?lang={lang}").text("h1") == title


@pytest.mark.parametrize("path", [*REPLIES, "/p/H44.5-1"])
def test_every_reply_carries_the_release(app: Flask, client: FlaskClient, path: str) -> None:
    response = fetch(client, path)
    assert response.status_code == 200
    assert response.headers["Hailong-Release"] == release(app)
    assert re.fullmatch("[0-9a-f]{12}", release(app))


def test_the_page_names_the_release_it_is_of(app: Flask, pages: PageClient) -> None:
    (body,) = pages.get(COUNTER).all("body")
    assert body.get("data-release") == release(app)


@pytest.mark.parametrize(
    ("path", "camera"),
    [(COUNTER, "(self)"), ("/t/service", "(self)"), ("/p/H44.5-1", "()"), ("/sign-in", "()")],
)
def test_only_a_tablets_pages_may_ask_for_the_camera(
    client: FlaskClient, path: str, camera: str
) -> None:
    policy = fetch(client, path).headers["Permissions-Policy"]
    assert policy == f"camera={camera}, microphone=(), geolocation=(), payment=()"


def test_another_version_is_another_release(app: Flask) -> None:
    assert releases.read_release("1.0").name != releases.read_release("1.1").name
    assert releases.read_release("1.0") == releases.read_release("1.0")


def test_the_service_worker_is_asked_for_anew_each_time_and_is_short(client: FlaskClient) -> None:
    response = client.get("/t/sw.js")
    assert response.mimetype == "text/javascript"
    assert response.headers["Cache-Control"] == "no-cache"
    source = Path(releases.STATIC, "js", "sw.js").read_text("utf-8")
    assert source.count("\n") <= 100
    assert response.text.endswith(source)


def test_all_that_the_tablets_pages_ask_for_is_kept_and_exists(
    client: FlaskClient, pages: PageClient
) -> None:
    kept = precached(client)
    asked = set()
    for path in (COUNTER, "/t/", "/t/service"):
        for element in pages.get(path).tree.iter():
            for name in ("href", "src"):
                if element.get(name, "").startswith("/static/"):
                    asked.add(element.get(name, "").partition("#")[0])
    assert len(asked) > 8
    assert asked <= set(kept)
    assert all(fetch(client, path).status_code == 200 for path in kept)
    assert not [path for path in kept if "staff" in path or "manage" in path]


def script_of(pages: PageClient, path: str) -> str:
    """The address of a page's only script."""
    (script,) = pages.get(path).all("script")
    return script.get("src", "")


@pytest.mark.parametrize(
    ("path", "entry"),
    [(COUNTER, "tablet"), ("/p/H44.5-1", "kiosk"), ("/t/", "pairing"), ("/t/service", "service")],
)
def test_each_page_has_one_script_with_all_its_modules(
    client: FlaskClient, pages: PageClient, path: str, entry: str
) -> None:
    source = fetch(client, script_of(pages, path)).text
    assert re.search(r"^\s*(import|export)\b", source, re.MULTILINE) is None
    scopes = re.findall(r"^const from_(\w+) = ", source, re.MULTILINE)
    assert scopes[-1] == entry
    assert len(set(scopes)) == len(scopes)
    for name in scopes:
        module = scripts.read_module(name)
        imported = re.findall(r'"\./([a-z_]+)\.js"', module)
        assert set(imported) <= set(scopes[: scopes.index(name)])


def test_joining_changes_nothing_in_a_module_but_how_it_takes_and_gives() -> None:
    assert scripts.read_module("encoding").startswith("// Bytes")
    piece = scripts.joined("kiosk").partition("const from_encoding = (() => {\n")[2]
    body, _, rest = piece.partition("\nreturn { ")
    assert body == scripts.read_module("encoding").replace("\nexport ", "\n")
    assert rest.startswith("utf8, toBase64, fromBase64, toHex, randomHex };\n})();")


def test_scripts_are_joined_when_the_server_starts_and_not_while_a_tablet_waits() -> None:
    scripts.joined.cache_clear()
    scripts.register(Flask("another"))
    joined = scripts.joined.cache_info().misses
    for entry in scripts.ENTRIES:
        scripts.joined(entry)
    assert scripts.joined.cache_info().misses == joined == len(scripts.ENTRIES)


def test_a_script_that_is_no_pages_is_not_found(client: FlaskClient) -> None:
    for name in ("sw", "flow", "../tablet", "nothing"):
        assert fetch(client, f"/static/js/{name}.joined.js").status_code == 404


def test_a_phone_loads_nothing_of_the_tablets() -> None:
    assert not set(scripts.modules("kiosk")) & {"identity", "contact", "tablet", "paired", "offers"}


def test_a_sheet_of_the_staffs_pages_makes_no_new_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("static", "templates", "translations"):
        shutil.copytree(releases.ROOT / name, tmp_path / name)
    monkeypatch.setattr(releases, "ROOT", tmp_path)
    monkeypatch.setattr(releases, "STATIC", tmp_path / "static")
    names = [releases.read_release.__wrapped__("1.0").name]
    for sheet in sorted(releases.OF_STAFF):
        (tmp_path / "static" / sheet).write_text("h1 { color: red }", "utf-8")
    names.append(releases.read_release.__wrapped__("1.0").name)
    (tmp_path / "static" / "citizen.css").write_text("h1 { color: red }", "utf-8")
    names.append(releases.read_release.__wrapped__("1.0").name)
    assert names[0] == names[1] != names[2]


def test_a_kit_is_sent_only_where_it_has_changed(client: FlaskClient) -> None:
    first = client.get(f"{COUNTER}/kit.json")
    assert first.headers["Cache-Control"] == "no-cache"
    assert first.json is not None
    assert first.json["officers"]["H44.5.A-01"]["monogram"] == "A-01"
    etag = first.headers["ETag"]
    again = client.get(f"{COUNTER}/kit.json", headers={"If-None-Match": etag, **ZIPPED})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get("/t/H44.5-99/kit.json").status_code == 404


@pytest.fixture
def closed(db: Database, tmp_path: Path) -> Iterator[Flask]:
    """The program as centres run it: tablets are paired."""
    app = create_app({"OPEN_TABLETS": False}, instance=tmp_path)
    yield app
    app.extensions["writer"].close()


@pytest.fixture
def relieved_tomorrow(db: Database) -> Database:
    """From tomorrow's noon on another officer sits at the counter."""
    noon = datetime.combine(periods.civil_day(periods.now()) + timedelta(days=1), time(12), UTC)
    with writing(db):
        later = {"starts_at": noon, "ends_at": noon + timedelta(days=1), "source": "sign_on"}
        factories.a_duty(db, "H44.5-1", "H44.5.A-02", **later)
    return db


def officers_in(app: Flask, query: str = "") -> set[str]:
    found = app.test_client().get(f"{COUNTER}/kit.json{query}").json
    assert found is not None
    assert {duty["officer_id"] for duty in found["duties"]} == set(found["officers"])
    return set(found["officers"])


@pytest.mark.usefixtures("relieved_tomorrow")
def test_the_roster_is_for_who_has_the_counters_key_alone(closed: Flask) -> None:
    key, other = (closed.extensions["keys"].name("hailong-kit-1", one) for one in ("H44.5-1", "H44.5-2"))
    both = {"H44.5.A-01", "H44.5.A-02"}
    assert officers_in(closed, f"?key={key}") == both
    for query in ("", "?key=", "?key=x", f"?key={other}", f"?key={key[:-1]}", "?key=%C4%91", "?key=%00"):
        assert officers_in(closed, query) == {"H44.5.A-01"}, query


@pytest.mark.usefixtures("relieved_tomorrow")
def test_an_open_tablet_gets_the_roster_without_a_key(app: Flask) -> None:
    assert officers_in(app) == {"H44.5.A-01", "H44.5.A-02"}


def test_either_kit_has_a_digest_of_its_own(closed: Flask) -> None:
    key = closed.extensions["keys"].name("hailong-kit-1", "H44.5-1")
    client = closed.test_client()
    etags = {client.get(f"{COUNTER}/kit.json{query}").headers["ETag"] for query in ("", f"?key={key}")}
    assert len(etags) == 2


def test_a_photo_is_shown_only_where_the_centre_chose_to(db: Database, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "H44.5.A-01.jpg").write_bytes(JPEG)
    for is_shown in (False, True):
        app = create_app({"PHOTOS": is_shown}, instance=tmp_path)
        client = app.test_client()
        kit = client.get(f"{COUNTER}/kit.json").json
        assert kit is not None
        address = "/t/photos/H44.5.A-01.jpg"
        assert kit["officers"]["H44.5.A-01"]["photo"] == (address if is_shown else None)
        response = client.get(address)
        assert response.status_code == (200 if is_shown else 404)
        assert (response.data == JPEG) == is_shown
        assert client.get("/t/photos/nobody.jpg").status_code == 404
        app.extensions["writer"].close()


@pytest.mark.parametrize("path", [COUNTER, "/t/sw.js", f"{COUNTER}/kit.json", "/static/citizen.css"])
def test_what_holds_no_secret_travels_compressed(client: FlaskClient, path: str) -> None:
    plain, zipped = fetch(client, path), fetch(client, path, **ZIPPED)
    assert "Content-Encoding" not in plain.headers
    if len(plain.data) < 500:
        assert "Content-Encoding" not in zipped.headers
        return
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in zipped.headers["Vary"]
    assert int(zipped.headers["Content-Length"]) == len(zipped.data) < len(plain.data) * 0.7
    text = re.compile(rb'name="rating_id" value="\w+"')  # new with each page
    assert text.sub(b"", gzip.decompress(zipped.data)) == text.sub(b"", plain.data)


@pytest.mark.parametrize("path", ["/static/citizen.css", "/static/js/tablet.joined.js"])
def test_a_compressed_file_that_has_not_changed_is_not_sent_again(
    client: FlaskClient, path: str
) -> None:
    first = fetch(client, path, **ZIPPED)
    assert first.headers["ETag"].startswith("W/")
    known = {**ZIPPED, "If-None-Match": first.headers["ETag"]}
    again = fetch(client, path, **known)
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/sign-in", "/api/v1/procedures?q=ban+sao"])
def test_what_may_hold_a_secret_is_never_compressed(client: FlaskClient, path: str) -> None:
    assert "Content-Encoding" not in fetch(client, path, **ZIPPED).headers
