"""The one door to Neo4j: managed reads, explicit write transactions, streams and schema commands."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, LiteralString, TypeVar

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    Driver,
    GraphDatabase,
    ManagedTransaction,
    Query,
    Record,
    RoutingControl,
    Session,
    Transaction,
    unit_of_work,
)
from neo4j.api import BookmarkManager

from ironriver.graph.catalogue import Statement
from ironriver.graph.convert import plain
from ironriver.graph.trouble import translated

#: Rows fetched per network round trip; the driver's default of 1,000 suits pages and streams alike.
FETCH_SIZE = 1000
#: A page must never wait longer for a connection than a person would.
ACQUISITION_SECONDS = 20.0
#: Retries of managed reads after a lost connection end here; beyond it the person is told.
RETRY_SECONDS = 5.0
#: Connections idle for longer are tested before use: the engine may have been restarted meanwhile.
LIVENESS_SECONDS = 10.0
READ_SECONDS = 30.0
#: Streams feed exports and replays, which last as long as the graph is large.
STREAM_SECONDS = 3600.0
WRITE_SECONDS = 120.0
SCHEMA_SECONDS = 1800.0

Params = Mapping[str, Any]
Rows = list[dict[str, Any]]
T = TypeVar("T")


class ReadTransaction:
    """An open read transaction; `Database.read_together` ends it."""

    def __init__(self, transaction: ManagedTransaction) -> None:
        self._transaction = transaction
        self.at = "transaction"

    def read(self, statement: Statement | str, params: Params | None = None) -> Rows:
        """Run one statement and return its rows as plain Python."""
        # Not translated here: the driver repeats the whole after a lost connection, and must see which it was.
        self.at = _name(statement)
        result = self._transaction.run(_query(_text(statement)), dict(params or {}))
        return [_row(record) for record in result]


class WriteTransaction:
    """An open write transaction; `Database.writing` commits or rolls it back."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def run(self, text: Statement | str, params: Params | None = None) -> Rows:
        """Run one statement (text: replay runs recorded texts) and return its rows as plain Python."""
        (rows,) = self.run_each([(text, params or {})])
        return rows

    def run_each(self, calls: Iterable[tuple[Statement | str, Params]]) -> list[Rows]:
        """Run statements in order, each sent while the engine works on the one before; return the rows of each.

        The first that fails ends it. What is raised names it, or it and the one before: the driver tells of a
        statement's trouble while it sends the next.
        """
        sent: list[str] = []
        with translated(lambda: " or ".join(sent[-2:])):
            results = []
            for text, params in calls:
                sent.append(_name(text))
                results.append(self._transaction.run(_query(_text(text)), dict(params)))
            del sent[:-1]  # the others have answered, but for pages beyond the first
            return [[_row(record) for record in result] for result in results]


