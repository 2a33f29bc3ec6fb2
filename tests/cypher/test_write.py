"""Generated write statements on the real engine: twice is once, order does not matter, indexes find the ends."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from ironriver.errors import Conflict
from ironriver.graph import Catalogue, Database
from ironriver.model.ids import relationship_id
from ironriver.model.kinds import KINDS, LINKS, RECEIPT, Data, Kind, Link, PropertyType

Row = dict[str, dict[str, Any]]
MARK = {"holding": "us-tpd", "tlp": 2, "handling": "tiahrt"}
OTHER_MARK = {"holding": "mx-fge-son", "tlp": 3, "handling": ""}
SAMPLES: dict[PropertyType, Any] = {
    PropertyType.STRING: "text",
    PropertyType.STRINGS: ["one", "two"],
    PropertyType.INT: 7,
    PropertyType.FLOAT: 31.5,
    PropertyType.BOOL: True,
    PropertyType.DATE: "2026-11-20",
}
SCANS = {"NodeByLabelScan", "AllNodesScan", "NodeIndexScan"}
kinds = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.stem)
links = pytest.mark.parametrize("link", LINKS, ids=lambda link: link.stem)


def payload(properties: Any, number: int) -> dict[str, Any]:
    """A value for every property; text differs from row to row, so that unique ones do not meet."""
    return {
        one.name: f"{one.name} {number}" if one.type is PropertyType.STRING else SAMPLES[one.type]
        for one in properties.values()
    }


def node_rows(kind: Kind, count: int = 3) -> list[Row]:
    receipt = RECEIPT if kind.data is Data.CASE else {}
    mark = MARK if kind.marked else {}
    return [
        {"s": {"id": f"{kind.prefix}_{n}", **mark}, "p": payload({**receipt, **kind.properties}, n)}
        for n in range(count)
    ]


def link_rows(link: Link, count: int = 3) -> list[Row]:
    start, end = KINDS[link.from_kind].prefix, KINDS[link.to_kind].prefix
    mark = MARK if link.data is Data.CASE else {}
    made = []
    for n in range(count):
        ends = {"from": f"{start}_{n}", "to": f"{end}_{(n + 1) % count}"}
        id_ = relationship_id(link.type, ends["from"], ends["to"])
        made.append({"s": {"id": id_, **ends, **mark}, "p": payload(link.properties, n)})
    return made


class Graph:
    """The emptied graph and the catalogue: run by name, look at everything."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self.database = database
        self.catalogue = catalogue

    def run(self, name: str, rows: list[Row]) -> int:
        with self.database.writing() as transaction:
            return int(transaction.run(self.catalogue[f"write.{name}"], {"rows": rows})[0]["written"])

    def nodes(self) -> list[str]:
        rows = self.database.read(
            "MATCH (n) WHERE NOT n:SchemaFile RETURN labels(n) AS labels, properties(n) AS p LIMIT 10000"
        )
        return sorted(json.dumps(row, sort_keys=True) for row in rows)

    def edges(self) -> list[dict[str, Any]]:
        rows = self.database.read(
            "MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS type, properties(r) AS p, b.id AS b LIMIT 10000"
        )
        return sorted(rows, key=edge_order)

    def all(self) -> str:
        return json.dumps([self.nodes(), self.edges()], sort_keys=True)

    def empty(self) -> None:
        with self.database.writing() as transaction:
            transaction.run("MATCH (n) WHERE NOT n:SchemaFile DETACH DELETE n")

    def put_ends(self, link: Link) -> None:
        for name in sorted({link.from_kind, link.to_kind}):
            self.run(f"put_{KINDS[name].stem}", node_rows(KINDS[name]))


@pytest.fixture
def graph(database: Database, catalogue: Catalogue) -> Graph:
    return Graph(database, catalogue)


