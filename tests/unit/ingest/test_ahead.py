"""Reading ahead: the same items, the same end, and no thread left behind."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from itertools import islice

import pytest

from ironriver.ingest.ahead import LOT, NEW_OBJECTS, TURN_SECONDS, read_ahead


class Rows:
    """Numbers that tell who read how many of them, and whether their file was closed."""

    def __init__(self, most: int, trouble: Exception | None = None) -> None:
        self.most, self.trouble = most, trouble
        self.read = 0
        self.closed = False
        self.readers: set[str] = set()

    def __iter__(self) -> Iterator[int]:
        try:
            for number in range(self.most):
                self.read += 1
                self.readers.add(threading.current_thread().name)
                yield number
            if self.trouble:
                raise self.trouble
        finally:
            self.closed = True


@pytest.mark.parametrize("most", [0, 1, LOT - 1, LOT, LOT + 1, 7 * LOT + 3])
def test_all_items_come_in_their_order_and_another_thread_read_them(most: int) -> None:
    rows = Rows(most)
    assert list(read_ahead(iter(rows))) == list(range(most))
    assert rows.closed
    assert rows.readers <= {"read ahead_0"}


def test_what_was_read_before_a_refusal_comes_first() -> None:
    rows = Rows(LOT + 7, ValueError("line 58 is cut"))
    items = read_ahead(iter(rows))
    assert list(islice(items, LOT + 7)) == list(range(LOT + 7))
    with pytest.raises(ValueError, match="line 58 is cut"):
        next(items)


def test_whoever_stops_leaves_no_thread_and_no_open_file() -> None:
    rows = Rows(1_000_000)
    before = threading.active_count()
    with closing(read_ahead(iter(rows))) as items:
        assert next(items) == 0
    assert threading.active_count() == before
    assert rows.closed
    assert rows.read < 1_000_000


def test_not_more_is_read_than_may_wait() -> None:
    rows = Rows(1_000_000)
    with closing(read_ahead(iter(rows))) as items:
        next(items)
        # The reader stands still with one lot in the caller's hands and one waiting.
        most = LOT * 2
        for _ in range(100):
            threading.Event().wait(0.01)
            if rows.read >= most:
                break
        threading.Event().wait(0.05)
        assert rows.read == most


def test_the_interpreter_is_set_up_for_many_rows_while_anybody_reads_ahead_and_as_usual_afterwards() -> None:
    turn, cycles = sys.getswitchinterval(), gc.get_threshold()
    with closing(read_ahead(iter(Rows(LOT * 3)))) as first:
        next(first)
        with closing(read_ahead(iter(Rows(LOT * 3)))) as second:
            next(second)
            for end in (first.close, lambda: None):
                assert sys.getswitchinterval() == pytest.approx(TURN_SECONDS)
                assert gc.get_threshold() == (NEW_OBJECTS, *cycles[1:])
                end()
    assert sys.getswitchinterval() == pytest.approx(turn)
    assert gc.get_threshold() == cycles
