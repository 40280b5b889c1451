"""Whatever stands in the address of a staff page, the answer is a page: never a fault of ours."""

from urllib.parse import quote

import pytest
from flask import Flask

from kiosk.storage.db import Database
from tests.kiosk.web.staff import signed_in
from tests.kiosk.web.test_matrix import MATRIX, WHERE
from tests.pages import PageClient
from tests.tablets import a_tablet

# What each page reads out of its address; every page reads `lang`.
PARAMETERS = {
    "/account": (),
    "/dashboard/": ("period", "edition", "by", "key"),
    "/dashboard/<name>": ("period", "edition", "by", "key", "sort", "rows", "with"),
    "/dashboard/<name>.<form>": ("period", "by", "key", "section"),
    "/dashboard/<name>.csv": ("period", "by", "key", "section"),
    "/dashboard/operations": ("period", "edition"),
    "/dashboard/own": ("period", "edition"),
    "/dashboard/own.csv": ("period", "section"),
    "/dashboard/own/review": ("month",),
    "/dashboard/review": ("month",),
    "/dashboard/review/officers": ("month",),
    "/dashboard/static/<path:filename>": (),
    "/dashboard/wall": ("period", "by", "key"),
    "/duty": (),
    "/duty/b/<token>": (),
    "/manage/badges": ("centre",),
    "/manage/duties": ("centre", "day"),
    "/manage/duties/<counter_id>": ("day",),
    "/manage/events": (),
    "/manage/hours": ("centre",),
    "/manage/inspection": ("which",),
    "/manage/inspection/<petition_id>": (),
    "/manage/petitions": ("which",),
    "/manage/petitions/<petition_id>": (),
    "/manage/prints": ("centre",),
    "/manage/prints/batches/<batch_id>": ("centre",),
    "/manage/prints/batches/<batch_id>/file": (),
    "/manage/prints/counter/<counter_id>/<choice>": (),
    "/manage/tablets": ("centre",),
    "/manage/voids": ("centre",),
    "/manage/tablets/<device_id>": ("done",),
    "/manage/tablets/outbox": (),
    "/manage/tablets/pair": ("counter_id", "replaces"),
    "/sign-in": ("next",),
}
DAYS = (
    "9999-12-31",
    "9999-12-30",
    "0001-01-01",
    "1999-12-31",
    "2101-01-01",
    "2026-02-30",
    "2026-08-19T25:00",
    "-2026-08-19",
    "٢٠٢٦-٠٨-١٩",
    "yesterday",
)
HOSTILE = (
    *DAYS,
    "2026-W34",
    "9999-W53",
    "2000-W00",
    "2026-W54",
    "",
    " ",
    "0",
    "-1",
    "1e999",
    "NaN",
    "\x00",
    "\u202e\ud83d",  # half of a pair: what comes of it is a question mark
    "' OR 1=1 --",
    "{0}{day}%s%(x)d",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "//example.org",
    "x" * 5_000,
)
ROLES = ("manager", "inspector", "officer")
STAFF = ("/manage", "/duty", "/dashboard", "/account", "/sign-in")


def sent(text: str) -> str:
    return quote(text.encode("utf-8", "replace"), safe="")


def staff(app: Flask, db: Database, rule: str) -> PageClient:
    """Whoever may open the page. Faults become a page of ours, as they do for people."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    a_tablet(db)
    allowed = MATRIX[f"GET {rule}"]
    return signed_in(app, db, next((role for role in ROLES if role in allowed), "manager"))


def test_every_staff_page_is_in_the_table() -> None:
    pages = {line.removeprefix("GET ") for line in MATRIX if line.startswith("GET ")}
    assert {rule for rule in pages if rule.startswith(STAFF)} == set(PARAMETERS)


@pytest.mark.parametrize("rule", PARAMETERS)
def test_no_parameter_of_a_staff_page_makes_a_fault(app: Flask, db: Database, rule: str) -> None:
    pages = staff(app, db, rule)
    address = rule
    for name, value in WHERE.items():
        address = address.replace(name, value)
    faults = [
        (name, value)
        for name in ("lang", *PARAMETERS[rule])
        for value in HOSTILE
        if pages.http.get(f"{address}?{name}={sent(value)}").status_code >= 500
    ]
    assert faults == []


@pytest.mark.parametrize("rule", [rule for rule in PARAMETERS if "<" in rule and "path:" not in rule])
def test_no_part_of_a_staff_pages_address_makes_a_fault(app: Flask, db: Database, rule: str) -> None:
    pages = staff(app, db, rule)
    start = rule.partition("<")[0]
    faults = [v for v in HOSTILE if pages.http.get(start + sent(v)).status_code >= 500]
    assert faults == []


@pytest.mark.parametrize(
    "address",
    ["/manage/duties?", "/manage/duties?centre=H44.5&", "/manage/duties/H44.5-1?"],
)
def test_a_day_that_cannot_be_chosen_is_refused_in_both_languages(
    app: Flask, db: Database, address: str
) -> None:
    pages = staff(app, db, "/manage/duties")
    for day in DAYS:
        query = f"{address}day={sent(day)}"
        assert "“day” must be a day" in pages.get(f"{query}&lang=en", 422).html, day
        assert "yêu cầu: ngày" in pages.get(query, 422).html, day


@pytest.mark.parametrize("day", ["2000-01-01", "2100-12-31"])
def test_the_first_and_the_last_day_can_be_chosen(app: Flask, db: Database, day: str) -> None:
    staff(app, db, "/manage/duties").get(f"/manage/duties?day={day}")


@pytest.mark.parametrize("form", ["week", "days", "as-usual"])
def test_no_day_in_a_form_makes_a_fault(app: Flask, db: Database, form: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    pages = staff(app, db, "/manage/hours")
    rest = {"opens-1": "7:30", "closes-1": "11:30", "kind": "holiday", "name": "Nghỉ"}
    for day in DAYS:
        where = f"days/{sent(day)}/as-usual" if form == "as-usual" else form
        typed = {"day": day, "valid_from": day, **rest}
        pages.post(f"/manage/hours/H44.5/{where}", typed, 422)
