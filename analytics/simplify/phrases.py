"""The evidence in plain words: what it says of one procedure, and what it does not. Pure."""

from ..disclosure import Cell, State
from ..editions.model import Edition, Row
from ..fairness.phrases import chance
from ..handling import LATE
from ..indices import Share
from ..listing import full_name
from ..pictures.difference import difference_text
from ..stats.comparison import Difference
from ..stats.intervals import wilson_interval
from ..words import Words
from .evidence import Against, Changed, Evidence

# What, here, with all other procedures, and what that means.
Fact = tuple[str, str | Cell, str | Cell, str]


def conclusion(found: Evidence, words: Words) -> tuple[str, ...]:
    """What follows, in sentences, the most important first."""
    said = [_dissatisfaction(found, words), *_citizens(found, words), *_late(found, words)]
    return (*said, _visits(found, words), *_where(found, words), *changes(found, words))


def verdict(side: int, words: Words) -> str:
    """What a difference allows to say."""
    _ = words.gettext
    if not side:
        return _("no clear difference")
    return _("clearly more") if side > 0 else _("clearly less")


def of_share(share: Share, words: Words) -> str:
    """A share with its base, and with its interval where it is of a sample."""
    interval = f"{words.interval(share.interval)}; " if share.interval else ""
    return f"{words.percent(share.value)} ({interval}n = {words.number(share.n)})"


def facts(found: Evidence, words: Words) -> tuple[Fact, ...]:
    """The figures behind the sentences, one a line."""
    _, hurt = words.gettext, found.hurt
    lines: list[Fact] = []
    if hurt is not None:
        bad, others = hurt.excess.satisfied, hurt.excess.other_satisfied
        meant = _meant(_side_of(found), hurt.excess, words)
        own = _counted(_sampled(bad, hurt.excess.n))
        other = _counted(_sampled(others, hurt.excess.other_n))
        lines.append((_("Not satisfied, of those who answered"), own, other, meant))
        lines += _citizens_facts(found, words)
    for what, one in (
        (_("Dossiers that were late"), found.late),
        (_("Dossiers with more than one visit, of those known"), found.repeat),
    ):
        if one is not None:
            meant = _meant(one.side, one.difference, words)
            lines.append((what, _counted(one.own), _counted(one.others), meant))
    if found.visits is not None and found.visits_of_others is not None:
        visits = [words.number(n, 2) for n in (found.visits, found.visits_of_others)]
        lines.append((_("Visits for each dossier, on average"), visits[0], visits[1], ""))
    return tuple(lines)


def changes(found: Evidence, words: Words) -> tuple[str, ...]:
    """A sentence for each day on which the procedure changed."""
    return tuple(change(one, words) for one in found.changes)


def change(one: Changed, words: Words) -> str:
    """What figures say of a change; after is not because."""
    _, found = words.gettext, one.found
    when = {"day": words.day(one.day), "text": one.text}
    if found is None:
        return _("{day}, {text}: too little is told before or after it to compare.", **when)
    if not found.difference.excludes_zero:
        return _("{day}, {text}: satisfaction has not clearly changed since.", **when)
    told = {**when, "season": season(one, words)}
    if found.difference.value > 0:
        return _("{day}, {text}: satisfaction is clearly higher since; {season}.", **told)
    return _("{day}, {text}: satisfaction is clearly lower since; {season}.", **told)


def season(one: Changed, words: Words) -> str:
    """Whether a year before it was the same without a change."""
    _ = words.gettext
    beyond = one.found.beyond_season if one.found else None
    if beyond is None:
        return _("whether the season explains it is not known")
    return _("more than the season explains") if beyond else _("the season alone may explain it")


def unit_name(edition: Edition, key: str, words: Words) -> str:
    """What a unit is called in the edition; its key where it says nothing of it."""
    names = {row.key: row.name for row in edition.tables.get("unit", ())}
    name = names.get(key)
    return key if name is None else full_name(name, words)


def what_is_worse(what: str, words: Words) -> str:
    """One of handling.LATE and REPEAT."""
    return words.gettext("late") if what == LATE else words.gettext("more than one visit")


def why_not_told(row: Row, words: Words) -> str:
    """Why dissatisfaction is not told, or not exactly."""
    _, cell = words.gettext, row.satisfaction
    if cell.state in (State.TOO_FEW, State.EMPTY):
        return _("Too few answered to say how many are not satisfied: n = {n}.", n=words.number(cell.n))
    return _("How many are not satisfied may not be told exactly: it would tell single answers.")


