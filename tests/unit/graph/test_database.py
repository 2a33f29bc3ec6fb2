"""The door to Neo4j on a real engine: values, transactions, refusals, schema, fork."""

from __future__ import annotations

import os

import pytest

from ironriver.errors import Conflict, Invalid, Unavailable
from ironriver.graph import Catalogue, Database, Statement, StatementError, apply_schema, read_statement
from ironriver.graph.database import is_routed
from tests.world import EngineAddress

COUNT = "MATCH (n:Phone) RETURN count(n) AS n"


def test_values_become_plain_python(database: Database) -> None:
    with database.writing() as transaction:
        transaction.run("CREATE (a:Phone {id: 'p1', tags: ['x']})-[:NEXT {id: 'r'}]->(b:Phone {id: 'p2'})")
    (row,) = database.read(
        "MATCH p = (a:Phone {id: 'p1'})-[r]->(b) RETURN a, r, p, date('2025-08-14') AS d, "
        "datetime('2025-08-14T10:00:00Z') AS t, duration('P1D') AS u, {a: [1, null]} AS m, "
        "point({longitude: 1.5, latitude: 2.5}) AS place"
    )
    assert row["a"] == {"id": "p1", "tags": ["x"], "_labels": ["Phone"]}
    assert row["r"] == {"id": "r", "_type": "NEXT"}
    assert [part["id"] for part in row["p"]] == ["p1", "r", "p2"]
    assert row["d"] == "2025-08-14"
    assert row["t"].startswith("2025-08-14T10:00:00")
    assert row["u"] == "P1D"
    assert row["place"] == {"longitude": 1.5, "latitude": 2.5}
    assert row["m"] == {"a": [1, None]}


def test_a_transaction_commits_at_the_end_and_rolls_back_on_trouble(database: Database) -> None:
    with database.writing() as transaction:
        transaction.run("CREATE (:Phone {id: $id})", {"id": "kept"})
    with pytest.raises(ZeroDivisionError):
        write_and_raise(database)
    assert database.read(COUNT) == [{"n": 1}]


def write_and_raise(database: Database) -> None:
    with database.writing() as transaction:
        transaction.run("CREATE (:Phone {id: $id})", {"id": "lost"})
        raise ZeroDivisionError


def write_twice(database: Database) -> None:
    with database.writing() as transaction:
        transaction.run("CREATE (:Phone {id: 'same'})")
        transaction.run("CREATE (:Phone {id: 'same'})")


def statement(name: str, text: str) -> Statement:
    return read_statement(name, f"// x\n// mode: read      data: none\n// returns: x\n{text}\n")


def test_statements_run_each_in_order_and_answer_each_for_itself(database: Database) -> None:
    with database.writing() as transaction:
        made, found, many = transaction.run_each(
            [
                ("CREATE (n:Phone {id: $id}) RETURN n.id AS x", {"id": "first"}),
                ("MATCH (n:Phone) SET n.seen = true RETURN count(n) AS x", {}),
                ("UNWIND range(1, 2500) AS x RETURN x", {}),
            ]
        )
    assert (made, found) == ([{"x": "first"}], [{"x": 1}])
    assert [row["x"] for row in many] == list(range(1, 2501))
    assert database.read("MATCH (n:Phone {seen: true}) RETURN count(n) AS n") == [{"n": 1}]


@pytest.mark.parametrize(
    ("texts", "named"),
    [
        (["RETURN 1 AS x", "RETURN 1 / 0 AS x"], r"^search\.s1:"),
        (["RETURN 1 AS x", "RETURN 1 / 0 AS x", "RETURN 1 AS x", "RETURN 1 AS x"], r"^search\.s1 or search\.s2:"),
        (["RETURN 1 AS x", "RETURN 1 AS x", "NO CYPHER", "RETURN 1 AS x"], r"^search\.s1 or search\.s2:"),
    ],
)
def test_of_statements_run_each_the_one_that_fails_is_named(database: Database, texts: list[str], named: str):
    calls = [(statement(f"search.s{n}", "RETURN 1 AS x LIMIT 1"), text) for n, text in enumerate(texts)]
    calls = [(Statement(**{**fields_of(one), "text": text}), {}) for one, text in calls]
    with pytest.raises(StatementError, match=named), database.writing() as transaction:
        transaction.run_each([("CREATE (:Phone {id: 'lost'})", {}), *calls])
    assert database.read(COUNT) == [{"n": 0}]


