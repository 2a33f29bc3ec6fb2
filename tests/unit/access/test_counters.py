"""Counts that all processes of a deployment share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from limits import RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter

from ironriver import clock
from ironriver.access.counters import Counters
from ironriver.web.limits import SharedCounts


@pytest.fixture
def counters(tmp_path: Path) -> Iterator[Counters]:
    opened = Counters(tmp_path)
    yield opened
    opened.close()


def test_a_window_counts_and_ends(counters: Counters) -> None:
    assert [counters.add("a", 60) for _ in range(3)] == [1, 2, 3]
    assert counters.add("b", 60, 5) == 5
    assert (counters.count("a"), counters.count("b"), counters.count("c")) == (3, 5, 0)
    assert 0 < counters.ends("a") - clock.now().timestamp() <= 60
    with clock.moved_by(timedelta(seconds=61)):
        assert counters.count("a") == 0
        assert counters.add("a", 60) == 1
    assert counters.forget("b") == 1
    assert counters.forget() == 1
    assert counters.count("a") == 0


#: What a second and a third process do.
COUNTING = """
import sys
from pathlib import Path
from ironriver.access.counters import Counters
counters = Counters(Path(sys.argv[1]))
for _ in range(200):
    counters.add("everybody", 600)
counters.close()
"""


def test_processes_count_together_and_lose_nothing(tmp_path: Path, counters: Counters) -> None:
    path = {"PYTHONPATH": os.pathsep.join(sys.path)}
    workers = [
        subprocess.Popen([sys.executable, "-c", COUNTING, str(tmp_path)], env=os.environ | path) for _ in range(2)
    ]
    assert [worker.wait(timeout=60) for worker in workers] == [0, 0]
    assert counters.add("everybody", 600) == 401


def test_no_key_lies_in_the_file(tmp_path: Path, counters: Counters) -> None:
    counters.add("LIMITER/session-secret-1234/entry.sign_in", 60)
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"session-secret" not in held


def test_two_web_processes_share_one_limit(tmp_path: Path, counters: Counters) -> None:
    other = Counters(tmp_path)
    item = RateLimitItemPerMinute(3)
    one, two = (FixedWindowRateLimiter(SharedCounts(counters=each)) for each in (counters, other))
    assert [one.hit(item, "x"), two.hit(item, "x"), one.hit(item, "x")] == [True, True, True]
    assert not two.hit(item, "x")
    assert not one.test(item, "x")
    assert two.get_window_stats(item, "x").remaining == 0
    one.clear(item, "x")
    assert two.hit(item, "x")
    other.close()
