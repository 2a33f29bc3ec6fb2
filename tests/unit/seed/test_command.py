"""`ironriver seed` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from ironriver.cli import run_command
from ironriver.cli.seed import seed_parent


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deployment of this test's own, with no engine running."""
    monkeypatch.setenv("IRONRIVER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("IRONRIVER_DEMO", "1")
    monkeypatch.setenv("LANG", "en_US.UTF-8")


def test_generate_writes_a_world(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["seed", "generate", "--size", "small", "--out", str(tmp_path / "w")]) == 0
    assert (tmp_path / "w" / "traces.csv").is_file()
    assert "written to" in capsys.readouterr().out


def test_load_says_that_the_engine_is_not_running(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["seed", "load"]) == 1
    assert "engine" in capsys.readouterr().err


def test_another_size_is_wrong_usage() -> None:
    with pytest.raises(SystemExit):
        run_command(["seed", "load", "--size", "huge"])


def test_the_generator_is_found_in_a_checkout() -> None:
    assert (seed_parent() / "seed" / "load.py").is_file()
