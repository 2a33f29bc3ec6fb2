"""Reading goes on in a thread while the engine works: an import that waits for its act reads the next rows."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

_T = TypeVar("_T")

#: Items read at once: one lot is being used while the next is read, so memory stays flat.
LOT = 150
#: Seconds for which a thread may keep the interpreter while others wait; usually 0.005. The thread that writes an
#: act hears from the engine thousands of times a minute and would wait so long for its turn each time: a tenth of
#: the time of an import, measured in turn with the usual value.
TURN_SECONDS = 0.0005
#: New objects before Python looks for cycles among them; usually 700. An import makes a million a minute, none in
#: a cycle, and looking for some took a seventh of its processor time.
NEW_OBJECTS = 50_000


class _ManyRows:
    """Sets the interpreter up for many rows while any reading ahead goes on in this process: turns, and cycles."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._users = 0
        self._usual = (0.0, (0, 0, 0))

    def __enter__(self) -> None:
        with self._lock:
            if self._users == 0:
                self._usual = turn, cycles = sys.getswitchinterval(), gc.get_threshold()
                sys.setswitchinterval(min(TURN_SECONDS, turn))
                if cycles[0]:  # 0: somebody wants none to be looked for
                    gc.set_threshold(max(NEW_OBJECTS, cycles[0]), *cycles[1:])
            self._users += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._users -= 1
            if self._users == 0:
                turn, cycles = self._usual
                sys.setswitchinterval(turn)
                gc.set_threshold(*cycles)


_many_rows = _ManyRows()


def read_ahead(items: Iterator[_T]) -> Generator[_T, None, None]:
    """Yield the same items in the same order, then raise what reading them raised.

    `items` is read by another thread only, and no further than the lot in hand once the caller stops.
    """
    with _many_rows, ThreadPoolExecutor(max_workers=1, thread_name_prefix="read ahead") as reader:
        coming = reader.submit(_lot, items)
        while True:
            lot, trouble = coming.result()
            is_last = len(lot) < LOT
            if not is_last:
                coming = reader.submit(_lot, items)
            yield from lot
            if trouble is not None:
                raise trouble
            if is_last:
                return


def _lot(items: Iterator[_T]) -> tuple[list[_T], Exception | None]:
    """Return the next lot, and what ended it: the items before a refusal come first."""
    lot: list[_T] = []
    try:
        lot.extend(islice(items, LOT))
    except Exception as trouble:
        return lot, trouble
    return lot, None
