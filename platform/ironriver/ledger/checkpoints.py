"""Checkpoints: the worker signs the log's root, after proving that it continues what was signed before.

Each lies twice: in the data directory and in `settings.checkpoints_dir`, the second trust domain. Beside them
signed statements anchor the read log: one line a file with its number of records and its head.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ironriver import clock
from ironriver.errors import Conflict, NotAllowed, Say, Tampered, Unavailable
from ironriver.ledger import merkle
from ironriver.ledger.acts import Head
from ironriver.ledger.book import Ledger
from ironriver.ledger.entries import bad_entry, check_entry
from ironriver.ledger.head import all_entries, no_genesis, read_leaves, root_of
from ironriver.ledger.notes import Checkpoint, bad_note, open_note, read_checkpoint, sign_note, verifier_key
from ironriver.ledger.readfiles import ReadFile, check_read_file, read_files
from ironriver.ledger.signers import Signers, log_of, signers_of
from ironriver.settings import Settings
from ironriver.vault import write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A checkpoint as it lies on disk."""

    checkpoint: Checkpoint
    note: str
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What a checkpoint's read-log statement says of one file: so many records, this head."""

    file: str
    records: int
    head: str
    path: Path


def log_name(settings: Settings) -> str:
    """Return the log's origin line, which is also the name of its key."""
    return log_of(settings)


def folders(settings: Settings) -> tuple[Path, Path]:
    """Return where checkpoints lie: with the data, and in the second trust domain."""
    return settings.data_dir / "checkpoints", settings.checkpoints_dir


def second_is_there(settings: Settings) -> bool:
    """Return whether the second folder is the one that checkpoints were copied to: it holds the log's public key.

    Without it the share is most likely not mounted, and a folder of that name would be filled on the wrong disk.
    One checkpoint may lie here alone: a crash came between the two.
    """
    here, there = folders(settings)
    return (there / "ledger.vkey").exists() or len(list(here.glob("checkpoint-*"))) < 2


def _not_mounted(folder: Path) -> Unavailable:
    return Unavailable(
        Say(
            en=f"Nothing is signed: {folder} held checkpoints and now holds none, so it is probably not mounted. "
            "Mount it; if it is lost, copy data/checkpoints into the new one.",
            es=f"No se firma nada: {folder} tenía puntos de control y ya no tiene ninguno; tal vez no está "
            "montado. Móntelo; si se perdió, copie data/checkpoints en el nuevo.",
        )
    )


def make_checkpoint(ledger: Ledger) -> Signed:
    """Follow, prove consistency with the last signed checkpoints of both folders, sign, keep, copy.

    Raises `NotAllowed` in a process without the signing key, `Unavailable` where the second folder is not what it
    was, `Tampered` where the log does not continue the last checkpoint: then nothing is signed.
    """
    private = ledger.keys.signing
    if private is None:
        raise not_the_signer()
    if not second_is_there(ledger.settings):
        raise _not_mounted(ledger.settings.checkpoints_dir)
    ledger.follower.follow_once()
    head = ledger.head()
    if head.size == 0:
        raise no_genesis()
    name = log_name(ledger.settings)
    if signers_of(name, folders(ledger.settings), ledger.keys.public).at(head.size) != ledger.keys.public:
        raise _change_begun()
    # 1. The leaves in the graph give the head's root.
    leaves = _leaves_of(ledger, head)
    # 2. That tree continues every last checkpoint.
    lasts = [latest(ledger.settings, folder, ledger.keys.public) for folder in folders(ledger.settings)]
    for last in lasts:
        if last is not None:
            continues(last, leaves)
    _finish_copy(lasts[0], folders(ledger.settings)[1])
    _finish_reads(ledger)
    # 3. What has come since is what its leaves say (what came before was looked at then).
    start = min(last.checkpoint.size if last is not None else 0 for last in lasts)
    for entry in all_entries(ledger.database, ledger.catalogue, start=start, end=head.size):
        check_entry(entry, entry.seq)
        if entry.leaf != leaves[entry.seq]:
            raise bad_entry(entry.seq, "the leaf hash stored beside it is another")
    # 4. Sign and keep, here and there.
    checkpoint = Checkpoint(origin=name, size=head.size, root=root_of(head))
    note = sign_note(checkpoint.body(), name, private)
    for folder in folders(ledger.settings):
        write_whole(folder / f"checkpoint-{head.size:012d}", note.encode(), mode=0o644)
        write_whole(folder / "ledger.vkey", (verifier_key(name, ledger.keys.public) + "\n").encode(), mode=0o644)
    _anchor_reads(ledger, checkpoint, private)
    return Signed(
        checkpoint=checkpoint, note=note, path=folders(ledger.settings)[1] / f"checkpoint-{head.size:012d}"
    )


def _leaves_of(ledger: Ledger, head: Head) -> list[merkle.Hash]:
    leaves = read_leaves(ledger.database, ledger.catalogue, head.size)
    if len(leaves) != head.size or merkle.root_of(leaves) != root_of(head):
        raise bad_note(f"the graph's {len(leaves)} leaves do not give the root of its head ({head.size} entries)")
    return leaves


def _finish_copy(last: Signed | None, there: Path) -> None:
    """Copy the newest checkpoint to the second folder where a crash came between the two."""
    if last is not None and not (there / last.path.name).exists():
        write_whole(there / last.path.name, last.note.encode(), mode=0o644)


