"""The one door to the engine's graph algorithms: project, estimate, stream, drop. Nothing is written back.

A projection is what one statement of the catalogue returns (`source`, `target`), so it holds exactly what that
statement's visibility condition lets through. One job, one name; dropped at the end, also after a failure.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from graphdatascience import GraphDataScience
from graphdatascience.error.unable_to_connect import UnableToConnectError
from neo4j import Driver, GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from ironriver.errors import Invalid, Say
from ironriver.graph.catalogue import Statement
from ironriver.graph.database import Database
from ironriver.graph.trouble import translated

#: How often a running call asks whether it should stop.
LOOK_SECONDS = 0.1
#: How long an ended call is waited for; the engine has been told by then.
END_SECONDS = 10.0
#: Of the heap that is free now; the rest is for people's questions meanwhile.
HEAP_SHARE = 0.6
_NAME = re.compile(r"[a-z0-9_]{6,60}")
_RUNNING = (
    "SHOW TRANSACTIONS YIELD transactionId, currentQuery WHERE currentQuery CONTAINS $mark RETURN transactionId"
)
_TERMINATE = "TERMINATE TRANSACTIONS $tx"


class Algorithm(StrEnum):
    """What may be asked of a projection, by the engine's own names."""

    WCC = "wcc"
    LEIDEN = "leiden"
    KCORE = "kcore"
    PAGE_RANK = "pageRank"
    BETWEENNESS = "betweenness"
    ARTICULATION_POINTS = "articulationPoints"


#: The column that an algorithm gives (1 where being listed is the answer), and what makes it repeatable.
_HOW: Mapping[Algorithm, tuple[str, dict[str, Any]]] = {
    Algorithm.WCC: ("componentId", {"concurrency": 1}),
    Algorithm.LEIDEN: ("communityId", {"concurrency": 1, "randomSeed": 1}),
    Algorithm.KCORE: ("coreValue", {"concurrency": 1}),
    Algorithm.PAGE_RANK: ("score", {"concurrency": 1}),
    Algorithm.BETWEENNESS: ("score", {"concurrency": 1}),
    Algorithm.ARTICULATION_POINTS: ("1", {"concurrency": 1}),
}
#: Their values are numbers of groups, which depend on nothing but order: renamed by the smallest member.
_GROUPS = frozenset({Algorithm.WCC, Algorithm.LEIDEN})


class Stopped(Exception):
    """The work was asked to stop, and the engine's transaction has been ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a projection is."""

    nodes: int
    links: int


def _library_over(driver: Driver) -> GraphDataScience:
    try:
        return GraphDataScience(driver, arrow=False, show_progress=False)
    except UnableToConnectError as cause:  # hides what the engine said
        raise next((one for one in cause.args if isinstance(one, Exception)), cause) from None