class Database:
    """One Neo4j database. The driver is made at first use and again after a fork: one per process."""

    def __init__(self, uri: str, user: str, password: str, *, name: str = "neo4j") -> None:
        self.uri = uri
        self._auth = (user, password)
        self._name = name
        self._lock = threading.Lock()
        self._driver: Driver | None = None
        self._bookmarks: BookmarkManager | None = None
        self._pid = 0
        # A driver inherited through fork shares its sockets with the parent: keep it, never use or close it.
        self._inherited: list[Driver] = []

    @classmethod
    def open(cls, uri: str, user: str, password: str) -> Database:
        """Return a database; nothing is connected until the first call."""
        return cls(uri, user, password)

    @property
    def credentials(self) -> tuple[str, str]:
        """User and password, for the second client of this room (`algorithms`)."""
        return self._auth

    def read(
        self, statement: Statement | str, params: Params | None = None, *, timeout: float = READ_SECONDS
    ) -> Rows:
        """Run in a managed read transaction (retried after a lost connection) and return plain rows.

        Raises `Unavailable` when the engine does not answer or `timeout` seconds have passed.
        """
        # Two round trips, where a managed transaction of the session takes three.
        with translated(_name(statement)):
            found = self._current().execute_query(
                Query(_query(_text(statement)), timeout=timeout),
                dict(params or {}),
                routing_=RoutingControl.READ,
                database_=self._name,
                bookmark_manager_=self._bookmarks,
            )
            return [_row(record) for record in found.records]

    def read_together(self, work: Callable[[ReadTransaction], T], *, timeout: float = READ_SECONDS) -> T:
        """Run several reads in one managed transaction: one round trip for each, instead of three.

        `work` is called again after a lost connection, so it must leave nothing behind but what it returns.
        Raises `Unavailable` when the engine does not answer or `timeout` seconds have passed.
        """
        asked: list[ReadTransaction] = []

        @unit_of_work(timeout=timeout)
        def managed(transaction: ManagedTransaction) -> T:
            asked.append(ReadTransaction(transaction))
            return work(asked[-1])

        with translated(lambda: asked[-1].at if asked else "transaction"), self._session(READ_ACCESS) as session:
            return session.execute_read(managed)

    def wait_until_applied(self) -> None:
        """Return once every commit that anybody could see a part of before this call can be read whole.

        While the server applies a commit, questions find some of it: nodes before their indexes. Only a bookmark
        makes a transaction wait for it. Raises `Unavailable` when the engine does not answer.
        """
        with translated("applied"):
            with self._session(READ_ACCESS) as session:
                session.run(Query("RETURN 1", timeout=READ_SECONDS)).consume()
                newest = session.last_bookmarks()
            with self._current().session(
                database=self._name, default_access_mode=READ_ACCESS, bookmarks=newest
            ) as session:
                session.run(Query("RETURN 1", timeout=READ_SECONDS)).consume()

    def stream(self, statement: Statement | str, params: Params | None = None) -> Iterator[dict[str, Any]]:
        """Yield plain rows one by one, without holding them all; close the iterator to stop early."""
        with translated(_name(statement)), self._session(READ_ACCESS) as session:
            query = Query(_query(_text(statement)), timeout=STREAM_SECONDS)
            for record in session.run(query, dict(params or {})):
                yield _row(record)

    @contextmanager
    def writing(self, *, timeout: float = WRITE_SECONDS) -> Iterator[WriteTransaction]:
        """Open a write transaction; commit when the block ends, roll back when it raises.

        Not retried: the caller knows what may be repeated (`Busy` says that nothing was changed).
        """
        with translated("transaction"), self._session(WRITE_ACCESS) as session:
            transaction = session.begin_transaction(timeout=timeout)
            try:
                yield WriteTransaction(transaction)
            except BaseException:
                transaction.close()  # rolls back
                raise
            transaction.commit()

    def run_schema(self, text: str) -> None:
        """Run one schema command (constraint, index) in a transaction of its own."""
        with translated("schema"), self._session(WRITE_ACCESS) as session:
            session.run(Query(_query(text), timeout=SCHEMA_SECONDS)).consume()

    def explain(self, statement: Statement | str, params: Params | None = None) -> dict[str, Any]:
        """Return the plan the engine would use: nested `{"operatorType", "args", "children", …}`."""
        with translated(_name(statement)), self._session(READ_ACCESS) as session:
            text = "EXPLAIN " + _text(statement)
            return dict(session.run(_query(text), dict(params or {})).consume().plan or {})

    def is_ready(self) -> bool:
        """True if the database answers now."""
        try:
            with self._session(READ_ACCESS) as session:  # not managed: no retries
                return bool(session.run(Query("RETURN 1 AS one", timeout=5.0)).consume())
        except Exception:  # any trouble at all means "not ready"
            return False

    def close(self) -> None:
        """Close this process's driver; the next call opens a new one."""
        with self._lock:
            if self._driver is not None and self._pid == os.getpid():
                self._driver.close()
            self._driver = None

    def _session(self, access: str) -> Session:
        return self._current().session(
            database=self._name, default_access_mode=access, fetch_size=FETCH_SIZE, bookmark_manager=self._bookmarks
        )

    def _current(self) -> Driver:
        with self._lock:
            if self._driver is not None and self._pid != os.getpid():
                self._inherited.append(self._driver)
                self._driver = None
            if self._driver is None:
                self._driver = self._connect()
                self._pid = os.getpid()
            return self._driver

    def _connect(self) -> Driver:
        # Bookmarks make one process read its own writes on a cluster. One server acknowledges a commit when it can
        # be read, and a bookmark would only make each question wait for the commit that is being applied.
        self._bookmarks = GraphDatabase.bookmark_manager() if is_routed(self.uri) else None
        return GraphDatabase.driver(
            self.uri,
            auth=self._auth,
            telemetry_disabled=True,
            notifications_min_severity="OFF",
            connection_acquisition_timeout=ACQUISITION_SECONDS,
            connection_timeout=10.0,
            max_transaction_retry_time=RETRY_SECONDS,
            keep_alive=True,
            liveness_check_timeout=LIVENESS_SECONDS,
        )


def is_routed(uri: str) -> bool:
    """True for an address behind which several servers may stand (`neo4j://`), false for one server (`bolt://`)."""
    return uri.partition(":")[0].lower().startswith("neo4j")


def _text(statement: Statement | str) -> str:
    return statement.text if isinstance(statement, Statement) else statement


def _name(statement: Statement | str) -> str:
    return statement.name if isinstance(statement, Statement) else "text"


def _query(text: str) -> LiteralString:
    # The driver wants literal strings to discourage string building; our texts come from checked files.
    return text


def _row(record: Record) -> dict[str, Any]:
    return {key: plain(record[key]) for key in record.keys()}  # noqa: SIM118 - a Record iterates over values
