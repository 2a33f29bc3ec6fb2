"""The only place that reads the clock. Times are UTC, with microseconds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

_offset = timedelta()


def now() -> datetime:
    """Return the present instant, UTC, timezone-aware."""
    return datetime.now(UTC) + _offset


def today() -> date:
    """Return the present UTC date."""
    return now().date()


def stamp(instant: datetime | None = None) -> str:
    """Return an instant (default: now) as `2026-11-20T14:05:06.123456Z`."""
    moment = (instant or now()).astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def monotonic() -> float:
    """Return seconds on a clock that never steps back; for durations and time limits only."""
    return time.monotonic()


def sleep(seconds: float) -> None:
    """Wait; here so that waiting, like reading the time, has one place."""
    time.sleep(seconds)


@contextmanager
def moved_by(delta: timedelta) -> Iterator[None]:
    """For tests: shift `now` and `today` by `delta` inside the block."""
    global _offset
    before = _offset
    _offset = before + delta
    try:
        yield
    finally:
        _offset = before
