"""A small SQLite file that several threads and processes share. Holds what may be lost, or must not leave."""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ironriver.errors import Say, Unavailable

#: How long a writer waits for another one. Transactions here take milliseconds.
BUSY_MS = 5_000


class _Opened:
    """A connection and the process that opened it. Goes with its thread: servers make and end many of them."""

    __slots__ = ("__weakref__", "connection", "process")

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.process = os.getpid()

    def close(self) -> None:
        self.connection.close()

    __del__ = close


#: Connections of a parent process. SQLite must not close them in a child, so they are kept and never used.
_INHERITED: list[_Opened] = []


class Store:
    """One SQLite file (0600), with its tables made on first use. One connection per thread and process."""

    def __init__(self, path: Path, tables: str, *, durable: bool = True) -> None:
        self._path = path
        self._forced = "FULL" if durable else "OFF"
        self._tables = tables
        self._mine = threading.local()
        self._opened: weakref.WeakSet[_Opened] = weakref.WeakSet()
        self._lock = threading.Lock()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give a connection inside one immediate transaction; commit at the end, roll back on any exception.

        SQLite trouble comes out as `Unavailable`.
        """
        try:
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
        except (sqlite3.Error, OSError) as cause:
            raise self._unavailable(cause) from cause
        try:
            yield connection
            connection.execute("COMMIT")  # a full disk is told here more often than before
        except sqlite3.Error as cause:
            _roll_back(connection)
            raise self._unavailable(cause) from cause
        except BaseException:
            _roll_back(connection)
            raise

    def rows(self, query: str, params: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        """Run one reading statement and return its rows."""
        try:
            return self._connection().execute(query, params).fetchall()
        except (sqlite3.Error, OSError) as cause:
            raise self._unavailable(cause) from cause

    def close(self) -> None:
        """Close every connection of this process."""
        with self._lock:
            for opened in list(self._opened):
                opened.close()
            self._opened.clear()
        self._mine = threading.local()

    def _connection(self) -> sqlite3.Connection:
        # A connection must not cross a fork: gunicorn's children open their own.
        opened: _Opened | None = getattr(self._mine, "opened", None)
        if opened is not None and opened.process != os.getpid():
            _INHERITED.append(opened)
            opened = None
        if opened is None:
            opened = self._mine.opened = self._open()
        return opened.connection

    def _open(self) -> _Opened:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {self._forced}")
        connection.executescript(self._tables)
        opened = _Opened(connection)
        with self._lock:
            self._opened.add(opened)
        return opened

    def _unavailable(self, cause: Exception) -> Unavailable:
        return Unavailable(
            Say(
                en="Sign-in data cannot be read or written now. Try again; if it stays, an administrator must look "
                "at the disk.",
                es="Los datos de acceso no se pueden leer ni escribir ahora. Intente de nuevo; si sigue, un "
                "administrador debe revisar el disco.",
            ),
            detail=f"{self._path}: {cause}",
        )


def _roll_back(connection: sqlite3.Connection) -> None:
    """Leave no transaction open, or the next one could not begin. SQLite itself may have ended it already."""
    if connection.in_transaction:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
