"""`ironriver run` as people start it, with an engine of its own: what it consists of, and a person at its pages."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from ironriver.access import DEMO_PASSWORD
from ironriver.settings import Settings
from tests.world import CHECKOUT, JARS

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
#: What a process of each part has on its command line; the keeper before it has the same words, and is left alone.
PARTS = {"worker": "ironriver worker", "web": "gunicorn", "engine": "org.neo4j"}


def wait_for(condition: Callable[[], Any], seconds: float = 300) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "did not happen in time"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def own_settings(folder: Path) -> Settings:
    """Settings of a deployment in `folder` whose engine is its own, on free ports."""
    return Settings(
        data_dir=folder / "data", keys_dir=folder / "keys", checkpoints_dir=folder / "checkpoints",
        cache_dir=JARS.parent, engine_port=0, engine_heap_mb=640, engine_pagecache_mb=128,
        port=free_port(), web_workers=1, web_threads=3, demo=True,
    )  # fmt: skip


@contextmanager
def started(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """Start everything; at the end all of it is gone, however the block was left."""
    environment = settings.for_child() | {"PYTHONPATH": str(CHECKOUT / "platform")}
    environment.pop("IRONRIVER_BOOT_ID")
    with subprocess.Popen([sys.executable, "-m", "ironriver", "run"], env=environment) as running:
        try:
            yield running
        finally:
            running.send_signal(signal.SIGTERM)
            try:
                running.wait(120)
            except subprocess.TimeoutExpired:
                running.kill()


def answers(settings: Settings) -> bool:
    try:
        return requests.get(settings.address("/healthz"), timeout=5).status_code == 200
    except requests.RequestException:
        return False


def descendants(pid: int) -> list[int]:
    """Every process below `pid`."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return []
    return [one for child in children for one in (int(child), *descendants(int(child)))]


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""


def processes_of(part: str, running: subprocess.Popen[bytes]) -> list[int]:
    """The processes of one part that run now, parents first."""
    lines = {pid: command_line(pid) for pid in descendants(running.pid)}
    return [pid for pid, line in lines.items() if PARTS[part] in line and "keeper.py" not in line]


class Person:
    """Somebody's browser: cookies, and the token that every form carries."""

    def __init__(self, settings: Settings, login: str) -> None:
        self._settings, self._session = settings, requests.Session()
        found = _TOKEN.search(self.get("/sign-in").text)
        assert found is not None
        self._token = found[1]
        given = {"login": login, "password": DEMO_PASSWORD, "consent": "yes", "next": "/"}
        assert self.post("/sign-in", given).status_code == 303
        found = _TOKEN.search(self.get("/imports").text)
        assert found is not None
        self._token = found[1]

    def get(self, path: str) -> requests.Response:
        return self._session.get(self._settings.address(path), timeout=60)

    def post(self, path: str, data: dict[str, str], **more: Any) -> requests.Response:
        return self._session.post(
            self._settings.address(path), data={"csrf_token": self._token, **data}, timeout=60,
            allow_redirects=False, **more,
        )  # fmt: skip


class OpeningCases(threading.Thread):
    """Somebody who goes on opening cases at the page, and remembers which ones he was told are open."""

    def __init__(self, person: Person) -> None:
        super().__init__(name="cases", daemon=True)
        self.person, self.done = person, threading.Event()
        self.told: list[str] = []
        self.refusals: set[int] = set()
        self.unclear = 0

    def run(self) -> None:
        for number in range(10_000):
            case = {"number": f"IR-2026-{number:05d}", "name": f"Case {number}", "purpose": "crim_933", "tlp": "2",
                    "openness": "agency"}  # fmt: skip
            try:
                answer = self.person.post("/cases", case)
            except requests.RequestException:
                self.unclear += 1  # nobody answered: it may be open or not, but not half
            else:
                if answer.status_code == 303:
                    self.told.append(case["number"])
                else:
                    self.refusals.add(answer.status_code)
                    assert "The graph database" in answer.text  # does not answer, or is busy; nothing was changed
            if self.done.wait(0.1):
                return
