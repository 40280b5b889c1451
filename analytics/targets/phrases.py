"""Verdicts and forecasts in words."""

from collections.abc import Sequence

from ..periods import parse
from ..terms import period
from ..words import Words
from .forecast import Forecast
from .judging import Judged, TargetVerdict
from .progress import Progress

SURE = 0.995  # beyond, a chance is told as almost certain


def verdict(of: TargetVerdict, words: Words) -> str:
    """The verdict's short name."""
    _ = words.gettext
    return {
        TargetVerdict.PASS: _("target met"),
        TargetVerdict.FAIL: _("target missed"),
        TargetVerdict.TOO_EARLY: _("too early to say"),
        TargetVerdict.NOT_SHOWN: _("not shown"),
    }[of]


def index(name: str, words: Words) -> str:
    """The name of an index that a target is set for, one of commitments.INDICES."""
    _ = words.gettext
    return {
        "satisfaction": _("Satisfaction rate"),
        "dossier": _("Dossier satisfaction (766)"),
        "response": _("Response rate"),
    }[name]


def explained(it: Judged, words: Words) -> str:
    """The target, what is published, and what follows."""
    _ = words.gettext
    target = _("Target {target}.", target=words.percent(it.commitment.target))
    return f"{target} {_standing(it, words)}"


def _standing(it: Judged, words: Words) -> str:
    _ = words.gettext
    share = it.cell.share
    if it.verdict is TargetVerdict.NOT_SHOWN:
        return _("The figure is not shown, so nothing is said about the target either.")
    said = standing(it, words)
    if share is None:
        return _("What is published suffices to say: {verdict}.", verdict=said)
    if share.interval is None:
        when = "" if it.ended else f"{period(parse(it.period), words)}: "
        return when + _(
            "{share} of {n}: {verdict}.",
            share=words.percent(share.value),
            n=words.number(share.n),
            verdict=said,
        )
    return _(
        "{share} of {n} answers, interval {interval}: {verdict}.",
        share=words.percent(share.value),
        n=words.number(share.n),
        interval=words.interval(share.interval),
        verdict=said,
    )


def standing(it: Judged, words: Words) -> str:
    """The verdict, and whether it is one of a period that still runs; one only of weeks so far."""
    said = verdict(it.verdict, words)
    if it.ended or it.verdict in (TargetVerdict.TOO_EARLY, TargetVerdict.NOT_SHOWN):
        return said
    texts = {TargetVerdict.PASS: words.gettext("reached so far")}
    return texts.get(it.verdict, words.gettext("missed so far"))


def counted(verdicts: Sequence[TargetVerdict], words: Words) -> str:
    """How many commitments of units are met, missed, and neither, in a sentence."""
    return words.gettext(
        "Commitments of units: {met} reached, {missed} missed, {early} too early to say, {hidden} not"
        " shown.",
        met=words.number(verdicts.count(TargetVerdict.PASS)),
        missed=words.number(verdicts.count(TargetVerdict.FAIL)),
        early=words.number(verdicts.count(TargetVerdict.TOO_EARLY)),
        hidden=words.number(verdicts.count(TargetVerdict.NOT_SHOWN)),
    )


def line(name: str, one: Progress, words: Words) -> str:
    """Whose commitment it is, to what, how it stands, and whether it can be reached, in sentences."""
    commitment = one.judged.commitment
    what = f"{name}, {index(commitment.index, words)}, {period(commitment.period, words)}"
    ahead = "" if one.forecast is None else f" {forecast(one.forecast, words)}"
    return f"{what}: {explained(one.judged, words)}{ahead}"


def reach(of: Forecast, words: Words) -> str:
    """The same as `forecast`, in as few words as a column holds."""
    _ = words.gettext
    if not of.share.possible:
        return _("no: out of reach even if all to come are satisfied")
    if of.share.share is None:
        return _("yes: it holds whatever those to come say")
    return _(
        "with {share} of about {left} to come; chance {chance}",
        share=words.percent(of.share.share),
        left=words.number(of.left),
        chance=_chance(of.share.chance, words),
    )


def forecast(of: Forecast, words: Words) -> str:
    """Whether the target can still be reached, in one sentence."""
    _ = words.gettext
    if not of.share.possible:
        return _(
            "With about {left} answers to come the target is out of reach, even if all are satisfied.",
            left=words.number(of.left),
        )
    if of.share.share is None:
        return _("The target holds whatever the answers to come say.")
    return _(
        "About {left} answers are to come; {share} of them would have to be satisfied. Going on as so"
        " far, the chance of that is {chance}.",
        left=words.number(of.left),
        share=words.percent(of.share.share),
        chance=_chance(of.share.chance, words),
    )


def _chance(of: float, words: Words) -> str:
    if of > SURE:
        return words.gettext("more than {share}", share=words.percent(SURE))
    if of < 1 - SURE:
        return words.gettext("less than {share}", share=words.percent(1 - SURE))
    return words.percent(of, 0)
