"""What whoever scans a code may be told."""

from . import N_, KioskError


class UnknownLink(KioskError):
    """Said of every code alike that is unknown, mistyped, over, or spent by somebody else."""

    status, code = 404, "unknown_link"
    is_guess = True
    text = N_(
        "This code cannot be used: it may be incomplete, or its time is over."
        " Please scan the code at the counter once more."
    )


class UnusableReceipt(KioskError):
    """Said of every receipt alike that is unknown, mistyped, over, or spent by somebody else."""

    status, code = 404, "unusable_receipt"
    is_guess = True
    text = N_(
        "This code cannot be used any more: it may be incomplete, its time may be over, or it has"
        " been answered already. In that case: thank you!"
    )
