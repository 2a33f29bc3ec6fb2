"""Signed notes against the published example, checkpoints against their rules."""

from __future__ import annotations

import base64
import shutil

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ironriver.errors import NotAllowed, NotFound, Tampered, Unavailable
from ironriver.ledger import check_proof, make_checkpoint, merkle, prove
from ironriver.ledger.checkpoints import folders, log_name, read_anchors
from ironriver.ledger.notes import (
    Checkpoint,
    key_id,
    open_note,
    read_checkpoint,
    sign_note,
    verifier_key,
)
from ironriver.ledger.verify import check_copies
from tests.unit.ledger.rows import act_often, signing_ledger
from tests.world import World

# Go's golang.org/x/mod/sumdb/note documentation: a key and a note that it verifies.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def test_a_note_signed_elsewhere_opens():
    name, id_, encoded = GO_KEY.split("+", 2)
    public = base64.b64decode(encoded)[1:]
    assert verifier_key(name, public) == GO_KEY
    assert key_id(name, public).hex() == id_
    assert open_note(GO_NOTE, name, public).endswith("your problem is.\n")


def test_no_byte_of_a_note_may_change():
    name, _, encoded = GO_KEY.split("+", 2)
    public = base64.b64decode(encoded)[1:]
    for position in range(0, len(GO_NOTE), 5):
        changed = GO_NOTE[:position] + chr(ord(GO_NOTE[position]) ^ 1) + GO_NOTE[position + 1 :]
        with pytest.raises(Tampered):
            open_note(changed, name, public)


@pytest.mark.parametrize("note", ["", "text\n", "text\n\n", "text\n\n— name !!!\n", "text\n\nname AAAA\n"])
def test_notes_that_are_none(note: str):
    with pytest.raises(Tampered):
        open_note(note, "name", bytes(32))


def test_a_second_signature_line_does_no_harm():
    """Witnesses add lines of their own."""
    private = Ed25519PrivateKey.generate()
    note = sign_note("body\n", "us", private) + "— witness.example AAAAAAAA\n"
    assert open_note(note, "us", private.public_key().public_bytes_raw()) == "body\n"


def test_checkpoints_are_read_back():
    checkpoint = Checkpoint(origin="x/ledger", size=5, root=bytes(range(32)))
    assert read_checkpoint(checkpoint.body()) == checkpoint


@pytest.mark.parametrize(
    "body",
    [
        "x\n5\n",
        "x\nfive\nAAAA\n",
        "x\n05\n" + base64.b64encode(bytes(32)).decode() + "\n",
        "x\n5\n" + base64.b64encode(bytes(31)).decode() + "\n",
        "x\n5\n" + base64.b64encode(bytes(32)).decode() + "\nextension\n",
        "x\n5\n" + base64.b64encode(bytes(32)).decode(),
    ],
)
def test_checkpoints_that_are_none(body: str):
    with pytest.raises(Tampered):
        read_checkpoint(body)


def test_signing(world: World):
    signer = signing_ledger(world)
    act_often(world, 2)
    signed = make_checkpoint(signer)
    assert signed.checkpoint.size == 3
    assert signed.checkpoint.origin == "ironriver.local/ledger"
    here, there = folders(world.settings)
    assert (here / signed.path.name).read_text() == (there / signed.path.name).read_text() == signed.note
    name, public = log_name(world.settings), signer.keys.public
    assert (there / "ledger.vkey").read_text().strip() == verifier_key(name, public)
    assert read_checkpoint(open_note(signed.note, name, public)) == signed.checkpoint
    assert make_checkpoint(signer).note == signed.note
    assert signer.segments.size() == 3


def test_a_second_folder_that_is_not_mounted_is_not_made_anew(world: World):
    signer = signing_ledger(world)
    here, there = folders(world.settings)
    make_checkpoint(signer)
    act_often(world, 1)
    make_checkpoint(signer)
    away = there.with_name("elsewhere")
    there.rename(away)
    for gone in (True, False):  # first no folder, then an empty place to mount it at
        act_often(world, 1)
        with pytest.raises(Unavailable, match="not mounted"):
            make_checkpoint(signer)
        assert there.exists() is not gone
        there.mkdir(exist_ok=True)
    there.rmdir()
    shutil.copytree(here, there)
    signed = make_checkpoint(signer)
    assert (there / signed.path.name).read_text() == signed.note


def test_only_the_worker_signs(world: World):
    with pytest.raises(NotAllowed):
        make_checkpoint(world.ledger)


