"""Settings are checked at the start."""

from pathlib import Path
from typing import Any

import pytest

from kiosk import config


def test_without_a_file_every_setting_has_its_default(tmp_path: Path) -> None:
    assert config.load(tmp_path) == {one.name: one.default for one in config.SETTINGS}


def test_every_default_passes_its_own_check_and_has_a_meaning() -> None:
    for setting in config.SETTINGS:
        assert setting.check(setting.default), setting.name
        assert setting.meaning


def test_the_deployments_file_overrides_and_the_callers_changes_override_that(tmp_path: Path) -> None:
    (tmp_path / "config.py").write_text("IDLE_SECONDS = 30\nTHANKS_SECONDS = 9\nimport os\nlower = 1\n")
    found = config.load(tmp_path, {"THANKS_SECONDS": 7})
    assert (found["IDLE_SECONDS"], found["THANKS_SECONDS"]) == (30, 7)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "tablet.example"),
        ("BASE_URL", "https://tablet.example/"),
        ("MAX_ITEMS", 0),
        ("MAX_ITEMS", "500"),
        ("MAX_ITEMS", True),
        ("SHOW_OPEN_WEEK", "no"),
        ("TRUSTED_HOSTS", "a.example"),
        ("TRUSTED_HOSTS", [1]),
        ("SESSION_HOURS", 1000),
        ("RECEIPT_DAYS", 36),
    ],
)
def test_a_value_that_cannot_work_is_named_with_its_meaning(
    tmp_path: Path, name: str, value: Any
) -> None:
    with pytest.raises(config.ConfigError) as refusal:
        config.load(tmp_path, {name: value})
    meaning = next(one.meaning for one in config.SETTINGS if one.name == name)
    assert name in str(refusal.value)
    assert repr(value) in str(refusal.value)
    assert meaning in str(refusal.value)


def test_no_receipt_is_forgotten_while_it_can_be_answered(tmp_path: Path) -> None:
    config.load(tmp_path, {"DISPUTE_DAYS": 35, "RECEIPT_DAYS": 35})
    with pytest.raises(config.ConfigError, match="DISPUTE_DAYS = 20 cannot work with RECEIPT_DAYS = 30"):
        config.load(tmp_path, {"DISPUTE_DAYS": 20})


def test_a_setting_that_does_not_exist_is_a_slip_of_the_pen(tmp_path: Path) -> None:
    (tmp_path / "config.py").write_text("IDEL_SECONDS = 30\n")
    with pytest.raises(config.ConfigError, match="IDEL_SECONDS"):
        config.load(tmp_path)


def test_a_file_that_cannot_be_read_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "config.py").write_text("IDLE_SECONDS = = 30\n")
    with pytest.raises(config.ConfigError, match=r"config\.py"):
        config.load(tmp_path)


def test_the_instance_is_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAILONG_INSTANCE", str(tmp_path / "elsewhere"))
    assert config.instance_folder() == tmp_path / "elsewhere"
    monkeypatch.delenv("HAILONG_INSTANCE")
    monkeypatch.chdir(tmp_path)
    assert config.instance_folder() == tmp_path / "instance"
