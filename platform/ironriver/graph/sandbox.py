"""A person's own Cypher on a read-only engine: its plan, its rows up to a limit, and its end at once when asked.

What the driver raises becomes one of six fixed troubles: the engine's messages quote data.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, LiteralString

from neo4j import READ_ACCESS, Driver, Query, Session
from neo4j.exceptions import DriverError, Neo4jError, ServiceUnavailable, SessionExpired

from ironriver import clock
from ironriver.graph.convert import plain
from ironriver.graph.database import Database

PLAN_SECONDS = 10.0
#: How often a running query asks whether anybody still waits.
LOOK_SECONDS = 0.1
#: Least seconds that a stopped query's thread is waited for; the engine has been told by then.
END_SECONDS = 2.0
#: Rows fetched at a time: little is thrown away at the row limit.
_FETCH = 250
_EXPLAIN = "EXPLAIN "
_PLACE = re.compile(r"\(line (\d+), column (\d+)")

_RUNNING = (
    "SHOW TRANSACTIONS YIELD transactionId, metaData, elapsedTime WHERE metaData.run IS NOT NULL "
    "RETURN transactionId AS tx, metaData.run AS run, metaData.actor AS actor, "
    "elapsedTime.milliseconds AS milliseconds"
)
_NODE_HERE = "UNWIND $pairs AS pair MATCH (n:$label {id: pair[0]}) RETURN 1 AS here LIMIT 1"
_LINK_HERE = "UNWIND $pairs AS pair MATCH (n:$label {id: pair[0]})-[r {id: pair[1]}]-() RETURN 1 AS here LIMIT 1"
_TERMINATE = "TERMINATE TRANSACTIONS $tx"


class Trouble(StrEnum):
    """All that is said of an engine's refusal."""

    SYNTAX = "syntax"
    VALUE = "value"
    TIME = "time"
    MEMORY = "memory"
    STOPPED = "stopped"
    UNREACHABLE = "unreachable"


class SandboxTrouble(Exception):
    """A query that did not answer; `line` and `column` only for its syntax."""

    def __init__(self, trouble: Trouble, *, line: int = 0, column: int = 0) -> None:
        super().__init__(str(trouble))
        self.trouble = trouble
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """One step of a plan."""

    name: str
    details: str
    rows: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLimits:
    """How far a query may go, and for whom it runs."""

    run: str
    actor: str
    rows: int
    bytes: int
    seconds: float


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What came back. `more` says that rows were left; `milliseconds` is the time on the engine and on the way."""

    columns: tuple[str, ...] = ()
    rows: list[list[Any]] = field(default_factory=list)
    more: bool = False
    milliseconds: int = 0


class Sandbox(Database):
    """A read-only engine that people write to. Every session is a reading one; nothing is retried.

    Closed, it stays closed: the thread of a stopped query may still be on its way to a session.
    """

    _is_over = False

    def close(self) -> None:
        """Close the connections for good."""
        self._is_over = True
        super().close()

    def _connect(self) -> Driver:
        if self._is_over:
            raise ServiceUnavailable("closed")
        return super()._connect()

    def plan(self, text: str, params: Mapping[str, Any]) -> tuple[Operator, ...]:
        """Return every operator of the plan. Raises `SandboxTrouble`; nothing is run."""
        with self._session(READ_ACCESS) as session:
            query = Query(_literal(_EXPLAIN + text), timeout=PLAN_SECONDS)
            try:
                found = session.run(query, dict(params)).consume().plan
            except (Neo4jError, DriverError, OverflowError, UnicodeError) as cause:
                raise _in_own_text(_trouble(cause)) from None
        return tuple(_operators(dict(found or {})))

    def run(
        self, text: str, params: Mapping[str, Any], limits: RunLimits, *, gone: Callable[[], bool]
    ) -> Outcome:
        """Run a query until its end, its limits, or until `gone()`; then the engine's transaction is ended.

        Raises `SandboxTrouble`.
        """
        work = _Work(self, text, params, limits)
        thread = threading.Thread(target=work.do, name=f"query {limits.run}", daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(LOOK_SECONDS)
            if thread.is_alive() and gone():
                self.end(limits.run)
                thread.join(END_SECONDS)
                raise SandboxTrouble(Trouble.STOPPED)
        if work.cause is not None:
            raise _trouble(work.cause) from None
        return work.outcome

    def running(self) -> list[dict[str, Any]]:
        """Return the running queries of people: `tx`, `run`, `actor`, `milliseconds`."""
        return self.read(_RUNNING)

    def end(self, run: str) -> bool:
        """End a running query's transaction on the engine; False where none of this name runs."""
        transactions = [row["tx"] for row in self.running() if row["run"] == run]
        for transaction in transactions:
            self.read(_TERMINATE, {"tx": transaction})
        return bool(transactions)

    def holds(
        self, nodes: Mapping[str, Collection[tuple[str, str]]], links: Mapping[str, Collection[tuple[str, str]]]
    ) -> bool:
        """Whether one of these nodes is here, or one of these links: pairs (node, link id) by the node's label.

        Labels are the ontology's words, never what somebody typed. Raises `Unavailable`.
        """
        asked = [(_NODE_HERE, label, pairs) for label, pairs in nodes.items()]
        asked += [(_LINK_HERE, label, pairs) for label, pairs in links.items()]
        return any(
            self.read(text.replace("$label", label), {"pairs": [list(pair) for pair in pairs]})
            for text, label, pairs in asked
        )

    def reading(self) -> Session:
        """Return a session that may only read, with small pages."""
        return self._current().session(database=self._name, default_access_mode=READ_ACCESS, fetch_size=_FETCH)


