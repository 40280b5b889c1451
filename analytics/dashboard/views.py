"""The routes: read the wish, ask, render."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, render_template, request, url_for
from markupsafe import Markup
from sqlite_utils.utils import sqlite3

from .. import asked, charts, listing, schema, source, tables, weekly
from ..disclosure import Thresholds
from ..errors import AnalyticsError, FiguresUnavailable, RecordUnavailable, UnknownKey, WrongWeek
from ..pictures import files
from ..pictures.weekly import WeeklyChart
from ..weeks import Week, span
from ..words import LANGUAGE_NAMES, LANGUAGES, Words
from . import phrases, pictures
from .choice import FIRST_ROWS, Choice, choose, ordered
from .freshness import Freshness

_TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}


@dataclass(frozen=True)
class _Open:
    """Both files inside one read transaction each, and the weeks that may be shown."""

    derived: sqlite3.Connection
    record: sqlite3.Connection
    standing: weekly.Standing
    weeks: list[Week]


def make_blueprint(guard: Callable[[], Any]) -> Blueprint:
    """The pages below /dashboard, each behind `guard`."""
    blueprint = Blueprint(
        "dashboard",
        __name__,
        url_prefix="/dashboard",
        template_folder="templates",
        static_folder="static",
    )
    blueprint.before_request(guard)
    blueprint.add_url_rule("/", "week", week_page)
    blueprint.add_url_rule("/week.csv", "week_csv", week_csv)
    blueprint.add_url_rule("/chart.<form>", "chart_file", chart_file)
    return blueprint


def week_page() -> str | tuple[str, int]:
    """A week by one dimension, with the chart of one row or of the total."""
    try:
        with _opened() as opened:
            if opened.weeks:
                return _render_week(opened, _choice(opened))
    except (FiguresUnavailable, RecordUnavailable) as error:
        current_app.logger.warning("no figures to show: %s", error)
    return render_template("dashboard/empty.html", demonstration=None, **_common(None))


def week_csv() -> Response:
    """The same table for a spreadsheet."""
    with _opened_or_404() as opened:
        choice, words = _choice(opened), _words()
        table = tables.week_table(opened.derived, opened.record, choice.week, choice.by)
    # The mark at the beginning tells spreadsheets that the letters are UTF-8.
    return _download(
        "\ufeff" + listing.as_csv(table, words), "text/csv", f"{choice.week}-{choice.by}.csv"
    )


def chart_file(form: str) -> Response:
    """The same chart as a file."""
    if form not in _TYPES:
        abort(404)
    with _opened_or_404() as opened:
        choice = _choice(opened)
        content = files.to_bytes(_chart(opened, choice), form)
    return _download(content, _TYPES[form], f"{choice.week}-{choice.by}.{form}")


def _download(content: str | bytes, content_type: str, name: str) -> Response:
    response = Response(content, mimetype=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _render_week(opened: _Open, choice: Choice) -> str:
    words, week = _words(), choice.week
    table = tables.week_table(opened.derived, opened.record, week, choice.by)
    before = tables.week_table(opened.derived, opened.record, week.before(), choice.by)
    chart = _chart(opened, choice)
    rows = ordered(table, choice.order, words)
    return render_template(
        "dashboard/week.html",
        choice=choice,
        table=table,
        rows=rows if choice.every_row else rows[:FIRST_ROWS],
        story=phrases.story(before, table, words),
        asked=asked.asked_in(opened.derived, week),
        scale=phrases.scale(rows),
        chart=chart,
        pictures={
            screen: Markup(pictures.inline(chart, screen))  # noqa: S704 (our own serializer's)
            for screen in pictures.SCREENS
        },
        weeks=opened.weeks,
        ended=week.has_ended(_freshness().today()),
        standing=opened.standing,
        demonstration=source.demonstration(opened.record, words.lang),
        **_common(choice),
    )


def _chart(opened: _Open, choice: Choice) -> WeeklyChart:
    weeks = span(choice.week, pictures.WEEKS)
    try:
        return charts.of_key(
            opened.derived, opened.record, weeks, by=choice.by, key=choice.key, words=_words()
        )
    except UnknownKey:
        abort(404)


def _choice(opened: _Open) -> Choice:
    try:
        return choose(request.args, opened.weeks, _freshness().today())
    except (WrongWeek, UnknownKey):
        abort(404)


@contextmanager
def _opened() -> Iterator[_Open]:
    freshness = _freshness()
    show_open_week = bool(current_app.config.get("SHOW_OPEN_WEEK"))
    if show_open_week:
        freshness.refresh_if_needed()
    with schema.reading(freshness.derived) as derived, source.reading(freshness.record) as record:
        standing = weekly.standing(derived)
        if standing.record_id != source.record_id(record):
            raise FiguresUnavailable("the figures were made from another record")
        today = freshness.today()
        weeks = weekly.weeks_with_figures(derived)
        may_show = [week for week in weeks if show_open_week or week.has_ended(today)]
        yield _Open(derived, record, standing, may_show)


@contextmanager
def _opened_or_404() -> Iterator[_Open]:
    try:
        with _opened() as opened:
            if not opened.weeks:
                abort(404)
            yield opened
    except AnalyticsError:
        abort(404)


def _freshness() -> Freshness:
    found: Freshness = current_app.extensions["dashboard"]
    return found


def _words() -> Words:
    return Words(getattr(g, "locale", LANGUAGES[0]))


def _common(choice: Choice | None) -> dict[str, Any]:
    words = _words()
    account = "auth.account" in current_app.view_functions
    return {
        "_": words.gettext,
        "words": words,
        "languages": LANGUAGE_NAMES,
        "user": getattr(g, "user", None),
        "account": url_for("auth.account", lang=words.lang) if account else None,
        "link": _link,
        "dimensions": tables.DIMENSIONS,
        "thresholds": Thresholds(),
        "phrases": phrases,
        "listing": listing,
    }


def _link(endpoint: str = ".week", /, **changes: str | None) -> str:
    """The present address with some wishes changed, or dropped where None."""
    kept = {name: request.args.get(name) for name in ("week", "by", "key", "sort", "rows", "lang")}
    wishes: dict[str, Any] = {**kept, **changes}
    wishes = {name: value for name, value in wishes.items() if value is not None}
    return url_for(endpoint, **wishes)
