"""Every error this program tells a person or a machine: status, code, and words.

The English words stand here; the Vietnamese ones in translations/. `docs/errors.md` lists them.
What only some meet, tablets or staff or other systems, stands in a file of its own beside this one.
"""

from datetime import timedelta
from typing import ClassVar


def N_(text: str) -> str:  # noqa: N802 (the name that message extractors look for)
    """Mark a text for the catalogue without translating it yet."""
    return text


LONGEST_ECHO = 40  # characters of what somebody sent that a message repeats
OUR_OWN = frozenset({"choices", "expected"})  # values that this program wrote itself


class KioskError(Exception):
    """A refusal with its numbers. Nothing has been stored when one is raised.

    Texts among the numbers are cut, since most of them are what somebody sent.
    """

    status: int = 422
    code: ClassVar[str] = "refused"
    is_guess: ClassVar[bool] = False  # said of a code that may have been guessed
    retry_seconds: int | None = None
    text: str = N_("This cannot be accepted.")

    def __init__(self, field: str | None = None, **numbers: object) -> None:
        self.field = None if field is None else _cut(field)
        self.numbers: dict[str, object] = {
            name: _cut(value) if isinstance(value, str) and name not in OUR_OWN else value
            for name, value in {"field": field, **numbers}.items()
        }
        super().__init__(self.text.format_map(self.numbers))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_ECHO else text[:LONGEST_ECHO] + "…"


class BadRequest(KioskError):
    status, code = 400, "bad_request"
    text = N_("The server does not understand this request.")

    def __init__(self, status: int = 400) -> None:
        super().__init__()
        self.status = status


class WrongHost(KioskError):
    status, code = 400, "wrong_host"
    text = N_("This server does not answer under that name. Check the address.")


class EmptyBody(KioskError):
    status, code = 400, "empty_body"
    text = N_("The request has no body: send one rating or a list of ratings as JSON.")


class BodyTooLarge(KioskError):
    status, code = 413, "body_too_large"
    text = N_("The request is larger than {limit} bytes: send fewer items at a time.")


class LengthRequired(KioskError):
    status, code = 411, "length_required"
    text = N_("Send the body with its Content-Length, not in chunks.")


class WrongMediaType(KioskError):
    status, code = 415, "wrong_media_type"
    text = N_("Send the body as application/json.")


class NotJson(KioskError):
    status, code = 400, "not_json"
    text = N_("The body is not valid JSON in UTF-8.")


class DuplicateKey(KioskError):
    status, code = 400, "duplicate_key"
    text = N_("The name “{key}” stands twice in one object.")


class NotFinite(KioskError):
    status, code = 400, "not_finite"
    text = N_("NaN and Infinity are not numbers in JSON.")


class TooDeep(KioskError):
    status, code = 400, "too_deep"
    text = N_("The JSON is nested deeper than {limit} levels.")


class TooManyItems(KioskError):
    status, code = 413, "too_many_items"
    text = N_("At most {limit} items are taken at a time; {given} were sent.")


class NoItems(KioskError):
    status, code = 400, "no_items"
    text = N_("The list is empty.")


class NotAnObject(KioskError):
    code = "not_an_object"
    text = N_("Each item must be a JSON object.")


class UnknownField(KioskError):
    code = "unknown_field"
    text = N_("“{field}” is not a field that this version knows.")


class MissingField(KioskError):
    code = "missing_field"
    text = N_("“{field}” is missing.")


class WrongType(KioskError):
    code = "wrong_type"
    text = N_("“{field}” must be {expected}.")


class WrongId(KioskError):
    code = "wrong_id"
    text = N_("“{field}” must be 32 lower-case hexadecimal digits, chosen at random.")


class WrongAge(KioskError):
    code = "wrong_age"
    text = N_("“{field}” must lie between 0 and {limit} seconds.")


class WrongChoice(KioskError):
    code = "wrong_choice"
    text = N_("“{field}” must be one of: {choices}.")


class UnknownCounter(KioskError):
    status, code = 404, "unknown_counter"
    text = N_("There is no counter “{counter}” on {day}.")


class UnknownCentre(KioskError):
    status, code = 404, "unknown_centre"
    text = N_("There is no centre “{centre}” on {day}.")


class UnknownOfficer(KioskError):
    status, code = 404, "unknown_officer"
    text = N_("There is no officer “{officer}” on {day}.")


class WrongSpan(KioskError):
    code = "wrong_span"
    text = N_("The end must be later than the start, and at most a day later.")


class UnknownProcedure(KioskError):
    code = "unknown_procedure"
    text = N_("There is no procedure “{procedure}”.")


class RetiredProcedure(KioskError):
    code = "retired_procedure"
    text = N_("The procedure “{procedure}” was not in force on {day}.")


class UnknownService(KioskError):
    code = "unknown_service"
    text = N_("There is no finished service “{service}”.")


class ServiceAnswered(KioskError):
    status, code = 409, "service_answered"
    text = N_("This service has already been rated. Thank you.")


class UnknownReason(KioskError):
    code = "unknown_reason"
    text = N_("“{reason}” is not one of the reasons offered.")


class UnknownRating(KioskError):
    status, code = 404, "unknown_rating"
    text = N_("There is no rating with this id.")


class RatingConflict(KioskError):
    status, code = 409, "rating_conflict"
    text = N_("Another rating with this id is already stored; this one was kept aside for review.")


class DetailConflict(KioskError):
    status, code = 409, "detail_conflict"
    text = N_("“{field}” of this rating was answered before, and differently.")


class TextTooLong(KioskError):
    code = "text_too_long"
    text = N_("“{field}” has {given} characters; at most {limit} are taken.")


class UnsafeText(KioskError):
    code = "unsafe_text"
    text = N_("“{field}” contains characters that cannot be shown safely (control or direction marks).")


class PageNotFound(KioskError):
    status, code = 404, "not_found"
    text = N_("There is no such page.")


class MethodNotAllowed(KioskError):
    status, code = 405, "method_not_allowed"
    text = N_("This address does not take that kind of request.")


class FormExpired(KioskError):
    status, code = 400, "form_expired"
    text = N_("The page was open too long. Go back, reload it, and try again.")


class NoReason(KioskError):
    code = "no_reason"
    text = N_("Say why: a few words.")


class TooMany(KioskError):
    status, code = 429, "too_many"
    text = N_(
        "A great many answers are arriving at once. Nothing was stored yet; please try again in {wait}."
    )

    def __init__(self, seconds: int) -> None:
        unit = next((one for one in (3_600, 60) if seconds >= 2 * one), 1)  # as i18n.duration cuts
        super().__init__(wait=timedelta(seconds=-(-seconds // unit) * unit))
        self.retry_seconds = seconds


class Busy(KioskError):
    status, code = 503, "busy"
    text = N_("The record cannot be written just now. Nothing was stored; please try again.")


class Unexpected(KioskError):
    status, code = 500, "unexpected"
    text = N_("Something went wrong on our side. Nothing was stored; please try again.")
