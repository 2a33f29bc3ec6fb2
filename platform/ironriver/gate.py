"""Holds a process that was started early: it loads its modules while the engine boots, and waits here for the rest.

The gate is a pipe. Who opens it writes a byte that nobody takes out, so all who wait see it; who dies, or closes it
for good, leaves nothing in it, and nobody goes on to work for an owner that is gone.
"""

from __future__ import annotations

import os
import select

#: What a process ends with that SIGTERM ended, as shells tell it.
STOPPED = 143


class Gate:
    """The owner's side, shut at first."""

    def __init__(self) -> None:
        """Raises `OSError` where no more files can be opened."""
        self._read, self._write = os.pipe()

    @property
    def descriptor(self) -> int:
        """What a child inherits to wait with; -1 once nobody need wait."""
        return self._read

    def open(self) -> None:
        """Let everybody through, for good."""
        if self._read >= 0:
            os.write(self._write, b".")
            self.close()

    def close(self) -> None:
        """Send away whoever still waits. After `open`: nothing."""
        if self._read >= 0:
            os.close(self._write)
            os.close(self._read)
            self._read = self._write = -1


def pass_gate(descriptor: int) -> None:
    """Return when the gate is open; at once for -1 (there is none). To be called once a process.

    Raises `SystemExit` (143) when it will not open any more: its owner died or was told to stop.
    """
    if descriptor < 0:
        return
    seen = select.poll()
    seen.register(descriptor, select.POLLIN)
    is_open = any(events & select.POLLIN for _, events in seen.poll())
    os.close(descriptor)
    if not is_open:
        raise SystemExit(STOPPED)
