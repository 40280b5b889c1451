"""The folder of editions: written once, read back the same, and a changed byte is noticed."""

import json
import os
import stat
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from analytics.disclosure import State
from analytics.editions import Comparison, Editions, Exclusion, Restatement
from analytics.editions.codec import DamagedEdition, canonical, digest_of, from_bytes, to_bytes
from analytics.editions.model import kind_of
from analytics.editions.store import AlreadyPublished, NoEdition, NotWritten, Reference, write_once
from analytics.errors import UnknownKey
from tests.analytics.editions_by_hand import FROZEN_AT, a_reason, a_row, an_edition

FULL = an_edition(
    "2026-W33",
    2,
    {
        "unit": [
            a_row("unit", "a", 39, 40, state=State.AT_LEAST, covers=("2026-W33",)),
            a_row("unit", "b", 20, 40, reasons=(a_reason("waiting", 5, 20, "staff"),)),
        ],
        "officer": [
            a_row("officer", "x", 20, 40, comparison=Comparison("below", 0.8, 0.5, 0.4, 0.6, 0.001))
        ],
    },
    exclusions=(Exclusion("repeat", "1", 4),),
    restatement=Restatement(1, 3, 0, (("unit", "a"),), 2),
    previous="0" * 64,
    banner={"vi": "Dữ liệu minh họa", "en": "Demonstration"},
    missing=("2026-W31",),
)


@pytest.fixture
def editions(tmp_path: Path) -> Editions:
    return Editions(tmp_path / "editions")


def test_what_is_published_is_read_back_the_same(editions: Editions) -> None:
    editions.publish(FULL)

    assert Editions(editions.folder).at("2026-W33", 2) == FULL


def test_equal_editions_are_equal_bytes_and_others_have_another_digest() -> None:
    assert to_bytes(an_edition()) == to_bytes(an_edition())
    assert digest_of(an_edition()) != digest_of(an_edition(changes=8))


def test_what_is_held_against_other_months_is_kept_with_the_comparison(editions: Editions) -> None:
    compared = Comparison("below", 0.8, 0.5, 0.4, 0.6, 0.001, 20, 48.5, 9.5)
    month = an_edition("2026-07", 1, {"officer": [a_row("officer", "x", 20, 40, comparison=compared)]})
    editions.publish(month)

    assert Editions(editions.folder).at("2026-07", 1) == month


def test_one_from_before_months_were_held_against_each_other_keeps_its_digest() -> None:
    document = json.loads(to_bytes(FULL))

    [row] = document["tables"]["officer"]
    assert set(row["comparison"]) == {"verdict", "expected", "rate", "low", "high", "false_alarm"}


def test_an_edition_is_never_written_again(editions: Editions) -> None:
    path = editions.publish(an_edition())
    before = path.read_bytes()

    with pytest.raises(AlreadyPublished, match=r"2026-W34\.1\.json"):
        editions.publish(an_edition(changes=99))
    assert path.read_bytes() == before
    assert list(editions.folder.iterdir()) == [path]
    assert stat.S_IMODE(path.stat().st_mode) & 0o222 == 0


def test_of_two_who_publish_at_once_one_wins(editions: Editions) -> None:
    start, refused = Barrier(2), list[int]()

    def publish(changes: int) -> None:
        start.wait()
        try:
            editions.publish(an_edition(changes=changes))
        except AlreadyPublished:
            refused.append(changes)

    threads = [Thread(target=publish, args=[number]) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert editions.of("2026-W34").changes == 3 - refused[0]


def test_a_file_that_cannot_be_finished_leaves_nothing(
    editions: Editions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotWritten, match=r"2026-W34\.1\.json cannot be written \(No space"):
        editions.publish(an_edition())

    assert list(editions.folder.iterdir()) == []


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "editions").write_text("a file")

    with pytest.raises(NotWritten, match="cannot be written"):
        Editions(tmp_path / "editions").publish(an_edition())


