"""Attacks on the log, each named for what the attacker does. Every one must be found, and named by `verify`."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from ironriver.errors import Tampered
from ironriver.ledger import Ledger, make_checkpoint, merkle, verify_log
from ironriver.ledger.checkpoints import folders, log_name, signed_checkpoints
from ironriver.ledger.entries import leaf_bytes
from ironriver.ledger.notes import Checkpoint, sign_note
from ironriver.ledger.readfiles import read_files
from ironriver.ledger.verify import check_checkpoints, check_copies, check_reads, check_segments
from tests.unit.ledger.rows import act_often, firearm, put, signing_ledger
from tests.world import World


@pytest.fixture
def signer(world: World, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A log of six entries, signed at four and at six, followed, with a read-log file that was anchored."""
    monkeypatch.setattr("ironriver.ledger.verify.SETTLE_SECONDS", 0)
    signer = signing_ledger(world)
    act_often(world, 3)
    make_checkpoint(signer)
    act_often(world, 2, first=4)
    signer.read_log.append(
        [({"at": "2026-11-21", "actor": "a"}, b"{}"), ({"at": "2026-11-21", "actor": "b"}, b"{}")]
    )
    make_checkpoint(signer)
    verify_log(signer)
    return signer


def refused(ledger: Ledger, *named: str) -> None:
    with pytest.raises(Tampered) as refusal:
        verify_log(ledger)
    for name in named:
        assert name in refusal.value.detail


def graph(ledger: Ledger, statement: str, /, **params: object) -> None:
    with ledger.database.writing() as transaction:
        transaction.run(statement, params)


def rewrite_log(ledger: Ledger, change: Callable[[list[str]], list[str]]) -> None:
    """Rewrite the entries in the graph with consistent leaves, frontier and head: an insider with the database."""
    texts = change([entry.text for entry in ledger.entries()])
    rows = [{"seq": n, "leaf": merkle.leaf_hash(text.encode()).hex(), "text": text} for n, text in enumerate(texts)]
    frontier: list[bytes] = []
    for n, row in enumerate(rows):
        frontier = merkle.grow(frontier, n, bytes.fromhex(row["leaf"]))
    graph(ledger, "MATCH (e:Entry) WHERE e.seq >= $size DETACH DELETE e", size=len(rows))
    graph(ledger, "UNWIND $rows AS r MATCH (e:Entry {seq: r.seq}) SET e.leaf = r.leaf, e.bytes = r.text", rows=rows)
    state = [str(len(rows)), json.loads(texts[-1])["at"], *(one.hex() for one in frontier)]
    graph(ledger, "MATCH (h:Head) SET h.state = $state", state=state)


def rewrite_segments(ledger: Ledger) -> None:
    """Make the segment files agree with the graph again."""
    for path in ledger.segments.paths():
        path.unlink()
    (ledger.segments.folder / "followed").unlink()
    ledger.follower.follow_once()


def renamed_actor(text: str) -> str:
    fields = json.loads(text)
    fields["actor"] = "actor:somebody-else"
    statements = fields.pop("statements")
    fields.pop("v")
    return leaf_bytes(fields, statements)


def test_one_letter_of_an_entry(signer: Ledger):
    graph(signer, "MATCH (e:Entry {seq: 2}) SET e.bytes = replace(e.bytes, 'test.put', 'test.put2')")
    refused(signer, "entry 2")


def test_a_stored_leaf_hash(signer: Ledger):
    graph(signer, "MATCH (e:Entry {seq: 2}) SET e.leaf = $leaf", leaf="00" * 32)
    refused(signer, "entry 2")


def test_an_entry_with_its_leaf(signer: Ledger):
    text = renamed_actor(signer.entries(start=2)[0].text)
    leaf = merkle.leaf_hash(text.encode()).hex()
    graph(signer, "MATCH (e:Entry {seq: 2}) SET e.bytes = $text, e.leaf = $leaf", text=text, leaf=leaf)
    refused(signer, "frontier in the head")


