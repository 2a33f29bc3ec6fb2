"""Replay into an empty graph gives the same graph, before and after shredding."""

from __future__ import annotations

import pytest

from ironriver.errors import Conflict, Invalid, NotFound, Tampered
from ironriver.ledger import Act, Change, Row, canonical_hash, replay_from_segments, verify_log
from ironriver.ledger.history import History, Texts
from ironriver.ledger.replay import Replay
from tests.unit.ledger.rows import MARK, act_often, firearm, forget_everything, graph, put, sale
from tests.world import World


def restore(world: World) -> int:
    """Lose the database, replay the segments."""
    world.ledger.follower.follow_once()
    forget_everything(world.database)
    return replay_from_segments(world.ledger, world.database)


def test_the_same_graph_and_the_same_log(world: World):
    act_often(world, 4)
    world.ledger.act(world.actor, Act(name="test.sale", changes=sale(9)))
    world.ledger.act(
        world.actor,
        Act(
            name="test.drop",
            changes=[Change(statement="write.drop_firearm", rows=[Row({"id": firearm(2).s["id"]})])],
        ),
    )
    before, hashed = graph(world.database), canonical_hash(world.database, world.catalogue)
    head, entries = world.ledger.head(), world.ledger.entries()
    assert restore(world) == head.size == 7
    assert graph(world.database) == before
    assert canonical_hash(world.database, world.catalogue) == hashed
    assert (world.ledger.head(), world.ledger.entries()) == (head, entries)
    verify_log(world.ledger)


def test_the_restored_ledger_goes_on(world: World):
    act_often(world, 2)
    restore(world)
    assert world.ledger.act(world.actor, put(firearm(7))).seq == 3
    verify_log(world.ledger)


def test_a_replay_cut_short_goes_on(world: World, monkeypatch):
    monkeypatch.setattr("ironriver.ledger.replay.TRANSACTION_ACTS", 2)
    act_often(world, 7)
    before = canonical_hash(world.database, world.catalogue)
    world.ledger.follower.follow_once()
    entries = list(world.ledger.segments.read())
    forget_everything(world.database)
    history = History(world.vault, world.ledger.salts, world.ledger.keys)
    replay = Replay(world.database, world.catalogue, history, Texts(world.vault, world.catalogue))

    def broken_off():
        yield from entries[:5]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replay.run(broken_off())
    assert world.ledger.head().size == 4
    assert replay_from_segments(world.ledger, world.database) == 8
    assert canonical_hash(world.database, world.catalogue) == before


def test_only_into_an_empty_graph(world: World):
    world.ledger.follower.follow_once()
    forget_everything(world.database)
    with world.database.writing() as transaction:
        transaction.run("CREATE (:Firearm {id: 'gun_foreign'})", {})
    with pytest.raises(Conflict):
        replay_from_segments(world.ledger, world.database)


def test_later_writes_win_also_where_calls_are_joined(world: World):
    """Ten acts put the same gun; joined into one call, the last one must still be what stays."""
    for number in range(10):
        world.ledger.act(world.actor, put(firearm(1, model=f"M{number}")))
    restore(world)
    (row,) = world.database.read("MATCH (f:Firearm) RETURN f.model AS model", {})
    assert row["model"] == "M9"


def test_a_changed_pack_stops_the_replay(world: World):
    act_often(world, 2)
    entry = world.ledger.entries(start=2)[0]
    world.vault.path(entry.pack).write_bytes(b"something else")
    with pytest.raises(Tampered, match=r"entry 2, pack"):
        restore(world)


def test_hash_needs_no_order(world: World):
    rows = [firearm(n) for n in range(30)]
    world.ledger.act(world.actor, put(*rows))
    first = canonical_hash(world.database, world.catalogue)
    with world.database.writing() as transaction:
        transaction.run("MATCH (f:Firearm) DETACH DELETE f", {})
    world.ledger.act(world.actor, put(*reversed(rows)))
    assert canonical_hash(world.database, world.catalogue) == first


def test_hash_says_in_which_bucket(world: World):
    world.ledger.act(world.actor, put(*(firearm(n) for n in range(40))))
    first = canonical_hash(world.database, world.catalogue)
    with world.database.writing() as transaction:
        transaction.run("MATCH (f:Firearm {id: $id}) SET f.serial = 'X'", {"id": firearm(3).s["id"]})
    second = canonical_hash(world.database, world.catalogue)
    assert first.total != second.total
    assert first.differences(second) == ["Firearm/0"]


