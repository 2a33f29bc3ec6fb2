"""People first: an import during whose act anybody asked something rests for as long as the act took.

An act keeps a processor of the engine's and one of ours busy, and on a small machine whoever asks meanwhile waits
twice as long. Half of the time is theirs, then. Where nobody asks, nothing rests.
"""

from __future__ import annotations

from collections.abc import Callable

from ironriver import clock

#: Seconds of one rest: whoever cancels waits for it.
LONGEST_S = 1.0


class GivingWay:
    """Between the acts of one import. `read` returns what grows with each logged read of any process."""

    def __init__(self, read: Callable[[], int]) -> None:
        self._read = read
        self._seen = read()
        self._since = clock.monotonic()

    def rest_if_asked(self) -> float:
        """Call after each act: rest if anybody asked something since the last call; return the seconds of it."""
        rest = 0.0
        if self._read() != self._seen:
            rest = min(clock.monotonic() - self._since, LONGEST_S)
            clock.sleep(rest)
        self._seen, self._since = self._read(), clock.monotonic()
        return rest