def shown(kind: Kind, rows: list[Row], **added: Any) -> list[str]:
    """What `Graph.nodes` says of these rows."""
    return sorted(
        json.dumps({"labels": [kind.name], "p": {**row["s"], **row["p"], **added}}, sort_keys=True) for row in rows
    )


@kinds
def test_put_twice_permuted_or_in_two_acts_is_the_same(graph: Graph, kind: Kind) -> None:
    rows = node_rows(kind, 6)
    assert graph.run(f"put_{kind.stem}", rows) == len(rows)
    assert graph.nodes() == shown(kind, rows)
    graph.run(f"put_{kind.stem}", rows)
    assert graph.nodes() == shown(kind, rows)
    graph.empty()
    mixed = random.Random(3).sample(rows, len(rows))
    graph.run(f"put_{kind.stem}", mixed[:2])
    graph.run(f"put_{kind.stem}", mixed[2:])
    assert graph.nodes() == shown(kind, rows)


@kinds
def test_the_life_of_a_node(graph: Graph, kind: Kind) -> None:
    rows = node_rows(kind)
    graph.run(f"put_{kind.stem}", rows)
    # Put again: the marking changes, what is given changes, null removes, the rest stays.
    first, last = next(iter(kind.properties)), list(kind.properties)[-1]
    rows[0]["s"] |= OTHER_MARK if kind.marked else {}
    graph.run(f"put_{kind.stem}", [{"s": rows[0]["s"], "p": {first: None}}])
    del rows[0]["p"][first]
    assert graph.nodes() == shown(kind, rows)
    # Amend: only what is named, and nothing is made.
    assert graph.run(f"amend_{kind.stem}", [{"s": {"id": rows[1]["s"]["id"]}, "p": {last: "changed"}}]) == 1
    assert graph.run(f"amend_{kind.stem}", [{"s": {"id": "nobody"}, "p": {last: "changed"}}]) == 0
    rows[1]["p"][last] = "changed"
    assert graph.nodes() == shown(kind, rows)
    # Drop: by id, once.
    assert graph.run(f"drop_{kind.stem}", rows[:1]) == 1
    assert graph.run(f"drop_{kind.stem}", rows[:1]) == 0
    assert graph.nodes() == shown(kind, rows[1:])


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS.values() if kind.data is Data.CASE], ids=lambda kind: kind.stem
)
def test_shred_leaves_structure_and_a_replay_without_payload_ends_alike(graph: Graph, kind: Kind) -> None:
    rows = node_rows(kind, 2)
    bare: list[Row] = [{"s": row["s"], "p": {}} for row in rows]
    for given in (rows, bare):
        graph.empty()
        graph.run(f"put_{kind.stem}", given)
        graph.run(f"shred_{kind.stem}", bare)
        assert graph.nodes() == shown(kind, bare, shredded=True)


@links
def test_the_life_of_a_link(graph: Graph, link: Link) -> None:
    graph.put_ends(link)
    ends, rows = graph.nodes(), link_rows(link)
    assert graph.run(f"link_{link.stem}", rows) == len(rows)
    once = graph.edges()
    assert once == sorted((edge(link, row) for row in rows), key=edge_order)
    # Twice, the other way round, in two acts.
    graph.run(f"link_{link.stem}", rows[::-1])
    assert graph.edges() == once
    assert graph.run(f"unlink_{link.stem}", rows) == len(rows)
    assert graph.run(f"unlink_{link.stem}", rows) == 0
    assert graph.edges() == []
    graph.run(f"link_{link.stem}", rows[2:])
    graph.run(f"link_{link.stem}", rows[:2][::-1])
    assert graph.edges() == once
    # A missing end makes nothing; the count tells.
    assert graph.run(f"link_{link.stem}", [{"s": {**rows[0]["s"], "to": "nowhere"}, "p": {}}]) == 0
    assert graph.edges() == once
    if link.data is Data.CASE:
        graph.run(f"shred_{link.stem}", [{"s": row["s"], "p": {}} for row in rows])
        assert all(one["p"] == {**MARK, "id": one["p"]["id"], "shredded": True} for one in graph.edges())
    assert graph.nodes() == ends


