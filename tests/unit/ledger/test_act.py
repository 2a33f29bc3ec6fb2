"""Acts on the real engine: what is written, refused, repeated; eight threads at once."""

from __future__ import annotations

import hashlib
import json
import threading
import time

import pytest
import rfc8785

from ironriver.errors import Conflict, Invalid, TooLarge, Unavailable
from ironriver.ledger import MAX_ROWS, Act, Change, Row, merkle, verify_log
from ironriver.ledger.head import read_leaves, root_of
from tests.world import World

MARK = {"holding": "us-tpd", "tlp": 2, "handling": ""}


def firearm(number: int, **more: object) -> Row:
    return Row({"id": f"gun_{number:032x}", **MARK}, {"serial": f"S{number}", **more})


def put(*rows: Row, **more: object) -> Act:
    return Act(name="test.put", changes=[Change(statement="write.put_firearm", rows=list(rows))], **more)


def firearms(world: World) -> list[dict]:
    return world.database.read("MATCH (f:Firearm) RETURN f.id AS id, f.serial AS serial ORDER BY f.id", {})


def test_genesis_made_the_first_entry(world: World):
    (entry,) = world.ledger.entries()
    assert entry.fields["act"] == "ledger.genesis"
    assert entry.seq == 0
    logins = world.database.read("MATCH (a:Account) RETURN a.login AS login, a.roles AS roles ORDER BY login", {})
    assert [row["login"] for row in logins] == ["admin", "system"]
    assert world.ledger.genesis(agency="us-tpd", administrator="admin").repeated


def test_an_act_writes_rows_and_entry(world: World):
    receipt = world.ledger.act(world.actor, put(firearm(1), firearm(2)))
    assert (receipt.seq, receipt.rows, receipt.repeated) == (1, 2, False)
    assert [row["serial"] for row in firearms(world)] == ["S1", "S2"]
    entry = world.ledger.entries(start=1)[0]
    assert rfc8785.dumps(entry.fields).decode() == entry.text
    assert entry.fields["actor"] == world.actor.id
    assert entry.fields["statements"][0]["n"] == 2
    text = world.catalogue.get("write.put_firearm").text
    assert world.vault.read(entry.fields["statements"][0]["sha256"]) == text.encode()
    assert hashlib.sha256(world.vault.read(entry.pack)).hexdigest() == entry.pack


def test_nothing_personal_in_the_leaf(world: World):
    actor = world.actor.on(case="case_17", purpose="Looking for Juan Pérez of 12 Elm Street")
    world.ledger.act(actor, put(firearm(1, description="belongs to Juan Pérez")))
    entry = world.ledger.entries(start=1)[0]
    assert "Juan" not in entry.text
    assert "S1" not in entry.text
    assert entry.fields["case"] == "case_17"
    assert entry.fields["purpose"].startswith("sealed:")


def test_head_and_leaves_agree(world: World):
    for number in range(5):
        world.ledger.act(world.actor, put(firearm(number)))
    head = world.ledger.head()
    leaves = read_leaves(world.database, world.catalogue, head.size)
    assert head.size == 6
    assert merkle.root_of(leaves) == root_of(head)
    assert leaves == [entry.leaf for entry in world.ledger.entries()]


def test_the_same_act_id_twice_is_one_act(world: World):
    first = world.ledger.act(world.actor, put(firearm(1), act_id="mine"))
    again = world.ledger.act(world.actor, put(firearm(1), act_id="mine"))
    assert again.repeated
    assert (again.seq, again.at, again.rows) == (first.seq, first.at, first.rows)
    assert world.ledger.head().size == 2
    other = Act(name="test.other", changes=[], act_id="mine")
    with pytest.raises(Conflict):
        world.ledger.act(world.actor, other)


def test_a_repeated_act_leaves_no_second_pack(world: World):
    world.ledger.act(world.actor, put(firearm(1), act_id="mine"))
    before = sorted(world.ledger.salts.folder.rglob("*"))
    world.ledger.act(world.actor, put(firearm(1), act_id="mine"))
    assert sorted(path for path in world.ledger.salts.folder.rglob("*") if path.is_file()) == [
        path for path in before if path.is_file()
    ]


