"""The refusals, tried against the engine that is configured: by the guard first, then past it, straight on Bolt.

A projection answers nobody before every one of them was kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from ironriver.graph import RunLimits, Sandbox, SandboxTrouble
from ironriver.queries.guard import refusals

#: What the guard must refuse, by name: one for each way in that is known.
VECTORS = {
    "load_csv_http": "LOAD CSV FROM 'http://127.0.0.1:9/x' AS line RETURN line",
    "load_csv_file": "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "write": "CREATE (n:Planted {id: 'x'}) RETURN n",
    "delete": "MATCH (n) DETACH DELETE n",
    "kill_connection": "CALL dbms.killConnection('bolt-1')",
    "terminate": "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    "list_config": "CALL dbms.listConfig()",
    "statistics": "CALL db.stats.collect('QUERIES')",
    "query_caches": "CALL db.clearQueryCaches()",
    "jmx": "CALL dbms.queryJmx('*:*')",
    "metadata": "CALL tx.setMetaData({actor: 'somebody'})",
    "create_user": "CREATE USER planted SET PASSWORD 'planted-here'",
    "show_users": "SHOW USERS",
    "show_settings": "SHOW SETTINGS",
    "use_system": "USE system RETURN 1",
    "create_index": "CREATE INDEX planted FOR (n:Person) ON (n.name)",
    "apoc_load": "CALL apoc.load.json('http://127.0.0.1:9/x')",
    "apoc_run": "CALL apoc.cypher.run('RETURN 1', {})",
    "gds": "CALL gds.graph.drop('x')",
    "gds_function": "RETURN gds.util.asNode(0)",
    "prefix": "PROFILE MATCH (n) RETURN n",
    "comment": "/* only reading */ CREATE (n) RETURN n",
    "backticks": "CALL `dbms`.`listConfig`()",
    "unicode": "\\u0043REATE (n) RETURN n",
    "several": "RETURN 1; CREATE (n)",
    "in_transactions": "MATCH (n) CALL (n) { SET n.x = 1 } IN TRANSACTIONS",
    "labels": "CALL db.labels()",
    "schema": "CALL db.schema.visualization()",
    "show_indexes": "SHOW INDEXES",
    "long_range": "UNWIND range(1, 1000000000) AS x RETURN count(x)",
    "regex": "RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaa!' =~ '(a+)+$'",
    "reduce": "RETURN reduce(s = 0, x IN range(1, 9) | s + x)",
    "endless_path": "MATCH (a)-[*]->(b) RETURN count(*)",
}
#: What the engine itself must refuse when nobody stands before it.
DIRECT = {
    "engine_load_http": "LOAD CSV FROM 'http://127.0.0.1:9/x' AS line RETURN line",
    "engine_load_file": "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "engine_write": "CREATE (n:Planted) RETURN n",
    "engine_gds": "CALL gds.graph.list()",
    "engine_apoc": "RETURN apoc.version()",
}
_LIMITS = {"actor": "self-test", "rows": 1, "bytes": 10_000, "seconds": 5.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One refusal that was tried, and whether it held."""

    name: str
    passed: bool


def test_engine(sandbox: Sandbox) -> tuple[Check, ...]:
    """Try everything; return each check with its outcome. The engine must answer a plain query too."""
    found = [Check(name="answers", passed=_runs(sandbox, "RETURN 1 AS one"))]
    found += [Check(name=name, passed=bool(refusals(text, {}, sandbox))) for name, text in VECTORS.items()]
    found += [Check(name=name, passed=not _runs(sandbox, text)) for name, text in DIRECT.items()]
    found.append(Check(name="engine_write_session", passed=not _writes(sandbox)))
    return tuple(found)


def _runs(sandbox: Sandbox, text: str) -> bool:
    try:
        sandbox.run(text, {}, RunLimits(run="self-test", **_LIMITS), gone=lambda: False)  # type: ignore[arg-type]
    except SandboxTrouble:
        return False
    return True


def _writes(sandbox: Sandbox) -> bool:
    """Whether the store takes a write in a session that may write: read-only must not hang on the session."""
    try:
        with sandbox.writing(timeout=5.0) as transaction:
            transaction.run("CREATE (n:Planted)", {})
    except Exception:  # refused in whatever way it is refused
        return False
    return True
