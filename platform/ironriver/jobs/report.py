"""What a running job tells, and how it learns that it should stop."""

from __future__ import annotations

from typing import Protocol

from ironriver.errors import Say


class Cancelled(Exception):
    """Raised inside a handler by `check_cancelled`; the worker turns it into the state `cancelled`."""


class Report(Protocol):
    """Given to each handler. Both calls are cheap enough for every few hundred rows."""

    def progress(self, done: int, total: int, say: Say | None = None) -> None:
        """Tell how far the job is; `total` 0 = unknown."""

    def check_cancelled(self) -> None:
        """Raise `Cancelled` when somebody asked for a stop. Call only where stopping leaves nothing half done."""


class SilentReport:
    """For direct calls that nobody watches."""

    def progress(self, done: int, total: int, say: Say | None = None) -> None:
        """Do nothing."""

    def check_cancelled(self) -> None:
        """Never cancels."""
