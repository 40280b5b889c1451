"""The managers' pages: server-rendered, without script, fit for a policy of `default-src 'none'`.

Pages read editions and nothing else; of the running week only how many came is told.

    views     routes                       desk       wishes to pages
    address   what is wished               library    what may be read
    pages     each page, in words first    parts      what a page consists of
    exporting a table as CSV             reviewing  which months deserve a look
"""

from flask import Flask

from ..rollup import Clock
from ..weeks import utc_now
from . import reviewing
from .library import Library
from .views import Guard, make_blueprint


def register(app: Flask, guard: Guard, clock: Clock = utc_now) -> None:
    """Mount the pages at /dashboard.

    guard: makes, of what a role must open (`dashboard`, `own_figures`, `wall`, `operations`, `review`,
    `review_officers`), the check that is called before a request; what that returns, other than None, is
    the answer. The host offers app.config["INSTANCE"] (a Path) and ["SHOW_OPEN_WEEK"], g.locale ("vi" or
    "en") and, signed in, g.user with a name and, of an officer, an officer_id.
    """
    app.extensions["dashboard"] = Library(app.config["INSTANCE"], clock)
    blueprint = make_blueprint(guard)
    reviewing.add_to(blueprint)
    app.register_blueprint(blueprint)