class _Work:
    """One run, in a thread of its own, so that somebody can look up and stop it."""

    def __init__(self, sandbox: Sandbox, text: str, params: Mapping[str, Any], limits: RunLimits) -> None:
        self._sandbox, self._text, self._params, self._limits = sandbox, text, params, limits
        self.outcome = Outcome()
        self.cause: Exception | None = None

    def do(self) -> None:
        began = clock.monotonic()
        try:
            self._read()
        except Exception as cause:  # told to whoever waits, in fixed words
            self.cause = cause
        self.outcome.milliseconds = round((clock.monotonic() - began) * 1000)

    def _read(self) -> None:
        tag = {"run": self._limits.run, "actor": self._limits.actor}
        query = Query(_literal(self._text), timeout=self._limits.seconds, metadata=tag)
        room = self._limits.bytes
        with self._sandbox.reading() as session:
            result = session.run(query, dict(self._params))
            self.outcome.columns = tuple(result.keys())
            for record in result:
                row = [plain(value) for value in record.values()]
                room -= len(json.dumps(row, default=str, ensure_ascii=False))
                if len(self.outcome.rows) >= self._limits.rows or room < 0:
                    self.outcome.more = True
                    return  # leaving the session throws the rest away on the engine
                self.outcome.rows.append(row)


def _operators(plan: Mapping[str, Any]) -> Iterator[Operator]:
    arguments = plan.get("args", {})
    yield Operator(
        name=str(plan.get("operatorType", "")).partition("@")[0],
        details=str(arguments.get("Details", "")),
        rows=float(arguments.get("EstimatedRows", 0.0)),
    )
    for child in plan.get("children", ()):
        yield from _operators(child)


def _trouble(cause: Exception) -> SandboxTrouble:
    if isinstance(cause, (ServiceUnavailable, SessionExpired)):
        return SandboxTrouble(Trouble.UNREACHABLE)
    code = str(getattr(cause, "code", "") or "")
    for part, trouble in _CODES:
        if part in code:
            place = _PLACE.search(str(cause)) if trouble is Trouble.SYNTAX else None
            line, column = (int(place[1]), int(place[2])) if place else (0, 0)
            return SandboxTrouble(trouble, line=line, column=column)
    return SandboxTrouble(Trouble.UNREACHABLE if isinstance(cause, DriverError) else Trouble.VALUE)


def _in_own_text(trouble: SandboxTrouble) -> SandboxTrouble:
    """The engine counts our word before the person's first line."""
    if trouble.line == 1:
        trouble.column = max(1, trouble.column - len(_EXPLAIN))
    return trouble


#: Parts of the engine's codes, the first that fits.
_CODES = (
    ("TransactionTimedOut", Trouble.TIME),
    ("MemoryPoolOutOfMemory", Trouble.MEMORY),
    ("OutOfMemory", Trouble.MEMORY),
    ("Transaction.Terminated", Trouble.STOPPED),
    ("Statement.SyntaxError", Trouble.SYNTAX),
    ("Statement.SemanticError", Trouble.SYNTAX),
    ("ParameterMissing", Trouble.SYNTAX),
    ("DatabaseUnavailable", Trouble.UNREACHABLE),
    ("Unauthorized", Trouble.UNREACHABLE),
)


def _literal(text: str) -> LiteralString:
    # The driver wants literals to discourage string building. This text is a person's: it passed the guard.
    return text
