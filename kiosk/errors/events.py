"""What is said to staff who note or withdraw an event."""

from . import N_, KioskError


class NoSuchEvent(KioskError):
    status, code = 404, "no_such_event"
    text = N_("Nobody has noted this event.")


class AlreadyWithdrawn(KioskError):
    status, code = 409, "already_withdrawn"
    text = N_("This event has been withdrawn already.")


class UnknownUnit(KioskError):
    status, code = 404, "unknown_unit"
    text = N_("There is no unit “{unit}”.")
