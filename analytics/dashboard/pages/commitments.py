"""Targets: what all together, or a unit, have committed themselves to, and how that stands."""

from collections.abc import Sequence

from ... import terms
from ...counts import TOTAL
from ...errors import UnknownKey
from ...listing import services_text
from ...periods import parse
from ...targets import Progress, phrases
from ...targets.judging import SAMPLED
from ...words import Words
from ..address import Choice
from ..parts import Line, Section, Table, Value
from . import wording

FIRST = 10  # lines before one asks for all


def section(found: Sequence[Progress], choice: Choice, words: Words) -> Section | None:
    """A line a commitment that concerns the row: on the whole everybody's, of a unit its own.

    None where there is none.
    """
    table, key = choice.scope
    lines = [
        one for one in found if table == TOTAL or (table, one.judged.commitment.unit_id) == ("unit", key)
    ]
    if not lines:
        return None
    _ = words.gettext
    shown = lines if choice.every_row else lines[:FIRST]
    verdicts = [one.judged.verdict for one in lines if one.judged.commitment.unit_id != TOTAL]
    told = (phrases.counted(verdicts, words),) if verdicts and table == TOTAL else ()
    columns = (_("Target"), _("So far"), _("Verdict"), _("Can it still be reached?"))
    rows = tuple(_line(one, choice, words) for one in shown)
    every_one = words.number(len(lines))
    return Section(
        "targets",
        _("Targets and commitments"),
        told,
        None,
        Table(_("Commitment"), columns, rows),
        (
            _(
                "Reached or missed only where the whole interval is. In the order in which they were"
                " written."
            ),
        ),
        more=_("Show all {count}", count=every_one) if len(shown) < len(lines) else "",
    )


def faulty(words: Words) -> Section:
    """Where the file of targets cannot be read; one bad line and nothing of it holds."""
    _ = words.gettext
    text = _("The file of targets has faults, so nothing of it holds: `analytics targets` names them.")
    return Section("targets", _("Targets and commitments"), (text,))


def _line(one: Progress, choice: Choice, words: Words) -> Line:
    commitment, unit = one.judged.commitment, one.judged.commitment.unit_id
    is_unit = any(row.key == unit for row in choice.edition.rows("unit"))
    reach = "" if one.forecast is None else phrases.reach(one.forecast, words)
    what = f"{phrases.index(commitment.index, words)}, {terms.period(commitment.period, words)}"
    return Line(
        _name(commitment.unit_id, choice, words),
        (
            words.percent(commitment.target),
            _so_far(one, words),
            phrases.standing(one.judged, words),
            reach,
        ),
        of=what,
        wishes={"by": "unit", "key": unit} if is_unit and choice.key is None else {},
    )


def _so_far(one: Progress, words: Words) -> Value:
    """What is counted in full is told week by week until its period ends: then of the last one."""
    it = one.judged
    if it.ended or it.commitment.index in SAMPLED:
        return it.cell
    return f"{terms.period(parse(it.period), words)}: {services_text(it.cell, words)}"


def _name(unit: str, choice: Choice, words: Words) -> str:
    """As the edition calls it; its key where the edition has none of it."""
    if unit == TOTAL:
        return words.gettext("All together")
    try:
        return wording.name_of(choice.edition.row("unit", unit), words)
    except UnknownKey:
        return unit
