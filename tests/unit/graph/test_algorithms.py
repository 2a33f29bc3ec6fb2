"""Graph algorithms on the real engine: what is projected, what is streamed, what is left behind."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator

import pytest

from ironriver.errors import Invalid, Unavailable
from ironriver.graph import Database, Statement, algorithms, read_statement
from ironriver.graph.algorithms import Algorithm, Algorithms, Stopped
from ironriver.graph.sandbox import Sandbox

LINKS = read_statement(
    "analytics.test_links",
    "// links between dots\n// mode: read   data: none   params: holdings   returns: source, target\n"
    "// exception: limit — the projection holds everything visible\n"
    "MATCH (a:Dot)-[:TIE]->(b:Dot) WHERE a.holding IN $holdings AND b.holding IN $holdings\n"
    "RETURN a AS source, b AS target ORDER BY a.id, b.id",
)
#: Two triangles joined by one dot; a pair apart; one dot of another holding that would join everything.
TIES = ("ab", "bc", "ac", "cx", "xd", "de", "ef", "df", "pq", "zp", "za")
MINE = {"holdings": ["mine"]}


@pytest.fixture(scope="module")
def dots(open_database: Database) -> Iterator[Database]:
    database = open_database
    rows = [{"a": tie[0], "b": tie[1]} for tie in TIES]
    with database.writing() as transaction:
        transaction.run(
            "UNWIND $rows AS row MERGE (a:Dot {id: row.a}) MERGE (b:Dot {id: row.b}) MERGE (a)-[:TIE]->(b)",
            {"rows": rows},
        )
        transaction.run("MATCH (n:Dot) SET n.holding = CASE n.id WHEN 'z' THEN 'theirs' ELSE 'mine' END")
    yield database
    with database.writing() as transaction:
        transaction.run("MATCH (n:Dot) DETACH DELETE n")


@pytest.fixture(scope="module")
def door(dots: Database) -> Iterator[Algorithms]:
    opened = Algorithms(dots)
    yield opened
    opened.close()


def test_groups_are_numbered_by_their_smallest_member(door: Algorithms) -> None:
    with door.projection("job_groups", LINKS, MINE) as found:
        assert (found.size.nodes, found.size.links) == (9, 9)
        groups = found.stream(Algorithm.WCC)
        assert groups == dict.fromkeys("abcdefx", 0.0) | {"p": 1.0, "q": 1.0}
        leiden = found.stream(Algorithm.LEIDEN)
    assert leiden["a"] == leiden["b"] == leiden["c"] == 0.0
    assert leiden["d"] == leiden["e"] == leiden["f"] != leiden["a"]


def test_what_holds_the_network_together(door: Algorithms) -> None:
    with door.projection("job_brokers", LINKS, MINE) as found:
        cuts = found.stream(Algorithm.ARTICULATION_POINTS)
        between = found.stream(Algorithm.BETWEENNESS)
        cores = found.stream(Algorithm.KCORE)
        ranks = found.stream(Algorithm.PAGE_RANK)
    assert set(cuts) == {"c", "x", "d"}
    assert between["x"] == max(between.values()) == 9.0  # three on either side
    assert between["a"] == between["q"] == 0.0
    assert {id_ for id_, core in cores.items() if core == 2.0} == set(
        "abcdefx"
    )  # between two rings one stays in the core
    assert ranks["c"] > ranks["a"]


def test_the_links_are_those_of_the_projection(door: Algorithms) -> None:
    with door.projection("job_links", LINKS, MINE) as found:
        assert found.links() == sorted((min(t), max(t)) for t in TIES if "z" not in t)


def test_more_clearance_shows_more(door: Algorithms) -> None:
    with door.projection("job_wide", LINKS, {"holdings": ["mine", "theirs"]}) as found:
        assert set(found.stream(Algorithm.WCC).values()) == {0.0}
        assert found.size.nodes == 10


def test_nothing_visible_is_no_error(door: Algorithms) -> None:
    with door.projection("job_empty", LINKS, {"holdings": ["nobody"]}) as found:
        assert found.size.nodes == 0
        assert found.stream(Algorithm.WCC) == {}
        assert found.links() == []


def test_two_runs_give_the_same_bytes(door: Algorithms) -> None:
    said = []
    for name in ("job_first", "job_second"):
        with door.projection(name, LINKS, MINE) as found:
            said.append(repr([found.stream(each) for each in Algorithm]).encode())
    assert said[0] == said[1]


def test_a_projection_is_dropped_also_after_a_failure(door: Algorithms) -> None:
    def fail() -> None:
        with door.projection("job_fails", LINKS, MINE) as found:
            assert door.names() == [found.name]
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        fail()
    assert door.names() == []


def test_nothing_is_written(door: Algorithms, dots: Database) -> None:
    before = dots.read("MATCH (n:Dot) RETURN n ORDER BY n.id")
    with door.projection("job_reads", LINKS, MINE) as found:
        for each in Algorithm:
            found.stream(each)
    assert dots.read("MATCH (n:Dot) RETURN n ORDER BY n.id") == before


def test_a_projection_too_large_for_the_memory_is_refused(
    door: Algorithms, monkeypatch: pytest.MonkeyPatch
) -> None:
    with door.projection("job_estimate", LINKS, MINE) as found:
        assert 0 < found.estimate(Algorithm.BETWEENNESS) < door.free_bytes()
        monkeypatch.setattr(algorithms, "HEAP_SHARE", 0.0)
        with pytest.raises(Invalid, match="memory"):
            found.stream(Algorithm.WCC)
    with pytest.raises(Invalid, match="memory"), door.projection("job_large", LINKS, MINE):
        pass
    assert door.names() == []


def test_a_statement_of_another_shape_is_no_projection(door: Algorithms) -> None:
    other = read_statement("a.b", "// dots\n// mode: read   data: none   returns: id   limit: one\nRETURN 1 AS id")
    with pytest.raises(ValueError, match="not a projection"), door.projection("job_shape", other, {}):
        pass
    with pytest.raises(ValueError, match="not a projection"), door.projection("'; DROP", LINKS, MINE):
        pass


def slow() -> Statement:
    """A projection that would take hours."""
    return read_statement(
        "analytics.test_slow",
        "// slow\n// mode: read   data: none   params: holdings   returns: source, target\n"
        "// exception: limit — never ends\n"
        "MATCH (a:Dot), (b:Dot) UNWIND range(1, 100000000) AS n WITH a, b, sum(n) AS s\n"
        "WHERE a.holding IN $holdings\n"
        "RETURN a AS source, b AS target ORDER BY a.id, b.id",
    )


def test_cancel_ends_the_work_on_the_engine(dots: Database) -> None:
    asked = threading.Event()
    door = Algorithms(dots, gone=asked.is_set)
    threading.Timer(1.0, asked.set).start()
    started = time.perf_counter()
    with pytest.raises(Stopped), door.projection("job_slow", slow(), MINE):
        pass
    assert time.perf_counter() - started < 60  # in place of hours
    left = dots.read("SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS $m RETURN currentQuery",
                     {"m": "range(1, " + "100000000)"})  # fmt: skip
    assert left == []
    with pytest.raises(Stopped):
        door.run("RETURN 1 AS one", {}, mark="after")
    door.close()


def test_a_connection_that_is_refused_leaves_none_open(dots: Database) -> None:
    """The library leaves a driver of its own making open when its first question fails."""
    stranger = Database.open(dots.uri, "neo4j", "no such password")
    with pytest.raises(Unavailable):
        Algorithms(stranger)
    gc.collect()  # a driver that nobody closed complains here, and the suite takes that for a failure


def test_a_sandbox_that_was_closed_stays_closed(dots: Database) -> None:
    """The thread of a stopped query would otherwise open a connection that nobody closes."""
    user, password = dots.credentials
    sandbox = Sandbox.open(dots.uri, user, password)
    assert sandbox.read("RETURN 1 AS one") == [{"one": 1}]
    sandbox.close()
    with pytest.raises(Unavailable):
        sandbox.read("RETURN 1 AS one")
