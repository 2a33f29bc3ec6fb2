"""Failures by address: the two limits at their edges, and that they pass."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ironriver import clock
from ironriver.access.figures import ADDRESS_LIMITS
from ironriver.access.refusals import SlowDown
from ironriver.access.throttle import Throttle

A, B = "203.0.113.1", "2001:db8::1"


@pytest.fixture
def throttle(tmp_path: Path) -> Iterator[Throttle]:
    opened = Throttle(tmp_path)
    yield opened
    opened.close()


def fail(throttle: Throttle, times: int, address: str = A) -> None:
    for _ in range(times):
        throttle.failed(address)


def test_limits_are_as_documented() -> None:
    assert ((10, timedelta(minutes=1)), (30, timedelta(minutes=15))) == ADDRESS_LIMITS


def test_nine_in_a_minute_pass_and_ten_do_not(throttle: Throttle) -> None:
    fail(throttle, 9)
    throttle.check(A)
    fail(throttle, 1)
    with pytest.raises(SlowDown):
        throttle.check(A)
    with clock.moved_by(timedelta(seconds=61)):
        throttle.check(A)


def test_thirty_in_fifteen_minutes_do_not_pass(throttle: Throttle) -> None:
    for minute in range(10):
        with clock.moved_by(timedelta(minutes=minute)):
            fail(throttle, 3)
    with clock.moved_by(timedelta(minutes=11)), pytest.raises(SlowDown):
        throttle.check(A)
    with clock.moved_by(timedelta(minutes=15, seconds=5)):
        throttle.check(A)


def test_addresses_are_counted_apart(throttle: Throttle) -> None:
    fail(throttle, 10)
    throttle.check(B)
    fail(throttle, 10, B)
    with pytest.raises(SlowDown):
        throttle.check(B)


def test_another_process_counts_along(throttle: Throttle, tmp_path: Path) -> None:
    fail(throttle, 10)
    beside = Throttle(tmp_path)
    with pytest.raises(SlowDown):
        beside.check(A)
    beside.close()


def test_old_failures_are_dropped_from_the_file(throttle: Throttle) -> None:
    fail(throttle, 20)
    with clock.moved_by(timedelta(minutes=16)):
        fail(throttle, 1)
        (row,) = throttle._store.rows("SELECT count(*) AS n FROM failures")
        assert row["n"] == 1


def test_the_answer_does_not_say_about_whom(throttle: Throttle) -> None:
    fail(throttle, 10)
    with pytest.raises(SlowDown) as refusal:
        throttle.check(A)
    assert A not in str(refusal.value)
    assert refusal.value.say.es.startswith("Demasiados intentos")
