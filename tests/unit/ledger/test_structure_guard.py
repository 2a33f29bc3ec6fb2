"""Payloads change no id and no marking in passing; and a checkpoint that a crash left half copied."""

from __future__ import annotations

import json

import pytest

from ironriver.errors import Invalid, Tampered
from ironriver.ledger import Act, Change, Row, make_checkpoint, verify_log
from ironriver.ledger.checkpoints import folders
from ironriver.ledger.entries import Entry, check_entry
from ironriver.ledger.readfiles import check_read_file
from tests.unit.ledger.rows import act_often, firearm, put, signing_ledger
from tests.world import World

GUN = firearm(1)


@pytest.mark.parametrize("name", ["id", "holding", "tlp", "handling"])
@pytest.mark.parametrize("statement", ["write.put_firearm", "write.amend_firearm"])
def test_a_payload_cannot_change_id_or_marking(world: World, statement: str, name: str):
    world.ledger.act(world.actor, put(GUN))
    change = Change(statement=statement, rows=[Row(GUN.s, {"serial": "X", name: 0})])
    with pytest.raises(Invalid, match="marking"):
        world.ledger.act(world.actor, Act(name="test.remark", changes=[change]))
    with pytest.raises(Invalid, match="marking"):
        world.ledger.act(world.actor, Act(name="test.remark", changes=lambda _: [change]))
    assert world.database.read("MATCH (f:Firearm) RETURN f.id AS id, f.tlp AS tlp, f.serial AS serial") == [
        {"id": GUN.s["id"], "tlp": 2, "serial": "S1"}
    ]
    assert world.ledger.head().size == 2


@pytest.mark.parametrize("value", ["half a pair: \ud800", 2**63])
def test_what_no_database_can_hold_is_refused_in_words(world: World, value: object):
    with pytest.raises(Invalid):
        world.ledger.ask(world.actor, "search.source_line", {"source_id": value, "line": value, "limit": 1})
    with pytest.raises(Invalid):
        world.ledger.look("ingest.source", {"id": value})


def test_a_crash_between_the_two_folders_is_mended_by_the_next_checkpoint(world: World):
    ledger = signing_ledger(world)
    here, there = folders(world.settings)
    act_often(world, 1)
    first = make_checkpoint(ledger).path.name
    (there / first).unlink()  # as if the power went after the first write
    with pytest.raises(Tampered, match="second folder"):
        verify_log(ledger)
    act_often(world, 1, first=5)
    make_checkpoint(ledger)
    assert (there / first).read_bytes() == (here / first).read_bytes()
    verify_log(ledger)


def test_brackets_in_brackets_are_forgery_not_a_traceback(tmp_path):
    deep = "[" * 100_000
    with pytest.raises(Tampered):
        check_entry(Entry(seq=0, text=deep, act_id="a", pack="p"), 0)
    path = tmp_path / "reads-x.jsonl"
    path.write_text(json.dumps({"n": 0})[:-1] + f', "x": {deep}\n', encoding="utf-8")
    with pytest.raises(Tampered):
        check_read_file(path)
