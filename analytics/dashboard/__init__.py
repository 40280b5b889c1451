"""The managers' pages: server-rendered, without script, fit for a policy of `default-src 'none'`."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from ..rollup import Clock
from ..weeks import utc_now
from .freshness import Freshness
from .views import make_blueprint


def register(app: Flask, guard: Callable[[], Any], clock: Clock = utc_now) -> None:
    """Mount the pages at /dashboard.

    guard: called before each request of theirs; what it returns, other than None, is the answer.
    The host offers app.config["INSTANCE"] (a Path) and ["SHOW_OPEN_WEEK"], g.locale ("vi" or
    "en") and, signed in, g.user with a name.
    """
    app.extensions["dashboard"] = Freshness(app.config["INSTANCE"], clock)
    app.register_blueprint(make_blueprint(guard))
