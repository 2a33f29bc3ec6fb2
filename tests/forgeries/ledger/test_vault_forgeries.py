"""Attacks on packs, salt files and statement texts; and writes around the ledger."""

from __future__ import annotations

import pytest

from ironriver.errors import Tampered
from ironriver.graph import Database
from ironriver.ledger import Act, Ledger, verify_graph, verify_log
from ironriver.ledger.packs import SALT_MAGIC
from ironriver.sealing import SALT_BYTES
from tests.unit.ledger.rows import act_often, firearm, put, sale, signing_ledger
from tests.world import World


@pytest.fixture
def ledger(world: World, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """Three acts, the last with five statements."""
    monkeypatch.setattr("ironriver.ledger.verify.SETTLE_SECONDS", 0)
    act_often(world, 2)
    world.ledger.act(world.actor, Act(name="test.sale", changes=sale(3)))
    verify_log(world.ledger)
    return world.ledger


def refused(ledger: Ledger, *named: str) -> None:
    with pytest.raises(Tampered) as refusal:
        verify_log(ledger)
    for name in named:
        assert name in refusal.value.detail


def flip(path, position: int) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(bytes(content))


def salt_path(ledger: Ledger, pack: str):
    return ledger.salts.folder / pack[:2] / pack[2:]


def test_every_byte_of_a_pack(ledger: Ledger):
    pack = ledger.entries(start=1)[0].pack
    path = ledger.vault.path(pack)
    for position in range(0, path.stat().st_size, 17):
        flip(path, position)
        refused(ledger, "entry 1", pack)
        flip(path, position)
    verify_log(ledger)


def test_every_byte_of_a_salt_file(ledger: Ledger):
    pack = ledger.entries(start=1)[0].pack
    path = salt_path(ledger, pack)
    for position in range(0, path.stat().st_size, 7):
        flip(path, position)
        refused(ledger, pack)
        flip(path, position)
    verify_log(ledger)


def test_a_pack_cut(ledger: Ledger):
    pack = ledger.entries(start=2)[0].pack
    path = ledger.vault.path(pack)
    path.write_bytes(path.read_bytes()[:-1])
    refused(ledger, "entry 2", pack)


def test_a_pack_deleted(ledger: Ledger):
    pack = ledger.entries(start=2)[0].pack
    ledger.vault.path(pack).unlink()
    refused(ledger, "entry 2", pack, "missing")


def test_a_salt_file_deleted(ledger: Ledger):
    pack = ledger.entries(start=2)[0].pack
    salt_path(ledger, pack).unlink()
    refused(ledger, pack, "missing")


def test_a_salt_file_cut(ledger: Ledger):
    pack = ledger.entries(start=2)[0].pack
    path = salt_path(ledger, pack)
    path.write_bytes(path.read_bytes()[:-SALT_BYTES])
    refused(ledger, pack, "not a salt file of")


def test_a_payload_destroyed_by_no_act(ledger: Ledger):
    pack = ledger.entries(start=2)[0].pack
    ledger.salts.overwrite(pack, [1])
    refused(ledger, "entry 2", "part 1 was destroyed by no act")


def test_two_packs_swapped(ledger: Ledger):
    one, two = (ledger.entries(start=seq)[0].pack for seq in (1, 2))
    with ledger.database.writing() as transaction:
        for seq, pack in ((1, two), (2, one)):
            transaction.run("MATCH (e:Entry {seq: $seq}) SET e.pack = $pack", {"seq": seq, "pack": pack})
    refused(ledger, "entry 1", "it is the pack of another act")


def test_two_salts_swapped(ledger: Ledger):
    pack = ledger.entries(start=3)[0].pack
    path = salt_path(ledger, pack)
    content = path.read_bytes()
    at = len(SALT_MAGIC)
    one, two = content[at : at + SALT_BYTES], content[at + SALT_BYTES : at + 2 * SALT_BYTES]
    path.write_bytes(content[:at] + two + one + content[at + 2 * SALT_BYTES :])
    refused(ledger, pack, "part 0")


def test_a_shredded_salt_put_back(world: World, ledger: Ledger):
    """From a backup: the payload would live again."""
    pack = ledger.entries(start=3)[0].pack
    before = salt_path(ledger, pack).read_bytes()
    ledger.shred(world.actor, ["person_b0b"])
    verify_log(ledger)
    salt_path(ledger, pack).write_bytes(before)
    refused(ledger, "entry 3", "should be destroyed")


def test_a_statement_text_changed(ledger: Ledger):
    sha256 = ledger.entries(start=1)[0].fields["statements"][0]["sha256"]
    path = ledger.vault.path(sha256)
    path.write_bytes(path.read_bytes().replace(b"MERGE", b"MATCH"))
    refused(ledger, "statement text", sha256)


def test_a_statement_text_deleted(ledger: Ledger):
    sha256 = ledger.entries(start=1)[0].fields["statements"][0]["sha256"]
    ledger.vault.path(sha256).unlink()
    refused(ledger, "statement text", sha256)


def test_a_purpose_from_another_act(world: World):
    actor = world.actor.on(case="case_1", purpose="words with blanks, one")
    world.ledger.act(actor, put(firearm(1)))
    entry = world.ledger.entries(start=1)[0]
    other = world.ledger.act(actor.on(case="case_1", purpose="words with blanks, two"), put(firearm(2)))
    purpose = world.ledger.entries(start=other.seq)[0].fields["purpose"]
    assert purpose.startswith("sealed:")
    assert purpose != entry.fields["purpose"]
    with world.database.writing() as transaction:
        transaction.run(
            "MATCH (e:Entry {seq: 1}) SET e.bytes = replace(e.bytes, $old, $new)",
            {"old": entry.fields["purpose"], "new": purpose},
        )
    refused(world.ledger, "entry 1")


# The graph against the ledger. One engine of its own serves the whole story: it takes ten seconds to start.


def test_writes_around_the_ledger_are_found(world: World, disposable_engine):
    signing_ledger(world)
    for number in range(1, 4):
        world.ledger.act(world.actor, Act(name="test.sale", changes=sale(number)))
    beside = Database.open(disposable_engine.uri, "neo4j", disposable_engine.password)
    try:
        agreed = verify_graph(world.ledger, beside)
        assert agreed.size == 4
        for text, named in (
            ("MATCH (f:Firearm {serial: 'S2'}) SET f.serial = 'S9'", f"Firearm {firearm(2).s['id']}"),
            ("MATCH (f:Firearm {serial: 'S9'}) SET f.serial = 'S2' SET f.tlp = 0", "only in the graph: Firearm"),
            ("MATCH (f:Firearm {tlp: 0}) SET f.tlp = 2 CREATE (:Person {id: 'person_new'})", "person_new"),
            ("MATCH (p:Person {id: 'person_new'}) DELETE p", ""),
            ("CREATE (:Firearm:Shredding {id: 'firearm_beside', tlp: 1})", "firearm_beside"),
            ("MATCH (f:Firearm {id: 'firearm_beside'}) REMOVE f:Shredding SET f:Head", "firearm_beside"),
            ("MATCH (f:Firearm {id: 'firearm_beside'}) DELETE f", ""),
            ("MATCH (p:Purchase)-[r:OF]->(f:Firearm {serial: 'S1'}) DELETE r", "only in the ledger: purchase_"),
        ):
            with world.database.writing() as transaction:
                transaction.run(text, {})
            with beside.writing() as transaction:
                transaction.run("MATCH (n) WHERE NOT n:SchemaFile DETACH DELETE n", {})
            if not named:
                verify_graph(world.ledger, beside)
                continue
            with pytest.raises(Tampered) as refusal:
                verify_graph(world.ledger, beside)
            assert named in refusal.value.detail
            verify_log(world.ledger)  # the log itself is whole: only the comparison finds it
    finally:
        beside.close()
