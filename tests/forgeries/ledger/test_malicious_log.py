"""A log server that lies, and the seven lies a verifier must refuse (facts: Tessera, immudb's linear-fake flaw)."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ironriver.errors import Tampered
from ironriver.ledger import check_proof, merkle
from ironriver.ledger.notes import Checkpoint, sign_note
from ironriver.ledger.proofs import FORMAT

ORIGIN = "evil.example/ledger"
KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key().public_bytes_raw()
ENTRIES = [f'{{"seq":{n}}}'.encode() for n in range(13)]
LEAVES = [merkle.leaf_hash(entry) for entry in ENTRIES]


def checkpoint(leaves: list[bytes], size: int | None = None) -> str:
    found = Checkpoint(origin=ORIGIN, size=len(leaves) if size is None else size, root=merkle.root_of(leaves))
    return sign_note(found.body(), ORIGIN, KEY)


def proof(index: int, path: list[bytes], note: str) -> str:
    return "\n".join((FORMAT, f"index {index}", *(base64.b64encode(p).decode() for p in path), "", note))


def honest(index: int) -> str:
    return proof(index, merkle.prove_inclusion(LEAVES, index), checkpoint(LEAVES))


@pytest.mark.parametrize("index", range(13))
def test_the_truth_is_taken(index: int):
    assert check_proof(honest(index), ENTRIES[index], ORIGIN, PUBLIC).size == 13


def test_an_old_root_for_a_newer_entry():
    text = proof(12, merkle.prove_inclusion(LEAVES, 12), checkpoint(LEAVES[:8]))
    with pytest.raises(Tampered):
        check_proof(text, ENTRIES[12], ORIGIN, PUBLIC)


def test_a_fork_at_the_last_entry():
    """Two histories that share all but one entry cannot both follow the old checkpoint and prove it."""
    fork = [*LEAVES[:7], merkle.leaf_hash(b"other"), *LEAVES[8:]]
    old = (8, merkle.root_of(LEAVES[:8]))
    for shown in (merkle.prove_consistency(LEAVES, 8), merkle.prove_consistency(fork, 8)):
        assert not merkle.proves_consistency(old, (13, merkle.root_of(fork)), shown)


def test_swapped_leaves_with_a_recomputed_tree():
    swapped = [LEAVES[1], LEAVES[0], *LEAVES[2:]]
    text = proof(0, merkle.prove_inclusion(swapped, 0), checkpoint(swapped))
    with pytest.raises(Tampered):
        check_proof(text, ENTRIES[0], ORIGIN, PUBLIC)
    assert not merkle.proves_consistency(
        (2, merkle.root_of(LEAVES[:2])), (13, merkle.root_of(swapped)), merkle.prove_consistency(swapped, 2)
    )


def test_a_right_inclusion_with_a_wrong_consistency_proof():
    good = merkle.prove_consistency(LEAVES, 6)
    old, new = (6, merkle.root_of(LEAVES[:6])), (13, merkle.root_of(LEAVES))
    assert merkle.proves_consistency(old, new, good)
    for number in range(len(good)):
        for wrong in (good[:number] + good[number + 1 :], [*good[:number], bytes(32), *good[number + 1 :]]):
            assert not merkle.proves_consistency(old, new, wrong)
    assert not merkle.proves_consistency(old, new, good[::-1])


@pytest.mark.parametrize("shift", [-1, 1, 2, 13])
def test_an_entry_under_another_index(shift: int):
    text = proof(5 + shift, merkle.prove_inclusion(LEAVES, 5), checkpoint(LEAVES))
    with pytest.raises(Tampered):
        check_proof(text, ENTRIES[5], ORIGIN, PUBLIC)


def test_a_resigned_checkpoint_of_a_smaller_size():
    """The root of thirteen entries, said to be of eight: paths have another shape."""
    for index in range(8):
        text = proof(index, merkle.prove_inclusion(LEAVES, index), checkpoint(LEAVES, size=8))
        if len(merkle.prove_inclusion(LEAVES, index)) != 3:
            with pytest.raises(Tampered):
                check_proof(text, ENTRIES[index], ORIGIN, PUBLIC)
    assert not merkle.proves_consistency(
        (8, merkle.root_of(LEAVES)), (13, merkle.root_of(LEAVES)), merkle.prove_consistency(LEAVES, 8)
    )


def test_a_node_offered_as_an_entry():
    """Without the 0x00 and 0x01 before leaves and nodes, the two hashes of a node would pass as an entry."""
    pair = LEAVES[0] + LEAVES[1]
    path = merkle.prove_inclusion(LEAVES, 0)[1:]
    text = proof(0, path, checkpoint(LEAVES))
    with pytest.raises(Tampered):
        check_proof(text, pair, ORIGIN, PUBLIC)


def test_another_signer():
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    with pytest.raises(Tampered, match="not signed by"):
        check_proof(honest(3), ENTRIES[3], ORIGIN, other)


def test_a_checkpoint_under_another_name():
    with pytest.raises(Tampered):
        check_proof(honest(3), ENTRIES[3], "good.example/ledger", PUBLIC)


def test_no_byte_of_a_proof_may_change():
    text = honest(6)
    for position in range(len(text) - 1):  # the last line end is no part of the note
        changed = text[:position] + chr(ord(text[position]) ^ 1) + text[position + 1 :]
        if taken(changed):
            # Base64 has spare bits at its end: another spelling of the same proof, not another proof.
            assert text[position + 1] == "="
    assert taken(text)


def taken(text: str) -> bool:
    try:
        check_proof(text, ENTRIES[6], ORIGIN, PUBLIC)
    except Tampered:
        return False
    return True
