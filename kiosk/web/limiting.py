"""Where a request is charged: before the writer, and nothing that a paired tablet signs."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import ceil
from typing import TypeVar

from flask import Flask, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from .. import periods
from ..errors import TooMany, TooManyItems
from ..integrity import CROWD
from ..phones.budgets import Budgets
from ..phones.charges import Sizes, of_matter
from ..phones.limits import Charge, network
from ..ratings.submissions import Submission

T = TypeVar("T")

# What every phone may send to; their answers are charged in `storage`, when it is known what they are.
OPEN_ROOMS = frozenset({"phone", "rotating", "receipt"})
OPEN_ENDPOINTS = frozenset({"api.post_ratings", "api.post_details"})
_PURPOSE = "hailong-limits-1"
_DIGITS = 32


def register(app: Flask) -> None:
    """The budgets of this deployment, and whose word on a sender's address is believed."""
    app.extensions["sizes"] = Sizes(app.config)
    app.extensions["budgets"] = Budgets(app.config["INSTANCE"] / "limits.db", _digest_of(app))
    app.before_request(check_address)
    if proxies := app.config["PROXIES"]:
        behind = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)
        app.wsgi_app = behind  # type: ignore[method-assign]


def _digest_of(app: Flask) -> Callable[[str, str], str]:
    name = app.extensions["keys"].name
    return lambda limit, counted: name(_PURPOSE, limit, counted)[:_DIGITS]


def source() -> str:
    """Under what the sender's address is counted."""
    return network(request.remote_addr)


def check_address() -> None:
    """Refuse an address that has spent its budget before its body is read. Raises TooMany."""
    is_open = request.blueprint in OPEN_ROOMS or request.endpoint in OPEN_ENDPOINTS
    if request.method == "POST" and is_open:
        _raise(budgets().wait_of(Charge(sizes().answers, source())))


def admit(items: Sequence[T]) -> list[T]:
    """Charge what is about to be stored, all of it or none; the same items, those marked of which
    there are too many at their counter. Raises TooMany, or TooManyItems for a list that no waiting
    would let in."""
    _take(sizes().charges_of(items, source()))
    return [_marked(item) for item in items]


def _marked(item: T) -> T:
    """The answer as it is to be stored: one of a crowd is not counted, and told the same."""
    charges = sizes().crowd_charges_of(item, periods.now())
    if charges and isinstance(item, Submission) and budgets().take(charges):
        return replace(item, rule=CROWD)
    return item


def admit_matter(centre_id: str) -> None:
    """Charge a matter that is about to be left. Raises TooMany."""
    _take(of_matter(centre_id, source()))


def note_guess() -> None:
    """Charge a code that is none of ours; codes that are cost nothing. Raises TooMany."""
    _take([Charge(sizes().guesses, source())])


def budgets() -> Budgets:
    """What is left to each source."""
    return current_app.extensions["budgets"]  # type: ignore[no-any-return]


def sizes() -> Sizes:
    """The limits that hold here."""
    return current_app.extensions["sizes"]  # type: ignore[no-any-return]


def _take(charges: Sequence[Charge]) -> None:
    for charge in charges:
        if charge.amount > charge.limit.most:
            raise TooManyItems(limit=charge.limit.most, given=charge.amount)
    if charges:
        _raise(budgets().take(charges))


def _raise(wait_seconds: float) -> None:
    if wait_seconds:
        raise TooMany(seconds=max(1, ceil(wait_seconds)))
