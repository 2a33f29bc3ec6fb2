"""When the worker lets the engine plan ahead: once there is something to ask for, and the log is quiet."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

import pytest

from ironriver import worker
from ironriver.errors import Say, Unavailable
from ironriver.ledger import Head
from ironriver.worker import LEAST_ENTRIES, Planning


@dataclass
class Log:
    """A log whose size at each look is given; the last look ends the thread."""

    sizes: list[int]
    stop: threading.Event = field(default_factory=threading.Event)

    def head(self) -> Head:
        size = self.sizes.pop(0)
        if not self.sizes:
            self.stop.set()
        if size < 0:
            raise Unavailable(Say(en="away", es="no está"))
        return Head(size=size, frontier=(), at="")


def planned(sizes: list[int], monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the sizes at which it planned."""
    monkeypatch.setattr(worker, "PLAN_SECONDS", 0.0)
    done: list[int] = []
    log: Any = Log(sizes)

    class Watched(Planning):
        def plan(self, size: int) -> None:
            done.append(size)
            self._planned = size

    Watched(log, log.stop).run()
    return done


def test_a_log_that_stands_is_planned_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert planned([200, 200, 200, 210, 210], monkeypatch) == [200]


def test_again_when_it_has_grown_and_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    assert planned([200, 200, 300, 400, 400, 400], monkeypatch) == [200, 400]


def test_not_before_there_are_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    few = LEAST_ENTRIES - 1
    assert planned([0, 0, few, few, LEAST_ENTRIES, LEAST_ENTRIES], monkeypatch) == [LEAST_ENTRIES]


def test_an_engine_that_is_away_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert planned([-1, -1, 200, 200], monkeypatch) == [200]
