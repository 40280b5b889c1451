"""What the fields of the API mean, for its description."""

from ...errors import N_

WORDS = {
    # ratings and their details
    "rating_id": N_("32 hexadecimal digits, drawn at random before anything is sent."),
    "counter_id": N_("The counter, as the catalogue calls it."),
    "satisfied": N_("The answer."),
    "age_seconds": N_("How long ago the answer was given, by the sender's own clock."),
    "procedure_id": N_("The procedure's national code."),
    "user_kind": N_("Who answers; never a name."),
    "ticket": N_("What the counter's rotating code gave to this phone."),
    "receipt": N_("A receipt's token, out of its link; instead of counter, channel and procedure."),
    "topics": N_("What mattered: the topics that the page shows."),
    "trust": N_("Whether the citizen trusts that the case is handled lawfully and fairly."),
    "comment": N_("At most 500 characters, without names; numbers of persons are masked."),
    # services
    "dossier": N_("The dossier's code; one service each, for good."),
    "procedure": N_("The procedure's national code; a local one is brought to it."),
    "receiving_unit": N_("The unit that took the dossier in; told by the counter where there is one."),
    "resolving_unit": N_("The unit that decided."),
    "counter": N_("The counter that took part; it decides centre and receiving unit."),
    "officer": N_("Who handed over the result."),
    "received": N_("The day of receipt, as 2026-08-19 or 19/08/2026; a time may follow."),
    "due": N_("The day or instant promised. Finished later means overdue."),
    "finished": N_("The day or instant of the end; tablets offer what has just been finished."),
    "outcome": N_("How it ended. Everybody is asked, whatever the outcome."),
    "channel": N_("By which way."),
    "petitioned": N_("Whether somebody complained about how it was handled."),
    "visits": N_(
        "How often the person came or sent papers, the first time included; picking up does not count."
    ),
    "overdue": N_("Whether it was late; to be said where it was late by hours."),
    "reason": N_("Why it is corrected, without naming a person."),
    # tablets
    "code": N_("The pairing code that staff made."),
    "public_key": N_("The tablet's public key: a point of P-256, 65 bytes in base64url."),
    "proof": N_("The key's own signature, which shows that the sender holds it."),
    "formerly": N_("Which tablet the sender was before, with its signature."),
}
