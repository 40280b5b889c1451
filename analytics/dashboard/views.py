"""The routes: read the wish, ask, render."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urljoin

from flask import Blueprint, Response, abort, current_app, g, render_template, request, url_for
from markupsafe import Markup

from .. import terms
from ..counts import TOTAL
from ..disclosure import BOUNDS, State
from ..editions import Edition
from ..editions.codec import DamagedEdition
from ..editions.store import NoEdition
from ..errors import AnalyticsError, KeyUnusable, UnknownKey, WrongFile, WrongPeriod, WrongWeek
from ..listing import cell_text, interval_text
from ..periods import parse
from ..pictures import files
from ..pictures import page as pictures
from ..pictures.files import Picture
from ..pictures.weekly import WeeklyChart
from ..weeks import VIET_NAM, Week
from ..words import LANGUAGE_NAMES, LANGUAGES, Words
from . import exporting
from .address import DIMENSIONS, ORDERS, WISHES
from .desk import PAGES, Desk
from .library import Library
from .pages import fair, wording
from .parts import Page, Section

_TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
# What a role must open for it; for all else, `dashboard`. Style sheets tell nothing.
NEEDS = {
    "own": "own_figures",
    "own_csv": "own_figures",
    "own_review": "own_figures",
    "review": "review",
    "review_officers": "review_officers",
    "wall": "wall",
    "operations": "operations",
    "static": None,
}

Guard = Callable[[str], Callable[[], Any]]


def make_blueprint(guard: Guard) -> Blueprint:
    """The pages below /dashboard, each behind the guard of what it needs."""
    blueprint = Blueprint(
        "dashboard",
        __name__,
        url_prefix="/dashboard",
        template_folder="templates",
        static_folder="static",
    )
    checks = {what: guard(what) for what in {"dashboard", *NEEDS.values()} if what}

    @blueprint.before_request
    def check() -> Any:
        what = NEEDS.get((request.endpoint or "").partition(".")[2], "dashboard")
        return None if what is None else checks[what]()

    blueprint.add_url_rule("/", "week", overview)
    blueprint.add_url_rule("/own", "own", own)
    blueprint.add_url_rule("/own.csv", "own_csv", own_csv)
    blueprint.add_url_rule("/wall", "wall", wall)
    blueprint.add_url_rule("/operations", "operations", operations)
    blueprint.add_url_rule("/<name>", "page", page)
    blueprint.add_url_rule("/<name>.csv", "page_csv", page_csv)
    blueprint.add_url_rule("/<name>.<form>", "page_picture", page_picture)
    return blueprint


def not_found_if_wrong(view: Callable[..., Any]) -> Callable[..., Any]:
    """A wish that cannot be met is an address that is not there; a damaged edition is said to be one."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, **kwargs)
        except (UnknownKey, WrongPeriod, WrongWeek, NoEdition):
            abort(404)
        except (DamagedEdition, KeyUnusable, WrongFile) as error:
            current_app.logger.error("a page cannot be shown: %s", error)
            return _damaged(), 503

    return answered


@not_found_if_wrong
def overview() -> str:
    """What changed, what merely wobbled, what to do."""
    return _answer("overview")


@not_found_if_wrong
def page(name: str) -> str:
    """One of desk.PAGES."""
    return _answer(name)


def _answer(name: str) -> str:
    if name not in PAGES:
        abort(404)
    desk = _desk()
    if not desk.library.periods():
        return _empty(desk)
    return _render("dashboard/page.html", desk, desk.page(name), name)


@not_found_if_wrong
def own() -> str:
    """The figures of whoever is signed in, and nobody else's."""
    desk, officer = _desk(), officer_of_the_user()
    answer = desk.own_page(officer) if desk.library.periods() else None
    if answer is None:
        return _empty(desk)
    return _render("dashboard/own.html", desk, answer, "own")


