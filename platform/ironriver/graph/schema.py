"""Schema files, in order, once. Which ones ran, and what they said, stands in `SchemaFile` nodes.

Those nodes lie outside the ledger's fold: constraints and indexes hold no facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ironriver import clock
from ironriver.errors import Conflict, Say

if TYPE_CHECKING:
    from ironriver.graph.catalogue import Catalogue
    from ironriver.graph.database import Database

#: Index builds on a large store take minutes; a query against a missing index takes longer.
AWAIT_INDEXES_SECONDS = 600

_KNOWN = "MATCH (f:SchemaFile) RETURN f.name AS name, f.sha256 AS sha256 LIMIT 10000"
_RECORD = "MERGE (f:SchemaFile {name: $name}) SET f.sha256 = $sha256, f.at = $at"


def apply_schema(database: Database, catalogue: Catalogue) -> list[str]:
    """Run the schema files that have not run yet; return their names. Waits until all indexes answer.

    A file that changed after it ran raises `Conflict`: write a new file instead. Every command must be
    `IF NOT EXISTS`, so that a run cut short can be run again.
    """
    known = {row["name"]: row["sha256"] for row in database.read(_KNOWN)}
    wanted = catalogue.schema()
    for statement in wanted:
        if statement.name in known and known[statement.name] != statement.sha256:
            raise _drift(statement.name)
    unknown = sorted(set(known) - {statement.name for statement in wanted})
    if unknown:
        raise _newer(unknown)
    applied: list[str] = []
    for statement in wanted:
        if statement.name in known:
            continue
        for command in statement.commands:
            database.run_schema(command)
        with database.writing() as transaction:
            transaction.run(_RECORD, {"name": statement.name, "sha256": statement.sha256, "at": clock.stamp()})
        applied.append(statement.name)
    database.run_schema(f"CALL db.awaitIndexes({AWAIT_INDEXES_SECONDS})")
    return applied


def _drift(name: str) -> Conflict:
    return Conflict(
        Say(
            en=f"Schema file {name} was changed after it had been applied. Restore it and put the change into a "
            "new file.",
            es=f"El archivo de esquema {name} cambió después de aplicarse. Restáurelo y ponga el cambio en un "
            "archivo nuevo.",
        )
    )


def _newer(names: list[str]) -> Conflict:
    listed = ", ".join(names)
    return Conflict(
        Say(
            en=f"This database has schema files that this version does not know ({listed}). Run the version that "
            "made it, or a newer one.",
            es=f"Esta base de datos tiene archivos de esquema que esta versión no conoce ({listed}). Use la "
            "versión que la creó, o una más nueva.",
        )
    )
