"""An edition as JSON: equal editions are equal bytes, and a changed byte is noticed. Pure."""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from .. import asked
from ..disclosure import Cell, State, Thresholds
from ..errors import AnalyticsError
from ..handling import Place
from ..indices import Share
from ..source import Name
from ..stats.intervals import Interval
from ..suppression import Rule
from ..tables import LeftOut
from .matters import Matters
from .model import (
    FORMAT,
    Afterwards,
    Comparison,
    Edition,
    Exclusion,
    Handled,
    Reason,
    Restatement,
    Row,
    Trust,
)

_CELLS = ("satisfaction", "response", "dossier", "with_excluded", "on_time", "late")
_PLAIN_OF_ROW = ("kind", "key", "responses", "services", "points")
_OF_SERIES = ("observed", "pooled", "variance")
_OF_MATTERS = ("key", "received", "due", "on_time", "said", "least", "most")
_PLAIN = ("period", "number", "record_id", "changes", "code", "method", "previous", "behind")


class DamagedEdition(AnalyticsError):
    """The file is not what was published: its digest differs, or it is no edition at all."""


def to_bytes(edition: Edition) -> bytes:
    """The file: canonical JSON in UTF-8 and a line end, its digest within."""
    document = _document(edition)
    return canonical({**document, "digest": sha256(canonical(document)).hexdigest()}) + b"\n"


def digest_of(edition: Edition) -> str:
    """SHA-256 of the canonical JSON without the digest itself, in hexadecimal."""
    return sha256(canonical(_document(edition))).hexdigest()


def from_bytes(content: bytes, name: str) -> Edition:
    """Read what to_bytes wrote. Raises DamagedEdition, naming `name`, for anything else."""
    try:
        document = json.loads(content)
        digest = document.pop("digest")
        if document["format"] != FORMAT:
            raise DamagedEdition(f"{name} is an edition of format {document['format']}, not {FORMAT}")
        if sha256(canonical(document)).hexdigest() != digest:
            raise DamagedEdition(f"{name} was changed after it was published: its digest differs")
        return _edition(document)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedEdition(f"{name} is no edition, or a part of one is missing") from error


def canonical(document: Mapping[str, Any]) -> bytes:
    """Sorted names, no spaces, no escapes: one spelling for each document."""
    text = json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


def _document(edition: Edition) -> dict[str, Any]:
    rule, restated = edition.rule, edition.restatement
    return {
        "format": FORMAT,
        **{name: getattr(edition, name) for name in _PLAIN},
        "frozen_at": edition.frozen_at.isoformat(),
        "rule": {
            "officer": rule.thresholds.officer,
            "other": rule.thresholds.other,
            "minority": rule.minority,
            "spread": rule.spread,
        },
        "exclusions": [[part.rule, part.version, part.n] for part in edition.exclusions],
        "total": _row_document(edition.total),
        "tables": {name: [_row_document(row) for row in rows] for name, rows in edition.tables.items()},
        "asked": [_asked_document(row) for row in edition.asked],
        "restatement": None if restated is None else _restatement_document(restated),
        "banner": None if edition.banner is None else dict(edition.banner),
        "missing": list(edition.missing),
        # One that was published before matters were counted keeps its digest.
        **({} if edition.matters is None else {"matters": [_matters(row) for row in edition.matters]}),
        **({} if edition.until is None else {"until": edition.until}),
    }


def _matters(row: Matters) -> dict[str, Any]:
    name = None if row.name is None else [row.name.vi, row.name.en, row.name.of]
    return {"name": name, **{part: getattr(row, part) for part in _OF_MATTERS}}


def _row_document(row: Row) -> dict[str, Any]:
    return {
        "name": None if row.name is None else [row.name.vi, row.name.en, row.name.of],
        **{name: getattr(row, name) for name in _PLAIN_OF_ROW},
        **{name: cell_document(getattr(row, name)) for name in _CELLS},
        "not_counted": [[part.cause, part.n] for part in row.not_counted],
        "reasons": [[part.topic, part.element, cell_document(part.cell)] for part in row.reasons],
        "comparison": None if row.comparison is None else _comparison_document(row.comparison),
        "covers": list(row.covers),
        # absent where not known: editions from before it was kept have the digest they had
        **({} if row.handling is None else {"handling": _handled_document(row.handling)}),
        **({} if row.trust is None else {"trust": _trust_document(row.trust)}),
        **({"afterwards": _afterwards_document(row)} if row.afterwards else {}),
    }


def _trust_document(trust: Trust) -> dict[str, Any]:
    return {"cell": cell_document(trust.cell), "raters": trust.raters}


def _handled_document(handled: Handled) -> dict[str, Any]:
    return {
        "overdue": cell_document(handled.overdue),
        "repeat": cell_document(handled.repeat),
        "visits": handled.visits,
        "units": handled.units,
        "places": [
            [place.unit, place.what, place.count, place.n, place.expected] for place in handled.places
        ],
    }