@not_found_if_wrong
def wall() -> str:
    """A screen in the hall: it renews itself, since nobody touches it."""
    desk = _desk()
    if not desk.library.periods():
        return _empty(desk)
    return _render("dashboard/wall.html", desk, desk.wall_page(), "wall")


@not_found_if_wrong
def operations() -> str:
    """A wall of an operation centre: it renews itself once an hour, as editions come once a week."""
    desk = _desk()
    if not desk.library.periods():
        return _empty(desk)
    return _render("dashboard/operations.html", desk, desk.operations_page(), "operations")


@not_found_if_wrong
def page_csv(name: str) -> Response:
    """The table of one section, exactly as it is shown."""
    return _csv(_desk().page(name), name)


@not_found_if_wrong
def own_csv() -> Response:
    """The same of one's own page."""
    return _csv(_desk().own_page(officer_of_the_user()) or abort(404), "own")


def _csv(answer: Page, name: str) -> Response:
    section, table = answer.table(request.args.get("section", "")) or abort(404)
    # The mark at the beginning tells spreadsheets that the letters are UTF-8.
    content = "\ufeff" + exporting.as_csv(table, words_of_the_reader())
    return _download(content, "text/csv", f"{_stem(answer, name, section)}.csv")


@not_found_if_wrong
def page_picture(name: str, form: str) -> Response:
    """The picture of one section as a file."""
    if form not in _TYPES:
        abort(404)
    answer = _desk().page(name)
    section, picture = answer.picture(request.args.get("section", "")) or abort(404)
    content = files.to_bytes(picture, form)
    return _download(content, _TYPES[form], f"{_stem(answer, name, section)}.{form}")


def _stem(answer: Page, name: str, section: Section) -> str:
    edition = answer.edition or _desk().edition()
    return f"{edition.name}-{name}-{section.part}"


