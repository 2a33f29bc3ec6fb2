"""The vault: what came in, byte for byte, found by its SHA-256.

A file is hashed while it is written, synced, renamed into place, its folder synced, and read once more before the
caller hears of it: a disk that lies is found at the door and not in court.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ironriver import clock
from ironriver.errors import Conflict, Invalid, NotFound, Say, Tampered
from ironriver.vault.disk import disk_refused, make_folder, sync_folder, write_whole

#: Bytes read at once; large enough to be quick, small enough for many uploads side by side.
BLOCK = 1 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What the vault holds: `sha256` as 64 hex digits, `size` in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """A file whose bytes were destroyed and replaced: both digests, and when."""

    original: str
    replacement: str
    at: str


class Vault:
    """Files of one folder, named by digest. Safe to use from several threads and processes at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        make_folder(folder)

    def put(self, content: BinaryIO | bytes) -> Stored:
        """Keep `content` and return its digest and size; the same bytes twice are kept once.

        Returns only after the bytes are durable. Raises `Unavailable` when the disk refuses.
        """
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        arriving = self.folder / "arriving"
        make_folder(arriving)
        try:
            handle, name = tempfile.mkstemp(dir=arriving)
        except OSError as cause:
            raise disk_refused(arriving, cause) from cause
        temporary = Path(name)
        try:
            stored = _copy_hashing(stream, handle)
            self._settle(temporary, stored)
        except OSError as cause:
            raise disk_refused(temporary, cause) from cause
        finally:
            temporary.unlink(missing_ok=True)
        return stored

    @staticmethod
    def digest(content: bytes) -> str:
        """Return the name under which `content` would be kept."""
        return hashlib.sha256(content).hexdigest()

    def discard(self, sha256: str) -> None:
        """Forget bytes that nobody was told of (the pack of an act that did not happen), and never others."""
        self._path(sha256).unlink(missing_ok=True)

    def has(self, sha256: str) -> bool:
        """Say whether bytes of this digest are here (a shredded file is not)."""
        return self._path(sha256).is_file()

    def open(self, sha256: str) -> BinaryIO:
        """Open the bytes of a digest for reading. Raises `NotFound`, also where they were shredded."""
        try:
            return self._path(sha256).open("rb")
        except FileNotFoundError as cause:
            raise self._absent(sha256) from cause

    def read(self, sha256: str) -> bytes:
        """Return all bytes of a digest. Raises `NotFound`. For small things only."""
        with self.open(sha256) as file:
            return file.read()

    def check(self, sha256: str) -> Stored:
        """Hash the stored bytes again. Raises `Tampered` when they differ from their name, `NotFound` if absent."""
        digest, size = hashlib.sha256(), 0
        with self.open(sha256) as file:
            while block := file.read(BLOCK):
                digest.update(block)
                size += len(block)
        if digest.hexdigest() != sha256:
            raise Tampered(
                Say(
                    en="A stored file no longer has the digest it was stored under. Compare it with the backup.",
                    es="Un archivo guardado ya no tiene la huella con que se guardó. Compárelo con el respaldo.",
                ),
                detail=f"vault {sha256}: bytes hash to {digest.hexdigest()}",
            )
        return Stored(sha256=sha256, size=size)

    def shred(self, sha256: str, redacted: BinaryIO | bytes) -> Redaction:
        """Destroy the bytes of a digest, keep `redacted` in their place, and return both digests.

        The original is overwritten before it is unlinked; on copy-on-write disks, and in backups, old blocks live
        until they age out (docs/ledger.md says when). A shredded file cannot be shredded again: `Conflict`.
        """
        if self.redaction(sha256) is not None:
            raise Conflict(
                Say(en="This file was already shredded.", es="Este archivo ya fue destruido."), detail=sha256
            )
        path = self._path(sha256)
        if not path.is_file():
            raise self._absent(sha256)
        replacement = self.put(redacted).sha256
        if replacement == sha256:
            raise Invalid(
                Say(
                    en="The redacted copy is the same as the original. Give the copy without the protected parts.",
                    es="La copia testada es igual al original. Entregue la copia sin las partes protegidas.",
                )
            )
        found = Redaction(original=sha256, replacement=replacement, at=clock.stamp())
        # The note comes first: a crash between the two leaves a note and a file, which the next call finishes.
        note = {"original": sha256, "replacement": replacement, "at": found.at}
        write_whole(self._note(sha256), json.dumps(note, sort_keys=True).encode())
        _overwrite(path)
        return found

    def redaction(self, sha256: str) -> Redaction | None:
        """Return what replaced a shredded file; None where nothing was shredded. Finishes an interrupted shred."""
        note = self._note(sha256)
        if not note.is_file():
            return None
        if self._path(sha256).is_file():
            _overwrite(self._path(sha256))
        return Redaction(**json.loads(note.read_bytes()))

    def path(self, sha256: str) -> Path:
        """Return where the bytes of a digest lie, for programs that need a file name. Raises `NotFound`."""
        path = self._path(sha256)
        if not path.is_file():
            raise self._absent(sha256)
        return path

    def _settle(self, temporary: Path, stored: Stored) -> None:
        final = self._path(stored.sha256)
        if final.is_file() and final.stat().st_size == stored.size:
            self.check(stored.sha256)
            return
        make_folder(final.parent)
        temporary.rename(final)
        sync_folder(final.parent)
        self.check(stored.sha256)

    def _path(self, sha256: str) -> Path:
        if not _DIGEST.fullmatch(sha256):
            raise Invalid(
                Say(
                    en="This is not a SHA-256 digest (64 hexadecimal digits).",
                    es="Esto no es una huella SHA-256 (64 dígitos hexadecimales).",
                ),
                detail=repr(sha256[:80]),
            )
        return self.folder / sha256[:2] / sha256[2:]

    def _note(self, sha256: str) -> Path:
        return self._path(sha256).with_suffix(".redacted")

    def _absent(self, sha256: str) -> NotFound:
        found = self.redaction(sha256)
        if found is not None:
            return NotFound(
                Say(
                    en=f"This file was shredded on {found.at[:10]}; a redacted copy is kept.",
                    es=f"Este archivo fue destruido el {found.at[:10]}; se conserva una copia testada.",
                ),
                detail=f"vault {sha256}: replaced by {found.replacement}",
            )
        return NotFound(
            Say(en="The vault holds no such file.", es="La bóveda no tiene ese archivo."), detail=f"vault {sha256}"
        )


def _copy_hashing(stream: BinaryIO, handle: int) -> Stored:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(handle, "wb") as file:
        while block := stream.read(BLOCK):
            digest.update(block)
            file.write(block)
            size += len(block)
        file.flush()
        os.fsync(file.fileno())
    return Stored(sha256=digest.hexdigest(), size=size)


def _overwrite(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        for start in range(0, size, BLOCK):
            file.write(bytes(min(BLOCK, size - start)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync_folder(path.parent)
