"""Who may open what: every route with every method has a row here, or the first test fails."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from kiosk.staff import access
from kiosk.storage.db import Database
from tests.kiosk.web.staff import signed_in
from tests.pages import Page, PageClient
from tests.tablets import a_tablet

NOBODY = "nobody"
ROLES = (NOBODY, "officer", "operator", "inspector", "manager", "screen", "operations")

EVERYBODY = frozenset(ROLES)
SIGNED_IN = EVERYBODY - {NOBODY}
FIGURES = frozenset({"manager"})
FLEET = DUTIES = frozenset({"manager", "operator"})
SIGN_ON = OWN = frozenset({"officer"})
WALL = frozenset({"officer", "manager", "screen"})
INSPECTION = frozenset({"inspector"})
VOIDS, DECIDES = frozenset({"manager", "inspector", "officer"}), frozenset({"manager", "inspector"})

# method and rule: the roles that get past the guard
MATRIX = {
    # citizens and tablets: no cookie, no guard; tablets sign what they send
    "GET /t": EVERYBODY,
    "GET /t/": EVERYBODY,
    "GET /t/service": EVERYBODY,
    "GET /t/sw.js": EVERYBODY,
    "GET /t/photos/<officer_id>.jpg": EVERYBODY,
    "GET /t/<counter_id>": EVERYBODY,
    "POST /t/<counter_id>": EVERYBODY,
    "GET /t/<counter_id>/kit.json": EVERYBODY,
    "GET /p/<counter_id>": EVERYBODY,
    "POST /p/<counter_id>": EVERYBODY,
    "GET /p/<counter_id>/code.svg": EVERYBODY,
    "GET /p/<counter_id>/poster": EVERYBODY,
    "GET /k/<token>": EVERYBODY,
    "POST /k/<token>": EVERYBODY,
    "GET /q/<code>": EVERYBODY,
    "GET /q/t/<ticket>": EVERYBODY,
    "POST /q/t/<ticket>": EVERYBODY,
    "GET /api/v1/procedures": EVERYBODY,
    "POST /api/v1/ratings": EVERYBODY,
    "POST /api/v1/details": EVERYBODY,
    "POST /api/v1/devices": EVERYBODY,
    "POST /api/v1/devices/keys": EVERYBODY,
    "POST /api/v1/contacts": EVERYBODY,
    "GET /api/v1/": EVERYBODY,
    "GET /api/v1/openapi.json": EVERYBODY,
    # other systems: no cookie, no guard; a key opens what it says
    "POST /api/v1/services": EVERYBODY,
    "GET /api/v1/services/<dossier>": EVERYBODY,
    "PATCH /api/v1/services/<dossier>": EVERYBODY,
    "GET /api/v1/figures": EVERYBODY,
    "GET /api/v1/figures/<period>": EVERYBODY,
    "GET /api/v1/figures/<period>/<number>": EVERYBODY,
    "POST /api/v1/offers": EVERYBODY,
    "GET /static/<path:filename>": EVERYBODY,
    "GET /static/js/<entry>.joined.js": EVERYBODY,
    # matters left for follow-up, and what became of them
    "GET /y/s": EVERYBODY,
    "POST /y/s": EVERYBODY,
    "POST /y/s/outcome": EVERYBODY,
    "GET /y/<place_id>": EVERYBODY,
    "POST /y/<place_id>": EVERYBODY,
    # whoever holds a badge signs on with it
    "GET /duty/b/<token>": EVERYBODY,
    "POST /duty/b/<token>": EVERYBODY,
    # coming and going
    "GET /": SIGNED_IN,
    "GET /sign-in": EVERYBODY,
    "POST /sign-in": EVERYBODY,
    "GET /account": SIGNED_IN,
    "POST /account": SIGNED_IN,
    # the figures
    "GET /dashboard/": FIGURES,
    "GET /dashboard/<name>": FIGURES,
    "GET /dashboard/<name>.csv": FIGURES,
    "GET /dashboard/<name>.<form>": FIGURES,
    "GET /dashboard/own": OWN,
    "GET /dashboard/own.csv": OWN,
    "GET /dashboard/own/review": OWN,
    "GET /dashboard/review": DECIDES,
    "GET /dashboard/review/officers": INSPECTION,
    "GET /dashboard/operations": FIGURES | {"operations"},
    "GET /dashboard/wall": WALL,
    "GET /dashboard/static/<path:filename>": EVERYBODY,
    # the tablets
    "GET /manage/tablets": FLEET,
    "GET /manage/tablets/<device_id>": FLEET,
    "POST /manage/tablets/<device_id>/move": FLEET,
    "POST /manage/tablets/<device_id>/revoke": FLEET,
    "POST /manage/tablets/<device_id>/clear": FLEET,
    "GET /manage/tablets/pair": FLEET,
    "POST /manage/tablets/pair": FLEET,
    "GET /manage/tablets/outbox": FLEET,
    "POST /manage/tablets/outbox": FLEET,
    # printed codes
    "GET /manage/prints": FLEET,
    "POST /manage/prints": FLEET,
    "GET /manage/prints/counter/<counter_id>/<choice>": FLEET,
    "GET /manage/prints/batches/<batch_id>": FLEET,
    "POST /manage/prints/batches/<batch_id>/cancel": FLEET,
    "GET /manage/prints/batches/<batch_id>/file": FLEET,
    # duties, badges and opening hours
    "GET /manage/duties": DUTIES,
    "GET /manage/duties/<counter_id>": DUTIES,
    "POST /manage/duties/<counter_id>": DUTIES,
    "GET /manage/badges": DUTIES,
    "POST /manage/badges/<officer_id>": DUTIES,
    "POST /manage/badges/<officer_id>/end": DUTIES,
    "GET /manage/hours": DUTIES,
    "POST /manage/hours/<centre_id>/week": DUTIES,
    "POST /manage/hours/<centre_id>/days": DUTIES,
    "POST /manage/hours/<centre_id>/days/<day>/as-usual": DUTIES,
    # what happened that may move a figure
    "GET /manage/events": DUTIES,
    "POST /manage/events": DUTIES,
    "POST /manage/events/<event_id>/withdraw": DUTIES,
    # hours whose ratings are void
    "GET /manage/voids": VOIDS,
    "POST /manage/voids": VOIDS,
    "POST /manage/voids/<void_id>/lift": DECIDES,
    "POST /manage/voids/<void_id>/decide": DECIDES,
    # what citizens left for follow-up
    "GET /manage/petitions": FIGURES,
    "GET /manage/petitions/<petition_id>": FIGURES,
    "POST /manage/petitions/<petition_id>/take": FIGURES,
    "POST /manage/petitions/<petition_id>/note": FIGURES,
    "POST /manage/petitions/<petition_id>/reply": FIGURES,
    "POST /manage/petitions/<petition_id>/close": FIGURES,
    # what only the inspector sees of it
    "GET /manage/inspection": INSPECTION,
    "GET /manage/inspection/<petition_id>": INSPECTION,
    "POST /manage/inspection/<petition_id>/take": INSPECTION,
    "POST /manage/inspection/<petition_id>/note": INSPECTION,
    "POST /manage/inspection/<petition_id>/reply": INSPECTION,
    "POST /manage/inspection/<petition_id>/close": INSPECTION,
    # an officer's own page
    "GET /duty": SIGN_ON,
    "POST /duty": SIGN_ON,
}
# Sent without a form of ours, so without its token; none of them is of the staff's pages.
OPEN = tuple(f"POST /{room}/" for room in ("t", "p", "y", "k", "q", "api"))
WITHOUT_TOKEN = {line for line in MATRIX if line.startswith(OPEN)}
WHERE = {
    "<officer_id>": "H44.5.A-01",
    "<counter_id>": "H44.5-1",
    "<device_id>": "T1",
    "<place_id>": "H44.5-1",
    "<petition_id>": "0" * 32,
    "<void_id>": "0" * 32,
    "<event_id>": "0" * 32,
    "<centre_id>": "H44.5",
    "<day>": "2026-09-02",
    "<token>": "0" * 32,
    "<form>": "svg",
    "<name>": "hours",
    "<choice>": "svg",
    "<batch_id>": "0" * 32,
    "<entry>": "tablet",
    "<path:filename>": "tokens.css",
}


def routes(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield f"{method} {rule.rule}"


def ask(pages: PageClient, line: str) -> TestResponse:
    """Send an empty request along this line of the matrix."""
    method, address = line.split(" ")
    for name, value in WHERE.items():
        address = address.replace(name, value)
    return pages.http.open(address, method=method, buffered=True)


def caller(app: Flask, db: Database, role: str) -> PageClient:
    return PageClient(app) if role == NOBODY else signed_in(app, db, role)


def is_turned_away(response: TestResponse) -> bool:
    """Whether the guard answered: with the sign-in page, or that the account may not."""
    if response.status_code == 302:
        return response.headers["Location"].partition("?")[0] == "/sign-in"
    if response.status_code != 403 or response.mimetype != "text/html":
        return False
    return bool(Page(response.text).all("main", **{"data-code": "not_allowed"}))


@pytest.fixture
def open_app(app: Flask, db: Database) -> Flask:
    """Forms without tokens, so that the guard is what answers; and one tablet."""
    app.config["WTF_CSRF_ENABLED"] = False
    a_tablet(db)
    return app


def test_every_route_has_a_row_and_every_row_a_route(app: Flask) -> None:
    assert sorted(set(routes(app))) == sorted(MATRIX)


def test_every_role_has_its_column() -> None:
    assert set(access.ROLES) == set(ROLES) - {NOBODY}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_where_its_rows_say_and_nowhere_else(
    open_app: Flask, db: Database, role: str
) -> None:
    passed = {line for line in MATRIX if not is_turned_away(ask(caller(open_app, db, role), line))}
    if role != NOBODY:
        passed.discard("POST /account")  # signs out, which leads to the sign-in page
    expected = {line for line, roles in MATRIX.items() if role in roles} - {"POST /account"}
    assert sorted(passed) == sorted(expected)


def test_signing_out_is_open_to_whoever_is_signed_in(open_app: Flask, db: Database) -> None:
    for role in access.ROLES:
        pages = caller(open_app, db, role)
        assert ask(pages, "GET /account").status_code == 200
        ask(pages, "POST /account")
        assert is_turned_away(ask(pages, "GET /account"))


def test_a_refusal_says_nothing_of_what_is_behind_it(open_app: Flask, db: Database) -> None:
    officer = caller(open_app, db, "officer")
    for line, roles in MATRIX.items():
        if line.startswith("GET /manage") and "officer" not in roles:
            page = ask(officer, line).text
            assert "H44.5" not in page and "T1" not in page, line


def test_a_form_without_its_token_changes_nothing_on_any_staff_page(app: Flask, db: Database) -> None:
    a_tablet(db)
    refused = set()
    for line in MATRIX:
        if line.startswith("POST "):
            response = ask(caller(app, db, "manager"), line)
            if response.status_code == 400 and 'data-code="form_expired"' in response.text:
                refused.add(line)
    assert sorted(refused) == sorted(
        line for line in MATRIX if line.startswith("POST ") and line not in WITHOUT_TOKEN
    )
