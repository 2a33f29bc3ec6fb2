"""Reading goes on in a thread while the engine works: an import that waits for its act reads the next rows."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

_T = TypeVar("_T")

#: Items read at once: one lot is being used while the next is read, so memory stays flat.
LOT = 150
#: Seconds for which a thread may keep the interpreter while others wait; usually 0.005. The thread that writes an
#: act hears from the engine hundreds of times a minute and would wait so long for its turn each time: a tenth of
#: the time of an import, measured in turn with the usual value.
TURN_SECONDS = 0.0005


def read_ahead(items: Iterator[_T]) -> Generator[_T, None, None]:
    """Yield the same items in the same order, then raise what reading them raised.

    `items` is read by another thread only, and no further than the lot in hand once the caller stops.
    """
    with _short_turns(), ThreadPoolExecutor(max_workers=1, thread_name_prefix="read ahead") as reader:
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


@contextmanager
def _short_turns() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(min(TURN_SECONDS, usual))
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def _lot(items: Iterator[_T]) -> tuple[list[_T], Exception | None]:
    """Return the next lot, and what ended it: the items before a refusal come first."""
    lot: list[_T] = []
    try:
        lot.extend(islice(items, LOT))
    except Exception as trouble:
        return lot, trouble
    return lot, None
