"""Openings: one row of an entry is shown and proved, the others stay closed; a shredded one cannot be shown."""

from __future__ import annotations

import json

import pytest

from ironriver import custody
from ironriver.custody.canonical import jcs
from ironriver.custody.verifier.arithmetic import included, sha
from ironriver.errors import NotFound
from ironriver.ledger import Opening, make_checkpoint, open_rows, prove_entries
from tests.unit.custody.room import Room

EXHIBIT = frozenset({"write.put_exhibit"})


def leads(one: Opening, part: int) -> bool:
    """Whether a part, with its salt, leads to what the entry committed to."""
    tag, said = (b"s", one.structure) if part == 0 else (b"p", one.payload)
    commitment = sha(b"ironriver/row/1/" + tag + b"\x00" + bytes.fromhex(one.salts[part]) + jcs(said))
    root = bytes.fromhex(one.entry.fields["statements"][one.statement]["rows_root"])
    path = [bytes.fromhex(step) for step in one.paths[part]]
    return included(sha(b"\x00" + commitment), one.first + part, one.leaves, path, root)


def test_a_row_is_shown_with_the_way_to_its_entry(room: Room) -> None:
    gun = room.gun()
    (one,) = open_rows(room.ledger, {gun.id}, EXHIBIT)
    assert one.payload["serial_frame"] == "TKF11987"
    assert leads(one, 0)
    assert leads(one, 1)
    one.payload["serial_frame"] = "TKF99999"
    assert not leads(one, 1)


def test_other_rows_stay_closed(room: Room) -> None:
    first, second = room.gun(), room.file()
    opened = open_rows(room.ledger, {second.id}, EXHIBIT)
    assert [one.structure["id"] for one in opened] == [second.id]
    assert first.id not in json.dumps([one.payload for one in opened])
    assert open_rows(room.ledger, {"exhibit_absent"}, EXHIBIT) == []
    assert open_rows(room.ledger, {first.id}, frozenset({"write.put_person"})) == []


def test_entries_are_proved_once_a_checkpoint_covers_them(room: Room) -> None:
    (one,) = open_rows(room.ledger, {room.gun().id}, EXHIBIT)
    with pytest.raises(NotFound):
        prove_entries(room.ledger, {one.entry.seq})
    signed = make_checkpoint(room.ledger)
    excerpt = prove_entries(room.ledger, {one.entry.seq, 0})
    assert (excerpt.note, excerpt.size) == (signed.note, signed.checkpoint.size)
    path = [bytes.fromhex(step) for step in excerpt.paths[one.entry.seq]]
    assert included(one.entry.leaf, one.entry.seq, excerpt.size, path, signed.checkpoint.root)


def test_a_shredded_row_cannot_be_shown(room: Room) -> None:
    gun = room.gun()
    room.ledger.shred(room.actor("admin"), {gun.id})
    with pytest.raises(NotFound):
        open_rows(room.ledger, {gun.id}, EXHIBIT)


def test_a_shredded_exhibit_still_has_an_address_and_says_nothing(room: Room) -> None:
    gun = room.gun()
    room.ledger.shred(room.actor("admin"), {gun.id})
    with pytest.raises(NotFound):
        custody.find_chain(room.actor("quill"), gun.id, ledger=room.ledger)