def test_changes_decided_under_the_lock(world: World):
    def decide(look):
        seen = look.read("ledger.read_head", {})
        return [Change(statement="write.put_firearm", rows=[firearm(int(seen[0]["state"][0]))])]

    world.ledger.act(world.actor, Act(name="test.decide", changes=decide))
    world.ledger.act(world.actor, Act(name="test.decide", changes=decide))
    assert [row["serial"] for row in firearms(world)] == ["S1", "S2"]


def test_eight_threads_deciding_lose_nothing(world: World):
    """Each act reads how many guns there are and adds the next: any lost update would repeat a number."""

    def decide(look):
        size = int(look.read("ledger.read_head", {})[0]["state"][0])
        return [Change(statement="write.put_firearm", rows=[firearm(size)])]

    receipts, failures = [], []

    def run():
        try:
            receipts.extend(
                world.ledger.act(world.actor, Act(name="test.decide", changes=decide)) for _ in range(12)
            )
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert sorted(receipt.seq for receipt in receipts) == list(range(1, 97))
    assert len(firearms(world)) == 96
    head = world.ledger.head()
    assert merkle.root_of(read_leaves(world.database, world.catalogue, 97)) == root_of(head)


def test_a_failing_statement_leaves_nothing(world: World):
    link = Change(
        statement="write.link_purchase_of_firearm",
        rows=[Row({"id": "link_x", "from": "purchase_nowhere", "to": "gun_nowhere", **MARK}, {})],
    )
    act = Act(name="test.bad", changes=[Change(statement="write.put_firearm", rows=[firearm(1)]), link])
    with pytest.raises(Conflict) as refusal:
        world.ledger.act(world.actor, act)
    assert "0 of 1" in refusal.value.detail
    assert not firearms(world)
    assert world.ledger.head().size == 1


def test_a_failing_decision_leaves_nothing(world: World):
    def decide(look):
        raise Conflict(say=pytest.importorskip("ironriver.errors").Say(en="no", es="no"))

    with pytest.raises(Conflict):
        world.ledger.act(world.actor, Act(name="test.no", changes=decide))
    assert world.ledger.head().size == 1


def test_removing_what_is_not_there_is_no_error(world: World):
    rows = [Row({"id": "gun_nowhere"}, {})]
    receipt = world.ledger.act(
        world.actor, Act(name="test.drop", changes=[Change(statement="write.drop_firearm", rows=rows)])
    )
    assert receipt.rows == 1


def test_limits(world: World):
    rows = [firearm(n) for n in range(MAX_ROWS + 1)]
    with pytest.raises(TooLarge):
        world.ledger.act(world.actor, put(*rows))
    assert world.ledger.act(world.actor, put(*rows[:MAX_ROWS])).rows == MAX_ROWS


@pytest.mark.parametrize("name", ["ledger.read_head", "ledger.append_entry", "schema.001_constraints"])
def test_statements_that_may_not_write(world: World, name: str):
    with pytest.raises(Invalid):
        world.ledger.act(world.actor, Act(name="test.bad", changes=[Change(statement=name, rows=[firearm(1)])]))


def test_values_that_cannot_be_recorded(world: World):
    for value in (object(), float("nan"), {"a": {1, 2}}):
        with pytest.raises(Invalid):
            world.ledger.act(world.actor, put(firearm(1, value=value)))
    assert world.ledger.head().size == 1


def test_values_that_cannot_be_recorded_are_refused_in_words_where_sealing_begins_late(world: World):
    threads = world.ledger._acting._threads()
    for _ in range(4):
        threads.submit(time.sleep, 0.5)
    with pytest.raises(Invalid, match="cannot record"):
        world.ledger.act(world.actor, put(firearm(1, value=object())))
    assert world.ledger.head().size == 1


def test_no_act_before_genesis(world: World):
    with world.database.writing() as transaction:
        transaction.run("MATCH (n) WHERE NOT n:SchemaFile DETACH DELETE n", {})
    with pytest.raises(Unavailable):
        world.ledger.act(world.actor, put(firearm(1)))
    assert world.ledger.head().size == 0


