"""The staff's pages: each room is named here once, with what a role must open to enter it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Flask, current_app, g

from ... import i18n
from ...errors import N_
from ...printing.batches import Batches
from ...staff import access
from ...staff.access import User
from .. import sign_on
from . import badges, duties, events, hours, petitions, prints, tablets, voids

Guard = Callable[[str], Callable[[], Any]]


@dataclass(frozen=True)
class Room:
    """A page that stands in the navigation: what a role must open, its endpoint, its name."""

    what: str
    endpoint: str
    name: str


# In the order of the navigation; whoever signs in lands on the first that is open to the role.
ROOMS = (
    Room("dashboard", "dashboard.week", N_("Figures")),
    Room("petitions", "petitions.index", N_("Matters")),
    Room("inspection", "inspection.index", N_("Inspection")),
    Room("fleet", "tablets.index", N_("Tablets")),
    Room("fleet", "prints.index", N_("Printed codes")),
    Room("duties", "duties.index", N_("Duties")),
    Room("duties", "badges.index", N_("Badges")),
    Room("duties", "hours.index", N_("Opening hours")),
    Room("events", "events.index", N_("Events")),
    Room("sign_on", "sign_on.page", N_("Sign on")),
    Room("voids", "voids.index", N_("Void hours")),
    Room("own_figures", "dashboard.own", N_("Own figures")),
    Room("review", "dashboard.review", N_("Review of counters")),
    Room("review_officers", "dashboard.review_officers", N_("Review of officers")),
    Room("wall", "dashboard.wall", N_("Hall screen")),
    Room("operations", "dashboard.operations", N_("Operation centre")),
)

# Every blueprint of this package, with what a role must open.
BLUEPRINTS: tuple[tuple[Blueprint, str], ...] = (
    (tablets.blueprint, "fleet"),
    (prints.blueprint, "fleet"),
    (duties.blueprint, "duties"),
    (badges.blueprint, "duties"),
    (hours.blueprint, "duties"),
    (events.blueprint, "events"),
    (voids.blueprint, "voids"),
    *((room, room.name) for room in petitions.blueprints),  # a role opens them by their names
    (sign_on.blueprint, "sign_on"),
)


def register(app: Flask, guard: Guard) -> None:
    """Mount the rooms, each behind its guard, and give every page the navigation.

    The guard is the application's, not the blueprint's: that one outlives it in tests.
    """
    for blueprint, what in BLUEPRINTS:
        app.register_blueprint(blueprint)
        app.before_request_funcs.setdefault(blueprint.name, []).append(guard(what))
    app.extensions["batches"] = Batches()
    app.context_processor(lambda: {"rooms": _rooms_in_words})


def _rooms_in_words() -> list[Room]:
    """The rooms of whoever is signed in, named in the reader's language."""
    return [replace(room, name=i18n.translate(g.locale, room.name)) for room in open_rooms(g.user)]


def open_rooms(user: User) -> list[Room]:
    """The rooms that this installation has and the user's role opens."""
    return [
        room
        for room in ROOMS
        if room.endpoint in current_app.view_functions and access.can_open(user, room.what)
    ]
