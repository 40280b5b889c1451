"""Findings in words: what was found, how often chance alone says the same, what else may explain it."""

from ..fairness.phrases import chance
from ..words import Words
from . import appraisal, runs, surplus
from .findings import Finding
from .gaps import ENDINGS, TABLET_PHONE, UNTIED_TIED
from .kinds import (
    ANSWERS,
    BULK,
    CLOSE,
    IDLE,
    LONE,
    OFF_DUTY,
    ORPHAN,
    REPEATS,
    SLIPLESS,
    UNANNOUNCED,
    UNTIED,
)
from .reading import OFFICER


def told(finding: Finding, words: Words) -> str:
    """The finding, the chance of a false alarm, and an honest explanation to ask about first."""
    return " ".join(
        [
            _found(finding, words),
            words.gettext(
                "Without any tampering this would come with a probability of {chance}.",
                chance=chance(finding.chance, words),
            ),
            _honestly(finding, words),
        ]
    )


def told_without_answers(finding: Finding, words: Words) -> tuple[str, str, str]:
    """For a page: what was found, without a number from which an answer might follow; how often it is
    a false alarm; and an honest explanation."""
    _ = words.gettext
    quiet = {
        TABLET_PHONE.rule: _(
            "Satisfaction on the tablet lies farther above that by phone than it does for others."
        ),
        UNTIED_TIED.rule: _(
            "Satisfaction of presses that are tied to no service lies farther above the others than"
            " usual."
        ),
        runs.RULE: _("Many days in a row on which all answers were alike: more than chance explains."),
        appraisal.RULE: _(
            "About the day of the appraisal satisfaction rose by more than chance explains."
        ),
    }
    if finding.rule in quiet:
        alarm = words.percent(finding.chance, 2)
        often = _("By chance alone in fewer than {share} of months.", share=alarm)
        return quiet[finding.rule], often, _honestly(finding, words)
    often = _("By chance alone in {share} of months.", share=chance(finding.chance, words))
    return _found(finding, words), often, _honestly(finding, words)


def deserve_a_look(by: str, found: int, reviewed: int, words: Words) -> str:
    """How many officers' or counters' months of all that were reviewed have a sign."""
    _, counts = words.gettext, {"found": words.number(found), "all": words.number(reviewed)}
    if by == OFFICER:
        return _("{found} of {all} officers' months deserve a look", **counts)
    return _("{found} of {all} counters' months deserve a look", **counts)


def nothing(ratings: int, words: Words) -> str:
    """What is said where nothing was found."""
    if not ratings:
        return words.gettext("Nothing to review: no ratings.")
    return words.gettext("Nothing odd was found.")


def _found(finding: Finding, words: Words) -> str:
    _ = words.gettext
    of_services = {
        ANSWERS.rule: _("{observed} ratings; {expected} are usual for {n} services."),
        UNTIED.rule: _(
            "{observed} presses that are tied to no service; {expected} are usual for {n} services."
        ),
        LONE.rule: _(
            "{observed} presses when no service had just been finished; {expected} are usual for"
            " {n} services."
        ),
        CLOSE.rule: _(
            "{observed} presses less than a minute after another one; {expected} are usual for"
            " {n} services."
        ),
        IDLE.rule: _(
            "{observed} presses while the counter served nobody; {expected} were to be expected of {n}"
            " services and the other answers."
        ),
        SLIPLESS.rule: _(
            "{observed} presses on the tablet without a slip; {expected} were to be expected of {n}"
            " services and the other answers."
        ),
        UNANNOUNCED.rule: _(
            "{observed} presses on the tablet without a slip; {expected} were to be expected of {n}"
            " services and the other answers."
        ),
        REPEATS.rule: _("{observed} repeated presses; {expected} are usual for {n} services."),
        OFF_DUTY.rule: _(
            "{observed} presses about services whose officer was not on duty there; {expected} are usual"
            " for {n} services."
        ),
        ORPHAN.rule: _(
            "{observed} presses with a slip or an offer that leads nowhere; {expected} are usual for"
            " {n} services."
        ),
        BULK.rule: _(
            "{observed} presses delivered late, more of one hour than a counter can serve; {expected}"
            " are usual for {n} services."
        ),
        surplus.RULE: _(
            "On {observed} of {n} days more ratings than services; chance explains {expected}."
        ),
    }
    points = {
        TABLET_PHONE.rule: _(
            "Satisfaction on the tablet lies {observed} points above that by phone; {expected} are"
            " usual. {n} ratings."
        ),
        UNTIED_TIED.rule: _(
            "Satisfaction of presses that are tied to no service lies {observed} points above the"
            " others; {expected} are usual. {n} ratings."
        ),
        ENDINGS.rule: _(
            "Whoever was granted what they came for answered more often than whoever was not, by"
            " {observed} points; {expected} are usual. {n} services."
        ),
    }
    if finding.rule in points:
        values = words.number(100 * finding.observed, 1), words.number(100 * finding.expected, 1)
        text = points[finding.rule]
    elif finding.rule == runs.RULE:
        values = words.number(finding.observed), ""
        text = _("{observed} of {n} ratings in a row without one that was unsatisfied.")
    elif finding.rule == appraisal.RULE:
        values = words.percent(finding.observed), words.percent(finding.expected)
        text = _(
            "About the day of the appraisal satisfaction rose from {expected} to {observed}."
            " {n} ratings."
        )
    else:
        values = words.number(finding.observed), words.number(finding.expected, 1)
        text = of_services[finding.rule]
    observed, expected = values
    return text.format(observed=observed, expected=expected, n=words.number(finding.n))


def _honestly(finding: Finding, words: Words) -> str:
    _ = words.gettext
    return {
        ANSWERS.rule: _("It may be honest: more people were asked, or a list of services is missing."),
        UNTIED.rule: _(
            "It may be honest: more people only hand something in, or services are announced late."
        ),
        LONE.rule: _(
            "It may be honest: services are announced late, or people sit down before they answer."
        ),
        IDLE.rule: _(
            "It may be honest: services are announced late, or people sit down before they answer."
        ),
        SLIPLESS.rule: _("It may be honest: the printer of slips failed, or fewer people use phones."),
        UNANNOUNCED.rule: _(
            "It may be honest: the tablet was moved nearer to the people, or fewer people use phones."
        ),
        CLOSE.rule: _("It may be honest: families and groups come together."),
        REPEATS.rule: _("It may be honest: children play with the tablet, or its screen is slow."),
        OFF_DUTY.rule: _("It may be honest: a colleague stepped in, or nobody signed on."),
        ORPHAN.rule: _("It may be honest: slips are old, or belong to another counter."),
        BULK.rule: _("It may be honest: the tablet was without a network on a busy day."),
        surplus.RULE: _("It may be honest: people rate who only handed something in."),
        TABLET_PHONE.rule: _("It may be honest: at home people judge otherwise than at the counter."),
        UNTIED_TIED.rule: _(
            "It may be honest: whoever only hands something in has less to complain about."
        ),
        ENDINGS.rule: _("It may be honest: whoever is refused leaves in haste."),
        runs.RULE: _("It may be honest: an officer whom people like has such runs by right."),
        appraisal.RULE: _("It may be honest: appraisals are there to make work better."),
    }[finding.rule]


def caution(words: Words) -> str:
    """What stands above any list of findings."""
    return words.gettext(
        "Findings are questions, not verdicts. They change no figure and prove nothing against anybody:"
        " ask the officer first, and let a second person decide. Not for publication."
    )