def why_no_reasons(words: Words) -> str:
    """Why a procedure's own reasons are not told."""
    return words.gettext(
        "What citizens named is told of a procedure only by the month, where its rate is told, 200"
        " answered and 30 were not satisfied: else it would tell single answers."
    )


def _side_of(found: Evidence) -> int:
    """More only where it holds against all procedures at once, as in the ranking."""
    if found.hurt is None or found.is_clear:
        return int(found.is_clear)
    return -1 if found.hurt.excess.high < 0 else 0


def _dissatisfaction(found: Evidence, words: Words) -> str:
    _, hurt = words.gettext, found.hurt
    if hurt is None:
        return why_not_told(found.row, words)
    return _(
        "Of those who answered {own} were not satisfied; with all other procedures {others}: {verdict}.",
        own=of_share(_sampled(hurt.excess.satisfied, hurt.excess.n), words),
        others=of_share(_sampled(hurt.excess.other_satisfied, hurt.excess.other_n), words),
        verdict=verdict(_side_of(found), words),
    )


def _citizens(found: Evidence, words: Words) -> tuple[str, ...]:
    a_year = found.a_year
    if not found.is_clear or a_year is None:
        return ()
    count, low, high = (roughly(n, words) for n in a_year)
    return (
        words.gettext(
            "If a whole year goes like this period, about {count} citizens more are hurt than if it went"
            " like the others ({low} to {high}).",
            count=count,
            low=low,
            high=high,
        ),
    )


def _late(found: Evidence, words: Words) -> tuple[str, ...]:
    one = found.late
    if one is None:
        return ()
    return (
        words.gettext(
            "Of its dossiers {own} were late; of all others {others}: {verdict}.",
            **_sides(one, words),
        ),
    )


def _visits(found: Evidence, words: Words) -> str:
    _, one = words.gettext, found.repeat
    if one is None:
        return _("Of too few of its dossiers it is known how many visits they took.")
    return _(
        "Of its dossiers {own} took more than one visit; of all others {others}: {verdict}.",
        **_sides(one, words),
    )


def _sides(one: Against, words: Words) -> dict[str, str]:
    own, others = of_share(one.own, words), of_share(one.others, words)
    return {"own": own, "others": others, "verdict": verdict(one.side, words)}


def _where(found: Evidence, words: Words) -> tuple[str, ...]:
    """Whether it goes wrong in some units or everywhere."""
    _, handling = words.gettext, found.row.handling
    if handling is None or not handling.units:
        return ()
    worse = len({place.unit for place in found.places})
    counts = {"count": words.number(worse), "units": words.number(handling.units)}
    if worse:
        return (
            _(
                "In {count} of {units} units its dossiers are late, or sent back, more often than in the"
                " others: ask there how it is handled before the procedure is changed.",
                **counts,
            ),
        )
    return (
        _(
            "In none of {units} units are its dossiers late, or sent back, more often than in the"
            " others: what is amiss lies in the procedure rather than in single units.",
            **counts,
        ),
    )


def _citizens_facts(found: Evidence, words: Words) -> list[Fact]:
    _, hurt, a_year = words.gettext, found.hurt, found.a_year
    if hurt is None or a_year is None or not found.is_clear:
        return []
    in_period = _range(*(words.number(round(n)) for n in (hurt.citizens, *hurt.interval)))
    alone = _("By chance alone: {chance}.", chance=chance(hurt.false_alarm, words))
    return [
        (_("Citizens hurt in this period"), in_period, "", alone),
        (_("Citizens hurt in a year like it"), _range(*(roughly(n, words) for n in a_year)), "", ""),
    ]


def roughly(count: float, words: Words) -> str:
    """A number that was projected, to two digits: more would be believed."""
    return words.number(two_digits(count))


def two_digits(count: float) -> int:
    """The same as a number."""
    digits = 2 - len(str(abs(round(count))))
    return round(round(count, min(0, digits)))


def _range(count: str, low: str, high: str) -> str:
    return f"{count} ({low}–{high})"


def _meant(side: int, difference: Difference, words: Words) -> str:
    said = verdict(side, words)
    return f"{said[:1].upper()}{said[1:]}. {difference_text(difference, words)}"


def _sampled(count: int, n: int) -> Share:
    return Share(count, n, wilson_interval(count, n))


def _counted(share: Share) -> Cell:
    return Cell(State.SHOWN, share.n, 0, share)