def test_a_changed_figure_is_noticed(editions: Editions) -> None:
    path = editions.publish(an_edition())
    content = path.read_bytes().replace(b'"services":1040', b'"services":1041')
    path.unlink()
    path.write_bytes(content)

    with pytest.raises(DamagedEdition, match=r"2026-W34\.1\.json was changed"):
        editions.of("2026-W34")


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"format": 1, "digest": "x"}', b"\xff"])
def test_what_is_no_edition_is_refused(content: bytes) -> None:
    with pytest.raises(DamagedEdition):
        from_bytes(content, "x.json")


def test_another_format_is_refused_by_its_number() -> None:
    document = {**json.loads(to_bytes(an_edition())), "format": 2}

    with pytest.raises(DamagedEdition, match="format 2"):
        from_bytes(canonical(document), "x.json")


def test_the_newest_is_the_last_period_and_its_last_restatement(editions: Editions) -> None:
    for period, number in (("2026-W34", 1), ("2026-W33", 1), ("2026-W34", 2), ("2026-08", 1)):
        editions.publish(an_edition(period, number))

    assert (editions.newest().name, editions.newest("month").name) == ("2026-W34.2", "2026-08")
    assert editions.periods("week") == ["2026-W33", "2026-W34"]
    assert [(place.period, place.number) for place in editions.listed()] == [
        ("2026-W33", 1),
        ("2026-W34", 1),
        ("2026-W34", 2),
        ("2026-08", 1),
    ]


def test_the_tenth_restatement_comes_after_the_ninth(editions: Editions) -> None:
    for number in (9, 10):
        editions.publish(an_edition(number=number))

    assert editions.of("2026-W34").number == 10


def test_of_what_was_not_published_nothing_is_told(editions: Editions) -> None:
    assert editions.listed() == []
    with pytest.raises(NoEdition):
        editions.newest()
    with pytest.raises(NoEdition):
        editions.of("2026-W01")
    with pytest.raises(NoEdition):
        editions.at("2026-W01", 1)
    with pytest.raises(UnknownKey, match="period"):
        editions.at("../kiosk", 1)


def test_other_files_in_the_folder_are_none(editions: Editions) -> None:
    for name in (
        "notes.json",
        "2026-W34.json",
        "2026-W34.0.json",
        "2026-13.1.json",
        ".2026-W34.1.json.ab12",
    ):
        write_once(editions.folder / name, b"{}")

    assert editions.listed() == []


def test_the_last_one_frozen_is_found_beside_a_file_that_is_none(editions: Editions) -> None:
    assert editions.last_frozen() is None
    for week, hours in (("2026-W33", 2), ("2026-W34", 3), ("2026-08", 1)):
        banner = {"en": f'"frozen_at":"2030-01-0{hours}T00:00:00+00:00"'}
        frozen_at = FROZEN_AT + timedelta(hours=hours)
        editions.publish(an_edition(week, frozen_at=frozen_at, banner=banner))
    write_once(editions.folder / "2026-W35.1.json", b'{"frozen_at":"2031"}')

    found = editions.last_frozen()
    assert found is not None
    assert found.name == "2026-W34"


def test_a_file_is_read_once_while_it_stays_as_it_is(editions: Editions) -> None:
    path = editions.publish(an_edition())
    first = editions.of("2026-W34")

    assert editions.of("2026-W34") is first
    path.unlink()
    path.write_bytes(to_bytes(an_edition(changes=123)))
    assert editions.of("2026-W34").changes == 123


def test_rows_are_found_by_table_and_key() -> None:
    edition = an_edition()

    assert edition.row("unit", "H44.2").satisfaction.n == 70
    assert edition.row("total") is edition.total
    with pytest.raises(UnknownKey, match=r"unit 'H44\.9'"):
        edition.row("unit", "H44.9")
    with pytest.raises(UnknownKey, match="officer"):
        edition.rows("officer")


@pytest.mark.parametrize("text", ["2026-13", "2026-Q5", "26", "2026-W7", "2026-08-01", "../x"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(UnknownKey):
        kind_of(text)


def test_a_reference_knows_its_kind() -> None:
    assert [Reference(text, 1).kind for text in ("2026", "2026-Q1")] == ["year", "quarter"]
