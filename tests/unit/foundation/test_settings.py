"""Settings: read once, refused with a sentence, never a surprise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ironriver.errors import Invalid
from ironriver.settings import Settings, console_language


def given(tmp_path: Path, **changes: str) -> Settings:
    return Settings.from_environment(
        {"IRONRIVER_HOME": str(tmp_path)} | {f"IRONRIVER_{name.upper()}": value for name, value in changes.items()}
    )


def test_home_is_the_parent_of_the_four_folders(tmp_path: Path) -> None:
    settings = given(tmp_path)
    folders = (settings.data_dir, settings.keys_dir, settings.checkpoints_dir, settings.cache_dir)
    assert {folder.parent for folder in folders} == {tmp_path}
    assert len(set(folders)) == 4


def test_a_named_folder_wins_over_home(tmp_path: Path) -> None:
    assert given(tmp_path, checkpoints_dir=str(tmp_path / "elsewhere")).checkpoints_dir == tmp_path / "elsewhere"


@pytest.mark.parametrize(("text", "value"), [("1", True), ("yes", True), ("TRUE", True), ("0", False), ("", False)])
def test_yes_and_no_are_read_in_their_usual_spellings(tmp_path: Path, text: str, value: bool) -> None:
    assert given(tmp_path, demo=text).demo is value


@pytest.mark.parametrize(("name", "text"), [("port", "eighty"), ("demo", "perhaps"), ("engine_port", "")])
def test_what_cannot_be_read_is_refused_by_name(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        given(tmp_path, **{name: text})
    assert f"IRONRIVER_{name.upper()}" in refusal.value.say.en
    assert f"IRONRIVER_{name.upper()}" in refusal.value.say.es


def test_a_misspelt_setting_is_refused_rather_than_ignored(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="IRONRIVER_PROT is not a setting"):
        given(tmp_path, prot="8400")


def test_variables_of_the_test_suite_are_not_settings(tmp_path: Path) -> None:
    assert given(tmp_path, test_neo4j_uri="bolt://127.0.0.1:1").neo4j_uri == ""


@pytest.mark.parametrize("inside", ["", "keys", "a/b"])
def test_keys_inside_the_data_are_refused(tmp_path: Path, inside: str) -> None:
    with pytest.raises(Invalid, match="inside the data directory"):
        given(tmp_path, data_dir=str(tmp_path / "d"), keys_dir=str(tmp_path / "d" / inside))


def test_keys_beside_data_of_a_similar_name_are_fine(tmp_path: Path) -> None:
    settings = given(tmp_path, data_dir=str(tmp_path / "d"), keys_dir=str(tmp_path / "d-keys"))
    assert settings.keys_dir.name == "d-keys"


def test_demo_mode_may_serve_without_tls(tmp_path: Path) -> None:
    given(tmp_path, demo="1").check_serving()


def test_real_cases_are_not_served_without_tls(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="IRONRIVER_TLS=1"):
        given(tmp_path, boot_id="b00t").check_serving()


def test_real_cases_are_not_served_without_a_boot_id(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="IRONRIVER_BOOT_ID"):
        given(tmp_path, tls="1").check_serving()
    given(tmp_path, tls="1", boot_id="b00t").check_serving()


def test_settings_cannot_be_changed_in_place(tmp_path: Path) -> None:
    settings = given(tmp_path)
    with pytest.raises(AttributeError):
        settings.demo = True  # type: ignore[misc]
    assert replace(settings, demo=True).demo


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "es_MX.UTF-8"}, "es"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "es_MX.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "ES", "LANG": "C"}, "es"),
        ({}, "en"),
    ],
)
def test_the_console_speaks_the_language_of_the_person(environment: dict[str, str], language: str) -> None:
    assert console_language(environment) == language


def test_the_address_that_people_type_comes_from_the_settings(tmp_path: Path) -> None:
    home = {"IRONRIVER_HOME": str(tmp_path)}
    assert Settings.from_environment(home).address("/claim") == "http://127.0.0.1:8400/claim"
    behind = home | {"IRONRIVER_TLS": "1", "IRONRIVER_ORIGIN_NAME": "ironriver.example"}
    assert Settings.from_environment(behind).address("/claim") == "https://ironriver.example/claim"
    named = behind | {"IRONRIVER_PUBLIC_URL": "https://rivers.example/guns/"}
    assert Settings.from_environment(named).address("/claim") == "https://rivers.example/guns/claim"
