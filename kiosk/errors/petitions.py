"""What is said to staff who follow up what citizens left."""

from . import N_, KioskError


class NoSuchPetition(KioskError):
    status, code = 404, "no_such_petition"
    text = N_("There is no such matter.")


class PetitionClosed(KioskError):
    status, code = 409, "petition_closed"
    text = N_("This matter is closed already. Nothing was changed.")


class NoWords(KioskError):
    code = "no_words"
    text = N_("Write a few words first.")


class WrongOwner(KioskError):
    code = "wrong_owner"
    text = N_("Choose somebody who may open this matter.")
