"""`ironriver run` as a whole on another Neo4j: serves, survives the death of a child, leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.world import CHECKOUT, EngineAddress, World, settings_in


def wait_for(condition: Callable[[], bool], seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "did not happen in time"
        time.sleep(0.1)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False


def descendants(pid: int) -> list[int]:
    """Every process below `pid`."""
    found = []
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split():
        found += [int(child), *descendants(int(child))]
    return found


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def platform(world: World, engine: EngineAddress, port: int, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The supervisor, serving a deployment whose genesis is done."""
    settings = settings_in(tmp_path / "world", engine, port=port, web_workers=1, web_threads=2)
    environment = settings.for_child() | {"PYTHONPATH": str(CHECKOUT / "platform")}
    environment.pop("IRONRIVER_BOOT_ID")
    with subprocess.Popen([sys.executable, "-m", "ironriver", "run"], env=environment) as running:
        wait_for(lambda: answers(port) or running.poll() is not None)
        yield running
        running.kill()


def test_a_dead_web_server_is_replaced_and_all_end_together(platform: subprocess.Popen[bytes], port: int) -> None:
    assert answers(port)
    children = {pid: command_line(pid) for pid in descendants(platform.pid)}
    assert not any("org.neo4j" in line for line in children.values())  # the settings name another Neo4j
    assert any("ironriver worker" in line for line in children.values())
    servers = [pid for pid, line in children.items() if "gunicorn" in line and "keeper.py" not in line]
    for pid in servers:
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: answers(port))
    assert platform.poll() is None

    everyone = descendants(platform.pid)
    platform.send_signal(signal.SIGTERM)
    assert platform.wait(60) == 0
    wait_for(lambda: not any(command_line(pid) for pid in everyone), 20)
    assert not answers(port)
