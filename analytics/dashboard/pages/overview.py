"""The answer within a minute: what changed, what merely wobbled, what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ...changes import Change, Moved, compare, moved_rows
from ...counts import TOTAL
from ...disclosure import State
from ...editions import Edition, Row
from ...listing import cell_text
from ...pictures.difference import difference_text
from ...pictures.weekly import WeeklyChart
from ...picturing import pareto_of
from ...simplify import Hurt, Ranking
from ...stats.comparison import Difference, share_difference
from ...words import Words
from ..address import Choice
from ..library import find_row
from ..parts import Page, Said, Section
from . import cards, reasons, series, wording

MOST_MOVED = 3
_LOOKED_AT = ("procedure", "unit", "centre", "field")  # a counter is looked at on its own page


Sentence = tuple[str, Mapping[str, str | None]]


@dataclass(frozen=True)
class News:
    """What a period says against the one before it.

    before: that period's edition. ranking: procedures of the newest month, for what is worth doing.
    chart: the weeks of the row that is looked at. closing_known: whether the weeks of a longer period
    say what was answered of its dossiers later.
    """

    choice: Choice
    before: Edition | None
    ranking: Ranking | None
    chart: WeeklyChart | None
    words: Words
    closing_known: bool = True

    @property
    def row(self) -> Row:
        """The row that is looked at."""
        return self.choice.row

    @cached_property
    def old(self) -> Row | None:
        """The same row a period earlier."""
        return find_row(self.before, *self.choice.scope) if self.before else None

    @cached_property
    def gap(self) -> Difference | None:
        """The rate less the one before; None unless both may be shown in full."""
        now, then = self.row.satisfaction.share, self.old.satisfaction.share if self.old else None
        return share_difference(now.count, now.n, then.count, then.n) if now and then else None

    @cached_property
    def change(self) -> Change:
        """By the interval of the difference; of what is told only within a step, by both intervals."""
        if self.gap is not None:
            sign = Change.HIGHER if self.gap.value > 0 else Change.LOWER
            return sign if self.gap.excludes_zero else Change.UNCLEAR
        now, then = self.row.satisfaction, self.old.satisfaction if self.old else None
        if now.interval is None or then is None or then.interval is None:
            return Change.NO_DATA
        return compare(then, now)

    @cached_property
    def moved(self) -> list[Moved]:
        """Rows that clearly changed, of every table that is looked at; worse ones first."""
        found: list[Moved] = []
        if self.before is None or self.choice.key is not None:
            return found
        for table in _LOOKED_AT:
            if table in self.choice.edition.tables and table in self.before.tables:
                found += moved_rows(self.before.rows(table), self.choice.edition.rows(table))
        return sorted(found, key=lambda one: one.change is Change.HIGHER)

    @property
    def worse(self) -> list[Moved]:
        """Procedures that clearly fell."""
        return [m for m in self.moved if m.change is Change.LOWER and m.after.kind == "procedure"]


def page(news: News, targets: Section | None = None, trusted: Section | None = None) -> Page:
    """Headline, the answer in three parts, the figures, the weeks, the reasons, trust, the targets."""
    words = news.words
    return Page(
        headline(news),
        wording.under(news.choice.edition, news.row, words),
        tuple(_sections(news, trusted, targets)),
        tuple(_said(news)),
        cards.of_row(news.row, words, news.choice.edition, closing_known=news.closing_known),
    )


def headline(news: News) -> str:
    """What changed on the whole, or why nothing can be said of it."""
    _ = news.words.gettext
    name = wording.title_of(news.choice.edition, news.words)
    if news.row.kind != TOTAL:
        name = f"{wording.name_of(news.row, news.words)}, {name}"
    if news.row.satisfaction.state is State.AT_LEAST:
        return _("{period}: nearly all were satisfied", period=name)
    if news.row.satisfaction.state is State.AT_MOST:
        return _("{period}: hardly anybody was satisfied", period=name)
    if news.change is Change.HIGHER:
        return _("{period}: clearly more satisfied than before", period=name)
    if news.change is Change.LOWER:
        return _("{period}: clearly less satisfied than before", period=name)
    if news.change is not Change.UNCLEAR:
        return _without_change(news, name)
    if news.worse:
        return _(
            "{period}: no clear change on the whole; procedures clearly worse: {count}",
            period=name,
            count=len(news.worse),
        )
    return _("{period}: no clear change", period=name)


def _without_change(news: News, name: str) -> str:
    """Why no change can be told: too few, nothing before, or what may not be shown."""
    _, now, old = news.words.gettext, news.row.satisfaction, news.old
    if now.state is State.WITHHELD:
        return _("{period}: the rate may not be shown, since it would tell other figures", period=name)
    if now.interval is None and now.state is not State.BETWEEN:
        return _("{period}: not enough ratings to say", period=name)
    if old is not None and wording.is_kept_back(old.satisfaction):
        return _("{period}: the period before is not told exactly enough to compare", period=name)
    return _("{period}: nothing before it to compare with", period=name)


def _said(news: News) -> list[Said]:
    _ = news.words.gettext
    nothing: Sentence = (_("Nothing that chance could not explain."), {})
    changed, wobbled, to_do = _changed(news), _wobbled(news), _to_do(news)
    said = []
    if news.change is Change.NO_DATA and not changed:
        nothing = (_why_uncompared(news), {})
    said.append(Said(_("Changed"), tuple(changed) or (nothing,)))
    if expected := _expected(news):
        said.append(Said(_("Against expectation"), (expected,)))
    if wobbled:
        said.append(Said(_("Merely wobbled"), tuple(wobbled)))
    if to_do:
        said.append(Said(_("Worth doing"), tuple(to_do)))
    return said


def _why_uncompared(news: News) -> str:
    """Why nothing is said of a change, and when it will be."""
    _, now, old = news.words.gettext, news.row.satisfaction, news.old
    if wording.is_kept_back(now) or (old is not None and wording.is_kept_back(old.satisfaction)):
        return _("Not compared: a figure is not shown, since it would tell others.")
    if now.state in (State.TOO_FEW, State.EMPTY):
        return _("Not enough data for a comparison.")
    if old is not None and old.satisfaction.state is State.TOO_FEW:
        return _("Cannot be compared: the period before had too few ratings.")
    return _("Nothing to compare with yet: no earlier figure of it was published.")


def _expected(news: News) -> Sentence | None:
    """How one of those that are compared stands against what its procedures let expect."""
    found, words = news.row.comparison, news.words
    if found is None or news.row.kind == TOTAL or not news.row.key:
        return None
    where = {"page": "fair", "by": news.row.kind, "key": None}
    if found.rate is None or found.expected is None:
        kept = wording.is_kept_back(news.row.satisfaction)
        return _not_expected(words, kept=kept), where
    text = words.gettext(
        "{name}: {verdict}. Comparable rate {rate}, where its procedures lead one to expect {expected}.",
        name=wording.name_of(news.row, words),
        verdict=wording.verdict(news.row, words),
        rate=words.percent(found.rate),
        expected=words.percent(found.expected),
    )
    return text, where


def _not_expected(words: Words, *, kept: bool) -> str:
    if kept:
        return words.gettext("Not compared: the rate may not be told, or only within bounds.")
    return words.gettext("Not enough data for a comparison.")


def _changed(news: News) -> list[Sentence]:
    _, words = news.words.gettext, news.words
    found: list[Sentence] = []
    if news.change in (Change.HIGHER, Change.LOWER):
        found.append((_on_the_whole(news), {}))
    usual = news.chart.usual if news.chart else None
    judged = usual.weeks[-1] if usual else None
    if judged and judged.rule:
        rule = series.rule_text(judged.rule, judged.side, words)
        found.append((_("Over the weeks: {rule}.", rule=rule), {}))
    for one in news.moved[:MOST_MOVED]:
        found.append((moved_text(one, words), {"by": one.after.kind, "key": one.after.key}))
    more = len(news.moved) - MOST_MOVED
    if more > 0:
        found.append((_("and {count} more", count=words.number(more)), {}))
    return found


def _on_the_whole(news: News) -> str:
    if news.old is None:
        return ""
    _, words = news.words.gettext, news.words
    now, then = wording.figure(news.row.satisfaction, words), cell_text(news.old.satisfaction, words)
    if news.gap is None:
        return _("On the whole {now}, before {then}.", now=now, then=then)
    difference = difference_text(news.gap, words)
    return _(
        "On the whole {now}, before {then}. {difference}.", now=now, then=then, difference=difference
    )


def moved_text(one: Moved, words: Words) -> str:
    """What a row fell or rose to, and from what."""
    _ = words.gettext
    name = wording.name_of(one.after, words)
    now = wording.figure(one.after.satisfaction, words)
    then = cell_text(one.before.satisfaction, words)
    if one.change is Change.LOWER:
        return _("{name} fell to {now} from {then}", name=name, now=now, then=then)
    return _("{name} rose to {now} from {then}", name=name, now=now, then=then)


def _wobbled(news: News) -> list[Sentence]:
    _, words = news.words.gettext, news.words
    found: list[Sentence] = []
    if news.change is Change.UNCLEAR:
        found.append((_on_the_whole(news), {}))
    told = [one for one in news.choice.edition.rows("procedure") if one.satisfaction.share]
    still = len(told) - sum(one.after.kind == "procedure" for one in news.moved)
    if news.choice.key is None and news.before is not None and still > 0:
        text = _(
            "{count} of {all} procedures whose rate is shown: no clear change.",
            count=words.number(still),
            all=words.number(len(told)),
        )
        found.append((text, {"page": "tables", "by": "procedure"}))
    return found


def _to_do(news: News) -> list[Sentence]:
    _, words = news.words.gettext, news.words
    found: list[Sentence] = []
    for one in news.worse[:1]:
        row = find_row(news.choice.edition, "procedure", one.after.key)
        reason = reasons.main_reason(row, words) if row else ""
        if row and reason:
            name = wording.name_of(row, words)
            text = _("Look into {name}: most named is {reason}.", name=name, reason=reason)
            found.append((text, {"page": "reasons", "by": "procedure", "key": row.key}))
    if news.choice.key is None and news.ranking and news.ranking.clear:
        found.append((hurt_text(news.ranking.clear[0], words), {"page": "procedures"}))
    reason, certain = reasons.named_most(news.row, words)
    if reason and not news.worse:
        text = (
            _("Begin with what is named most: {reason}.", reason=reason)
            if certain
            else _("Begin with what is named most of what may be shown: {reason}.", reason=reason)
        )
        found.append((text, {"page": "reasons"}))
    return found


def hurt_text(hurt: Hurt, words: Words) -> str:
    """How many citizens a procedure hurts, in a sentence."""
    low, high = hurt.interval
    return words.gettext(
        "{name} hurts most citizens: about {citizens} more than others would ({low}–{high}).",
        name=wording.name_of(hurt.row, words),
        citizens=words.number(round(hurt.citizens)),
        low=words.number(round(low)),
        high=words.number(round(high)),
    )


def _sections(news: News, *others: Section | None) -> list[Section]:
    found = []
    if news.chart is not None:
        found.append(series.section(news.chart, news.chart.name, news.words))
    if pareto_of(news.row, news.words) is not None:
        found.append(reasons.topics_section(news.row, news.words, folded=True))
    found += [one for one in others if one is not None]
    return found
