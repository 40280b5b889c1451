"""National codes as text: procedures, dossiers, organisations. Never a number.

Source of the shapes: the national public-service portal's own exports; see the glossary.
"""

import re
from dataclasses import dataclass
from datetime import date

from ..errors import N_
from ..errors.faults import Fault

_PROCEDURE = re.compile(
    r"([1-9]\.[0-9]{6})"  # national
    r"(?:(?:\.[0-9]{3}\.[0-9]{2}\.[0-9]{2})?\.[A-Z][0-9]{2})?"  # a province's local copy
    r"(?:\.[0-9]{2})?"  # a case of the service
)
_DOSSIER = re.compile(
    r"((?:[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.)?[A-Z][0-9]{2}(?:\.[0-9]{1,3})*)"
    r"-([0-9]{2})([0-9]{2})([0-9]{2})-([0-9]{4,7})"
)
_ORGANISATION = re.compile(r"[A-Z][0-9]{2}(?:\.[0-9]{1,3})*")
_LEGACY = re.compile(r"([0-9]{3}\.[0-9]{2}\.[0-9]{2})\.([A-Z][0-9]{2})")
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
# What a spreadsheet leaves of a code that it took for a number: too few digits after the
# mark, or a decimal comma.
_TURNED_INTO_NUMBER = re.compile(r"[1-9](?:[.,][0-9]{1,6})?")


@dataclass(frozen=True)
class ProcedureCode:
    """A procedure's national code, by which procedures are compared, and what the source wrote."""

    national: str
    raw: str


@dataclass(frozen=True)
class DossierCode:
    """A dossier's code, taken apart: the unit, the civil day of receipt, the serial number."""

    code: str
    organisation: str
    received: date
    serial: str


def procedure_code(raw: str) -> ProcedureCode:
    """The national code behind a national, local or case code; raises Fault for other text.

    >>> procedure_code("1.010708.000.00.00.H56").national
    '1.010708'
    """
    found = _PROCEDURE.fullmatch(raw)
    if found is None and _TURNED_INTO_NUMBER.fullmatch(raw):
        raise Fault(
            N_(
                "“{code}” looks like a procedure code that a spreadsheet turned into a number; "
                "its digits are lost. Format the column as text and enter the code again."
            ),
            code=raw,
        )
    if found is None:
        raise Fault(N_("“{code}” is not a procedure code such as 1.001193."), code=raw)
    return ProcedureCode(found[1], raw)


def dossier_code(raw: str) -> DossierCode:
    """A dossier's code; raises Fault if its shape or the date in it is impossible.

    >>> dossier_code("H15.50.05.13-261008-0975").received
    datetime.date(2026, 10, 8)
    """
    found = _DOSSIER.fullmatch(raw)
    if found is None:
        raise Fault(N_("“{code}” is not a dossier code such as H44.5-260817-0001."), code=raw)
    organisation, year, month, day, serial = found.groups()
    try:
        received = date(2000 + int(year), int(month), int(day))
    except ValueError as error:
        raise Fault(N_("the dossier code “{code}” holds a day that never was."), code=raw) from error
    return DossierCode(raw, organisation, received, serial)


def organisation_code(raw: str) -> str:
    """The code of an organisation, new form or legacy; raises Fault for other text.

    Of the legacy forms only a province's has a certain equal, `000.00.00.H55` → `H55`. The
    others stay as written: their groups are not those of the new form.
    """
    if _ORGANISATION.fullmatch(raw):
        return raw
    found = _LEGACY.fullmatch(raw)
    if found is None:
        raise Fault(N_("“{code}” is not an organisation code such as H44.5 or 000.00.00.H44."), code=raw)
    return found[2] if found[1] == "000.00.00" else raw


# Below `/t/` and `/y/` these words are addresses of their own.
RESERVED_COUNTERS = frozenset({"service", "sw.js", "photos", "s"})


def counter_code(raw: str) -> str:
    """A counter's id, under which its pages are reached. Raises Fault as `identifier` does, and for
    one under which another page lies."""
    found = identifier(raw)
    if found in RESERVED_COUNTERS:
        raise Fault(N_("“{code}” cannot be a counter's code: another page has that address."), code=raw)
    return found


def identifier(raw: str) -> str:
    """An item's id: it stands in addresses and file names, so its letters are few.

    Raises Fault unless it is 1 to 64 of A–Z, a–z, 0–9, dot, dash, underscore. A legacy code
    of a province is brought to its new form, so that one unit does not become two.
    """
    if not _IDENTIFIER.fullmatch(raw):
        raise Fault(N_("“{code}” cannot be a code: plain letters, digits, . - _ only."), code=raw)
    return organisation_code(raw) if _LEGACY.fullmatch(raw) else raw
