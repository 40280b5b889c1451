"""What citizens say of a dossier weeks after it ended is subtracted when its month is closed."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from analytics.disclosure import Cell, State
from analytics.editions import Edition, Editions, closing
from analytics.editions.codec import to_bytes
from analytics.editions.due import freeze_due
from analytics.editions.model import Afterwards
from analytics.editions.store import Reference
from analytics.editions.verifying import verify
from analytics.indices import dossier_points
from analytics.periods import Month, Quarter
from analytics.words import Words
from kiosk import periods
from kiosk.ratings import accepting
from kiosk.storage.db import Database, writing
from tests import factories
from tests.analytics.recompute.published import Audit
from tests.analytics.recompute.sums import Record

from .conftest import SEPTEMBER, opened_in

OCTOBER = datetime(2026, 10, 4, 23, tzinfo=UTC)  # Monday at six, when week 40 is over
AUGUST_18, AUGUST_25, SEPTEMBER_1, SEPTEMBER_22 = (
    date(2026, month, day) for month, day in ((8, 18), (8, 25), (9, 1), (9, 22))
)
Dated = tuple[date, int, int]  # of the answers: when, how many satisfied and unsatisfied
IN_ITS_WEEK: Dated = (AUGUST_18, 55, 5)
LATER: tuple[Dated, ...] = ((AUGUST_25, 15, 5), (SEPTEMBER_1, 24, 6), (SEPTEMBER_22, 20, 5))
Made = Callable[[datetime], list[Edition]]


def finish(db: Database, day: date, number: int, by: str = "H44.5") -> None:
    """So many services that ended well, resolved by a unit."""
    with writing(db):
        for at in range(number):
            code = f"{by}-{day:%y%m%d}-{at:07d}"
            factories.a_service(db, code, finished_day=day.isoformat(), resolving_unit_id=by)
        accepting.announce(db, [(day.isoformat(), "H44.5")])


def answer(db: Database, ended: date, given: Dated, failed: int = 0, by: str = "H44.5") -> None:
    """About services that ended on a day, by slip, at H44.5."""
    day, satisfied, unsatisfied = given
    with writing(db):
        for at in range(satisfied + unsatisfied):
            values = {
                "rating_id": f"{day:%Y%m%d}{ended:%m%d}{failed}{len(by)}{at:018d}",
                "iso_week": periods.iso_week(day),
                "day": day.isoformat(),
                "hour": 9,
                "unit_id": "H44.5",
                "centre_id": "H44.5",
                "counter_id": "H44.5-1",
                "officer_id": "H44.5.A-01",
                "officer_by": "service",
                "procedure_id": "1.001193",
                "procedure_by": "service",
                "channel": "phone",
                "tier": "receipt",
                "satisfied": int(at < satisfied),
                "service_week": periods.iso_week(ended),
                "service_failed": failed,
                "resolving_unit_id": by,
                "service_month": ended.isoformat()[:7],
                "service_overdue": failed,
                "service_ending": "granted",
            }
            marks = ", ".join(f":{name}" for name in values)
            db.conn.execute(f"INSERT INTO rating ({', '.join(values)}) VALUES ({marks})", values)
        accepting.announce(db, [(day.isoformat(), "H44.5")])


@pytest.fixture
def make(db: Database, record_path: Path) -> Made:
    """300 dossiers of week 34, answered for until September, and one of a later Friday; then what is
    due at that instant."""
    finish(db, AUGUST_18, 300)
    finish(db, date(2026, 10, 2), 1)
    for given in (IN_ITS_WEEK, *LATER):
        answer(db, AUGUST_18, given)

    def made(instant: datetime) -> list[Edition]:
        with opened_in(record_path.parent, instant) as sources:
            return freeze_due(sources)

    return made


def of(made: list[Edition], name: str) -> Edition:
    return next(edition for edition in made if edition.name == name)


def left_of(cell: Cell) -> int | None:
    return None if cell.share is None else cell.share.count


def test_a_week_subtracts_its_own_answers_and_tells_those_about_earlier_dossiers(make: Made) -> None:
    made = make(SEPTEMBER)
    first, second = of(made, "2026-W34"), of(made, "2026-W35")

    assert left_of(first.total.dossier) == 300 - 5
    assert first.total.afterwards == ()
    assert second.total.services == 0
    (told,) = second.total.afterwards
    assert (told.month, told.cell.n, left_of(told.cell)) == ("2026-08", 20, 15)
    assert second.row("unit", "H44.5").afterwards == (told,)
    assert first.until is None


def test_a_month_subtracts_what_came_within_it_and_is_open(make: Made) -> None:
    month = of(make(SEPTEMBER), "2026-08")

    assert left_of(month.total.dossier) == left_of(month.row("unit", "H44.5").dossier) == 300 - 10
    assert (month.until, closing.is_closed(month)) == ("2026-W35", False)


def test_it_is_closed_when_no_slip_is_open_any_more(make: Made) -> None:
    first = of(make(SEPTEMBER), "2026-08")
    month = of(make(OCTOBER), "2026-08.2")

    assert left_of(month.total.dossier) == 300 - 21
    assert left_of(month.row("procedure", "1.001193").dossier) == 300 - 21
    assert month.total.points == dossier_points(279 / 300)
    assert (month.until, closing.is_closed(month)) == ("2026-W40", True)
    assert month.total.satisfaction == first.total.satisfaction
    assert month.behind == first.behind
    assert month.restatement is not None
    assert (month.restatement.arrived, month.restatement.gone) == (0, 0)
    assert ("total", "") in month.restatement.moved


def test_it_is_closed_once_and_not_a_week_earlier(make: Made) -> None:
    make(SEPTEMBER)
    early = [edition.name for edition in make(datetime(2026, 10, 4, 16, tzinfo=UTC))]
    closed = [edition.name for edition in make(OCTOBER)]
    again = make(OCTOBER)

    assert early == ["2026-W36", "2026-W39", "2026-09", "2026-Q3"]
    assert closed == ["2026-W40", "2026-08.2"]
    assert again == []


def test_a_month_that_is_frozen_late_is_closed_at_once(make: Made) -> None:
    month = of(make(OCTOBER), "2026-08")

    assert (month.number, left_of(month.total.dossier)) == (1, 300 - 21)
    assert closing.is_closed(month)


def test_a_quarter_is_closed_after_its_last_month(make: Made) -> None:
    made = make(datetime(2026, 11, 2, tzinfo=UTC))
    quarter = of(made, "2026-Q3")

    assert left_of(quarter.total.dossier) == 300 - 21
    assert quarter.until == "2026-W44"
    assert closing.is_closed(quarter)


def test_answers_too_few_to_be_told_leave_a_closed_month_between_two_shares(
    make: Made, db: Database
) -> None:
    answer(db, AUGUST_18, (date(2026, 9, 8), 1, 3))
    month = of(make(OCTOBER), "2026-08")

    assert month.total.dossier.state is State.BETWEEN
    assert (month.total.dossier.least, month.total.dossier.most) == (275 / 300, 279 / 300)
    assert month.total.points == 6.0  # all between them have full points


def test_an_officers_dossiers_lie_between_all_and_none_of_the_later_answers(make: Made) -> None:
    """Too few answer so for an officer: nothing is decided of them, and their number is known."""
    month = of(make(OCTOBER), "2026-08")
    cell = month.row("officer", "H44.5.A-01").dossier

    assert cell.state is State.WITHHELD  # 75 later answers of 300: a quarter is not worth showing
    assert cell.n == 300


def test_what_is_said_of_failed_dossiers_and_of_other_months_is_not_subtracted(
    make: Made, db: Database
) -> None:
    finish(db, SEPTEMBER_1, 40)
    answer(db, SEPTEMBER_1, (SEPTEMBER_22, 9, 11))
    answer(db, AUGUST_18, (SEPTEMBER_22, 9, 11), failed=1)
    made = make(OCTOBER)

    assert left_of(of(made, "2026-08").total.dossier) == 300 - 21
    told = of(made, "2026-W39").total.afterwards
    assert [(part.month, part.cell.n) for part in told] == [("2026-08", 25), ("2026-09", 20)]


def test_a_unit_that_did_nothing_else_that_week_is_answered_about(make: Made, db: Database) -> None:
    finish(db, AUGUST_18, 100, by="H44")
    answer(db, AUGUST_18, (AUGUST_25, 11, 9), by="H44")
    made = make(OCTOBER)
    row = of(made, "2026-W35").row("unit", "H44")

    assert (row.satisfaction.state, row.services) == (State.EMPTY, 0)
    assert [(part.month, part.cell.n) for part in row.afterwards] == [("2026-08", 20)]
    cell = of(made, "2026-08").row("unit", "H44").dossier
    assert cell.n == 100
    assert cell.share is None or cell.share.count == 91
    assert cell.least is None or cell.least <= 91 / 100 <= (cell.most or 0)
    assert left_of(of(made, "2026-08").total.dossier) == 400 - 21 - 9


def test_a_later_restated_week_restates_the_closed_month(make: Made, db: Database) -> None:
    make(OCTOBER)
    answer(db, AUGUST_18, (date(2026, 9, 23), 30, 20))
    made = make(datetime(2026, 10, 12, tzinfo=UTC))

    assert [edition.name for edition in made] == ["2026-W39.2", "2026-08.2", "2026-09.2", "2026-Q3.2"]
    assert left_of(of(made, "2026-08.2").total.dossier) == 300 - 21 - 20


def test_closed_editions_are_verified_and_recomputed(
    make: Made, db: Database, record_path: Path
) -> None:
    finish(db, date(2026, 9, 15), 200)
    answer(db, date(2026, 9, 15), (SEPTEMBER_22, 7, 2))
    make(SEPTEMBER)
    make(OCTOBER)
    with opened_in(record_path.parent, OCTOBER) as sources:
        assert list(verify(sources, Words("en"))) == []
        record = Record(record_path)
        for place in sources.editions.listed():
            assert _faults(sources.editions.path_of(*_at(place)), record) == [], place


def _at(place: Reference) -> tuple[str, int]:
    return place.period, place.number


def _faults(path: Path, record: Record) -> list[str]:
    return Audit(json.loads(path.read_bytes()), record).faults


def by_an_older_program(folder: Path, name: str) -> None:
    """Make of a published edition what a program left that did not tell later answers."""
    editions = Editions(folder)
    told = editions.at(name, 1)
    total, tables = replace(told.total, afterwards=()), dict(told.tables)
    older = replace(told, total=total, tables=tables, matters=None)
    path = editions.path_of(name, 1)
    path.unlink()
    path.write_bytes(to_bytes(older))


@pytest.mark.parametrize(
    ("older", "until"),
    [("2026-W34", "2026-W35"), ("2026-W36", "2026-W35"), ("2026-W39", "2026-W38")],
    ids=["within the month", "the first after it", "a later one"],
)
def test_no_month_is_closed_over_a_week_that_does_not_tell_later_answers(
    make: Made, record_path: Path, older: str, until: str
) -> None:
    make(datetime(2026, 9, 27, 23, tzinfo=UTC))
    by_an_older_program(record_path.parent / "editions", older)

    assert not [edition for edition in make(OCTOBER) if edition.period == "2026-08"]
    with opened_in(record_path.parent, OCTOBER) as sources:
        assert str(closing.until(sources, Month(2026, 8))) == until
        assert not closing.is_closed(sources.editions.of("2026-08"))


def test_the_weeks_in_which_slips_are_open_follow_the_period() -> None:
    """A slip of Sunday, 30 August is answered until 29 September, in week 40."""
    assert [str(week) for week in closing.weeks_after(Month(2026, 8))][-1] == "2026-W40"
    assert closing.last_week(Quarter(2026, 3)).first_day == date(2026, 10, 26)


def test_an_edition_keeps_what_was_said_afterwards(make: Made, record_path: Path) -> None:
    make(SEPTEMBER)
    path = record_path.parent / "editions" / "2026-W35.1.json"
    with opened_in(record_path.parent, SEPTEMBER) as sources:
        read = sources.editions.at("2026-W35", 1)

    cell = Cell(State.SHOWN, 20, 10, read.total.afterwards[0].cell.share, 0.75, 0.75)
    assert read.total.afterwards == (Afterwards("2026-08", cell),)
    assert json.loads(path.read_bytes())["total"]["afterwards"][0][0] == "2026-08"
