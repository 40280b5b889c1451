"""The tablet at a counter: always the same address, always back to its first screen."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from . import flow

blueprint = Blueprint("tablet", __name__, url_prefix="/t")


@blueprint.get("/<counter_id>")
def start(counter_id: str) -> ResponseReturnValue:
    """The question."""
    return flow.first_screen(counter_id)


@blueprint.post("/<counter_id>")
def answer(counter_id: str) -> ResponseReturnValue:
    """A step without script."""
    return flow.next_screen(counter_id)
