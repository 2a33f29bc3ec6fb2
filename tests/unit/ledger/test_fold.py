"""The canonical hash: the same for the same facts in any order, another for any other fact, and it says where."""

from __future__ import annotations

import random
from typing import Any

import pytest

from ironriver.graph import Catalogue, Database
from ironriver.ledger import canonical_hash
from ironriver.ledger.fold import _name, fold_items, where_they_differ

MARK = {"holding": "us-tpd", "tlp": 2, "handling": ""}


def gun(number: int, **more: Any) -> dict[str, Any]:
    return {"s": {"id": f"gun_{number:x}0", **MARK}, "p": {"serial": f"S{number}", **more}}


def bought(number: int) -> list[tuple[str, dict[str, Any]]]:
    link = {"id": f"link_{number:x}", "from": f"purchase_{number:x}0", "to": f"gun_{number:x}0", **MARK}
    return [
        ("write.put_firearm", gun(number)),
        ("write.put_purchase", {"s": {"id": f"purchase_{number:x}0", **MARK}, "p": {"date": "2025-08-14"}}),
        ("write.link_purchase_of_firearm", {"s": link, "p": {}}),
    ]


@pytest.fixture
def run(database: Database, catalogue: Catalogue):
    """Run write statements, one row each."""

    def go(*steps: tuple[str, dict[str, Any]]) -> None:
        with database.writing() as transaction:
            for name, row in steps:
                transaction.run(catalogue.statement(name), {"rows": [row]})

    return go


@pytest.fixture
def total(database: Database, catalogue: Catalogue):
    return lambda: canonical_hash(database, catalogue).total


def test_an_empty_graph_has_a_hash_of_its_own(database: Database, catalogue: Catalogue, run) -> None:
    empty = canonical_hash(database, catalogue)
    assert (empty.items, empty.buckets, len(empty.total)) == (0, {}, 64)
    run(("write.put_firearm", gun(1)))
    assert canonical_hash(database, catalogue).total != empty.total


def test_order_of_writing_does_not_matter_and_repeating_does_not_either(
    database: Database, catalogue: Catalogue, run, total
) -> None:
    nodes = [step for number in range(6) for step in bought(number)[:2]]
    links = [bought(number)[2] for number in range(6)]
    seen = set()
    for seed in range(3):
        order = random.Random(seed)
        run(*order.sample(nodes, len(nodes)), *order.sample(links, len(links)))
        run(*order.sample(nodes, 3))
        seen.add(total())
        with database.writing() as transaction:
            transaction.run("MATCH (n) WHERE NOT n:SchemaFile DETACH DELETE n")
    assert len(seen) == 1


CHANGES = {
    "a property": "MATCH (n:Firearm {id: 'gun_10'}) SET n.serial = 'S1 '",
    "a type of a value": "MATCH (n:Firearm {id: 'gun_10'}) SET n.tlp = '2'",
    "a property more": "MATCH (n:Firearm {id: 'gun_10'}) SET n.line = 1",
    "a property less": "MATCH (n:Firearm {id: 'gun_10'}) REMOVE n.serial",
    "a marking": "MATCH (n:Firearm {id: 'gun_10'}) SET n.tlp = 1",
    "a label more": "MATCH (n:Firearm {id: 'gun_10'}) SET n:Person",
    "a node more": "CREATE (:Person {id: 'person_stray'})",
    "a node less": "MATCH (n:Firearm {id: 'gun_10'}) DETACH DELETE n",
    "a link more": (
        "MATCH (n:Firearm {id: 'gun_10'}), (p:Purchase {id: 'purchase_20'}) CREATE (p)-[:OF {id: 'x'}]->(n)"
    ),
    "a second link like it": (
        "MATCH (p:Purchase {id: 'purchase_10'})-[r:OF]->(n) CREATE (p)-[s:OF]->(n) SET s = properties(r)"
    ),
    "a link turned round": (
        "MATCH (p:Purchase {id: 'purchase_10'})-[r:OF]->(n) CREATE (n)-[s:OF]->(p) SET s = properties(r) DELETE r"
    ),
    "another type of link": (
        "MATCH (p:Purchase {id: 'purchase_10'})-[r:OF]->(n) CREATE (p)-[s:ON]->(n) SET s = properties(r) DELETE r"
    ),
    "another end": (
        "MATCH (p:Purchase {id: 'purchase_10'})-[r:OF]->() MATCH (m:Firearm {id: 'gun_20'}) "
        "CREATE (p)-[s:OF]->(m) SET s = properties(r) DELETE r"
    ),
    "a property of a link": "MATCH (:Purchase {id: 'purchase_10'})-[r:OF]->() SET r.tlp = 3",
    "the values of two swapped": (
        "MATCH (a:Firearm {id: 'gun_10'}), (b:Firearm {id: 'gun_20'}) WITH a, b, a.serial AS s "
        "SET a.serial = b.serial, b.serial = s"
    ),
}


def test_any_change_shows_and_only_in_its_buckets(database: Database, catalogue: Catalogue, run) -> None:
    """One world for all changes: each is tried in a transaction of its own and undone by writing anew."""
    for case, change in CHANGES.items():
        with database.writing() as transaction:
            transaction.run("MATCH (n) WHERE NOT n:SchemaFile DETACH DELETE n")
        run(*[step for number in (1, 2) for step in bought(number)])
        before = canonical_hash(database, catalogue)
        with database.writing() as transaction:
            transaction.run(change)
        after = canonical_hash(database, catalogue)
        assert after.total != before.total, case
        different = before.differences(after)
        assert different, case
        assert len(different) <= 4, (case, different)
        assert after.differences(before) == different


def test_what_lies_outside_the_fold_changes_nothing(database: Database, catalogue: Catalogue, run, total) -> None:
    run(*bought(1))
    before = total()
    with database.writing() as transaction:
        transaction.run("CREATE (:Entry {seq: 999991}), (:Shredding {id: 'x'}) MERGE (:SchemaFile {name: 'zz'})")
    try:
        assert total() == before
    finally:
        with database.writing() as transaction:
            transaction.run("MATCH (f:SchemaFile {name: 'zz'}) DELETE f")


def test_buckets_are_named_by_kind_and_digit(database: Database, catalogue: Catalogue, run) -> None:
    run(*[step for number in (1, 2, 11) for step in bought(number)])
    got = canonical_hash(database, catalogue)
    assert set(got.buckets) == {f"{name}/{digit}" for name in ("Firearm", "Purchase", "-OF-") for digit in "12b"}
    assert got.items == 9


def test_differences_are_told_by_name_and_id_and_never_by_content(
    database: Database, catalogue: Catalogue, run
) -> None:
    run(("write.put_person", {"s": {"id": "person_10", **MARK}, "p": {"name": "Whitcombe, Dale R."}}))
    have = list(fold_items(database, catalogue))
    assert b"Whitcombe" in have[0][1]
    assert [_name(*item) for item in have] == ["Person person_10"]
    every_bucket = list(canonical_hash(database, catalogue).buckets)
    assert where_they_differ(database, database, catalogue, every_bucket) == []