def _download(content: str | bytes, content_type: str, name: str) -> Response:
    response = Response(content, mimetype=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _render(template: str, desk: Desk, answer: Page, name: str) -> str:
    edition = answer.edition or desk.edition()
    return render_template(
        template,
        page=answer,
        name=name,
        edition=edition,
        digest=desk.library.digest(edition),
        frozen_at=edition.frozen_at.astimezone(VIET_NAM),
        wished=desk.edition().period,
        periods=_periods(desk),
        subnav=_subnav(desk, name),
        others=_others(desk, edition) if name == "compare" else [],
        running=desk.library.running() if name == "overview" else None,
        demonstration=(edition.banner or {}).get(desk.words.lang),
        **common(desk.words),
    )


def _empty(desk: Desk) -> str:
    running = desk.library.running()
    first = Week.of(desk.library.today()).end_day
    return render_template(
        "dashboard/empty.html",
        running=running,
        first=first,
        name="",
        demonstration=None,
        **common(desk.words),
    )


def _damaged() -> str:
    return render_template(
        "dashboard/damaged.html", name="", demonstration=None, **common(words_of_the_reader())
    )


def _periods(desk: Desk) -> list[tuple[str, list[tuple[str, str]]]]:
    """The periods one may choose, newest first, by kind."""
    kinds, words = desk.library.periods(), desk.words
    _ = words.gettext
    names = (
        ("week", _("Weeks")),
        ("month", _("Months")),
        ("quarter", _("Quarters")),
        ("year", _("Years")),
    )
    return [
        (title, [(p.period, terms.period(parse(p.period), words)) for p in reversed(kinds[kind])])
        for kind, title in names
        if kind in kinds
    ]


def _subnav(desk: Desk, name: str) -> list[tuple[str, str]]:
    """The tables among which a page lets one choose."""
    edition = desk.edition()
    tables = {"tables": DIMENSIONS, "fair": fair.TABLES}.get(name, ())
    if name == "tables":
        tables = tuple(by for by in tables if by in edition.tables)
    return [(by, terms.dimension(by, desk.words)) for by in tables]


def _others(desk: Desk, edition: Edition) -> list[tuple[str, list[tuple[str, str]]]]:
    """What one may compare with: periods, and rows of the same table."""
    choice, words = desk.choice(), desk.words
    found = []
    if choice.key is not None:
        rows = [(row.key, wording.name_of(row, words)) for row in edition.rows(choice.by)]
        rows = [(key, name) for key, name in rows if key not in ("", choice.key)]
        found.append((terms.dimension(choice.by, words), sorted(rows, key=lambda row: row[1])[:400]))
    periods = [
        (title, [(period, name) for period, name in those if period != edition.period])
        for title, those in _periods(desk)
    ]
    return [group for group in [*periods, *found] if group[1]]


def _desk() -> Desk:
    library: Library = current_app.extensions["dashboard"]
    if current_app.config.get("SHOW_OPEN_WEEK"):
        _refresh(library)
    return Desk(library, request.args, words_of_the_reader())


def _refresh(library: Library) -> None:
    """What the running week counts; pages of editions do without."""
    try:
        library.refresh_if_needed()
    except AnalyticsError as error:
        current_app.logger.warning("no running week to count: %s", error)


def officer_of_the_user() -> str:
    """As whom the user signs on; whoever is no officer has no own page."""
    officer = getattr(getattr(g, "user", None), "officer_id", None)
    return str(officer) if officer else abort(404)


def words_of_the_reader() -> Words:
    """Of the language in which the page is asked for."""
    return Words(getattr(g, "locale", LANGUAGES[0]))


def common(words: Words) -> dict[str, Any]:
    """What every page's template is given."""
    account = "auth.account" in current_app.view_functions
    return {
        "_": words.gettext,
        "words": words,
        "languages": LANGUAGE_NAMES,
        "user": getattr(g, "user", None),
        "account": url_for("auth.account", lang=words.lang) if account else None,
        "link": _link,
        "lead": _lead,
        "address": lambda **changes: urljoin(request.host_url, _link(**changes)),
        "orders": ORDERS,
        "drawn": _drawn,
        "cell_text": cell_text,
        "interval_text": interval_text,
        "is_cell": lambda value: hasattr(value, "state"),
        "is_figure": lambda cell: cell.share is not None or cell.state in (State.BETWEEN, *BOUNDS),
        "key_to": lambda values: wording.key_to(values, words),
        "TOTAL": TOTAL,
    }


def _drawn(section: Section) -> list[tuple[str, Markup]]:
    """The picture for each kind of screen."""
    picture, prefix = section.picture, f"{section.part}-"
    if picture is None:
        return []
    if isinstance(picture, WeeklyChart):
        sizes: list[tuple[str, Picture, files.Size]] = [
            (screen, picture.last(weeks), size) for screen, (size, weeks) in pictures.WEEKLY.items()
        ]
    else:
        sizes = [(screen, picture, size) for screen, size in pictures.SCREENS.items()]
    return [
        (screen, Markup(pictures.inline(one, screen, size, prefix)))  # noqa: S704 (our serializer's)
        for screen, one, size in sizes
    ]


def _link(endpoint: str | None = None, /, **changes: str | None) -> str:
    """The present address, or another page's, with some wishes changed, or dropped where None."""
    kept = {name: request.args.get(name) for name in WISHES}
    wishes: dict[str, Any] = {**(request.view_args or {}), **kept, **changes}
    wishes = {name: value for name, value in wishes.items() if value is not None}
    return url_for(endpoint or request.endpoint or ".week", **wishes)


def _lead(wishes: dict[str, str | None]) -> str:
    """Where a line or a sentence leads: another page where it names one, with its wishes."""
    rest = {name: value for name, value in wishes.items() if name != "page"}
    target = (
        wishes.get("page") if "page" in wishes else request.view_args and request.view_args.get("name")
    )
    if target:
        return _link(".page", name=target, sort=None, rows=None, **rest)
    return _link(".week", name=None, sort=None, rows=None, **rest)
