"""A phone that opened the link of a slip: about one finished service, to be answered once.

Opening the page spends nothing, however often and by whom: links are opened by previews, scanners
and browsers that look ahead. Only the answer spends it, as it is stored. Nor does the page tell that
it was spent: whoever printed the slip could ask each minute, and learn in which one it was answered.
"""

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue

from .. import periods
from ..errors.links import UnusableReceipt
from ..ratings import accepting
from ..ratings.submissions import Submission
from ..services import finished
from ..services.finished import Finished
from ..services.receipts import Receipts
from . import flow, storage
from .visits import Visit

blueprint = Blueprint("receipt", __name__, url_prefix="/k")


@blueprint.get("/<token>")
def start(token: str) -> ResponseReturnValue:
    """The question, answered or not, in the token's days; raises UnusableReceipt."""
    return flow.first_screen(_visit(token))


@blueprint.post("/<token>")
def answer(token: str) -> ResponseReturnValue:
    """A step without script; raises UnusableReceipt."""
    if request.form.get("step") != "rate":
        _check_stored(request.form.get("rating_id", ""))
    return flow.next_screen(_visit(token))


def _check_stored(rating_id: str) -> None:
    """What follows an answer is for whoever gave one. Which slip that was on is not known, so these
    steps too are the same whether this one is spent or open: a stranger learns nothing by them."""
    if not accepting.find_stored_ids(storage.reading(), [rating_id]):
        raise UnusableReceipt


def _visit(token: str) -> Visit:
    def accept(rating_id: str, satisfied: bool) -> Submission:
        return Submission(rating_id, "", satisfied, channel="phone", tier="receipt", receipt=token)

    def service() -> Finished:
        """The same before the answer and after."""
        db, today = storage.reading(), periods.civil_day(periods.now())
        found = _receipts().find_service(db, token, today)
        if found is None:
            raise UnusableReceipt
        return finished.get_finished(db, found)

    return Visit("phone", "", periods.now(), accept, proof={"receipt": token}, service=service)


def _receipts() -> Receipts:
    return current_app.extensions["receipts"]  # type: ignore[no-any-return]
