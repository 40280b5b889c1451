"""What whoever scans a code may be told; see errors.py."""

from .errors import N_, KioskError


class UnknownLink(KioskError):
    """Said of every code alike that is unknown, mistyped, over, or spent by somebody else."""

    status, code = 404, "unknown_link"
    text = N_(
        "This code cannot be used: it may be incomplete, or its time is over."
        " Please scan the code at the counter once more."
    )
