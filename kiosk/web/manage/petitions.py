"""What citizens left to be followed up: the managers' room, and the inspector's, which is the same page
over the other chain. Which chain is asked for is settled by the room, never by the address."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import i18n, periods
from ...errors import N_, KioskError
from ...petitions import following_up, lists, matters
from ...petitions.following_up import Deed
from ...storage.db import Database
from .. import storage

CHAINS = {"petitions": matters.LOCAL, "inspection": matters.INSPECTOR}
FILTERS = {
    "open": N_("Open"),
    "soon": N_("Due within three working days"),
    "over": N_("Over their day"),
    "closed": N_("Closed"),
}
STATES = {
    "open": N_("nobody has it yet"),
    "owned": N_("in hand"),
    "answered": N_("answered"),
    "closed": N_("closed"),
}
KINDS = {
    "owned": N_("Taken on by {name}"),
    "escalated": N_("Over its day: passed on to the next level"),
    "noted": N_("Note"),
    "replied": N_("Reply to the citizen"),
    "closed": N_("Closed"),
}
DEEDS: dict[str, Callable[[Database, Deed, str], None]] = {
    "note": following_up.note,
    "reply": following_up.reply,
    "close": following_up.close,
}


def index() -> ResponseReturnValue:
    """The matters of one filter, what presses first, and how many there are of each."""
    pass_on_what_is_late()
    db, today, which = storage.reading(), periods.civil_day(periods.now()), _filter()
    return render_template(
        "manage/petitions.html",
        counts=lists.count_rows(db, _chain(), today),
        rows=lists.list_rows(db, _chain(), which, today),
        outcomes=_outcomes(db, today),
        most=lists.MOST_ROWS,
        which=which,
        **_words(),
    )


def _outcomes(db: Database, today: date) -> tuple[int, int] | None:
    """Of the centre's matters the editions tell it: two ways of counting the same answers could be
    subtracted from one another."""
    return None if _chain() == matters.LOCAL else lists.count_outcomes(db, _chain(), today)


def petition(petition_id: str) -> ResponseReturnValue:
    """One matter, with its past and what can be done about it."""
    pass_on_what_is_late()
    return _page(petition_id)


def take(petition_id: str) -> ResponseReturnValue:
    """Give it an owner."""
    owner_id = request.form.get("owner_id") or g.user.user_id
    return _do(petition_id, lambda db, deed: following_up.take(db, deed, owner_id))


def write(petition_id: str, deed: str) -> ResponseReturnValue:
    """A note, a reply, or the end; a reply may be the end as well."""
    text, then_close = request.form.get("text", ""), bool(request.form.get("then_close"))

    def work(db: Database, done: Deed) -> None:
        DEEDS[deed](db, done, text)
        if deed == "reply" and then_close:
            following_up.close(db, done, "")

    return _do(petition_id, work)


def pass_on_what_is_late() -> None:
    """Whoever looks sees what the clock has done, though no timer ran; mostly it has done nothing."""
    now, chain = periods.now(), _chain()
    if following_up.find_late(storage.reading(), chain, periods.civil_day(now)):
        storage.write(lambda db: following_up.escalate(db, chain, now))


def _room(name: str) -> Blueprint:
    room = Blueprint(name, __name__, url_prefix=f"/manage/{name}")
    room.add_url_rule("", view_func=index)
    room.add_url_rule("/<petition_id>", view_func=petition)
    room.add_url_rule("/<petition_id>/take", view_func=take, methods=["POST"])
    for deed in DEEDS:
        address, what = f"/<petition_id>/{deed}", {"deed": deed}
        room.add_url_rule(address, deed, write, methods=["POST"], defaults=what)
    return room


blueprints = tuple(_room(name) for name in CHAINS)


def _chain() -> str:
    return CHAINS[str(request.blueprint)]


def _filter() -> str:
    wanted = request.args.get("which", "")
    return wanted if wanted in FILTERS else "open"


def _do(petition_id: str, work: Callable[[Database, Deed], None]) -> ResponseReturnValue:
    """Do it and go back to the page; the page with the reason if it cannot be."""
    deed = Deed(petition_id, _chain(), periods.now(), g.user.user_id)
    try:
        storage.write(lambda db: work(db, deed))
    except KioskError as refusal:
        return _page(petition_id, refusal)
    return redirect(url_for(".petition", petition_id=petition_id, lang=g.locale), 303)


def _page(petition_id: str, refusal: KioskError | None = None) -> ResponseReturnValue:
    db, today = storage.reading(), periods.civil_day(periods.now())
    row, body = lists.get_row(db, petition_id, _chain(), today)
    page = render_template(
        "manage/petition.html",
        row=row,
        body=body,
        events=lists.list_events(db, petition_id),
        owners=following_up.owners(db, _chain()),
        longest=following_up.LONGEST_REPLY,
        given=request.form,
        refused=request.endpoint.rpartition(".")[2] if refusal and request.endpoint else None,
        refusal=refusal,
        **_words(),
    )
    return page, refusal.status if refusal else 200


def _words() -> dict[str, object]:
    """What the templates need to tell topics, states and times in words."""
    english = g.locale == "en"
    topics = matters.topics(storage.reading())
    return {
        "filters": FILTERS,
        "states": STATES,
        "kinds": KINDS,
        "topics": {one.topic: one.label_en if english else one.label_vi for one in topics},
        "is_inspection": _chain() == matters.INSPECTOR,
        "clock": following_up.CLOCK,
        "moment": lambda instant: i18n.moment(g.locale, periods.local(instant)),
    }
