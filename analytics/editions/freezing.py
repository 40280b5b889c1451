"""Freezing: an ended period becomes an edition, from the record or from the editions within it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path

from .. import asked, source
from .. import weekly as figures
from ..counts import POSTER
from ..driver import sqlite3
from ..errors import AnalyticsError
from ..periods import Month
from ..weeks import Period, Week, civil_day
from ..words import LANGUAGES
from . import behind, closing, comments, following_up, monthly, plan, spans, summing, weekly
from .behind import Behind
from .codec import digest_of
from .comparing import with_comparisons
from .deciding import decide
from .handled import together, with_handling
from .matters import Matters
from .model import METHOD, Edition, Exclusion, Restatement, Row
from .sources import Sources
from .trusted import decide_trust
from .weekly import Parts


class NotEnded(AnalyticsError):
    """The period runs on: its figures would still change."""


class NotFrozenWithin(AnalyticsError):
    """A month or longer period is made of editions of shorter ones, and one of these is missing."""


def freeze_period(sources: Sources, period: Period) -> Edition:
    """Publish the first edition of a period that has ended.

    Raises NotEnded, NotFrozenWithin, AlreadyPublished, or what reading the record raises.
    """
    last = spans.weeks_in(period)[-1]
    end = max(period.end_day, last.end_day)
    if civil_day(sources.now) < end:
        raise NotEnded(f"{period} has not ended: it can be frozen from {end} on")
    return publish(sources, made_of(sources, period))


@dataclass(frozen=True)
class Made:
    """What an edition will say. missing: weeks of the period of which there is none. last: the week up
    to which answers about its dossiers are subtracted. kept: where that stands behind it already."""

    period: Period
    parts: Parts
    behind: Behind | None
    missing: tuple[str, ...] = ()
    last: Week | None = None
    kept: str | None = None


def made_of(sources: Sources, period: Period) -> Made:
    """A week from the record, a month from its weeks, a longer period from both."""
    if isinstance(period, Week):
        return Made(period, *_of_week(sources, period))
    weeks = spans.weeks_in(period)
    found = [week for week in weeks if sources.editions.numbers(str(week))]
    if not found:
        raise NotFrozenWithin(f"no week of {period} was frozen: freeze {weeks[0]} to {weeks[-1]} first")
    _refuse_gaps(sources, period)
    missing = spans.missing_in(period, [str(week) for week in found])
    last = closing.until(sources, period)
    if isinstance(period, Month):
        return Made(period, *_of_month(sources, period, found, last), missing, last)
    return Made(period, of_months(sources, period, found, last), None, missing, last)


def _refuse_gaps(sources: Sources, period: Period) -> None:
    """What has figures and was not frozen would be left out for good."""
    known = figures.weeks_with_figures(sources.derived)
    months = [] if isinstance(period, Month) else spans.months_in(period)
    within: list[Period] = [
        *(week for week in spans.weeks_in(period) if week in known),
        *(month for month in months if any(week in known for week in spans.weeks_in(month))),
    ]
    gaps = [str(part) for part in within if not sources.editions.numbers(str(part))]
    if gaps:
        raise NotFrozenWithin(f"of {period} there is no edition of {', '.join(gaps)}: freeze that first")


def _of_week(sources: Sources, week: Week) -> tuple[Parts, Behind]:
    answers, public = weekly.read(sources.record, sources.derived, week)
    frozen = decide(answers, plan.of_week(answers), sources.rule, {})
    handling = source.handling_of_week(sources.record, week)
    trust = decide_trust(source.trust_of(sources.record, week), sources.rule, {})
    behind_it = Behind(answers, frozen, public, handling, trust)
    return weekly.make_parts(behind_it, weekly.names_on(sources.record, week)), behind_it


def _of_month(sources: Sources, month: Month, weeks: Sequence[Week], last: Week) -> tuple[Parts, Behind]:
    behind_it = monthly.behind_month(sources.editions, weeks, sources.rule, {})
    names = weekly.names_on(sources.record, month)
    return monthly.make_parts(sources.editions, behind_it, weeks, names, last), behind_it


def of_months(
    sources: Sources, period: Period, weeks: Sequence[Week], last: Week, by: datetime | None = None
) -> Parts:
    """A quarter or a year: all of it follows from its weeks and months, and from the weeks after it up
    to the last (published by then)."""
    thresholds, covers = sources.rule.thresholds, [str(week) for week in weeks]
    of_weeks = [sources.editions.of(str(week), by) for week in weeks]
    months = [month for month in spans.months_in(period) if sources.editions.numbers(str(month))]
    of_months = [sources.editions.of(str(month), by) for month in months]
    later = closing.later_editions(sources.editions, period, last, by)
    tables = {
        **{kind: summing.table_of(of_weeks, kind, covers, thresholds, later) for kind in plan.IN_A_WEEK},
        **{kind: summing.table_of(of_months, kind, covers, thresholds) for kind in plan.IN_A_MONTH},
    }
    total = summing.total_of(of_weeks, covers, thresholds, later)
    counted = [behind.recall(sources.editions.folder, edition) for edition in of_weeks]
    handling = together(one.handling for one in counted)
    total, tables = with_handling(total, tables, handling, thresholds)
    answers = behind.all_of(one.answers for one in counted)
    return Parts(total, with_comparisons(total, tables, answers))


def publish(
    sources: Sources, made: Made, number: int = 1, restatement: Restatement | None = None
) -> Edition:
    """Write the edition, with what stands behind it first. Raises AlreadyPublished."""
    folder, last = sources.editions.folder, sources.editions.last_frozen()
    edition = Edition(
        period=str(made.period),
        number=number,
        frozen_at=_instant(sources, last),
        record_id=source.record_id(sources.record),
        changes=source.changes_in_all(sources.record),
        code=metadata.version("hai-long"),
        method=METHOD,
        rule=sources.rule,
        exclusions=_exclusions(made.parts.total),
        total=made.parts.total,
        tables=made.parts.tables,
        asked=_asked(sources, made.period),
        restatement=restatement,
        previous=None if last is None else digest_of(last),
        banner=_banner(sources.record),
        missing=made.missing,
        behind=_behind(folder, made),
        until=None if made.last is None else str(made.last),
        matters=_matters(sources, made.period, number),
    )
    if number == 1 and isinstance(made.period, Week):
        week = edition.period
        comments.fix(folder, week, source.comments_of_week(sources.record, week))
    sources.editions.publish(edition)
    return edition


def _behind(folder: Path, made: Made) -> str | None:
    if made.kept is not None or made.behind is None:
        return made.kept
    return behind.keep(folder, made.behind)


def _matters(sources: Sources, period: Period, number: int) -> tuple[Matters, ...] | None:
    """Late answers move nothing of them: a restated week or month tells them as it did."""
    editions = sources.editions
    if number > 1 and isinstance(period, Week | Month):
        return editions.at(str(period), number - 1).matters
    weeks = [week for week in spans.weeks_in(period) if editions.numbers(str(week)) or week == period]
    names = source.names(sources.record, "unit", period.last_day)
    return following_up.matters_of(sources, period, weeks, names)


def _asked(sources: Sources, period: Period) -> tuple[asked.Row, ...]:
    thresholds = sources.rule.thresholds
    if isinstance(period, Week):
        return tuple(asked.asked_in(sources.derived, period, thresholds))
    weeks = [str(week) for week in spans.weeks_in(period)]
    found = [sources.editions.of(week) for week in weeks if sources.editions.numbers(week)]
    return summing.asked_of(found, thresholds)


def _exclusions(total: Row) -> tuple[Exclusion, ...]:
    """A rule's version is the end of its name: repeat-1."""
    found = []
    for part in total.not_counted:
        rule, _, version = part.cause.rpartition("-")
        if part.cause != POSTER:
            found.append(Exclusion(rule or part.cause, version if rule else "", part.n))
    return tuple(found)