def test_a_value_that_cannot_be_sent_is_refused_and_those_before_it_undone(database: Database) -> None:
    calls = [("CREATE (:Phone {id: $id})", {"id": id_}) for id_ in ("fine", "half \ud800", "never")]
    with pytest.raises(Invalid), database.writing() as transaction:
        transaction.run_each(calls)
    assert database.read(COUNT) == [{"n": 0}]


def test_a_taken_key_is_a_conflict_and_changes_nothing(database: Database) -> None:
    with pytest.raises(Conflict):
        write_twice(database)
    assert database.read(COUNT) == [{"n": 0}]


def test_a_read_cannot_write(database: Database) -> None:
    with pytest.raises(StatementError):
        database.read("CREATE (:Phone {id: 'x'})")
    assert database.read(COUNT) == [{"n": 0}]


def test_a_question_ends_at_its_time_limit(database: Database) -> None:
    with pytest.raises(Unavailable) as caught:
        database.read("UNWIND range(1, 100000000) AS x RETURN sum(x % 7) AS s", timeout=0.2)
    assert "time limit" in caught.value.say.en


def test_reads_together_share_a_transaction_and_its_time(database: Database) -> None:
    started = "SHOW TRANSACTIONS YIELD startTime AS at, currentQuery AS q WHERE q STARTS WITH 'SHOW' RETURN at"
    first, again = database.read_together(lambda t: [t.read(started), t.read(started)])
    assert first == again
    assert first != database.read(started)
    slow = "UNWIND range(1, 100000000) AS x RETURN sum(x % 7) AS s"
    with pytest.raises(Unavailable) as caught:
        database.read_together(lambda t: [t.read("RETURN 1 AS x"), t.read(slow)], timeout=0.3)
    assert "time limit" in caught.value.say.en


def test_trouble_among_several_reads_names_the_one(database: Database) -> None:
    header = "// x\n// mode: read      data: none\n// returns: x\n"
    bad = read_statement("search.bad", header + "MATCH (n:Phone) RETURN n.nothing / 0 AS x LIMIT 1")
    with database.writing() as transaction:
        transaction.run("CREATE (:Phone {id: 'p', nothing: 1})")
    with pytest.raises(StatementError, match=r"search\.bad"):
        database.read_together(lambda t: [t.read("RETURN 1 AS x"), t.read(bad)])


def test_no_message_of_the_engine_reaches_a_person(database: Database) -> None:
    with pytest.raises(Conflict) as caught, database.writing() as transaction:
        transaction.run("CREATE (:Phone {id: 'secret-id'}) CREATE (:Phone {id: 'secret-id'})")
    assert "secret-id" not in str(caught.value)
    assert caught.value.say.es


def test_an_engine_that_is_away_is_said_to_be(engine: EngineAddress) -> None:
    for uri, password in (("bolt://127.0.0.1:1", "x"), (engine.uri, "not the password")):
        away = Database.open(uri, "neo4j", password)
        assert not away.is_ready()
        away.close()


def test_streams_do_not_hold_everything(database: Database) -> None:
    rows = database.stream("UNWIND range(1, 5000) AS x RETURN x")
    assert [next(rows)["x"], next(rows)["x"]] == [1, 2]
    rows.close()  # type: ignore[attr-defined]
    assert sum(row["x"] for row in database.stream("UNWIND range(1, 100) AS x RETURN x")) == 5050


def test_a_closed_database_opens_again(engine: EngineAddress) -> None:
    here = Database.open(engine.uri, engine.user, engine.password)
    assert here.read("RETURN 1 AS x") == [{"x": 1}]
    here.close()
    assert here.is_ready()
    here.close()