class Algorithms:
    """A connection for one job. `gone()` is asked while a call runs: when it says yes, the call is ended."""

    def __init__(self, database: Database, *, gone: Callable[[], bool] = lambda: False) -> None:
        self._database, self._gone = database, gone
        # A driver of our own: the library's is left open when its first question fails.
        self._driver = GraphDatabase.driver(database.uri, auth=database.credentials, telemetry_disabled=True)
        try:
            with translated("gds"):
                self._gds = _library_over(self._driver)
        except BaseException:
            self._driver.close()
            raise

    @contextmanager
    def projection(self, name: str, statement: Statement, params: Mapping[str, Any]) -> Iterator[Projection]:
        """Project what `statement` returns under `name` (one job's own); drop it when the block ends.

        The statement returns nodes as `source, target` in a canonical order; every link counts in both directions.
        Raises `Invalid` where the estimate is above the free memory, `Stopped` when asked to stop.
        """
        if not _NAME.fullmatch(name) or statement.mode != "read" or statement.returns != ("source", "target"):
            raise ValueError(f"{name}: not a projection")
        self._refuse_too_large(statement, params)
        try:
            made = self.run(
                f"CALL () {{ {statement.text} }} WITH source, target RETURN gds.graph.project('{name}', source, "
                "target, {}, {undirectedRelationshipTypes: ['*'], readConcurrency: 1}) AS made",
                params, mark=name,
            )  # fmt: skip
            told = (made[0]["made"] if made else None) or {"nodeCount": 0, "relationshipCount": 0}
            size = Size(nodes=int(told["nodeCount"]), links=int(told["relationshipCount"]) // 2)
            yield Projection(self, name, size)
        finally:
            self.drop(name)

    def run(self, text: str, params: Mapping[str, Any], *, mark: str) -> list[dict[str, Any]]:
        """Run a call in a thread of its own and return its rows; end it on the engine when `gone()` says so."""
        if self._gone():
            raise Stopped(mark)
        call = _Call(self._gds, f"/* {mark} */ {text}", dict(params))
        thread = threading.Thread(target=call.do, name=f"gds {mark}", daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(LOOK_SECONDS)
            if thread.is_alive() and self._gone():
                self._end(mark)
                thread.join(END_SECONDS)
                raise Stopped(mark)
        with translated(f"gds {mark}"):
            if call.cause is not None:
                raise call.cause
        return call.rows

    def names(self) -> list[str]:
        """Return the names of the projections that the engine holds now."""
        rows = self._gds.run_cypher("CALL gds.graph.list() YIELD graphName RETURN graphName ORDER BY graphName")
        return [str(row["graphName"]) for row in rows.to_dict("records")]

    def drop(self, name: str) -> None:
        """Drop a projection; nothing happens where there is none of this name."""
        with suppress(Neo4jError, DriverError):
            self._gds.run_cypher(
                "CALL gds.graph.drop($name, false) YIELD graphName RETURN graphName", {"name": name}
            )

    def close(self) -> None:
        """Close the connection."""
        self._gds.close()
        self._driver.close()

    def free_bytes(self) -> int:
        """Return how much of the engine's heap is free now."""
        rows = self.run("CALL gds.debug.sysInfo() YIELD key, value RETURN key, value", {}, mark="memory")
        told = {str(row["key"]): row["value"] for row in rows}
        used = int(told["heapTotalInBytes"]) - int(told["heapFreeInBytes"])
        return int(told["heapMaxInBytes"]) - used

    def refuse_above(self, wanted: int) -> None:
        """Raise `Invalid` where `wanted` bytes are more than may be taken of the engine's free heap."""
        free = int(self.free_bytes() * HEAP_SHARE)
        if wanted > free:
            raise Invalid(
                Say(
                    en=f"This needs {wanted >> 20:,} MiB of the graph database's memory and {free >> 20:,} MiB are "
                    "free. Choose a shorter period, or give the engine more memory.",
                    es=f"Esto necesita {wanted >> 20:,} MiB de la memoria de la base de datos de grafos y hay "
                    f"{free >> 20:,} MiB libres. Elija un periodo más corto o dé más memoria al motor.",
                )
            )

    def _refuse_too_large(self, statement: Statement, params: Mapping[str, Any]) -> None:
        counted = self.run(f"CALL () {{ {statement.text} }} RETURN count(*) AS n", params, mark="count")
        links = int(counted[0]["n"])
        # Twice as many nodes as links is the most there can be.
        told = self.run(
            "CALL gds.graph.project.estimate('*', '*', {nodeCount: $nodes, relationshipCount: $links}) "
            "YIELD bytesMax RETURN bytesMax", {"nodes": 2 * links, "links": 2 * links}, mark="estimate",
        )  # fmt: skip
        self.refuse_above(int(told[0]["bytesMax"]))

    def _end(self, mark: str) -> None:
        for row in self._database.read(_RUNNING, {"mark": f"/* {mark} */"}):
            self._database.read(_TERMINATE, {"tx": row["transactionId"]})


class Projection:
    """A projection that exists; valid inside its `with` block."""

    def __init__(self, door: Algorithms, name: str, size: Size) -> None:
        self._door, self.name, self.size = door, name, size

    def estimate(self, algorithm: Algorithm, **options: Any) -> int:  # noqa: ANN401 - the engine's own options
        """Return the most bytes that an algorithm may take on this projection."""
        rows = self._door.run(
            f"CALL gds.{algorithm}.stream.estimate('{self.name}', $how) YIELD bytesMax RETURN bytesMax",
            {"how": _HOW[algorithm][1] | options}, mark=self.name,
        )  # fmt: skip
        return int(rows[0]["bytesMax"])

    def stream(self, algorithm: Algorithm, **options: Any) -> dict[str, float]:  # noqa: ANN401
        """Return our id → value, by id. Groups are numbered by the order of their smallest ids, from 0.

        The memory is estimated first: `Invalid` where it is not there. `Stopped` when asked to stop.
        """
        if not self.size.nodes:
            return {}
        self._door.refuse_above(self.estimate(algorithm, **options))
        column, how = _HOW[algorithm]
        rows = self._door.run(
            f"CALL gds.{algorithm}.stream('{self.name}', $how) YIELD nodeId{_also(column)} "
            f"RETURN gds.util.asNode(nodeId).id AS id, {column} AS value ORDER BY id",
            {"how": how | options}, mark=self.name,
        )  # fmt: skip
        values = {str(row["id"]): row["value"] for row in rows}
        return _renamed(values) if algorithm in _GROUPS else {id_: float(value) for id_, value in values.items()}

    def links(self) -> list[tuple[str, str]]:
        """Return every link as our ids (source, target), each once, in order; read from the projection."""
        rows = self._door.run(
            f"CALL gds.graph.relationships.stream('{self.name}') YIELD sourceNodeId, targetNodeId "
            "RETURN gds.util.asNode(sourceNodeId).id AS source, gds.util.asNode(targetNodeId).id AS target",
            {}, mark=self.name,
        ) if self.size.nodes else []  # fmt: skip
        pairs = {(str(row["source"]), str(row["target"])) for row in rows}
        return sorted({(min(pair), max(pair)) for pair in pairs})


class _Call:
    """One call, in a thread of its own."""

    def __init__(self, gds: GraphDataScience, text: str, params: dict[str, Any]) -> None:
        self._gds, self._text, self._params = gds, text, params
        self.rows: list[dict[str, Any]] = []
        self.cause: Exception | None = None

    def do(self) -> None:
        try:
            self.rows = self._gds.run_cypher(self._text, self._params).to_dict("records")
        except Exception as cause:  # raised again where somebody waits
            self.cause = cause


def _also(column: str) -> str:
    return "" if column == "1" else f", {column}"


def _renamed(values: Mapping[str, Any]) -> dict[str, float]:
    numbers: dict[Any, int] = {}
    return {id_: float(numbers.setdefault(value, len(numbers))) for id_, value in sorted(values.items())}
