"""What is said to staff who ask that hours be void, or decide about it."""

from . import N_, KioskError


class NoSuchVoid(KioskError):
    status, code = 404, "no_such_void"
    text = N_("Nobody has asked for this.")


class SamePerson(KioskError):
    status, code = 403, "same_person"
    text = N_("You asked for this yourself: a second person decides.")


class AlreadyDecided(KioskError):
    status, code = 409, "already_decided"
    text = N_("This has been decided already.")


class NotVoid(KioskError):
    status, code = 409, "not_void"
    text = N_("These hours are not void.")


class WrongHours(KioskError):
    code = "wrong_hours"
    text = N_("Choose whole hours of one day that are over, the end later than the start.")
