"""The pages of reviews: which closed months deserve a look. They read what was kept, no answer."""

from flask import Blueprint, current_app, render_template, request, url_for

from .. import terms
from ..errors import UnknownKey
from ..integrity import kept
from ..integrity.reading import COUNTER, OFFICER
from ..periods import parse
from ..words import Words
from . import views
from .library import Library
from .pages import review as pages


def add_to(blueprint: Blueprint) -> None:
    """Three addresses: of counters, of officers, and an officer's own."""
    blueprint.add_url_rule("/review", "review", counters)
    blueprint.add_url_rule("/review/officers", "review_officers", officers)
    blueprint.add_url_rule("/own/review", "own_review", own)


@views.not_found_if_wrong
def counters() -> str:
    """Of counters: for whoever asks that hours be void."""
    return _answer(COUNTER)


@views.not_found_if_wrong
def officers() -> str:
    """Of officers: for whoever inspects, and nobody else."""
    return _answer(OFFICER)


@views.not_found_if_wrong
def own() -> str:
    """What was found of whoever is signed in: an officer knows of the measure, and sees it himself."""
    return _answer(OFFICER, views.officer_of_the_user())


def _answer(by: str, officer: str | None = None) -> str:
    library: Library = current_app.extensions["dashboard"]
    words, months = views.words_of_the_reader(), kept.kept_months(library.instance, by)
    wished = request.args.get("month") or (months[0] if months else "")
    if wished and wished not in months:
        raise UnknownKey(f"the month {wished!r} was not reviewed")
    review = kept.read_kept(library.instance, wished, by) if wished else None
    voids = "voids.index" in current_app.view_functions
    return render_template(
        "dashboard/review.html",
        page=pages.page(review, words, officer) if review else None,
        own=officer is not None,
        months=[(month, terms.period(parse(month), words)) for month in months],
        wished=wished,
        voids=url_for("voids.index", lang=words.lang) if voids else None,
        name="review",
        demonstration=_banner(library, words),
        **views.common(words),
    )


def _banner(library: Library, words: Words) -> str | None:
    """What a demonstration says of itself, as its editions do."""
    kinds = library.periods()
    if not kinds:
        return None
    newest = next(iter(kinds.values()))[-1]
    edition = library.editions.at(newest.period, newest.number)
    return (edition.banner or {}).get(words.lang)
