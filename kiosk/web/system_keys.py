"""Who calls: the key that another system sends along, and how it is asked for."""

from flask import Response, request

from .. import periods
from ..services import systems
from . import storage


def caller(scope: str) -> str:
    """The system whose key came with this request. Raises WrongSystemKey or ScopeMissing."""
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    given = key.strip() if kind.lower() == "bearer" else ""
    return systems.check_key(storage.reading(), given, scope, periods.now())


def ask_for_key(response: Response) -> Response:
    """A refusal for want of a key says which kind is meant."""
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="hailong"'
    return response
