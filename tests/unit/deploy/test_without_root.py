"""A fresh clone in the hands of an ordinary user: the one line to type is printed, and nothing is downloaded.

Real processes of the user `nobody` in a real clone; only what the machine lacks is staged (a Python without
`ensurepip` or WeasyPrint, a path without programs).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
#: The user and group `nobody` of Linux.
NOBODY = 65534
IS_ROOT = os.geteuid() == 0
#: The system's Python: that of the test's own environment may lie where `nobody` cannot look.
PYTHON = shutil.which("python3", path="/usr/bin:/usr/local/bin") or getattr(sys, "_base_executable", sys.executable)
APT = "apt-get update && apt-get install -y --no-install-recommends"

pytestmark = [
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a clone: there is nothing to clone from"),
    pytest.mark.skipif(IS_ROOT and not shutil.which("setpriv"), reason="setpriv (util-linux) is not here"),
]


@pytest.fixture(scope="module")
def clone() -> Iterator[Path]:
    """A clone of what is committed, with the set-up as it stands here, that belongs to an ordinary user."""
    # Not pytest's folder, which only its owner may enter.
    home = Path(tempfile.mkdtemp(prefix="clone-"))
    try:
        made = home / "ironriver"
        subprocess.run(["git", "clone", "-q", "--depth", "1", ROOT.as_uri(), str(made)], check=True)
        for name in ("dev.py", "steps.py"):
            shutil.copy(ROOT / "deploy" / name, made / "deploy" / name)
        home.chmod(0o755)
        if IS_ROOT:
            subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", str(home)], check=True)
        yield made
    finally:
        shutil.rmtree(home)


def typed(clone: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the clone as an ordinary user, with no network to use."""
    lower = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--no-new-privs"]
    command = [str(shutil.which("setpriv")), *lower] if IS_ROOT else []
    nowhere = {"https_proxy": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"}
    given = {"PATH": "/usr/bin:/bin", "HOME": str(clone.parent), "PYTHONDONTWRITEBYTECODE": "1", **nowhere}
    return subprocess.run(
        [*command, str(PYTHON), *words],
        cwd=clone,
        env=given | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def without_ensurepip(clone: Path) -> str:
    """Return a folder whose `ensurepip` cannot be imported, as on a Debian without python3-venv."""
    folder = clone.parent / "lacking"
    folder.mkdir(exist_ok=True)
    (folder / "ensurepip.py").write_text("raise ImportError('not installed')\n", "utf-8")
    folder.chmod(0o755)
    return str(folder)


@pytest.mark.parametrize("command", ["test", "run"])
def test_a_python_without_venv_is_told_the_one_line(clone: Path, command: str) -> None:
    port = ["--port", "58417"] if command == "run" else []
    told = typed(clone, "deploy/dev.py", command, "--offline", *port, PYTHONPATH=without_ensurepip(clone))
    assert told.returncode == 1
    lines = [line.strip() for line in (told.stdout + told.stderr).splitlines()]
    assert lines.count(f"{APT} python3-venv") == 1
    assert "as root" in told.stderr
    assert "Traceback" not in told.stderr
    assert not (clone / ".venv").exists()
    assert not (clone / ".ironriver").exists()


@pytest.mark.parametrize(
    ("step", "package"),
    [("ensure_chromium(False)", "chromium"), ("PYTHON = '/bin/false'; steps.ensure_pango(False)", "libpango")],
)
def test_each_step_that_needs_a_system_package_prints_its_line(clone: Path, step: str, package: str) -> None:
    told = typed(
        clone, "-c", f"import sys; sys.path.insert(0, 'deploy'); import steps; steps.{step}", PATH="/nowhere"
    )
    assert told.returncode == 0, told.stderr
    (line,) = [line.strip() for line in told.stdout.splitlines() if "apt-get" in line]
    assert line.startswith(f"{APT} {package}")
    assert "As root" in told.stdout


def test_in_ci_the_same_line_ends_the_run(clone: Path) -> None:
    told = typed(
        clone,
        "-c",
        "import sys; sys.path.insert(0, 'deploy'); import steps; steps.ensure_chromium(False)",
        PATH="/nowhere",
        CI="true",
    )
    assert told.returncode == 1
    assert f"{APT} chromium" in told.stderr