def edge(link: Link, row: Row) -> dict[str, Any]:
    """What `Graph.edges` says of a row."""
    stored = {key: value for key, value in {**row["s"], **row["p"]}.items() if key not in {"from", "to"}}
    return {"a": row["s"]["from"], "type": link.type, "b": row["s"]["to"], "p": stored}


def edge_order(row: dict[str, Any]) -> tuple[str, ...]:
    return row["a"], row["type"], row["b"], row["p"]["id"]


def test_a_second_link_of_the_same_type_between_the_same_ends_needs_its_own_id(graph: Graph) -> None:
    link = next(one for one in LINKS if one.stem == "person_same_as_person")
    graph.put_ends(link)
    first = link_rows(link, 1)[0]
    first["s"]["to"] = "person_1"
    second = {"s": {**first["s"], "id": "link_other"}, "p": {"basis": "another"}}
    graph.run(f"link_{link.stem}", [first, second, first])
    assert len(graph.edges()) == 2


def test_close_observation_and_open_it_again(graph: Graph) -> None:
    rows = node_rows(KINDS["Observation"], 2)
    for row in rows:
        del row["p"]["valid_to"]
    graph.run("put_observation", rows)
    before = graph.all()
    closing = {"s": rows[0]["s"], "p": {"valid_to": "2026-11-01"}}
    assert graph.run("close_observation", [closing]) == 1
    assert sum('"valid_to": "2026-11-01"' in node for node in graph.nodes()) == 1
    graph.run("close_observation", [{"s": rows[0]["s"], "p": {"valid_to": None}}])
    assert graph.all() == before


def test_one_key_belongs_to_one_entity(graph: Graph) -> None:
    value = {"kind": "ffl", "value": "7-86-01234", "entity": "dealer_1"}
    graph.run("put_key", [{"s": {"id": "key_1", **MARK}, "p": value}])
    with pytest.raises(Conflict):
        graph.run("put_key", [{"s": {"id": "key_2", **MARK}, "p": value}])
    graph.run("put_key", [{"s": {"id": "key_2", **OTHER_MARK}, "p": value}])
    assert len(graph.nodes()) == 2


def test_two_accounts_cannot_share_a_login(graph: Graph) -> None:
    graph.run("put_account", [{"s": {"id": "actor:1"}, "p": {"login": "marchetti"}}])
    with pytest.raises(Conflict):
        graph.run("put_account", [{"s": {"id": "actor:2"}, "p": {"login": "marchetti"}}])


def operators(plan: dict[str, Any]) -> set[str]:
    found = {str(plan["operatorType"]).split("@")[0]}
    for child in plan.get("children", ()):
        found |= operators(child)
    return found


def written_by_the_ontology() -> list[str]:
    made = [f"{verb}_{kind.stem}" for kind in KINDS.values() for verb in ("put", "amend", "drop")]
    return made + [f"{verb}_{link.stem}" for link in LINKS for verb in ("link", "unlink")]


def test_every_node_is_found_through_its_unique_index(graph: Graph) -> None:
    for name in written_by_the_ontology():
        found = operators(graph.database.explain(graph.catalogue[f"write.{name}"], {"rows": []}))
        assert not found & SCANS, (name, found)
        assert any("UniqueIndexSeek" in one for one in found), (name, found)


def test_the_schema_holds_every_index_of_the_ontology(graph: Graph) -> None:
    rows = graph.database.read("SHOW INDEXES YIELD name, state, type RETURN name, state, type")
    online = {row["name"]: row["type"] for row in rows if row["state"] == "ONLINE"}
    for kind in KINDS.values():
        assert f"{kind.stem}_id" in online
        for index in kind.indexes:
            assert online["_".join([kind.stem, *index.properties, index.kind])] == index.kind.upper()
