"""The wheel holds what `ironriver run` needs: statements, engine lock, seed, front end, configuration."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    (built,) = folder.glob("ironriver-*.whl")
    return zipfile.ZipFile(built)


@pytest.mark.heavy
def test_everything_that_runs_is_in_it(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    statements = {f"ironriver/shipped/{path.relative_to(ROOT)}" for path in ROOT.glob("cypher/**/*.cypher")}
    assert statements
    assert statements <= names
    for name in (
        "ironriver/shipped/engine.lock",
        "ironriver/shipped/seed/generate.py",
        "ironriver/web/static/dist/manifest.json",
        "ironriver/gunicorn_conf.py",
        "ironriver/keeper.py",
        "ironriver/cli/engine.py",
    ):
        assert name in names, name
    assert any(name.startswith("ironriver/web/templates/") for name in names)
    assert any(name.startswith("ironriver/web/words/") for name in names)


@pytest.mark.heavy
def test_nothing_else_is_in_it(wheel: zipfile.ZipFile) -> None:
    for name in wheel.namelist():
        assert name.startswith(("ironriver/", "ironriver-"))
        assert "__pycache__" not in name
        assert not name.endswith((".pyc", ".ts", ".stamp"))
        assert "node_modules" not in name


@pytest.mark.heavy
def test_its_dependencies_are_exact(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    lines = wheel.read(name).decode("utf-8").splitlines()
    required = [line.removeprefix("Requires-Dist: ") for line in lines if line.startswith("Requires-Dist:")]
    assert "neo4j==6.4.1" in required
    assert all("==" in line for line in required)


@pytest.mark.heavy
def test_the_command_is_declared(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "ironriver = ironriver.__main__:main" in wheel.read(name).decode("utf-8")
