"""What is said to a tablet, or noted as the cause why one of its entries was kept aside."""

from . import N_, KioskError


class UnknownDevice(KioskError):
    status, code = 401, "unknown_device"
    text = N_("This server does not know the tablet. It must be paired again.")


class WrongSignature(KioskError):
    status, code = 401, "wrong_signature"
    text = N_("The tablet's signature is not right. It must be paired again.")


class NotPaired(KioskError):
    status, code = 403, "not_paired"
    text = N_("This tablet is not paired with a counter, so its ratings are not taken.")


class Revoked(KioskError):
    status, code = 403, "revoked"
    text = N_("This tablet has been revoked; what it sends is kept aside for review.")


class UnknownCode(KioskError):
    status, code = 404, "unknown_code"
    text = N_("This code is not valid. A code serves once, within ten minutes; ask for a new one.")


class NoSuchTablet(KioskError):
    status, code = 404, "no_such_tablet"
    text = N_("There is no tablet “{device}”.")


class WrongKey(KioskError):
    code = "wrong_key"
    text = N_("“{field}” must be a public key of P-256: 65 bytes in base64url.")


class WrongProof(KioskError):
    code = "wrong_proof"
    text = N_("“{field}” does not show that the sender holds the new key.")


class TooManyKeys(KioskError):
    status, code = 429, "too_many_keys"
    text = N_("The tablet has changed its key within a day. Try again tomorrow.")


class Unreadable(KioskError):
    code = "unreadable"
    text = N_("The sealed entry cannot be opened.")


class WrongCounter(KioskError):
    code = "wrong_counter"
    text = N_("The tablet did not stand at counter “{counter}” then.")


class OtherDevice(KioskError):
    code = "other_device"
    text = N_("The entry bears another tablet's name.")


class WrongSequence(KioskError):
    code = "wrong_sequence"
    text = N_("The entry's number is far from any that the tablet has given out.")


class TooManyGaps(KioskError):
    code = "too_many_gaps"
    text = N_("Too many of the tablet's numbers are missing already.")


class ReviewFull(KioskError):
    status, code = 503, "review_full"
    text = N_("More than {limit} entries of this tablet were kept aside today; the rest stays on it.")


class NotAnOutbox(KioskError):
    code = "not_an_outbox"
    text = N_("The file does not hold a tablet's unsent ratings.")