def test_reads_are_anchored_when_there_are_new_ones(world: World):
    signer = signing_ledger(world)
    make_checkpoint(signer)
    there = folders(world.settings)[1]
    assert not list(there.glob("reads-*"))
    signer.read_log.append([({"at": "x"}, b"{}")])
    make_checkpoint(signer)
    make_checkpoint(signer)
    assert len(list(there.glob("reads-*"))) == 1
    again = signing_ledger(world)  # a new process knows from the folder
    make_checkpoint(again)
    assert len(list(there.glob("reads-*"))) == 1
    signer.read_log.append([({"at": "y"}, b"{}")])
    make_checkpoint(again)
    anchors = read_anchors(world.settings, there, again.keys.public)
    assert [a.records for a in anchors] == [2, 3]


def test_proofs(world: World):
    signer = signing_ledger(world)
    act_often(world, 6)
    signed = make_checkpoint(signer)
    act_often(world, 1, first=20)
    name, public = log_name(world.settings), signer.keys.public
    for seq in range(7):
        proof = prove(world.ledger, seq)
        text = proof.text()
        assert text.startswith(f"c2sp.org/tlog-proof@v1\nindex {seq}\n")
        assert check_proof(text, proof.entry.text.encode(), name, public) == signed.checkpoint
        with pytest.raises(Tampered):
            check_proof(text, proof.entry.text.encode() + b" ", name, public)
        with pytest.raises(Tampered):
            check_proof(
                text.replace(f"index {seq}", f"index {(seq + 1) % 7}"), proof.entry.text.encode(), name, public
            )
    with pytest.raises(NotFound, match="covers 7"):
        prove(world.ledger, 7)


def test_a_proof_is_checkable_by_pure_functions(world: World):
    signer = signing_ledger(world)
    act_often(world, 4)
    checkpoint = make_checkpoint(signer).checkpoint
    proof = prove(world.ledger, 2)
    leaf = merkle.leaf_hash(proof.entry.text.encode())
    assert merkle.proves_inclusion(leaf, 2, checkpoint.size, proof.path, checkpoint.root)


@pytest.mark.parametrize("text", ["", "x\nindex 0\n\nnote", "c2sp.org/tlog-proof@v1\nindex x\n\nnote"])
def test_proofs_that_are_none(text: str):
    with pytest.raises(Tampered):
        check_proof(text, b"{}", "x/ledger", bytes(32))


def anchored(world: World):
    """Return a signer and its two folders, each with one statement about reads."""
    signer = signing_ledger(world)
    signer.read_log.append([({"at": "x"}, b"{}")])
    make_checkpoint(signer)
    return signer, *folders(world.settings)


@pytest.mark.parametrize("missing", [0, 1])
def test_a_statement_about_reads_that_lies_in_one_folder_only_is_told(world: World, missing: int):
    signer, *places = anchored(world)
    check_copies(signer)
    (path,) = places[missing].glob("reads-*")
    path.unlink()
    with pytest.raises(Tampered) as refusal:
        check_copies(signer)
    assert path.name in refusal.value.detail


def test_a_statement_about_reads_that_differs_is_told(world: World):
    signer, here, _ = anchored(world)
    (path,) = here.glob("reads-*")
    path.write_text(path.read_text() + "\n")
    with pytest.raises(Tampered) as refusal:
        check_copies(signer)
    assert "differs" in refusal.value.detail


def test_a_crash_between_the_two_writes_is_healed_by_the_next_checkpoint(world: World):
    signer, _, there = anchored(world)
    (path,) = there.glob("reads-*")
    note = path.read_text()
    path.unlink()
    make_checkpoint(signing_ledger(world))
    assert [(one.name, one.read_text()) for one in there.glob("reads-*")] == [(path.name, note)]
    check_copies(signer)


def test_a_forged_statement_about_reads_is_not_copied(world: World):
    signer, here, there = anchored(world)
    (path,) = here.glob("reads-*")
    (there / path.name).unlink()
    path.write_text(path.read_text().replace("/reads", "/raeds"))
    with pytest.raises(Tampered):
        make_checkpoint(signer)
    assert not list(there.glob("reads-*"))


@pytest.mark.parametrize("size", ["-1", "+1", "01", "1_0", ""])
def test_a_checkpoint_of_an_impossible_size(size: str):
    root = base64.b64encode(bytes(32)).decode()
    assert read_checkpoint(f"name\n1\n{root}\n").size == 1
    with pytest.raises(Tampered):
        read_checkpoint(f"name\n{size}\n{root}\n")
