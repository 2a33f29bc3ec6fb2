"""The one clock: UTC, microseconds, movable in tests only."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest

from ironriver import clock


def test_now_is_utc_and_knows_it() -> None:
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_stamps_have_microseconds_and_end_in_z() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", clock.stamp())


def test_a_stamp_of_another_zone_is_turned_into_utc() -> None:
    there = datetime(2026, 11, 20, 7, 5, 6, 123456, tzinfo=timezone(timedelta(hours=-7)))
    assert clock.stamp(there) == "2026-11-20T14:05:06.123456Z"


def test_stamps_sort_as_their_instants() -> None:
    first = datetime(2026, 1, 31, 23, 59, 59, 999999, tzinfo=UTC)
    assert clock.stamp(first) < clock.stamp(first + timedelta(microseconds=1))


def test_the_clock_moves_inside_the_block_only() -> None:
    with clock.moved_by(timedelta(days=400)):
        assert clock.now() - datetime.now(UTC) > timedelta(days=399)
        with clock.moved_by(timedelta(days=-400)):
            assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_the_clock_returns_after_an_error() -> None:
    with pytest.raises(ValueError, match="x"), clock.moved_by(timedelta(days=9)):
        raise ValueError("x")
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_durations_do_not_follow_the_moved_clock() -> None:
    before = clock.monotonic()
    with clock.moved_by(timedelta(days=400)):
        assert clock.monotonic() - before < 60