def _instant(sources: Sources, last: Edition | None) -> datetime:
    """Now; after the last edition though the clock was set back: what a longer period was made of is
    what had been published by then."""
    if last is None or last.frozen_at <= sources.now:
        return sources.now
    return last.frozen_at + timedelta(microseconds=1)


def _banner(record: sqlite3.Connection) -> dict[str, str] | None:
    found = {lang: source.demonstration(record, lang) for lang in LANGUAGES}
    texts = {lang: text for lang, text in found.items() if text is not None}
    return texts or None


def ended_periods(sources: Sources, weeks: Sequence[Week]) -> list[Period]:
    """Everything made of these weeks that has ended and of which there is no edition, in the order
    in which it can be frozen. A longer period waits until its last week is frozen or has ended."""
    today = civil_day(sources.now)
    ended = [week for week in weeks if week.has_ended(today)]
    longer = {period for week in ended for period in spans.longer_periods_of(week)}
    ready = [
        period
        for period in longer
        if period.has_ended(today) and spans.weeks_in(period)[-1].has_ended(today)
    ]
    order = {"week": 0, "month": 1, "quarter": 2, "year": 3}
    periods: list[Period] = [*ended, *ready]
    periods.sort(key=lambda period: (order[period.kind], period.first_day))
    return [period for period in periods if not sources.editions.numbers(str(period))]
