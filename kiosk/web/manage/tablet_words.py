"""What the pages of tablets say: short names of alarms and causes, and the sentence on top."""

from collections.abc import Iterable
from dataclasses import dataclass

from ...errors import N_
from ...tablets.alarms import Watched
from ...tablets.fleet import Counter

MOST_GAPS = 20
MOST_ROWS = 200  # a page of a whole province stays readable; a centre's own is complete

# In the order in which they are told.
KINDS = {
    "cloned": N_("One identity, two tablets"),
    "counter": N_("Counter not in use"),
    "silent": N_("Not seen"),
    "unsent": N_("Unsent entries"),
    "holding": N_("Out of use, with entries"),
    "storage": N_("Cannot store offline"),
    "gaps": N_("Entries missing"),
    "clock": N_("Clock is wrong"),
    "battery": N_("Battery low"),
    "release": N_("Other release"),
    "set_aside": N_("Entries kept aside"),
    "quiet": N_("Quiet counter"),
}
STANDINGS = {"active": N_("in use"), "revoked": N_("revoked"), "cloned": N_("cloned")}
STORAGES = {
    "persistent": N_("safe"),
    "best-effort": N_("may be cleared"),
    "none": N_("none"),
}
_NOT_UNDERSTOOD = N_("written in a way that this release of the program does not understand")
CAUSES = {
    "revoked": N_("sent after the tablet was revoked"),
    "wrong_counter": N_("of a counter at which the tablet did not stand"),
    "other_device": N_("sealed under another tablet's name"),
    "wrong_sequence": N_("numbered far beyond what the tablet had given out"),
    "too_many_gaps": N_("from a tablet with too many gaps in its numbers"),
    "unreadable": N_("could not be opened"),
    "unknown_rating": N_("detail of a rating that never came"),
    "unknown_reason": N_("topic that is not offered"),
    "retired_procedure": N_("procedure that was not in force"),
    "unknown_procedure": N_("unknown procedure"),
    "unknown_counter": N_("unknown counter"),
    **dict.fromkeys(
        (
            *("not_json", "not_finite", "duplicate_key", "too_deep", "not_an_object"),
            *("unknown_field", "missing_field", "wrong_type", "wrong_choice", "wrong_id", "wrong_age"),
            *("text_too_long", "unsafe_text"),
        ),
        _NOT_UNDERSTOOD,
    ),
}
DONE = {
    "moved": N_("The tablet belongs to its new counter from now on."),
    "revoked": N_("The tablet is revoked. What it still sends is kept aside for review."),
    "cleared": N_("The tablet's ratings count again from now on."),
}


@dataclass(frozen=True)
class Centre:
    """A centre to choose."""

    centre_id: str
    name: str


@dataclass(frozen=True)
class Overview:
    """What the page of all tablets shows.

    rows: tablets in use, by centre and counter, at most MOST_ROWS; retired: those revoked or
    replaced; alarms: for each kind of alarm the tablets that raise it; bare: counters at which
    no tablet stands; in_use and troubled count all tablets, shown or not.
    """

    rows: list[Watched]
    retired: list[Watched]
    alarms: list[tuple[str, list[Watched]]]
    bare: list[Counter]
    in_use: int
    troubled: int
    centres: list[Centre]
    centre: Centre | None


def overview(watched: list[Watched], counters: list[Counter], wanted: str | None) -> Overview:
    """All tablets, or those of the wanted centre; of an unknown centre, all."""
    centres = {one.centre_id: Centre(one.centre_id, one.centre) for one in counters}
    centre = centres.get(wanted or "")
    if centre is not None:
        watched = [one for one in watched if _centre(one) == centre.centre_id]
        counters = [one for one in counters if one.centre_id == centre.centre_id]
    in_use = sorted((one for one in watched if one.tablet.in_use), key=_order)
    taken = {one.tablet.device.counter_id for one in in_use}
    return Overview(
        rows=in_use[:MOST_ROWS],
        retired=[one for one in watched if not one.tablet.in_use],
        alarms=_by_kind([*in_use, *(one for one in watched if not one.tablet.in_use)]),
        bare=[one for one in counters if one.counter_id not in taken],
        in_use=len(in_use),
        troubled=sum(1 for one in watched if one.alarms),
        centres=list(centres.values()),
        centre=centre,
    )


def _by_kind(watched: Iterable[Watched]) -> list[tuple[str, list[Watched]]]:
    found: dict[str, list[Watched]] = {kind: [] for kind in KINDS}
    for one in watched:
        for alarm in one.alarms:
            found[alarm.kind].append(one)
    return [(kind, ones) for kind, ones in found.items() if ones]


def _centre(one: Watched) -> str:
    return one.tablet.place.centre_id if one.tablet.place else ""


def _order(one: Watched) -> tuple[str, str, int, str]:
    device = one.tablet.device
    return (
        one.tablet.place.centre if one.tablet.place else "",
        device.counter_id,
        len(device.device_id),
        device.device_id,
    )
