"""The wheel in an empty environment, outside the checkout: it starts, makes its demo people, and answers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.world import JARS

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_SECONDS = 240

pytestmark = pytest.mark.heavy


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs."""
    folder = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder / "env")], check=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([str(folder / "env/bin/pip"), "install", "-q", str(wheel)], check=True, cwd=folder)
    return folder / "env" / "bin"


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, str]:
    """An environment in which nothing points to the checkout but the fetched jars."""
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("IRONRIVER_", "PYTHON"))}
    return kept | {
        "IRONRIVER_HOME": str(tmp_path / "home"),
        "IRONRIVER_CACHE_DIR": str(JARS.parent),
        "IRONRIVER_DEMO": "1",
        "IRONRIVER_PORT": str(free_port()),
        "IRONRIVER_ENGINE_PORT": "0",
        "IRONRIVER_ENGINE_HEAP_MB": "768",
    }


@pytest.fixture
def running(installed: Path, elsewhere: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The address of the product, once it answers."""
    address = f"http://127.0.0.1:{elsewhere['IRONRIVER_PORT']}"
    product = subprocess.Popen([str(installed / "ironriver"), "run"], env=elsewhere, cwd=tmp_path)
    try:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until and product.poll() is None:
            try:
                requests.get(f"{address}/healthz", timeout=5).raise_for_status()
                break
            except requests.RequestException:
                time.sleep(0.5)
        yield address
    finally:
        product.send_signal(signal.SIGTERM)
        assert product.wait(timeout=120) == 0


def test_it_serves_the_demonstration(
    installed: Path, elsewhere: dict[str, str], running: str, tmp_path: Path
) -> None:
    people = subprocess.run(
        [str(installed / "ironriver"), "accounts", "demo"],
        env=elsewhere, cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "marchetti" in people.stdout
    load = [str(installed / "ironriver"), "seed", "load", "--size", "small"]
    subprocess.run(load, env=elsewhere, cwd=tmp_path, capture_output=True, check=True)
    assert 'name="csrf_token"' in requests.get(f"{running}/sign-in", timeout=20).text
    assert requests.get(f"{running}/readyz", timeout=20).status_code == 200
