"""A page's script in one piece: the modules in static/js, joined when the server starts.

They are written, read and tested apart; on a slow network thirty requests cost more than all that
they carry. Each module stays a scope of its own and gives the others what it exports.
"""

import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from ..errors import PageNotFound

FOLDER = Path(__file__).parents[1] / "static" / "js"
ENTRIES = ("tablet", "kiosk", "pairing", "service")  # what pages begin with
OF_TABLETS = ("tablet", "pairing", "service")
# The two forms in which our modules import and export; a test finds any other.
IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([a-z_]+)\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export ((?:class|const|function|async function) (\w+))", re.MULTILINE)


def register(app: Flask) -> None:
    """Serve each entry beside its modules; join them now, not while the first tablet waits."""
    for entry in ENTRIES:
        joined(entry)
    app.add_url_rule("/static/js/<entry>.joined.js", endpoint="script", view_func=script)


def script(entry: str) -> ResponseReturnValue:
    """The joined script of an entry; raises PageNotFound for what is none."""
    if entry not in ENTRIES:
        raise PageNotFound
    source = joined(entry)
    response = Response(source, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})
    response.set_etag(sha256(source.encode()).hexdigest()[:16])
    return response.make_conditional(request)


@cache
def modules(entry: str) -> tuple[str, ...]:
    """The entry and all that it imports, each once and after what it imports itself."""
    found: dict[str, None] = {}
    _follow(entry, found)
    return tuple(found)


@cache
def joined(entry: str) -> str:
    """One script that does what the entry and its modules do."""
    return "\n".join(_scope(name) for name in modules(entry))


def read_module(name: str) -> str:
    """A module's source."""
    return (FOLDER / f"{name}.js").read_text("utf-8")


def _scope(name: str) -> str:
    source = read_module(name)
    exports = ", ".join(exported for _, exported in EXPORT.findall(source))
    body = EXPORT.sub(r"\1", IMPORT.sub(_take, source))
    return f"const from_{name} = (() => {{\n{body}\nreturn {{ {exports} }};\n}})();"


def _take(found: re.Match[str]) -> str:
    """`import { a as b } from "./c.js"` as a choice from the scope of c."""
    return f"const {{{found[1].replace(' as ', ': ')}}} = from_{found[2]};"


def _follow(name: str, found: dict[str, None]) -> None:
    if name in found:
        return
    for _, imported in IMPORT.findall(read_module(name)):
        _follow(imported, found)
    found[name] = None
