"""What people might write to get around the guard, and what they may write: every line of two lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ironriver.graph import Catalogue, Database, RunLimits, Sandbox, SandboxTrouble
from ironriver.queries.guard import refusals
from ironriver.queries.guard_text import check_text
from ironriver.queries.self_test import DIRECT, VECTORS
from tests import world as worlds
from tests.world import EngineAddress

HERE = Path(__file__).parent
VALUES = {"serial": "TKF12045", "dealer": "x", "since": "2020-01-01", "id": "x", "n": 5, "label": "Person"}
#: A gun from its sale to its recovery, so that the statements have something to go over.
LITTLE = """
CREATE (:Person {id: 'person_1', name: 'Dale', dob: '1990-01-01'})-[:BOUGHT]->(p:Purchase {id: 'p1'})
CREATE (p)-[:SOLD_BY]->(:Dealer {id: 'd1', name: 'Palo', state: 'AZ'})
CREATE (p)-[:OF]->(f:Firearm {id: 'f1', serial: 'TKF12045', canonical: 'TKF12045', maker: 'Marlowe', tlp: 2})
CREATE (:Recovery {id: 'r1', date: '2024-06-01', country: 'MX', ttc_days: 148})-[:OF]->(f)
"""
#: Refused by their plan, should the text check ever be got around.
PLANNED = (
    "CREATE (n)",
    "MERGE (n:Person {id: 'q'})",
    "MATCH (n) DELETE n",
    "MATCH (n) SET n.x = 1",
    "MATCH (n) REMOVE n.x",
    "FOREACH (x IN [1] | CREATE (:Person))",
    "MATCH (n) CALL (n) { SET n.x = 1 } IN TRANSACTIONS",
    "CALL db.labels()",
    "CALL gds.graph.list()",
    "CALL dbms.listConfig()",
    "SHOW SETTINGS",
    "SHOW USERS",
    "SHOW INDEXES",
    "TERMINATE TRANSACTIONS 'x'",
    "LOAD CSV FROM 'file:///x' AS l RETURN l",
    "CREATE USER u SET PASSWORD 'longenough'",
    "CREATE INDEX x FOR (n:Person) ON (n.name)",
    "MATCH (a)-[*]->(b) RETURN a",
    "MATCH (a)-[*2..]->(b) RETURN a",
    "MATCH (a)-[*7]->(b) RETURN a",
    "MATCH (a) ((x)-[r]->(y))+ (b) RETURN a",
    "MATCH p = SHORTEST 1 (a:Dealer)-[:OF]-+(b:Recovery) RETURN p",
    "MATCH p = shortestPath((a:Dealer)-[*..9]-(b:Recovery)) RETURN p",
    "MATCH (n) FINISH",
)


def lines(name: str) -> list[str]:
    text = (HERE / name).read_text("utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def sandbox(engine: EngineAddress, catalogue: Catalogue) -> Iterator[Sandbox]:
    """The suite's own engine, which may write and has GDS: the guard must not lean on the engine's refusals."""
    database = Database.open(engine.uri, engine.user, engine.password)
    worlds.empty(database, catalogue)
    with database.writing() as transaction:
        transaction.run(LITTLE)
    database.close()
    opened = Sandbox(engine.uri, engine.user, engine.password)
    yield opened
    opened.close()


def limits(run: str = "run_test", seconds: float = 10.0) -> RunLimits:
    return RunLimits(run=run, actor="actor:test", rows=50, bytes=1_000_000, seconds=seconds)


def test_the_lists_are_as_long_as_they_must_be() -> None:
    assert len(lines("refused.txt")) >= 60
    assert len(lines("allowed.txt")) >= 100
    assert len(set(lines("refused.txt"))) == len(lines("refused.txt"))


@pytest.mark.parametrize("line", lines("refused.txt"))
def test_a_forged_statement_is_refused_for_the_right_reason(line: str) -> None:
    code, _, text = line.partition(" | ")
    found = {refusal.code: refusal for refusal in check_text(text)}
    assert code in found
    assert found[code].say.en
    assert found[code].say.es
    assert found[code].say.en != found[code].say.es


@pytest.mark.parametrize("name", sorted(VECTORS))
def test_every_known_way_in_is_refused(name: str, sandbox: Sandbox) -> None:
    assert refusals(VECTORS[name], {}, sandbox)


def test_a_statement_that_hides_from_the_text_is_caught_by_its_plan(sandbox: Sandbox) -> None:
    """The plan alone, without the text check: it would refuse every one of these too."""
    from ironriver.queries.guard_plan import check_plan

    for text in PLANNED:
        try:
            assert check_plan(sandbox.plan(text, {})), text
        except SandboxTrouble:
            continue  # the engine would not even plan it


def test_every_honest_statement_runs(sandbox: Sandbox) -> None:
    for text in lines("allowed.txt"):
        found = refusals(text, VALUES, sandbox)
        assert not found, (text, [(one.code, one.word) for one in found])
        sandbox.run(text, VALUES, limits(), gone=lambda: False)


def test_nothing_was_changed(sandbox: Sandbox) -> None:
    rows = sandbox.run("MATCH (n) RETURN labels(n)[0] AS l, n.tlp AS tlp", {}, limits(), gone=lambda: False).rows
    kinds = [label for label, _ in rows if label != "SchemaFile"]
    assert sorted(kinds) == ["Dealer", "Firearm", "Person", "Purchase", "Recovery"]


def test_what_goes_past_the_guard_by_hand_is_what_the_self_test_tries(sandbox: Sandbox) -> None:
    """On this engine, which writes, the direct checks must be able to fail: the write does."""
    outcome = sandbox.run("RETURN 1 AS one", {}, limits(), gone=lambda: False)
    assert outcome.rows == [[1]]
    assert set(DIRECT) >= {"engine_write", "engine_load_file", "engine_load_http"}
    with pytest.raises(SandboxTrouble):  # a reading session still does not write
        sandbox.run(DIRECT["engine_write"], {}, limits(), gone=lambda: False)


def test_errors_tell_nothing_of_the_data(sandbox: Sandbox) -> None:
    for text in ("MATCH (n:Person) RETURN date(n.name)", "RETURN 1 / 0", "RETURN $missing"):
        with pytest.raises(SandboxTrouble) as caught:
            sandbox.run(text, {}, limits(), gone=lambda: False)
        assert "Dale" not in str(caught.value)
        assert caught.value.__cause__ is None
        assert str(caught.value) in {"value", "syntax"}