def test_an_act_without_rows_is_an_entry(world: World):
    receipt = world.ledger.act(world.actor, Act(name="test.nothing", changes=[], batch="batch_1"))
    entry = world.ledger.entries(start=receipt.seq)[0]
    assert entry.fields["statements"] == []
    assert entry.fields["batch"] == "batch_1"


def test_the_entry_is_json_with_no_surprises(world: World):
    world.ledger.act(world.actor, put(firearm(1)))
    entry = world.ledger.entries(start=1)[0]
    assert json.loads(entry.text) == entry.fields
    assert set(entry.fields) == {
        "v",
        "seq",
        "at",
        "actor",
        "origin",
        "case",
        "purpose",
        "act",
        "batch",
        "statements",
    }


def test_each_sync_of_an_act_fails_once(world: World, monkeypatch):
    """Whichever sync the disk refuses: the act is refused, nothing is there, and the next one works."""
    import os

    real, calls = os.fsync, [0]

    def counting(handle: int) -> None:
        calls[0] += 1
        if calls[0] == failing:
            raise OSError(5, "Input/output error")
        real(handle)

    refused = 0
    for failing in range(1, 9):
        calls[0] = 0
        monkeypatch.setattr(os, "fsync", counting)
        before = world.ledger.head().size
        try:
            world.ledger.act(world.actor, put(firearm(failing)))
        except Unavailable:
            refused += 1
            assert world.ledger.head().size == before
        else:
            assert world.ledger.head().size == before + 1
        monkeypatch.undo()
    assert refused >= 4
    world.ledger.act(world.actor, put(firearm(99)))
    verify_log(world.ledger)


def test_a_replaced_text_is_what_replay_runs(world: World):
    from ironriver.graph import Catalogue
    from ironriver.graph.catalogue import read_statement
    from ironriver.ledger.history import Texts

    old = world.catalogue.get("write.put_firearm")
    world.ledger.act(world.actor, put(firearm(1)))
    header = (
        "// put guns, newer\n// mode: write      data: case      params: rows      returns: written      "
        f"rows: independent\n// replaces: {old.sha256}\n"
    )
    newer = read_statement("write.put_firearm", header + old.text.replace("n:Firearm", "n: Firearm"))
    texts = Texts(world.vault, Catalogue({"write.put_firearm": newer}))
    assert texts.recorded(old.sha256) == old.text
    assert texts.to_run(old.sha256) == newer.text
    assert texts.independent(old.sha256)
    assert not Texts(world.vault, Catalogue({})).independent(old.sha256)


def test_a_lost_race_for_a_lock_is_run_again(world: World):
    """A deadlock with a writer outside the ledger: the engine ends one of the two, the act happens once."""
    world.ledger.act(world.actor, put(firearm(1)))
    holds_gun, holds_head, decided = threading.Event(), threading.Event(), []

    def outside() -> None:
        try:
            with world.database.writing() as transaction:
                transaction.run("MATCH (f:Firearm {serial: 'S1'}) SET f._held = true", {})
                holds_gun.set()
                holds_head.wait(10)
                transaction.run("MATCH (h:Head) SET h._held = true", {})
        except Unavailable:
            pass  # the engine may choose this one

    def decide(look):
        decided.append(int(look.read("ledger.read_head", {})[0]["state"][0]))
        holds_head.set()
        time.sleep(0.3)
        return [Change(statement="write.put_firearm", rows=[firearm(1, model="after")])]

    other = threading.Thread(target=outside)
    other.start()
    assert holds_gun.wait(10)
    receipt = world.ledger.act(world.actor, Act(name="test.race", changes=decide))
    other.join()
    assert receipt.seq == 2
    assert set(decided) == {2}
    assert world.ledger.head().size == 3
    (row,) = world.database.read("MATCH (f:Firearm) RETURN f.model AS model", {})
    assert row["model"] == "after"
    verify_log(world.ledger)
