"""Rows of nodes and links into an empty engine: how a projection is filled.

Ends are found by the engine's own number, noted while the nodes were written: no index has to be kept up meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import islice
from typing import Any

from ironriver.graph.catalogue import Catalogue
from ironriver.graph.database import Database

#: Rows of one transaction: 10,000 were measured as the quickest that stays far below the memory of one.
BATCH_ROWS = 5_000
_NODES = "UNWIND $rows AS row CREATE (n:$(row.labels)) SET n = row.properties RETURN elementId(n) AS at"
_LINKS = (
    "UNWIND $rows AS row MATCH (a) WHERE elementId(a) = row.a MATCH (b) WHERE elementId(b) = row.b "
    "CREATE (a)-[r:$(row.type)]->(b) SET r = row.properties"
)
_CLEAR = "MATCH (n) WITH n LIMIT $most DETACH DELETE n RETURN count(*) AS n"
_LABEL = re.compile(r"\(\s*\w+\s*:\s*(\w+)")

Row = Mapping[str, Any]
#: Called after each batch with the number of things written so far; may raise to stop.
Tell = Callable[[int], None]


def fill(target: Database, nodes: Iterable[Row], links: Iterable[Row], *, tell: Tell) -> tuple[int, int]:
    """Write nodes (`labels`, `properties` with `id`) and links (`type`, `start`, `end`, `properties`); count both.

    A link whose end was not among the nodes is left out.
    """
    places: dict[str, str] = {}
    for batch in _batches(nodes):
        with target.writing() as transaction:
            rows = transaction.run(_NODES, {"rows": batch})
        places.update((one["properties"]["id"], row["at"]) for one, row in zip(batch, rows, strict=True))
        tell(len(places))
    written = 0
    for batch in _batches(links):
        rows = [_placed(link, places) for link in batch if link["start"] in places and link["end"] in places]
        with target.writing() as transaction:
            transaction.run(_LINKS, {"rows": rows})
        written += len(rows)
        tell(len(places) + written)
    return len(places), written


def clear(target: Database) -> None:
    """Take out every node and link again: what was copied while it changed is no data cut."""
    while True:
        with target.writing() as transaction:
            rows = transaction.run(_CLEAR, {"most": BATCH_ROWS})
        if rows[0]["n"] < BATCH_ROWS:
            return


def make_indexes(target: Database, catalogue: Catalogue, labels: Collection[str]) -> None:
    """Make the product's constraints and indexes of these labels, but no full-text ones; wait until they answer."""
    for statement in catalogue.schema():
        for command in statement.commands:
            named = _LABEL.search(command)
            if named and named[1] in labels and "FULLTEXT" not in command.upper():
                target.run_schema(command)
    target.run_schema("CALL db.awaitIndexes(600)")


def _placed(link: Row, places: Mapping[str, str]) -> dict[str, Any]:
    ends = {"a": places[link["start"]], "b": places[link["end"]]}
    return {"type": link["type"], "properties": link["properties"], **ends}


def _batches(rows: Iterable[Row]) -> Iterable[list[Row]]:
    source = iter(rows)
    while batch := list(islice(source, BATCH_ROWS)):
        yield batch
