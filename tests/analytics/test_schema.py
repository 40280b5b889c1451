import stat
from pathlib import Path

import pytest

from analytics import schema, weekly
from analytics.errors import FiguresUnavailable
from analytics.weeks import Week


def test_the_file_is_made_as_private_as_the_record(derived_path: Path) -> None:
    with schema.writing(derived_path):
        pass

    assert stat.S_IMODE(derived_path.stat().st_mode) == 0o600


def test_a_file_without_a_refresh_has_no_standing(derived_path: Path) -> None:
    with schema.writing(derived_path):
        pass

    with (
        schema.reading(derived_path) as derived,
        pytest.raises(FiguresUnavailable, match="nothing was rolled up"),
    ):
        weekly.standing(derived)


def test_without_weeks_there_is_no_newest(derived_path: Path) -> None:
    with schema.writing(derived_path):
        pass

    with schema.reading(derived_path) as derived:
        assert weekly.weeks_with_figures(derived) == []
        assert weekly.counts_of(derived, Week(2026, 34), "unit") == {}
        with pytest.raises(FiguresUnavailable, match="holds no ratings"):
            weekly.newest_week(derived)


def test_reading_what_is_missing_makes_nothing(derived_path: Path) -> None:
    with (
        pytest.raises(FiguresUnavailable, match="run `analytics refresh`"),
        schema.reading(derived_path),
    ):
        pass

    assert not derived_path.exists()


def test_a_file_of_something_else_is_left_alone(derived_path: Path) -> None:
    derived_path.write_bytes(b"a letter to the people's committee, kept for good" * 30)
    before = derived_path.read_bytes()

    with pytest.raises(FiguresUnavailable), schema.writing(derived_path):
        pass
    with pytest.raises(FiguresUnavailable), schema.reading(derived_path):
        pass

    assert derived_path.read_bytes() == before


def test_a_folder_that_is_not_there_is_reported_in_one_line(tmp_path: Path) -> None:
    with (
        pytest.raises(FiguresUnavailable, match="cannot be written") as caught,
        schema.writing(tmp_path / "nowhere" / "analytics.db"),
    ):
        pass

    assert "\n" not in str(caught.value)


def test_readers_keep_what_they_had_while_it_is_written(figures: Path) -> None:
    with schema.reading(figures) as reader:
        before = weekly.weeks_with_figures(reader)
        with schema.writing(figures) as writer:
            writer.execute("DELETE FROM piece_counts")
        assert weekly.weeks_with_figures(reader) == before

    with schema.reading(figures) as reader:
        assert weekly.weeks_with_figures(reader) == []
