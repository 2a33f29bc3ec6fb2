"""Reading goes on in a thread while the engine works: an import that waits for its act reads the next rows."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from queue import Full, Queue
from typing import TypeVar

_T = TypeVar("_T")

#: Items that change hands at once, and how many such lots wait at most: a few acts' worth, so memory stays flat.
LOT, WAITING = 50, 4
#: Seconds after which a reader that nobody empties looks whether anybody still wants it.
_LOOK_UP = 0.1


@dataclass(frozen=True, slots=True)
class _End:
    trouble: BaseException | None = None


def read_ahead(items: Iterator[_T]) -> Generator[_T, None, None]:
    """Yield the same items in the same order, then raise what reading them raised.

    `items` is used by another thread only, and no further once the caller stops; its `finally` runs there.
    """
    lots: Queue[list[_T] | _End] = Queue(maxsize=WAITING)
    unwanted = threading.Event()
    thread = threading.Thread(target=_read, args=(items, lots, unwanted), name="read ahead", daemon=True)
    thread.start()
    try:
        while not isinstance(lot := lots.get(), _End):
            yield from lot
        if lot.trouble is not None:
            raise lot.trouble
    finally:
        unwanted.set()
        thread.join()


def _read(items: Iterator[_T], lots: Queue[list[_T] | _End], unwanted: threading.Event) -> None:
    lot: list[_T] = []
    end = _End()
    try:
        for item in items:
            lot.append(item)
            if len(lot) == LOT:
                if not _hand_over(lot, lots, unwanted):
                    break
                lot = []
    except BaseException as trouble:
        # The caller's to handle, where he would have met it.
        end = _End(trouble)
    finally:
        if isinstance(items, Generator):
            items.close()
    for last in (lot, end):
        _hand_over(last, lots, unwanted)


def _hand_over(lot: list[_T] | _End, lots: Queue[list[_T] | _End], unwanted: threading.Event) -> bool:
    while not unwanted.is_set():
        try:
            lots.put(lot, timeout=_LOOK_UP)
        except Full:
            continue
        return True
    return False
