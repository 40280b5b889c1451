"""Where a service is rated in which no counter took part: online, or its result sent by post.

A rating names a counter and a centre. To lend it some real counter's name would put what happened
elsewhere into that counter's figure; so each receiving unit has a place of its own for these,
in no list of places that are open and under no counter's or centre's name but its own.
"""

from datetime import date

from ..storage.db import Database
from .lookup import Place

MARK = "~remote"  # ends no identifier that is imported; the published views look for it too
NAME = "Trực tuyến, bưu chính"
# It holds for one day on which nobody looks: figures find its name, no list of counters does.
_FROM, _UNTIL = "1900-01-01", "1900-01-02"


def place_of(db: Database, unit_id: str, day: date) -> Place:
    """The place of services that this unit received without a counter."""
    return Place(
        counter_id=unit_id + MARK,
        counter=NAME,
        field_id=None,
        field=None,
        field_en=None,
        centre_id=unit_id + MARK,
        centre=_unit_name(db, unit_id, day),
        unit_id=unit_id,
    )


def is_remote(place: Place) -> bool:
    """Whether no counter took part."""
    return place.counter_id.endswith(MARK)


def keep(db: Database, place: Place) -> None:
    """Enter the place into the catalogue, inside the caller's transaction; twice is once."""
    where = {
        **{"counter": place.counter_id, "name": NAME, "centre": place.centre_id, "unit": place.unit_id},
        **{"centre_name": f"{place.centre} ({NAME.lower()})", "from": _FROM, "until": _UNTIL},
    }
    for statement in _ENTER:
        db.conn.execute(f"{statement} ON CONFLICT DO NOTHING", where)


_ENTER = (
    "INSERT INTO centre (centre_id) VALUES (:centre)",
    "INSERT INTO centre_version (centre_id, valid_from, retired, name, unit_id)"
    " VALUES (:centre, :from, 0, :centre_name, :unit), (:centre, :until, 1, :centre_name, :unit)",
    "INSERT INTO counter (counter_id) VALUES (:counter)",
    "INSERT INTO counter_version (counter_id, valid_from, retired, name, centre_id)"
    " VALUES (:counter, :from, 0, :name, :centre), (:counter, :until, 1, :name, :centre)",
)


def _unit_name(db: Database, unit_id: str, day: date) -> str:
    """Its name on that day, else the latest one known."""
    row = db.conn.execute(
        """
        SELECT name
        FROM units_v1
        WHERE unit_id = :unit_id
        ORDER BY valid_from <= :day AND (valid_to IS NULL OR valid_to > :day) DESC, valid_from DESC
        LIMIT 1
        """,
        {"unit_id": unit_id, "day": day.isoformat()},
    ).fetchone()
    return str(row[0]) if row else unit_id
