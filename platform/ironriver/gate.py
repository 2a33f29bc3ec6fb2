"""Holds a process that was started early: it loads its modules while the engine boots, and waits here for the rest.

The gate is a pipe. Whoever stands behind it holds the reading end and sees it end when the gate opens, or when its
owner dies; then the keeper asks the process to stop.
"""

from __future__ import annotations

import contextlib
import os


class Gate:
    """The owner's side, closed at first."""

    def __init__(self) -> None:
        """Raises `OSError` where no more files can be opened."""
        self._read, self._write = os.pipe()

    @property
    def descriptor(self) -> int:
        """What a child inherits to wait with; -1 once the gate is open."""
        return self._read

    def open(self) -> None:
        """Let everybody through, for good."""
        if self._read >= 0:
            os.close(self._write)
            os.close(self._read)
            self._read = self._write = -1


def pass_gate(descriptor: int) -> None:
    """Return when the gate is open; at once for -1 (there is none). To be called once a process."""
    if descriptor < 0:
        return
    with contextlib.suppress(OSError):
        while os.read(descriptor, 1):
            pass
        os.close(descriptor)
