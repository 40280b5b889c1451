from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import rollup, schema, source, tables
from analytics.counts import TOTAL, UNKNOWN, Counts
from analytics.disclosure import State, Thresholds
from analytics.errors import UnknownKey
from analytics.tables import DIMENSIONS, WeekTable
from analytics.weeks import Week, span
from kiosk.storage.db import Database, writing
from tests import factories
from tests.analytics import random_record
from tests.analytics.worked_example import WORKED

W34 = Week(2026, 34)
ALL_SHOWN = Thresholds(officer=1, other=1)


def a_table(
    record_path: Path,
    derived_path: Path,
    by: str,
    week: Week = W34,
    thresholds: Thresholds | None = None,
) -> WeekTable:
    with schema.reading(derived_path) as derived, source.reading(record_path) as record:
        return tables.week_table(derived, record, week, by, thresholds)


@pytest.mark.parametrize("by", DIMENSIONS)
def test_rows_of_every_dimension_add_up_to_the_total(figures: Path, record_path: Path, by: str) -> None:
    table = a_table(record_path, figures, by)

    assert sum(row.satisfaction.n for row in table.rows) == table.total.satisfaction.n > 0
    assert sum(row.services for row in table.rows) == table.total.services > 0
    assert sum(row.responses for row in table.rows) == table.total.responses > 0
    assert sum(row.left_out for row in table.rows) == table.total.left_out > 0


def test_rates_are_those_of_a_naive_count(figures: Path, random_db: Database, record_path: Path) -> None:
    naive = random_record.naive(random_db)

    table = a_table(record_path, figures, "procedure", thresholds=ALL_SHOWN)

    compared = 0
    for row in table.rows:
        satisfied = naive["2026-W34", "procedure", row.key, "satisfied"]
        unsatisfied = naive["2026-W34", "procedure", row.key, "unsatisfied"]
        services = naive["2026-W34", "procedure", row.key, "services"]
        tied = naive["2026-W34", "procedure", row.key, "tied"]
        if satisfied and unsatisfied:
            compared += 1
            assert row.satisfaction.value == pytest.approx(satisfied / (satisfied + unsatisfied))
        assert row.satisfaction.n == satisfied + unsatisfied
        assert row.services == services
        if row.response.share:
            assert row.response.value == pytest.approx(tied / services)
    assert len(table.rows) == 4
    assert compared >= 2


def test_the_most_rated_come_first(figures: Path, record_path: Path) -> None:
    bases = [row.satisfaction.n for row in a_table(record_path, figures, "counter").rows]

    assert bases == sorted(bases, reverse=True)


def test_a_field_is_the_sum_of_its_procedures_on_the_weeks_last_day(
    db: Database, record_path: Path, derived_path: Path
) -> None:
    factories.rate(db, procedure_id="1.001193")
    factories.rate(db, procedure_id="1.000894", satisfied=False)
    factories.rate(db, procedure_id="2.000815")
    factories.rate(db)
    with writing(db):  # from the Sunday of the week on, marriages belong to certification
        factories.a_version(
            db,
            "procedure",
            "2026-08-23",
            procedure_id="1.000894",
            name="Đăng ký kết hôn",
            field_id="chung-thuc",
            raw_code="1.000894",
        )
    rollup.refresh(record_path, derived_path)

    table = a_table(record_path, derived_path, "field", thresholds=ALL_SHOWN)

    assert {row.key: row.satisfaction.n for row in table.rows} == {
        "chung-thuc": 2,
        "ho-tich": 1,
        "": 1,
    }
    assert table.row("chung-thuc").satisfaction.value == 0.5


def test_officers_below_thirty_are_withheld_and_their_rate_is_nowhere_in_the_row(
    figures: Path, record_path: Path
) -> None:
    table = a_table(record_path, figures, "officer")

    for row in table.rows:
        assert row.satisfaction.n < 30
        assert row.satisfaction.state is State.TOO_FEW
        assert row.dossier.share is row.response.share is row.with_excluded.share is None
        assert row.points is None


