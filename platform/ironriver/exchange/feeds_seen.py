"""Which object versions a feed has brought already. A memory that may be lost: then some come twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

_TABLE = (
    "CREATE TABLE IF NOT EXISTS seen (feed TEXT, object TEXT, PRIMARY KEY (feed, object)) STRICT, WITHOUT ROWID"
)
_BUSY_SECONDS = 20.0


class Seen:
    """The memory of one data directory; a connection each call, so threads and forks are safe."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "feeds.sqlite"

    def fresh(self, feed: str, objects: Sequence[str]) -> list[str]:
        """Return those not brought before, in their order, each once."""
        with self._open() as connection:
            known = {
                key
                for key in objects
                if connection.execute("SELECT 1 FROM seen WHERE feed = ? AND object = ?", (feed, key)).fetchone()
            }
        return list(dict.fromkeys(key for key in objects if key not in known))

    def note(self, feed: str, objects: Sequence[str]) -> None:
        """Remember objects as brought, once they are kept."""
        with self._open() as connection:
            connection.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", [(feed, key) for key in objects])

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=_BUSY_SECONDS)) as connection, connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(_TABLE)
            yield connection
