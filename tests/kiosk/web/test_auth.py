"""Signing in and out, as staff see it."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.security import check_password_hash

from kiosk import periods
from kiosk.staff import access, attempts
from kiosk.storage.db import Database, writing
from kiosk.web.auth import own_page
from tests.pages import Page, PageClient

PASSWORD = "mot hai ba bon nam"
WRONG = "mot hai ba bon sau"


@pytest.fixture(autouse=True)
def manager(db: Database) -> None:
    """Somebody who may sign in."""
    new = access.NewUser("lan", "Trần Thị Lan", "manager", PASSWORD)
    with writing(db):
        access.add_user(db, new, periods.now())


def sign_in(
    pages: PageClient, user_id: str = "lan", password: str = PASSWORD, address: str = "/sign-in"
) -> tuple[int, str, str]:
    """Status, address and body of the answer to a filled-in form."""
    (token,) = pages.get(address).all("input", name="csrf_token")
    form = {"csrf_token": token.get("value", ""), "user_id": user_id, "password": password}
    response = pages.http.post(address, data=form)
    return response.status_code, response.headers.get("Location", ""), response.text


def refusal(body: str) -> str:
    return Page(body).text("p", role="alert")


def test_the_right_password_leads_to_the_account(pages: PageClient) -> None:
    assert sign_in(pages)[0] == 302
    page = pages.get("/account")
    assert [value.text for value in page.all("dd")] == ["Trần Thị Lan", "lan"]


def test_a_wrong_password_and_an_unknown_user_read_the_same(pages: PageClient) -> None:
    wrong, unknown = sign_in(pages, password=WRONG), sign_in(pages, user_id="nobody")
    assert (wrong[0], unknown[0]) == (401, 401)
    assert refusal(wrong[2]) == refusal(unknown[2]) == "Tên đăng nhập hoặc mật khẩu không đúng."
    assert pages.http.get("/account").status_code == 302


def test_the_password_is_not_sent_back_to_the_page(pages: PageClient) -> None:
    assert WRONG not in sign_in(pages, password=WRONG)[2]


def test_the_sixth_try_is_refused_even_with_the_right_password(pages: PageClient) -> None:
    for _ in range(5):
        assert sign_in(pages, password=WRONG)[0] == 401
    status, _, body = sign_in(pages)
    assert status == 429
    assert refusal(body) == "Đăng nhập sai quá nhiều lần. Vui lòng đợi 15 phút rồi thử lại."


def test_of_many_guesses_that_arrive_together_five_are_compared(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []

    def count(stored: str, given: str) -> bool:
        compared.append(given)
        return check_password_hash(stored, given)

    monkeypatch.setattr(attempts, "check_password_hash", count)
    monkeypatch.setattr(attempts, "LONGEST_WAIT_SECONDS", 60)
    with ThreadPoolExecutor(16) as pool:
        guesses = pool.map(lambda n: sign_in(PageClient(app), password=f"{WRONG} {n}"), range(16))
        statuses = [status for status, _, _ in guesses]
    assert len(compared) == 5
    assert sorted(statuses) == [401] * 5 + [429] * 11


def test_the_owner_gets_in_while_somebody_elsewhere_guesses(pages: PageClient, app: Flask) -> None:
    elsewhere = PageClient(app)
    elsewhere.http.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    for _ in range(5):
        assert sign_in(elsewhere, password=WRONG)[0] == 401
    assert sign_in(elsewhere, password=WRONG)[0] == 429
    assert sign_in(pages)[0] == 302


def test_a_house_of_many_addresses_has_five_tries_and_no_address_is_kept(
    pages: PageClient, app: Flask, db: Database
) -> None:
    for host in range(1, 6):
        pages.http.environ_base["REMOTE_ADDR"] = f"2001:db8:7:8::{host}"
        assert sign_in(pages, password=WRONG)[0] == 401
    pages.http.environ_base["REMOTE_ADDR"] = "2001:db8:7:8:ffff::1"
    assert sign_in(pages)[0] == 429
    kept = str(db.conn.execute("SELECT * FROM sign_in_failure").fetchall())
    assert "lan" in kept
    assert "2001:db8" not in kept
    pages.http.environ_base["REMOTE_ADDR"] = "2001:db8:7:9::1"
    assert sign_in(pages)[0] == 302


def test_after_a_success_the_slips_before_it_are_forgotten(pages: PageClient) -> None:
    for _ in range(2):
        for _ in range(4):
            assert sign_in(pages, password=WRONG)[0] == 401
        assert sign_in(pages)[0] == 302


def test_when_too_many_sign_in_at_once_the_form_says_so(
    pages: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "LONGEST_WAIT_SECONDS", 0.01)
    with attempts.turn_to_hash(), attempts.turn_to_hash():
        status, _, body = sign_in(pages)
    assert (status, refusal(body)) == (
        503,
        "Đang có nhiều người đăng nhập. Vui lòng đợi vài giây rồi thử lại.",
    )
    assert sign_in(pages)[0] == 302


def test_an_empty_form_says_what_to_enter(pages: PageClient) -> None:
    status, _, body = sign_in(pages, user_id="", password="")
    assert status == 200
    page = Page(body)
    assert page.text("span", id="user_id-refusal") == "Vui lòng nhập tên đăng nhập."
    assert page.text("span", id="password-refusal") == "Vui lòng nhập mật khẩu."
    (field,) = page.all("input", name="user_id")
    assert (field.get("aria-invalid"), field.get("aria-describedby")) == ("true", "user_id-refusal")


def test_the_form_speaks_english_when_asked(pages: PageClient) -> None:
    page = pages.get("/sign-in?lang=en")
    assert (page.lang, page.text("h1"), page.text("label", **{"for": "password"})) == (
        "en",
        "Sign in",
        "Password",
    )
    assert refusal(sign_in(pages, password=WRONG, address="/sign-in?lang=en")[2]) == (
        "The user name or the password is wrong."
    )


def test_a_form_without_its_token_is_refused(pages: PageClient) -> None:
    page = pages.post("/sign-in", {"user_id": "lan", "password": PASSWORD}, 400)
    assert page.text("main").startswith("Chưa thực hiện được Trang đã mở quá lâu.")


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(pages: PageClient) -> None:
    sign_in(pages)
    cookie = pages.http.get_cookie("hailong")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.secure) == (True, "Lax", False)


def test_over_https_the_cookie_is_secure(db: Database, app: Flask, pages: PageClient) -> None:
    app.config["SESSION_COOKIE_SECURE"] = True
    response = pages.http.get("/sign-in", base_url="https://localhost")
    assert "Secure" in response.headers["Set-Cookie"]


def test_signing_in_changes_the_token_that_was_there_before(pages: PageClient) -> None:
    pages.get("/sign-in")
    before = pages.http.get_cookie("hailong")
    sign_in(pages)
    after = pages.http.get_cookie("hailong")
    assert before is not None and after is not None
    assert before.value != after.value


def test_signing_out_ends_the_session_wherever_its_cookie_was_copied(pages: PageClient) -> None:
    sign_in(pages)
    cookie = pages.http.get_cookie("hailong")
    assert cookie is not None
    (token,) = pages.get("/account").all("input", name="csrf_token")
    response = pages.http.post("/account", data={"csrf_token": token.get("value")})
    assert response.headers["Location"] == "/sign-in"
    pages.http.set_cookie("hailong", cookie.value)
    assert pages.http.get("/account").headers["Location"] == "/sign-in"


def test_coming_and_going_is_in_the_audit_trail(pages: PageClient, db: Database) -> None:
    sign_in(pages)
    (token,) = pages.get("/account").all("input", name="csrf_token")
    pages.http.post("/account", data={"csrf_token": token.get("value")})
    noted = db.conn.execute("SELECT action FROM audit WHERE actor = 'lan' ORDER BY action").fetchall()
    assert noted == [("sign in",), ("sign out",)]


def test_the_wanted_page_follows_the_sign_in(pages: PageClient) -> None:
    address = "/sign-in?next=" + quote("/dashboard/?week=2026-W34")
    assert sign_in(pages, address=address)[1] == "/dashboard/?week=2026-W34"


@pytest.mark.parametrize(
    "wanted", [None, "", "https://evil.example/", "//evil.example", "/\\evil.example", "dashboard"]
)
def test_nobody_is_sent_to_another_site(wanted: str | None) -> None:
    assert own_page(wanted) == "/"


def test_a_page_of_this_server_is_kept_whole() -> None:
    assert own_page("/dashboard/?a=1&b=//x") == "/dashboard/?a=1&b=//x"
