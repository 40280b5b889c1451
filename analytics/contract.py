"""The views and columns of the record that analytics relies on: all it may ever read.

A published view never changes its meaning; a new meaning is a new number.
"""

from dataclasses import dataclass

from .driver import sqlite3
from .errors import ContractBroken


@dataclass(frozen=True)
class Column:
    """One column relied on: its SQLite type, its unit or form, and what it means."""

    name: str
    type: str
    unit: str
    meaning: str


def _named(item: str) -> tuple[Column, ...]:
    return (
        Column(f"{item}_id", "TEXT", "key", f"the {item}"),
        Column("valid_from", "TEXT", "civil day", "first day on which this version holds"),
        Column("valid_to", "TEXT", "civil day", "first day on which it no longer holds; NULL: open"),
        Column("name", "TEXT", "text", "its name in Vietnamese"),
    )


_WHERE = (
    Column("centre_id", "TEXT", "key", "the centre; NULL: no counter took part"),
    Column("counter_id", "TEXT", "key", "the counter; NULL: no counter took part"),
    Column("officer_id", "TEXT", "key", "the officer; NULL: not known"),
    Column("procedure_id", "TEXT", "national code", "the procedure; NULL: not known"),
)
_FINISHED = (
    Column("iso_week", "TEXT", "YYYY-Www", "week in which the service finished"),
    Column("month", "TEXT", "YYYY-MM", "month in which the service finished"),
    Column("outcome", "TEXT", "code", "granted, refused or returned"),
    Column("channel", "TEXT", "code", "how the result travelled: counter, online or post"),
)
_NAME_EN = Column("name_en", "TEXT", "text", "its name in English; NULL: none")