def test_an_entry_with_its_leaf_and_head(signer: Ledger):
    rewrite_log(signer, lambda texts: [*texts[:2], renamed_actor(texts[2]), *texts[3:]])
    refused(signer, "segment", "entry 2 differs")


def test_an_entry_with_its_leaf_head_and_segment(signer: Ledger):
    """Database and data directory are the attacker's; the checkpoints are what is left."""
    rewrite_log(signer, lambda texts: [*texts[:2], renamed_actor(texts[2]), *texts[3:]])
    rewrite_segments(signer)
    refused(signer, "checkpoint-000000000004", "not a continuation")


def test_the_last_entry_after_a_checkpoint_needs_the_second_folder(signer: Ledger):
    """Even with all checkpoints of the data directory deleted, the second folder tells."""
    rewrite_log(signer, lambda texts: [*texts[:2], renamed_actor(texts[2]), *texts[3:]])
    rewrite_segments(signer)
    for path in folders(signer.settings)[0].glob("checkpoint-*"):
        path.unlink()
    refused(signer, str(folders(signer.settings)[1]))


def test_an_entry_made_from_other_bytes_of_the_same_meaning(signer: Ledger):
    """Not canonical: a blank more."""
    rewrite_log(signer, lambda texts: [*texts[:2], texts[2].replace(",", ", ", 1), *texts[3:]])
    refused(signer, "entry 2", "canonical")


def test_two_entries_swapped(signer: Ledger):
    rewrite_log(signer, lambda texts: [texts[0], texts[2], texts[1], *texts[3:]])
    refused(signer, "entry 1", "it says that it is entry 2")


def test_an_entry_taken_out(signer: Ledger):
    graph(signer, "MATCH (e:Entry {seq: 2}) DETACH DELETE e")
    refused(signer, "entry 2", "missing")


def test_the_last_entry_dropped(signer: Ledger):
    rewrite_log(signer, lambda texts: texts[:-1])
    refused(signer, "segment", "entry 5 is missing in the graph")


def test_the_last_entry_dropped_from_segments_too(signer: Ledger):
    rewrite_log(signer, lambda texts: texts[:-1])
    rewrite_segments(signer)
    refused(signer, "6 entries were signed, the log has 5")


def test_an_entry_behind_the_head(signer: Ledger):
    graph(signer, "CREATE (:Entry {seq: 6, act_id: 'x', leaf: '', bytes: '{}', pack: ''})")
    refused(signer, "entry 6", "behind the head")


def test_a_head_of_another_frontier(signer: Ledger):
    graph(signer, "MATCH (h:Head) SET h.state = h.state[..2] + h.state[3..] + h.state[2..3]")
    refused(signer, "frontier in the head")


def test_a_head_of_another_time(signer: Ledger):
    """Pages say since when nothing happened: one who stopped the log could let it look fresh."""
    later = "2031-01-01T00:00:00.000000Z"
    graph(signer, "MATCH (h:Head) SET h.state = h.state[..1] + [$at] + h.state[2..]", at=later)
    refused(signer, "the time in the head")


HASH = "ab" * 32


@pytest.mark.parametrize(
    "state",
    [None, 5, "60", [], ["2"], [2, 3], ["six", "", HASH, HASH], ["-1", "", HASH], ["02", "", HASH], ["6", "", HASH],
     ["6", ""], ["6", "", HASH, HASH, HASH], ["6", "", HASH, "zz"], ["6", "", HASH, HASH[:-1]]],
)  # fmt: skip
def test_a_head_that_is_none(signer: Ledger, world: World, state: object):
    graph(signer, "MATCH (h:Head) SET h.state = $state", state=state)
    refused(signer, "the head is no number of entries")
    with pytest.raises(Tampered):
        signer.act(world.actor, put(firearm(99)))


def test_a_segment_line_changed(signer: Ledger):
    (path,) = signer.segments.paths()
    path.write_text(path.read_text().replace("test.put", "test.pot", 1))
    refused(signer, "segment entries-000000000000.jsonl", "entry 1")


def test_a_segment_line_taken_out(signer: Ledger):
    (path,) = signer.segments.paths()
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:2] + lines[3:]))
    refused(signer, "segment", "line 3 is not entry 2")


