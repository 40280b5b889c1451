"""What is said to staff who sign in, sign on, or look after users."""

from . import N_, KioskError


class NotYourCounter(KioskError):
    status, code = 403, "not_your_counter"
    text = N_("The counter “{counter}” does not belong to a centre of yours.")


class NoOfficer(KioskError):
    status, code = 403, "no_officer"
    text = N_("Your account does not say which officer you are. Ask your administrator.")


class UnknownBadge(KioskError):
    status, code = 404, "unknown_badge"
    text = N_("This badge is not valid. Ask your manager for a new one.")


class NoSuchBatch(KioskError):
    status, code = 404, "no_such_batch"
    text = N_("These sheets are not kept any longer. Make them again.")


class PrintingBusy(KioskError):
    status, code = 503, "printing_busy"
    text = N_("Other sheets are being made just now. Wait a minute and try again.")


class NotAllowed(KioskError):
    status, code = 403, "not_allowed"
    text = N_("Your account may not see this page.")


class SignInFailed(KioskError):
    status, code = 401, "sign_in_failed"
    text = N_("The user name or the password is wrong.")


class TooManyAttempts(KioskError):
    status, code = 429, "too_many_attempts"
    text = N_("Too many failed attempts. Wait {minutes} minutes and try again.")


class SignInBusy(KioskError):
    status, code = 503, "sign_in_busy"
    text = N_("Many people are signing in just now. Wait a few seconds and try again.")


class WrongUserId(KioskError):
    code = "wrong_user_id"
    text = N_("A user name is 1 to {limit} plain letters, digits, . - _ or @.")


class UnknownUser(KioskError):
    status, code = 404, "unknown_user"
    text = N_("There is no user “{user}”.")


class UserExists(KioskError):
    status, code = 409, "user_exists"
    text = N_("There is already a user “{user}”.")


class WeakPassword(KioskError):
    code = "weak_password"
    text = N_("A password needs at least {least} characters.")