@given(st.tuples(*[st.integers(0, 45)] * 6), st.sampled_from(["officer", "unit"]))
def test_whoever_has_the_list_of_dossiers_learns_no_few_and_no_equal_answers(
    numbers: tuple[int, ...], kind: str
) -> None:
    good, bad, failed, silent, satisfied, unsatisfied = numbers
    counts = Counts(
        satisfied=satisfied,
        unsatisfied=unsatisfied,
        services=good + bad + failed + silent,
        failed=failed,
        tied=good + bad,
        tied_satisfied=good,
        tied_unsatisfied=bad,
    )

    row = tables.make_row(kind, "k", None, counts)

    # The one-stop list tells `services` and `failed`; what is missing, the published rate tells.
    if row.dossier.share is not None or row.dossier.state in (State.AT_LEAST, State.AT_MOST):
        rated, needed = good + bad, 30 if kind == "officer" else 10
        assert rated == 0 or (rated >= needed and good and bad)
        assert rated == 0 or row.satisfaction.state not in (State.AT_LEAST, State.AT_MOST)
    else:
        assert row.points is None


def test_a_large_unit_keeps_its_dossier_rate() -> None:
    row = tables.make_row("unit", "u", None, WORKED)

    assert row.dossier.value == pytest.approx(0.95)
    assert row.points == 6.0


def test_points_follow_the_dossier_cell() -> None:
    def points(services: int, failed: int) -> float | None:
        return tables.make_row("unit", "u", None, Counts(services=services, failed=failed)).points

    assert points(100, 19) == pytest.approx(5.4)
    assert points(100, 0) == 6.0  # a bound of at least 95 % means full points
    assert points(100, 100) is None  # few points would tell that it was none
    assert points(9, 2) is None
    assert points(0, 0) is None


def test_what_nobody_knew_is_a_row_of_its_own(figures: Path, record_path: Path) -> None:
    row = a_table(record_path, figures, "officer").row(UNKNOWN)

    assert row.name is None
    assert row.satisfaction.n > 0
    assert row.unverified > 0


def test_a_key_that_left_the_catalogue_is_shown_by_its_key(figures: Path, record_path: Path) -> None:
    with schema.writing(figures) as derived:
        derived.execute("UPDATE piece_counts SET key = 'gone' WHERE kind = 'unit' AND key = 'H44.9'")

    row = a_table(record_path, figures, "unit").row("gone")

    assert row.name == source.Name("gone")


def test_a_row_that_is_not_there_is_an_error(figures: Path, record_path: Path) -> None:
    with pytest.raises(UnknownKey, match="nobody"):
        a_table(record_path, figures, "officer").row("nobody")


def test_a_week_without_figures_is_an_empty_table(figures: Path, record_path: Path) -> None:
    table = a_table(record_path, figures, "unit", Week(2020, 1))

    assert table.rows == ()
    assert table.total.satisfaction.state is State.EMPTY


@pytest.mark.parametrize(
    ("by", "key"), [("unit", "H44.5"), ("officer", ""), ("field", "ho-tich"), (TOTAL, UNKNOWN)]
)
def test_a_series_holds_what_the_table_of_each_week_does(
    figures: Path, record_path: Path, by: str, key: str
) -> None:
    weeks = span(Week(2026, 35), 5)  # the first has no figures

    with schema.reading(figures) as derived, source.reading(record_path) as record:
        found = tables.series(derived, record, weeks, by=by, key=key, thresholds=ALL_SHOWN)

    assert [week for week, _ in found] == weeks
    assert found[0][1].state is State.EMPTY
    for week, cell in found[1:]:
        table = a_table(record_path, figures, "unit" if by == TOTAL else by, week, ALL_SHOWN)
        assert cell == (table.total if by == TOTAL else table.row(key)).satisfaction


def test_an_unknown_key_has_no_name_but_the_unknown_row_may_be_asked_for(
    db: Database, record_path: Path
) -> None:
    with source.reading(record_path) as record:
        assert tables.find_name(record, "officer", "", W34) is None
        with pytest.raises(UnknownKey, match=r"no officer 'H44\.5\.Z-99'"):
            tables.find_name(record, "officer", "H44.5.Z-99", W34)
