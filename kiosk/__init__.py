"""The kiosk: records what citizens say. `create_app` puts it together."""

import contextlib
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask

from . import config, periods, web
from .deliveries.reception import Reception
from .ratings import accepting, trust
from .server.nights import Nights
from .server.stopping import on_stop
from .services.receipts import Receipts
from .storage import schema
from .storage.db import Database, Writer
from .storage.secret_files import write_once
from .tablets import device_keys
from .tablets.offers import Board

__version__ = "0.1.0"


def create_app(settings: Mapping[str, Any] | None = None, instance: Path | None = None) -> Flask:
    """The WSGI application over the record in `instance`.

    Raises ConfigError or RecordError, each one line that says what to do.
    """
    folder = instance or config.instance_folder()
    app = Flask(__name__, instance_path=str(folder))
    configure(app, folder, settings)
    open_the_record(app, folder)
    web.register(app)
    mount_dashboard(app)
    return app


def create_served_app() -> Flask:
    """The same for a server's worker: tablets that listen are let go when it is told to stop."""
    app = create_app()
    on_stop(app.extensions["offers"].close)
    return app


def configure(app: Flask, folder: Path, settings: Mapping[str, Any] | None) -> None:
    """Settings, the secret that signs form tokens, and Flask's own limits."""
    app.config.update(config.load(folder, settings))
    app.config["INSTANCE"] = folder
    app.config["VERSION"] = __version__
    app.config["SECRET_KEY"] = signing_key(folder)
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_BODY_BYTES"]
    app.config["TRUSTED_HOSTS"] = app.config["TRUSTED_HOSTS"] or None
    app.config["SESSION_COOKIE_NAME"] = "hailong"
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    app.config["SESSION_COOKIE_SECURE"] = app.config["BASE_URL"].startswith("https://")


def signing_key(folder: Path) -> str:
    """The deployment's secret, made at its first start."""
    path = folder / "keys" / "signing.key"
    if not path.exists():
        write_once(path, secrets.token_hex(32))
    return path.read_text("utf-8")


def open_the_record(app: Flask, folder: Path) -> None:
    """Check the record, then start its one writer and the door through which ratings pass."""
    path = folder / "kiosk.db"
    with contextlib.closing(schema.open_record(path, read_only=True).conn) as connection:
        record = Database(connection)
        if schema.get_meta(record, "demonstration"):
            app.config["SHOW_OPEN_WEEK"] = True  # a newcomer wants to see the press just made
            app.config["OPEN_TABLETS"] = True
        app.extensions["keys"] = device_keys.load_server_keys(folder, record)
        asked = app.config["TRUST_QUESTION"]
        is_noted = trust.is_asked(record) == asked
    app.extensions["receipts"] = Receipts(app.extensions["keys"], app.config["RECEIPT_DAYS"])
    app.extensions["offers"] = Board(app.config["OFFER_SECONDS"])
    app.extensions["record_path"] = path
    app.extensions["writer"] = Writer(path, rest=Nights(app.config["DISPUTE_DAYS"]))
    if not is_noted:
        today = periods.civil_day(periods.now())
        app.extensions["writer"].write(lambda db: trust.note_asked(db, asked, today))
    acceptance = accepting.Acceptance(
        max_age_days=app.config["MAX_AGE_DAYS"],
        repeat_seconds=app.config["REPEAT_SECONDS"],
        burst_presses=app.config["BURST_PRESSES"],
        receipts=app.extensions["receipts"],
    )
    app.extensions["accept_all"] = acceptance.accept_all_now
    app.extensions["watch"] = acceptance.watch
    reception = Reception(
        acceptance.accept_all,
        max_age_days=app.config["MAX_AGE_DAYS"],
        receipts=app.extensions["receipts"],
    )
    app.extensions["receive_all"] = reception.receive_all_now


def mount_dashboard(app: Flask) -> None:
    """The managers' pages and the feed, where analytics is installed; a bare kiosk runs without."""
    try:
        from analytics import dashboard, feed  # noqa: PLC0415 (optional)
    except ModuleNotFoundError as missing:
        if missing.name not in ("analytics", "matplotlib"):
            raise
    else:
        dashboard.register(app, guard=web.guard)
        app.extensions["figures"] = feed.Feed(app.config["INSTANCE"] / "editions")