def test_two_segment_lines_swapped(signer: Ledger):
    (path,) = signer.segments.paths()
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([lines[0], lines[2], lines[1], *lines[3:]]))
    refused(signer, "segment")


def test_a_segment_cut(signer: Ledger):
    (path,) = signer.segments.paths()
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-2]))
    refused(signer, "segment", "6 entries were copied, 4 are here")


def test_a_segment_file_deleted(signer: Ledger):
    (path,) = signer.segments.paths()
    path.unlink()
    refused(signer, "segment")


def test_a_segment_line_not_utf8(signer: Ledger):
    (path,) = signer.segments.paths()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] |= 0x80
    path.write_bytes(bytes(content))
    refused(signer, "segment")


def test_a_checkpoint_signed_with_another_key(signer: Ledger, tmp_path):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path = folders(signer.settings)[1] / "checkpoint-000000000004"
    body = path.read_text().rpartition("\n\n")[0] + "\n"
    path.write_text(sign_note(body, log_name(signer.settings), Ed25519PrivateKey.generate()))
    refused(signer, "checkpoint-000000000004", "not signed by")


@pytest.mark.parametrize("line", [0, 1, 2, 4])
def test_one_letter_of_a_checkpoint(signer: Ledger, line: int):
    path = folders(signer.settings)[0] / "checkpoint-000000000006"
    lines = path.read_text().split("\n")
    at = len(lines[line]) // 2
    lines[line] = lines[line][:at] + ("7" if lines[line][at] != "7" else "8") + lines[line][at + 1 :]
    path.write_text("\n".join(lines))
    refused(signer, "checkpoint-000000000006")


def test_a_checkpoint_deleted_here(signer: Ledger):
    (folders(signer.settings)[0] / "checkpoint-000000000004").unlink()
    refused(signer, "checkpoint-000000000004", "is missing here")


def test_a_checkpoint_deleted_there(signer: Ledger):
    (folders(signer.settings)[1] / "checkpoint-000000000004").unlink()
    refused(signer, "checkpoint-000000000004", "missing in the second folder")


def test_a_checkpoint_under_another_name(signer: Ledger):
    here = folders(signer.settings)[0]
    (here / "checkpoint-000000000004").rename(here / "checkpoint-000000000005")
    refused(signer, "checkpoint-000000000005")


def test_a_resigned_shorter_checkpoint(signer: Ledger):
    """The signer's own key, a smaller size, the root of a log where entry 2 says something else."""
    texts = [entry.text for entry in signer.entries()][:3]
    leaves = [merkle.leaf_hash(text.encode()) for text in [*texts[:2], renamed_actor(texts[2])]]
    forged = Checkpoint(origin=log_name(signer.settings), size=3, root=merkle.root_of(leaves))
    note = sign_note(forged.body(), forged.origin, signer.keys.signing)
    for folder in folders(signer.settings):
        (folder / "checkpoint-000000000003").write_text(note)
    refused(signer, "checkpoint-000000000003", "not a continuation")


def test_a_checkpoint_of_another_log(signer: Ledger):
    checkpoint = Checkpoint(origin="elsewhere.example/ledger", size=4, root=bytes(32))
    path = folders(signer.settings)[0] / "checkpoint-000000000004"
    path.write_text(sign_note(checkpoint.body(), log_name(signer.settings), signer.keys.signing))
    refused(signer, "checkpoint of elsewhere.example/ledger")


def test_a_forked_log_gets_no_signature(signer: Ledger):
    rewrite_log(signer, lambda texts: [*texts[:2], renamed_actor(texts[2]), *texts[3:]])
    rewrite_segments(signer)
    act = put(firearm(99))
    signer.act(_actor(signer), act)
    with pytest.raises(Tampered, match="not a continuation"):
        make_checkpoint(signer)
    assert not list(folders(signer.settings)[1].glob("checkpoint-000000000007"))


def test_a_log_cut_before_its_last_checkpoint_gets_no_signature(signer: Ledger):
    rewrite_log(signer, lambda texts: texts[:-2])
    with pytest.raises(Tampered, match="6 entries were signed, the log has 4"):
        make_checkpoint(signer)


