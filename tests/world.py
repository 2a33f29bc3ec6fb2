"""What the suite's tests stand on: a real engine, an emptied graph, a deployment with its genesis done."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from ironriver.graph import Catalogue, Database, apply_schema
from ironriver.graph.engine import Engine, EngineSpec
from ironriver.model.actor import Actor, Role
from ironriver.model.marking import PUBLIC, Handling, Tlp
from ironriver.settings import Settings

CHECKOUT = Path(__file__).resolve().parents[1]
JARS = CHECKOUT / ".ironriver" / "cache" / "jars"
AGENCY = "us-tpd"
#: One transaction deletes this many nodes at most; plenty for every test, and no test runs out of memory.
_EMPTY_BATCH = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineAddress:
    """Where the suite's engine answers."""

    uri: str
    user: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One deployment: fresh directories, an emptied graph with its schema, genesis done.

    `actor` is an all-cleared analyst of holding `us-tpd`, made by the system for tests.
    """

    settings: Settings
    database: Database
    catalogue: Catalogue
    vault: Any
    ledger: Any
    actor: Actor


def engine_spec(home: Path, **changes: Any) -> EngineSpec:
    """Return a small engine for tests in `home`, on a free port."""
    given: dict[str, Any] = {"home": home, "port": 0, "heap_mb": 640, "pagecache_mb": 128}
    return EngineSpec(**(given | {"jars": JARS, "brief": True} | changes))


@contextmanager
def running_engine(home: Path, **changes: Any) -> Iterator[Engine]:
    """Start an engine of one's own in `home` and stop it at the end."""
    engine = Engine(engine_spec(home, **changes))
    engine.start()
    try:
        yield engine
    finally:
        engine.stop()


def product_engine(home: Path) -> AbstractContextManager[Engine]:
    """Start an engine as the product does, for what is measured: with all compilers and the usual memory."""
    usual = {one.name: one.default for one in fields(Settings)}
    return running_engine(
        home, brief=False, heap_mb=usual["engine_heap_mb"], pagecache_mb=usual["engine_pagecache_mb"]
    )


def empty(database: Database, catalogue: Catalogue) -> None:
    """Leave nothing in the graph but the schema, which is made again if its files have changed since."""
    deleted = "MATCH (n) WHERE NOT n:SchemaFile WITH n LIMIT $most DETACH DELETE n RETURN count(*) AS n"
    while True:
        with database.writing() as transaction:
            rows = transaction.run(deleted, {"most": _EMPTY_BATCH})
        if rows[0]["n"] < _EMPTY_BATCH:
            break
    have = {
        row["name"]: row["sha256"]
        for row in database.read("MATCH (f:SchemaFile) RETURN f.name AS name, f.sha256 AS sha256")
    }
    want = {statement.name: statement.sha256 for statement in catalogue.schema()}
    if have != want:
        drop_schema(database)
        apply_schema(database, catalogue)


def drop_schema(database: Database) -> None:
    """Remove every constraint and index, and the notes of which schema files ran."""
    for kind, shown in (("CONSTRAINT", "SHOW CONSTRAINTS"), ("INDEX", "SHOW INDEXES WHERE type <> 'LOOKUP'")):
        listing = (
            f"{shown} YIELD name RETURN name"
            if kind == "CONSTRAINT"
            else "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"
        )
        for row in database.read(listing):
            database.run_schema(f"DROP {kind} `{row['name']}` IF EXISTS")
    with database.writing() as transaction:
        transaction.run("MATCH (f:SchemaFile) DELETE f", {})


def settings_in(folder: Path, engine: EngineAddress, **changes: Any) -> Settings:
    """Return settings whose four directories lie in `folder` and whose graph is the suite's engine."""
    password_file = folder / "neo4j-password"
    folder.mkdir(parents=True, exist_ok=True)
    password_file.write_text(engine.password, "utf-8")
    password_file.chmod(0o600)
    given: dict[str, Any] = {
        "data_dir": folder / "data",
        "keys_dir": folder / "keys",
        "checkpoints_dir": folder / "checkpoints",
        "cache_dir": JARS.parent,
        "neo4j_uri": engine.uri,
        "neo4j_user": engine.user,
        "neo4j_password_file": str(password_file),
        "demo": True,
        "boot_id": secrets.token_hex(8),
    }
    return Settings(**(given | changes))


def cleared_actor(**changes: Any) -> Actor:
    """Return an analyst of `us-tpd` who may see everything of his agency and everything published."""
    given: dict[str, Any] = {
        "id": "actor:test-analyst",
        "name": "Test Analyst",
        "agency": AGENCY,
        "holdings": frozenset({PUBLIC, AGENCY}),
        "max_tlp": Tlp.RED,
        "handling": frozenset(Handling),
        "roles": frozenset({Role.ANALYST, Role.INVESTIGATOR, Role.TRACER}),
        "origin": "test",
    }
    return Actor(**(given | changes))


def make_world(folder: Path, engine: EngineAddress, database: Database, catalogue: Catalogue) -> World:
    """Open vault and ledger in `folder` over an emptied database and do the genesis."""
    from ironriver.ledger import Ledger
    from ironriver.vault import Keys, Vault

    settings = settings_in(folder, engine)
    keys = Keys.load_or_create(settings)
    vault = Vault(settings.data_dir / "vault")
    ledger = Ledger.open(settings, database, catalogue, vault, keys)
    ledger.genesis(agency=AGENCY, administrator="admin")
    return World(
        settings=settings, database=database, catalogue=catalogue, vault=vault, ledger=ledger, actor=cleared_actor()
    )
