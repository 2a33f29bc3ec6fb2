"""Inclusion proofs that travel: one entry, its path to a signed root, and the checkpoint (C2SP tlog-proof)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from ironriver.errors import NotFound, Say
from ironriver.ledger import merkle
from ironriver.ledger.book import Ledger
from ironriver.ledger.checkpoints import folders, latest
from ironriver.ledger.entries import Entry
from ironriver.ledger.head import read_leaves
from ironriver.ledger.notes import Checkpoint, bad_note, open_note, read_checkpoint

FORMAT = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """An entry, where it stands, and the hashes that lead from it to the root of a signed checkpoint."""

    entry: Entry
    path: tuple[merkle.Hash, ...]
    note: str

    def text(self) -> str:
        """Return the proof as a file: format, index, hashes, blank line, checkpoint."""
        hashes = [base64.b64encode(step).decode() for step in self.path]
        return "\n".join((FORMAT, f"index {self.entry.seq}", *hashes, "", self.note))


def prove(ledger: Ledger, seq: int) -> Proof:
    """Return the proof of entry `seq` against the last signed checkpoint; `NotFound` where none covers it."""
    signed = latest(ledger.settings, folders(ledger.settings)[1], ledger.keys.public)
    if signed is None or not 0 <= seq < signed.checkpoint.size:
        covered = signed.checkpoint.size if signed else 0
        raise NotFound(
            Say(
                en=f"No signed checkpoint covers entry {seq} (the last one covers {covered}). Make one with "
                "`ironriver ledger checkpoint`.",
                es=f"Ningún punto de control firmado cubre el asiento {seq} (el último cubre {covered}). Haga "
                f"uno con "
                "`ironriver ledger checkpoint`.",
            )
        )
    leaves = read_leaves(ledger.database, ledger.catalogue, signed.checkpoint.size)
    path = merkle.prove_inclusion(leaves, seq)
    (entry,) = ledger.entries(start=seq, limit=1)
    proof = Proof(entry=entry, path=tuple(path), note=signed.note)
    check_proof(proof.text(), entry.text.encode(), signed.checkpoint.origin, ledger.keys.public)
    return proof


def check_proof(text: str, leaf: bytes, origin: str, public: bytes) -> Checkpoint:
    """Return the checkpoint that proves an entry's bytes. Raises `Tampered` where the proof does not hold."""
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    try:
        index = int(lines[1].removeprefix("index "))
        path = [base64.b64decode(line, validate=True) for line in lines[2:]]
    except (IndexError, ValueError, binascii.Error) as cause:
        raise bad_note("the proof cannot be read") from cause
    if lines[0] != FORMAT:
        raise bad_note(f"not a {FORMAT}")
    checkpoint = read_checkpoint(open_note(note, origin, public))
    if not merkle.proves_inclusion(merkle.leaf_hash(leaf), index, checkpoint.size, path, checkpoint.root):
        raise bad_note(f"the path does not lead from this entry to the signed root of {checkpoint.size}")
    return checkpoint