def test_a_read_log_record_changed(signer: Ledger):
    (path,) = read_files(signer.read_log.folder)
    path.write_text(path.read_text().replace('"actor":"a"', '"actor":"c"'))
    refused(signer, path.name, "record 2")


def test_the_last_read_log_record_changed(signer: Ledger):
    (path,) = read_files(signer.read_log.folder)
    path.write_text(path.read_text().replace('"actor":"b"', '"actor":"c"'))
    refused(signer, path.name, "record 2 is not the one that")


def test_a_read_log_record_taken_out(signer: Ledger):
    (path,) = read_files(signer.read_log.folder)
    lines = path.read_text().splitlines(keepends=True)
    path.write_text(lines[0] + lines[2])
    refused(signer, path.name, "record 1")


def test_the_last_read_log_record_dropped(signer: Ledger):
    (path,) = read_files(signer.read_log.folder)
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    refused(signer, path.name, "record 2 is missing")


def test_a_read_log_file_deleted(signer: Ledger):
    (path,) = read_files(signer.read_log.folder)
    path.unlink()
    refused(signer, path.name, "is missing")


def test_a_read_log_file_under_another_name(signer: Ledger):
    (path,) = read_files(signer.read_log.folder)
    path.rename(path.with_name("reads-20260101T000000000000Z-1-00000000.jsonl"))
    refused(signer, "names another file")


def test_an_anchor_changed(signer: Ledger):
    (path,) = folders(signer.settings)[1].glob("reads-*")
    path.write_text(path.read_text().replace(".jsonl 3 ", ".jsonl 2 "))
    refused(signer, path.name, "signature does not hold")


def _actor(ledger: Ledger):
    from tests.world import cleared_actor

    return cleared_actor()


def test_every_byte_of_the_read_log(signer: Ledger):
    (path,) = read_files(signer.read_log.folder)
    content = path.read_bytes()
    for position in range(len(content)):
        path.write_bytes(content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :])
        with pytest.raises(Tampered, match=path.name):
            check_reads(signer, signer.keys.public)
    path.write_bytes(content)
    check_reads(signer, signer.keys.public)


def test_every_byte_of_a_segment(signer: Ledger):
    (path,) = signer.segments.paths()
    content, entries = path.read_bytes(), signer.entries()
    for position in range(0, len(content), 3):
        path.write_bytes(content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :])
        with pytest.raises(Tampered, match="segment entries-000000000000"):
            check_segments(signer, entries)


def test_every_byte_of_a_checkpoint(signer: Ledger):
    path = folders(signer.settings)[1] / "checkpoint-000000000006"
    content, leaves = path.read_bytes(), [entry.leaf for entry in signer.entries()]
    for position in range(len(content) - 1):  # the last line end is no part of the note
        path.write_bytes(content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :])
        with pytest.raises(Tampered):
            check_both_folders(signer, leaves)


def check_both_folders(ledger: Ledger, leaves: list[bytes]) -> None:
    for folder in folders(ledger.settings):
        check_checkpoints(signed_checkpoints(ledger.settings, folder, ledger.keys.public), leaves)
    check_copies(ledger)


def test_every_bit_of_an_entry(signer: Ledger):
    """In memory: no other text is this entry."""
    entry = signer.entries(start=2)[0]
    content = entry.text.encode()
    for position in range(len(content)):
        for bit in range(8):
            changed = content[:position] + bytes([content[position] ^ (1 << bit)]) + content[position + 1 :]
            assert merkle.leaf_hash(changed) != entry.leaf


def test_an_entry_changed_before_it_was_ever_signed(signer: Ledger):
    """Its leaf hash left as it was: the tree still fits, the words do not, and nothing is signed."""
    signer.act(_actor(signer), put(firearm(99)))
    text = renamed_actor(signer.entries(start=6)[0].text)
    graph(signer, "MATCH (e:Entry {seq: 6}) SET e.bytes = $text", text=text)
    with pytest.raises(Tampered, match="entry 6"):
        make_checkpoint(signer)
