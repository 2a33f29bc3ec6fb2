"""Talk to Neo4j: managed engine, driver, catalogue of `cypher/`, schema. Only this room imports the driver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ironriver.graph.catalogue import Catalogue, Statement, read_statement, shipped_folder
from ironriver.graph.copying import clear, fill, make_indexes
from ironriver.graph.database import Database, ReadTransaction, WriteTransaction
from ironriver.graph.naming import kinds_named
from ironriver.graph.sandbox import Operator, Outcome, RunLimits, Sandbox, SandboxTrouble, Trouble
from ironriver.graph.schema import apply_schema
from ironriver.graph.tokens import Group, Item, Items, TokenError, read_tree
from ironriver.graph.trouble import Busy, StatementError

if TYPE_CHECKING:
    from ironriver.graph import algorithms
    from ironriver.graph.engine import Engine, EngineSpec

__all__ = [
    "Busy",
    "Catalogue",
    "Database",
    "Engine",
    "EngineSpec",
    "Group",
    "Item",
    "Items",
    "Operator",
    "Outcome",
    "ReadTransaction",
    "RunLimits",
    "Sandbox",
    "SandboxTrouble",
    "Statement",
    "StatementError",
    "TokenError",
    "Trouble",
    "WriteTransaction",
    "algorithms",
    "apply_schema",
    "clear",
    "fill",
    "kinds_named",
    "make_indexes",
    "read_statement",
    "read_tree",
    "shipped_folder",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module hook returns whatever was asked for
    """Load the engine only where it is used: web processes never start one."""
    if name in ("Engine", "EngineSpec"):
        from ironriver.graph import engine

        return getattr(engine, name)
    raise AttributeError(name)
