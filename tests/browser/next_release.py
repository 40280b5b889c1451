"""The same server one release later: what a tablet meets after an update."""

from flask import Flask

import kiosk


def create_app() -> Flask:
    """The application under another version, so that its pages are another release."""
    kiosk.__version__ = f"{kiosk.__version__}.1"
    return kiosk.create_app()
