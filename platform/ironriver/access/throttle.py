"""Slows an address down before it can lock many accounts. Counts failures only; may be lost."""

from __future__ import annotations

from pathlib import Path

from ironriver import clock
from ironriver.access.figures import ADDRESS_LIMITS
from ironriver.access.refusals import slow_down
from ironriver.access.store import Store

_TABLES = """
CREATE TABLE IF NOT EXISTS failures (address TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS failures_address ON failures (address, at);
"""


class Throttle:
    """Failed attempts by address, across all processes."""

    def __init__(self, data_dir: Path) -> None:
        self._store = Store(data_dir / "throttle.sqlite", _TABLES)

    def check(self, address: str) -> None:
        """Raise `SlowDown` when the address has failed too often lately. The same for every login."""
        now = clock.now()
        for limit, window in ADDRESS_LIMITS:
            (row,) = self._store.rows(
                "SELECT count(*) AS n FROM failures WHERE address = ? AND at > ?",
                (address, clock.stamp(now - window)),
            )
            if row["n"] >= limit:
                raise slow_down()

    def failed(self, address: str) -> None:
        """Count one failure, and drop those too old to matter."""
        now = clock.now()
        oldest = clock.stamp(now - max(window for _, window in ADDRESS_LIMITS))
        with self._store.transaction() as connection:
            connection.execute("DELETE FROM failures WHERE at <= ?", (oldest,))
            connection.execute("INSERT INTO failures (address, at) VALUES (?, ?)", (address, clock.stamp(now)))

    def close(self) -> None:
        """Close the file."""
        self._store.close()