def _afterwards_document(row: Row) -> list[list[Any]]:
    return [[part.month, cell_document(part.cell)] for part in row.afterwards]


def cell_document(cell: Cell) -> dict[str, Any]:
    """A cell as JSON: state, n, needed; count of a share that is shown, interval, bounds."""
    share = cell.share
    interval = cell.interval
    return {
        "state": cell.state.value,
        "n": cell.n,
        "needed": cell.needed,
        "share": None if share is None else [share.count, share.n],
        "interval": None if interval is None else [interval.low, interval.high, interval.level],
        "bounds": [cell.least, cell.most],
    }


def _asked_document(row: asked.Row) -> dict[str, Any]:
    return {
        "ending": row.ending,
        "finished": row.finished,
        "answered": row.answered,
        "rate": cell_document(row.rate),
        "ways": [[way.name, way.asked, way.answered, cell_document(way.rate)] for way in row.ways],
    }


def _comparison_document(comparison: Comparison) -> dict[str, Any]:
    """One that was published before it could be held against other months keeps its digest."""
    said = vars(comparison)
    if comparison.variance is None:
        return {name: said[name] for name in said if name not in _OF_SERIES}
    return said


def _restatement_document(restated: Restatement) -> dict[str, Any]:
    return {**vars(restated), "moved": [list(place) for place in restated.moved]}


def _edition(document: dict[str, Any]) -> Edition:
    rule = document["rule"]
    return Edition(
        **{name: document[name] for name in _PLAIN},
        frozen_at=datetime.fromisoformat(document["frozen_at"]),
        rule=Rule(Thresholds(rule["officer"], rule["other"]), rule["minority"], rule["spread"]),
        exclusions=tuple(Exclusion(*part) for part in document["exclusions"]),
        total=_row(document["total"]),
        tables={
            name: tuple(_row(row) for row in rows) for name, rows in sorted(document["tables"].items())
        },
        asked=tuple(_asked(row) for row in document["asked"]),
        restatement=_restatement(document["restatement"]),
        banner=document["banner"],
        missing=tuple(document["missing"]),
        matters=_all_matters(document.get("matters")),
        until=document.get("until"),
    )


def _all_matters(rows: list[dict[str, Any]] | None) -> tuple[Matters, ...] | None:
    if rows is None:
        return None
    return tuple(
        Matters(**{**row, "name": None if row["name"] is None else Name(*row["name"])}) for row in rows
    )


def _row(document: dict[str, Any]) -> Row:
    name, comparison = document["name"], document["comparison"]
    plain: dict[str, Any] = {part: document[part] for part in _PLAIN_OF_ROW}
    cells: dict[str, Any] = {part: _cell(document[part]) for part in _CELLS}
    return Row(
        **plain,
        **cells,
        name=None if name is None else Name(*name),
        not_counted=tuple(LeftOut(*part) for part in document["not_counted"]),
        reasons=tuple(
            Reason(topic, element, _cell(cell)) for topic, element, cell in document["reasons"]
        ),
        comparison=None if comparison is None else Comparison(**comparison),
        covers=tuple(document["covers"]),
        handling=_handled(document.get("handling")),
        trust=_trust(document.get("trust")),
        afterwards=tuple(
            Afterwards(month, _cell(cell)) for month, cell in document.get("afterwards", ())
        ),
    )


def _trust(document: dict[str, Any] | None) -> Trust | None:
    return None if document is None else Trust(_cell(document["cell"]), document["raters"])


def _handled(document: dict[str, Any] | None) -> Handled | None:
    if document is None:
        return None
    return Handled(
        _cell(document["overdue"]),
        _cell(document["repeat"]),
        document["visits"],
        document["units"],
        tuple(Place(*place) for place in document["places"]),
    )


def _cell(document: dict[str, Any]) -> Cell:
    share = document["share"]
    interval = Interval(*document["interval"]) if document["interval"] else None
    return Cell(
        State(document["state"]),
        document["n"],
        document["needed"],
        None if share is None else Share(share[0], share[1], interval),
        least=document["bounds"][0],
        most=document["bounds"][1],
        band=interval if share is None else None,
    )


def _asked(document: dict[str, Any]) -> asked.Row:
    return asked.Row(
        document["ending"],
        document["finished"],
        document["answered"],
        _cell(document["rate"]),
        tuple(asked.Way(name, n, answered, _cell(rate)) for name, n, answered, rate in document["ways"]),
    )


def _restatement(document: dict[str, Any] | None) -> Restatement | None:
    if document is None:
        return None
    moved = tuple((table, key) for table, key in document["moved"])
    return Restatement(**{**document, "moved": moved})