def test_each_process_has_its_own_driver(engine: EngineAddress) -> None:
    here = Database.open(engine.uri, engine.user, engine.password)
    assert here.read("RETURN 1 AS x") == [{"x": 1}]
    child = os.fork()
    if child == 0:
        try:
            ok = here.read("RETURN 2 AS x") == [{"x": 2}] and len(here._inherited) == 1
        except BaseException:
            ok = False
        os._exit(0 if ok else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert here.read("RETURN 3 AS x") == [{"x": 3}]
    here.close()


def schema_statement(number: str, name: str) -> Statement:
    command = f"CREATE INDEX {name} IF NOT EXISTS FOR (n:Phone) ON (n.{name})"
    return read_statement(f"schema.{number}_{name}", f"// test\n// mode: schema      data: none\n{command}\n;\n")


def test_schema_applies_once_and_refuses_drift(database: Database, catalogue: Catalogue) -> None:
    more = {**catalogue, "schema.901_extra": schema_statement("901", "extra")}
    try:
        assert apply_schema(database, Catalogue(more)) == ["schema.901_extra"]
        assert apply_schema(database, Catalogue(more)) == []
        changed = schema_statement("901", "other")
        drifted = {**more, "schema.901_extra": Statement(**{**fields_of(changed), "name": "schema.901_extra"})}
        with pytest.raises(Conflict, match="901_extra"):
            apply_schema(database, Catalogue(drifted))
        with pytest.raises(Conflict, match="does not know"):
            apply_schema(database, catalogue)
    finally:
        database.run_schema("DROP INDEX extra IF EXISTS")
        with database.writing() as transaction:
            transaction.run("MATCH (f:SchemaFile {name: 'schema.901_extra'}) DELETE f")


def fields_of(statement: Statement) -> dict[str, object]:
    return {name: getattr(statement, name) for name in Statement.__dataclass_fields__}


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_what_one_process_committed_the_next_question_of_another_sees(
    database: Database, engine: EngineAddress, scheme: str
) -> None:
    # One server needs no bookmarks for it; several (`neo4j://`) keep them, each process its own.
    address = f"{scheme}://{engine.uri.partition('://')[2]}"
    writer = Database.open(address, engine.user, engine.password)
    try:
        for number in range(1, 31):
            with writer.writing() as transaction:
                transaction.run("CREATE (:Phone {id: $id})", {"id": f"phone_{number}"})
            assert writer.read(COUNT) == database.read(COUNT) == [{"n": number}]
    finally:
        writer.close()


def test_only_addresses_of_several_servers_carry_bookmarks() -> None:
    # At one server a bookmark of the newest commit makes each question wait until that commit is applied.
    routed = {one: is_routed(f"{one}://host:7687") for one in ("bolt", "bolt+s", "bolt+ssc", "neo4j", "NEO4J+s")}
    assert routed == {"bolt": False, "bolt+s": False, "bolt+ssc": False, "neo4j": True, "NEO4J+s": True}


@pytest.mark.parametrize(("scheme", "kept"), [("bolt", False), ("neo4j", True)])
def test_a_process_keeps_bookmarks_for_several_servers_only(
    database: Database, engine: EngineAddress, scheme: str, kept: bool
) -> None:
    one = Database.open(f"{scheme}://{engine.uri.partition('://')[2]}", engine.user, engine.password)
    try:
        with one.writing() as transaction:
            transaction.run("CREATE (:Phone {id: 'phone_1'})")
        assert (one._bookmarks is not None) == kept
        if one._bookmarks is not None:
            assert one._bookmarks.get_bookmarks()
        one.wait_until_applied()
        assert one.read(COUNT) == [{"n": 1}]
    finally:
        one.close()


def test_waiting_for_an_engine_that_is_away_is_refused(engine: EngineAddress) -> None:
    away = Database.open("bolt://127.0.0.1:1", engine.user, engine.password)
    with pytest.raises(Unavailable):
        away.wait_until_applied()
    away.close()
