"""How often something was asked for, across all processes of a deployment; for the limits on requests.

Windows are fixed. The keys are hashed, because they hold session secrets. Losing the file only forgets counts, so
it is not forced to the disk.
"""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

from ironriver import clock
from ironriver.access.store import Store

_TABLES = """
CREATE TABLE IF NOT EXISTS counts (key TEXT PRIMARY KEY, n INTEGER NOT NULL, ends REAL NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS counts_ends ON counts (ends);
"""
#: Windows that are over are dropped once in so many new ones.
_SWEEP_EVERY = 500


class Counters:
    """Counts by key, each until its window ends."""

    def __init__(self, data_dir: Path) -> None:
        self._store = Store(data_dir / "counters.sqlite", _TABLES, durable=False)
        self._begun = 0

    def add(self, key: str, seconds: int, amount: int = 1) -> int:
        """Count `amount` for a key whose window lasts `seconds`; return what it has now."""
        now = clock.now().timestamp()
        with self._store.transaction() as connection:
            ((count, ends),) = connection.execute(
                "INSERT INTO counts (key, n, ends) VALUES (:key, :amount, :ends) ON CONFLICT (key) DO UPDATE SET "
                "n = CASE WHEN ends <= :now THEN :amount ELSE n + :amount END, "
                "ends = CASE WHEN ends <= :now THEN :ends ELSE ends END RETURNING n, ends",
                {"key": _hashed(key), "amount": amount, "ends": now + seconds, "now": now},
            ).fetchall()
            if ends == now + seconds:
                self._sweep(connection, now)
        return int(count)

    def count(self, key: str) -> int:
        """Return what a key has in its window; 0 without one."""
        found = self._store.rows(
            "SELECT n FROM counts WHERE key = ? AND ends > ?", (_hashed(key), clock.now().timestamp())
        )
        return int(found[0]["n"]) if found else 0

    def ends(self, key: str) -> float:
        """Return when a key's window ends, in seconds since 1970; now without one."""
        found = self._store.rows("SELECT ends FROM counts WHERE key = ?", (_hashed(key),))
        return float(found[0]["ends"]) if found else clock.now().timestamp()

    def forget(self, key: str = "") -> int:
        """Forget one key, or all; return how many there were."""
        with self._store.transaction() as connection:
            return connection.execute(
                "DELETE FROM counts WHERE ? = '' OR key = ?", (key, _hashed(key))
            ).rowcount

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    def _sweep(self, connection: sqlite3.Connection, now: float) -> None:
        self._begun += 1
        if self._begun % _SWEEP_EVERY == 0:
            connection.execute("DELETE FROM counts WHERE ends <= ?", (now,))


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
