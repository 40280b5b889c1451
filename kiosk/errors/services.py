"""What is said to other systems: to those without a key, and of services that cannot be taken."""

from . import N_, KioskError
from .faults import Fault


class WrongSystemKey(KioskError):
    status, code = 401, "wrong_system_key"
    text = N_("The key is missing, not known here, or has ended. Send it as “Authorization: Bearer …”.")


class ScopeMissing(KioskError):
    status, code = 403, "scope_missing"
    text = N_("This key does not open “{scope}”.")


class SystemExists(KioskError):
    status, code = 409, "system_exists"
    text = N_("There is already a system “{system}”.")


class UnknownSystem(KioskError):
    status, code = 404, "unknown_system"
    text = N_("There is no system “{system}”.")


class UnknownSystemKey(KioskError):
    status, code = 404, "unknown_system_key"
    text = N_("There is no key “{key}”, or more than one begins so.")


class FaultyService(KioskError):
    """The same reason that an import gives for a line of its table."""

    code = "faulty_service"
    text = N_("This service cannot be taken.")

    def __init__(self, fault: Fault) -> None:
        column = fault.values.get("column")
        super().__init__(str(column) if column else None, **fault.values)
        self.text = fault.text
        self.args = (str(fault),)


class ServiceConflict(FaultyService):
    status, code = 409, "service_conflict"
    text = N_("A service with this dossier code is already stored with other content.")


class ServiceForgotten(KioskError):
    status, code = 422, "service_forgotten"
    text = N_(
        "Finished on {day}: dossier codes from before {before} have been forgotten, so nobody can tell"
        " whether this service is stored already. Nothing was stored; do not send it again."
    )


class NoSuchFigures(KioskError):
    status, code = 404, "no_such_figures"
    text = N_("Nothing was published of “{period}”.")


class NoSuchService(KioskError):
    status, code = 404, "no_such_service"
    text = N_(
        "No finished service is stored under this dossier code. Codes are forgotten some months after"
        " the service ended."
    )


class NotCorrectable(KioskError):
    code = "not_correctable"
    text = N_("“{field}” cannot be corrected: ratings are counted under it.")


class OverdueContradicted(KioskError):
    code = "overdue_contradicted"
    text = N_("“overdue” does not fit: due on {due}, finished on {finished}.")


class NoDueDay(KioskError):
    code = "no_due_day"
    text = N_("What has no due date cannot be overdue.")