def test_hash_counts_twins_twice(world: World):
    """Two equal links are two items: XOR would cancel them, a sum does not."""
    world.ledger.act(world.actor, Act(name="test.sale", changes=sale(1)))
    first = canonical_hash(world.database, world.catalogue)
    with world.database.writing() as transaction:
        transaction.run(
            "MATCH (p:Purchase)-[r:OF]->(f:Firearm) CREATE (p)-[x:OF]->(f) CREATE (p)-[y:OF]->(f) "
            "SET x = properties(r), y = properties(r)",
            {},
        )
    assert canonical_hash(world.database, world.catalogue).differences(first) == ["-OF-/0"]


def test_shredding_empties_graph_and_ledger(world: World):
    world.ledger.act(world.actor, Act(name="test.sale", changes=sale(1)))
    world.ledger.act(world.actor, Act(name="test.sale", changes=sale(2, person="person_eve")))
    receipts = world.ledger.shred(world.actor, ["person_b0b"])
    assert len(receipts) == 1
    (bob,) = world.database.read("MATCH (p:Person {id: 'person_b0b'}) RETURN properties(p) AS p", {})
    assert bob["p"] == {"id": "person_b0b", **MARK, "shredded": True}
    (link,) = world.database.read("MATCH (:Person {id: 'person_b0b'})-[r:BOUGHT]->() RETURN properties(r) AS p", {})
    assert link["p"]["shredded"]
    assert "raw" not in link["p"]
    history = History(world.vault, world.ledger.salts, world.ledger.keys)
    done = {d.name: d.rows for d in history.statements(world.ledger.entries(start=1)[0])}
    assert done["write.put_person"] == [{"s": {"id": "person_b0b", **MARK}, "p": {}}]
    assert done["write.put_firearm"][0]["p"]["serial"] == "S1"
    found = verify_log(world.ledger)
    assert found.shredded == 2


def test_live_graph_is_the_replayed_graph_after_shredding(world: World):
    for number in range(1, 4):
        world.ledger.act(world.actor, Act(name="test.sale", changes=sale(number)))
    world.ledger.shred(world.actor, ["person_b0b", "purchase_00000000000000000000000000000002"])
    world.ledger.act(world.actor, put(firearm(20)))
    before, hashed = graph(world.database), canonical_hash(world.database, world.catalogue)
    restore(world)
    assert graph(world.database) == before
    assert canonical_hash(world.database, world.catalogue) == hashed


def test_what_is_known_anew_after_shredding_stays(world: World):
    world.ledger.act(world.actor, Act(name="test.sale", changes=sale(1)))
    world.ledger.shred(world.actor, ["person_b0b"])
    world.ledger.act(world.actor, Act(name="test.sale", changes=sale(2)))
    hashed = canonical_hash(world.database, world.catalogue)
    restore(world)
    assert canonical_hash(world.database, world.catalogue) == hashed
    (bob,) = world.database.read("MATCH (p:Person {id: 'person_b0b'}) RETURN p.name AS name", {})
    assert bob["name"] == "Bob Example"


def test_what_may_not_be_shredded(world: World):
    with pytest.raises(NotFound):
        world.ledger.shred(world.actor, ["person_nobody"])
    admin = world.database.read("MATCH (a:Account {login: 'admin'}) RETURN a.id AS id", {})[0]["id"]
    with pytest.raises(Invalid):
        world.ledger.shred(world.actor, [admin])


def test_an_interrupted_shredding_is_finished(world: World, monkeypatch):
    world.ledger.act(world.actor, Act(name="test.sale", changes=sale(1)))
    monkeypatch.setattr(
        "ironriver.ledger.salts.Salts.overwrite", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    with pytest.raises(KeyboardInterrupt):
        world.ledger.shred(world.actor, ["person_b0b"])
    monkeypatch.undo()
    with pytest.raises(Tampered, match="should be destroyed"):
        verify_log(world.ledger)
    assert world.ledger.finish_shredding() == 2
    assert world.ledger.finish_shredding() == 0
    verify_log(world.ledger)
