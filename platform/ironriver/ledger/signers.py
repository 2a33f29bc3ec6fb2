"""Which key signs from which size of the log on: changes of the signing key, each signed by both keys.

A change is a note `keys-<size>` beside the checkpoints: the old key signed up to that size, the new one signs what
is longer. Whoever holds any key of the chain, from outside, can follow it to the others, in both directions.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ironriver.errors import Tampered
from ironriver.ledger.notes import bad_note, open_note, sign_note
from ironriver.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChange:
    """Up to `size` entries the old key signs (raw Ed25519 public keys), beyond it the new one."""

    size: int
    old: bytes
    new: bytes
    at: str

    def body(self, name: str) -> str:
        """Return the text that both keys sign."""
        return f"{name}/keys\n{self.size}\n{self.old.hex()}\n{self.new.hex()}\n{self.at}\n"

    def note(self, name: str, old: Ed25519PrivateKey, new: Ed25519PrivateKey) -> str:
        """Return the body with both signatures."""
        body = self.body(name)
        return sign_note(body, name, old) + sign_note(body, name, new).rpartition("\n\n")[2]


@dataclass(frozen=True, slots=True)
class Signers:
    """The chain of keys that a trusted key belongs to."""

    keys: tuple[bytes, ...]
    ends: tuple[int, ...]

    def at(self, size: int) -> bytes:
        """Return the key that signs a log of this size."""
        return self.keys[sum(size > end for end in self.ends)]


def signers_of(name: str, folders: tuple[Path, ...], public: bytes) -> Signers:
    """Return the chain through `public`. Raises `Tampered` naming a note that does not hold or two that differ."""
    changes = {change for folder in folders for change in key_changes(name, folder)}
    chain = [public]
    ends: list[int] = []
    while found := _one(changes, old=chain[-1]):
        chain, ends, changes = [*chain, found.new], [*ends, found.size], changes - {found}
    while found := _one(changes, new=chain[0]):
        chain, ends, changes = [found.old, *chain], [found.size, *ends], changes - {found}
    if any(later <= earlier for earlier, later in pairwise(ends)):
        raise bad_note("changes of the signing key are out of order")
    return Signers(tuple(chain), tuple(ends))


def key_changes(name: str, folder: Path) -> list[KeyChange]:
    """Return the changes of a folder, each signed by both of its keys. Raises `Tampered` naming the file."""
    return [_read(name, path) for path in sorted(folder.glob("keys-*"))]


def change_file(size: int) -> str:
    """Return the name of the note of a change at this size."""
    return f"keys-{size:012d}"


def log_of(settings: Settings) -> str:
    """Return the log's origin line, which is also the name of its keys."""
    return f"{settings.origin_name}/ledger"


def _one(changes: set[KeyChange], *, old: bytes | None = None, new: bytes | None = None) -> KeyChange | None:
    found = [change for change in changes if change.old == old or change.new == new]
    if len(found) > 1:
        raise bad_note(f"{change_file(found[1].size)}: two changes of one signing key")
    return found[0] if found else None


def _read(name: str, path: Path) -> KeyChange:
    note = path.read_text("utf-8", errors="replace")
    lines = note.partition("\n\n")[0].split("\n")
    try:
        title, size, old, new, at = lines
        change = KeyChange(size=int(size), old=bytes.fromhex(old), new=bytes.fromhex(new), at=at)
        whole = title == f"{name}/keys" and path.name == change_file(change.size)
        if not whole or {open_note(note, name, key) for key in (change.old, change.new)} != {change.body(name)}:
            raise bad_note("not written canonically")
    except ValueError as cause:
        raise bad_note(f"{path.name}: not a change of the signing key") from cause
    except Tampered as cause:
        raise bad_note(f"{path.name}: {cause.detail}") from cause
    return change