def _finish_reads(ledger: Ledger) -> None:
    """Copy the newest read-log statement to the second folder where a crash came between the two.

    Only that one: an older one that is missing there was taken away, and `verify` says so.
    """
    here, there = folders(ledger.settings)
    paths = sorted(here.glob("reads-*"))
    if paths and not (there / paths[-1].name).exists():
        signers = signers_of(log_name(ledger.settings), (here, there), ledger.keys.public)
        note, _ = _open(paths[-1], log_name(ledger.settings), signers)
        write_whole(there / paths[-1].name, note.encode(), mode=0o644)


def continues(last: Signed, leaves: Sequence[merkle.Hash]) -> None:
    """Raise `Tampered` unless the tree over `leaves` continues a signed checkpoint."""
    old = last.checkpoint
    if old.size > len(leaves):
        raise bad_note(f"{last.path.name}: {old.size} entries were signed, the log has {len(leaves)}")
    proof = merkle.prove_consistency(leaves, old.size)
    if not merkle.proves_consistency((old.size, old.root), (len(leaves), merkle.root_of(leaves)), proof):
        raise bad_note(f"{last.path.name}: the log is not a continuation of what was signed")


def signed_checkpoints(settings: Settings, folder: Path, public: bytes) -> list[Signed]:
    """Return the checkpoints of a folder, smallest first. Raises `Tampered` naming the first bad file."""
    signers = signers_of(log_name(settings), folders(settings), public)
    return [_read(settings, path, signers) for path in sorted(folder.glob("checkpoint-*"))]


def latest(settings: Settings, folder: Path, public: bytes) -> Signed | None:
    """Return the largest checkpoint of a folder, its signature checked; None where there is none."""
    paths = sorted(folder.glob("checkpoint-*"))
    return _read(settings, paths[-1], signers_of(log_name(settings), folders(settings), public)) if paths else None


def _read(settings: Settings, path: Path, signers: Signers) -> Signed:
    name = log_name(settings)
    note, body = _open(path, name, signers)
    checkpoint = read_checkpoint(body)
    if checkpoint.origin != name or path.name != f"checkpoint-{checkpoint.size:012d}":
        raise bad_note(f"{path.name}: it is a checkpoint of {checkpoint.origin} at {checkpoint.size}")
    return Signed(checkpoint=checkpoint, note=note, path=path)


def read_anchors(settings: Settings, folder: Path, public: bytes) -> list[Anchor]:
    """Return what the signed statements of a folder say of read-log files. Raises `Tampered` naming a bad one."""
    anchors = []
    signers = signers_of(log_name(settings), folders(settings), public)
    for path in sorted(folder.glob("reads-*")):
        _, body = _open(path, log_name(settings), signers)
        lines = body.splitlines()
        if lines[0] != f"{log_name(settings)}/reads":
            raise bad_note(f"{path.name}: not a statement about reads")
        for line in lines[4:]:
            file, records, head = line.split(" ")
            anchors.append(Anchor(file=file, records=int(records), head=head, path=path))
    return anchors


def _anchor_reads(ledger: Ledger, checkpoint: Checkpoint, private: Ed25519PrivateKey) -> None:
    """Say, signed, how far each read-log file has come. Only files that grew since they were last anchored."""
    name = log_name(ledger.settings)
    here, there = folders(ledger.settings)
    known = ledger.anchored
    if not known:  # the first time in this process
        known.update({a.file: (0, a.records) for a in read_anchors(ledger.settings, there, ledger.keys.public)})
    grown = []
    for path in read_files(ledger.read_log.folder):
        size, records = path.stat().st_size, known.get(path.name, (0, 0))
        if size == records[0]:
            continue
        file = check_read_file(path)
        if len(file.lines) > records[1]:
            grown.append(file)
        known[path.name] = (size, len(file.lines))
    if not grown:
        return
    at = clock.stamp()
    body = "\n".join((f"{name}/reads", str(checkpoint.size), _digest_of(checkpoint), at, *map(_line, grown), ""))
    note = sign_note(body, name, private).encode()
    compact = at.replace(":", "").replace("-", "").replace(".", "")
    for folder in (here, there):
        write_whole(folder / f"reads-{checkpoint.size:012d}-{compact}", note, mode=0o644)


def _line(file: ReadFile) -> str:
    return f"{file.name} {len(file.lines)} {file.head}"


def _digest_of(checkpoint: Checkpoint) -> str:
    return base64.b64encode(hashlib.sha256(checkpoint.body().encode()).digest()).decode()


def _open(path: Path, name: str, signers: Signers) -> tuple[str, str]:
    note, size = path.read_text("utf-8", errors="replace"), path.name.split("-")[1]
    if not size.isdigit():
        raise bad_note(f"{path.name}: no size in its name")
    try:
        return note, open_note(note, name, signers.at(int(size)))
    except Tampered as cause:
        raise bad_note(f"{path.name}: {cause.detail}") from cause


def _change_begun() -> Conflict:
    return Conflict(
        Say(
            en="Nothing is signed: a change of the signing key was begun and not ended. Stop Ironriver and run "
            "`ironriver ledger change-signing-key` again.",
            es="No se firma nada: se empezó un cambio de la llave de firma y no se terminó. Detenga Ironriver y "
            "ejecute `ironriver ledger change-signing-key` de nuevo.",
        )
    )


def not_the_signer() -> NotAllowed:
    """Return the refusal for a process without the signing key."""
    return NotAllowed(
        Say(
            en="Only the worker signs checkpoints. Run `ironriver ledger checkpoint` as the user that runs it.",
            es="Solo el proceso de fondo firma puntos de control. Ejecute `ironriver ledger checkpoint` como el "
            "usuario "
            "que lo corre.",
        )
    )
