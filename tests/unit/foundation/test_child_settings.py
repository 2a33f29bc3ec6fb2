"""Settings that a process hands to its children: the same, whatever they are; and what the web server reads."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.errors import Invalid
from ironriver.settings import Settings
from tests.world import CHECKOUT


def settings(folder: Path, **changes: object) -> Settings:
    given_: dict[str, object] = {
        "data_dir": folder / "data",
        "keys_dir": folder / "keys",
        "checkpoints_dir": folder / "checkpoints",
        "cache_dir": folder / "cache",
    }
    return Settings(**(given_ | changes))  # type: ignore[arg-type]


words = st.text(st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)


@given(
    st.fixed_dictionaries(
        {
            "neo4j_uri": words,
            "neo4j_user": words,
            "origin_name": words,
            "boot_id": words,
            "java_home": words,
            "engine_port": st.integers(0, 65535),
            "web_threads": st.integers(1, 64),
            "demo": st.booleans(),
            "tls": st.booleans(),
        }
    )
)
def test_a_child_reads_exactly_what_its_parent_has(changes: dict[str, object]) -> None:
    made = settings(Path("/srv/ironriver"), **changes)
    spelled = {name: text for name, text in made.for_child().items() if name.startswith("IRONRIVER_")}
    assert Settings.from_environment(spelled) == made


def test_every_setting_is_spelled_out(tmp_path: Path) -> None:
    spelled = settings(tmp_path).for_child()
    assert {f"IRONRIVER_{field.name.upper()}" for field in fields(Settings)} <= set(spelled)


def test_the_parents_home_does_not_reach_the_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a child with another working directory could read another `~`."""
    monkeypatch.setenv("IRONRIVER_HOME", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("PATH_OF_ANOTHER", "kept")
    spelled = settings(tmp_path).for_child(boot_id="abc", port="9000")
    assert "IRONRIVER_HOME" not in spelled
    assert (spelled["IRONRIVER_BOOT_ID"], spelled["IRONRIVER_PORT"]) == ("abc", "9000")
    assert spelled["PATH_OF_ANOTHER"] == "kept"
    assert spelled["IRONRIVER_DATA_DIR"] == str(tmp_path / "data")


def test_a_change_goes_before_the_parents_own_value(tmp_path: Path) -> None:
    spelled = settings(tmp_path, boot_id="old").for_child(boot_id="new")
    assert spelled["IRONRIVER_BOOT_ID"] == "new"


@pytest.mark.parametrize("link", [False, True])
def test_keys_inside_the_data_are_found_through_links_too(tmp_path: Path, link: bool) -> None:
    (tmp_path / "data" / "inner").mkdir(parents=True)
    inside = tmp_path / "data" / "inner"
    if link:
        (tmp_path / "looks-outside").symlink_to(inside)
        inside = tmp_path / "looks-outside"
    with pytest.raises(Invalid):
        settings(tmp_path, keys_dir=inside).check()


WEB = """
import json, runpy, sys
found = runpy.run_module("ironriver.gunicorn_conf")
print(json.dumps({k: v for k, v in found.items() if not k.startswith("_") and isinstance(v, (str, int, bool))}))
"""


def configured(tmp_path: Path, **changes: str) -> dict[str, object]:
    import json

    environment = settings(tmp_path).for_child(**changes) | {"PYTHONPATH": str(CHECKOUT / "platform")}
    done = subprocess.run([sys.executable, "-c", WEB], env=environment, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def test_the_web_server_listens_where_the_settings_say_and_tells_nobody_more(tmp_path: Path) -> None:
    found = configured(tmp_path, port="8555", web_workers="3", web_threads="5")
    assert (found["bind"], found["workers"], found["threads"]) == ("127.0.0.1:8555", 3, 5)
    assert found["preload_app"] is False, "a driver must not be shared across a fork"
    assert found["control_socket_disable"] is True
    assert found["forwarded_allow_ips"] == "127.0.0.1"
    assert "accesslog" not in found, "query strings hold names and serials"


def test_the_environment_of_this_process_is_not_changed(tmp_path: Path) -> None:
    before = dict(os.environ)
    settings(tmp_path).for_child(boot_id="x")
    assert dict(os.environ) == before