VIEWS: dict[str, tuple[Column, ...]] = {
    "ratings_v1": (
        Column("rating_id", "TEXT", "32 hex digits", "chance; only to find its reasons by"),
        Column("iso_week", "TEXT", "YYYY-Www", "week in which the rating was given"),
        Column("month", "TEXT", "YYYY-MM", "month in which the rating was given"),
        Column("weekday", "INTEGER", "1 to 7", "day of the week, from Monday"),
        Column("hour", "INTEGER", "0 to 23", "hour of the day in Viet Nam"),
        Column("unit_id", "TEXT", "key", "the receiving unit"),
        *_WHERE,
        Column("channel", "TEXT", "code", "tablet or phone"),
        Column("user_kind", "TEXT", "code", "citizen or business; NULL: not said"),
        Column("tier", "TEXT", "code", "how it was asked for; 'poster' is accepted but unverified"),
        Column("satisfied", "INTEGER", "0 or 1", "the answer"),
        Column("rule", "TEXT", "code", "the rule by which it is not counted; NULL: counted"),
        Column("service_week", "TEXT", "YYYY-Www", "week in which its service finished; NULL: not tied"),
        Column("service_month", "TEXT", "YYYY-MM", "and the month; see periods.piece_of"),
        Column("service_overdue", "INTEGER", "0 or 1", "it was overdue; NULL: not tied, or not kept"),
        Column("service_ending", "TEXT", "code", "how it ended: see responses.ENDINGS; NULL likewise"),
        Column("service_failed", "INTEGER", "0 or 1", "that service was overdue or petitioned"),
        Column("resolving_unit_id", "TEXT", "key", "the unit that resolved that service"),
        Column("service_centre_id", "TEXT", "key", "the centre of that service, as services_v1 has it"),
        Column("service_counter_id", "TEXT", "key", "and its counter; NULL: no counter took part"),
    ),
    "services_v1": (
        *_FINISHED,
        Column("resolving_unit_id", "TEXT", "key", "the unit that resolved it"),
        *_WHERE,
        Column("overdue", "INTEGER", "0 or 1", "finished after its due day"),
        Column("petitioned", "INTEGER", "0 or 1", "complained about"),
        Column(
            "visits", "INTEGER", "1 or more", "how often somebody came or sent papers; NULL: not told"
        ),
    ),
    "responses_v1": (
        *_FINISHED,
        Column("offered_on_tablet", "INTEGER", "0 or 1", "the counter's tablet asked about it"),
        Column("offered_on_phone", "INTEGER", "0 or 1", "it was given a link for a phone"),
        Column("answered", "INTEGER", "0 or 1", "a rating is tied to it"),
        Column("answered_on", "TEXT", "code", "tablet or phone; NULL: not answered, or not known"),
    ),
    "reasons_v1": (
        Column("rating_id", "TEXT", "32 hex digits", "the rating of which it was said"),
        Column("reason_code", "TEXT", "code", "what the topic became with the answer"),
        Column("element", "TEXT", "code", "access, procedures, officials, results or feedback"),
    ),
    "trust_v1": (
        Column("rating_id", "TEXT", "32 hex digits", "the rating that it was answered after"),
        Column("trusts", "INTEGER", "0 or 1", "the answer to the question of trust; skipped: no row"),
    ),
    "trust_asked_v1": (
        Column("day", "TEXT", "civil day", "from which on it was asked, or no longer"),
        Column("number", "INTEGER", "count", "of that day's changes, from 0"),
        Column("is_asked", "INTEGER", "0 or 1", "whether it was asked from then on"),
    ),
    "reason_codes_v1": (
        Column("reason_code", "TEXT", "code", "the reason"),
        Column("topic", "TEXT", "code", "what the citizen saw, the same after either answer"),
        Column("satisfied", "INTEGER", "0 or 1", "the answer it goes with"),
        Column("element", "TEXT", "code", "access, procedures, officials, results or feedback"),
        Column("mended_by", "TEXT", "text", "who can mend it"),
        Column("position", "INTEGER", "count", "its place on the screen"),
        Column("label_vi", "TEXT", "text", "what it is called in Vietnamese"),
        Column("label_en", "TEXT", "text", "and in English"),
    ),
    "integrity_v1": (
        Column("iso_week", "TEXT", "YYYY-Www", "week of the day"),
        Column("day", "TEXT", "civil day", "of a rating, or the end of a service"),
        Column("counter_id", "TEXT", "key", "the counter"),
        Column("officer_id", "TEXT", "key", "the officer; '': nobody is named"),
        Column("kind", "TEXT", "code", "tied, untied, phone, a cause; granted, denied, ... answered"),
        Column("satisfied", "INTEGER", "0 or 1", "the answer; NULL: a service"),
    ),
    "press_marks_v1": (
        Column("day", "TEXT", "civil day", "of the presses"),
        Column("counter_id", "TEXT", "key", "the counter"),
        Column("officer_id", "TEXT", "key", "whom the ratings name; '': nobody"),
        Column("mark", "TEXT", "code", "what was odd about them, with its version"),
        Column("n", "INTEGER", "count", "how many"),
    ),
    "events_v1": (
        Column("event_id", "TEXT", "32 hex digits", "chance; only to name it by"),
        Column("day", "TEXT", "civil day", "on which it happened, or began"),
        Column("unit_id", "TEXT", "key", "the unit concerned; NULL: the whole province"),
        Column("procedure_id", "TEXT", "national code", "the procedure; NULL: whatever it is"),
        Column("kind", "TEXT", "code", "new_procedure, fees, counters, outage, holiday or other"),
        Column("text", "TEXT", "text", "what happened, in Vietnamese"),
        Column("text_en", "TEXT", "text", "and in English; NULL: none"),
    ),
    "comments_v1": (
        Column("unit_id", "TEXT", "key", "the receiving unit"),
        Column("iso_week", "TEXT", "YYYY-Www", "week in which the rating was given"),
        Column("comment", "TEXT", "text", "what the citizen wrote, numbers of persons masked"),
        Column("counted", "INTEGER", "0 or 1", "the rating is counted: no rule, no printed code"),
    ),
    "petitions_v1": (
        Column("unit_id", "TEXT", "key", "the unit whose centre the matter was left with"),
        Column("received_week", "TEXT", "YYYY-Www", "week in which it was left"),
        Column("received_month", "TEXT", "YYYY-MM", "and the month"),
        Column("iso_week", "TEXT", "YYYY-Www", "week in which its answer was due"),
        Column("month", "TEXT", "YYYY-MM", "and the month"),
        Column("on_time", "INTEGER", "0 or 1", "answered or closed by that day; 0 also while waiting"),
        Column("satisfied", "INTEGER", "0 or 1", "with its handling, by its author; NULL: not said"),
        Column("said_week", "TEXT", "YYYY-Www", "week in which that was said; NULL: not said"),
    ),
    "units_v1": _named("unit"),
    "centres_v1": (*_named("centre"), Column("unit_id", "TEXT", "key", "the unit it belongs to")),
    "fields_v1": (*_named("field"), _NAME_EN),
    "counters_v1": (*_named("counter"), Column("centre_id", "TEXT", "key", "the centre it stands in")),
    "procedures_v1": (
        *_named("procedure"),
        _NAME_EN,
        Column("field_id", "TEXT", "key", "the field it belongs to; NULL: none"),
    ),
    "officers_v1": (*_named("officer"), Column("unit_id", "TEXT", "key", "the unit employing them")),
    "changes_v1": (
        Column("day", "TEXT", "civil day", "the day something of which changed"),
        Column("place_id", "TEXT", "key", "the centre, or the unit where no counter took part"),
        Column("version", "INTEGER", "count", "grows with every change of that day at that place"),
    ),
    "about_v1": (
        Column("key", "TEXT", "name", "record_id, demonstration, ..."),
        Column("value", "TEXT", "text", "its value"),
    ),
}


def check(connection: sqlite3.Connection) -> None:
    """Raises ContractBroken, naming every view and column that the record lacks."""
    missing = []
    for view, columns in VIEWS.items():
        present = {row[1] for row in connection.execute(f"PRAGMA table_info({view})")}
        if not present:
            missing.append(view)
        else:
            missing += [f"{view}.{column.name}" for column in columns if column.name not in present]
    if missing:
        raise ContractBroken(
            f"the record does not offer {', '.join(missing)}: bring it up to this release"
            " with `kiosk migrate`"
        )
