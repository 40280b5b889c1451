"""The tablet's ear: what was finished at its counter a moment ago; see docs/tablet-protocol.md."""

from collections.abc import Sequence

from flask import current_app

from .. import periods
from ..offers import Board, find_offered
from ..receipts import OFFER, Receipts
from . import storage


def announce(service_ids: Sequence[str]) -> None:
    """Offer these services, which are stored by now, to the tablets of their counters.

    To be called after the commit that stored them, with those that are new, in their order: of
    several at one counter the last one is offered. Those of other days, without a counter, by post
    or online are passed over.
    """
    receipts: Receipts = current_app.extensions["receipts"]
    found = find_offered(storage.reading(), receipts, service_ids, periods.civil_day(periods.now()))
    if found:
        storage.write(lambda db: [receipts.issue(db, one.service_id, OFFER) for one in found])
        board().show(found)


def board() -> Board:
    """What this server's tablets are offered."""
    return current_app.extensions["offers"]  # type: ignore[no-any-return]
