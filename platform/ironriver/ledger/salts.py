"""Salt files: 32 random bytes for each part of a pack, the only bytes of the ledger that may be overwritten."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ironriver.errors import Tampered
from ironriver.ledger.packs import SALT_MAGIC, broken
from ironriver.sealing import SALT_BYTES, SHREDDED
from ironriver.vault import disk_refused, make_folder, write_whole


class Salts:
    """The salt files of a folder, named by the SHA-256 of the pack they belong to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        make_folder(folder)

    def write(self, pack_sha256: str, content: bytes) -> None:
        """Keep a salt file; durable on return."""
        write_whole(self._path(pack_sha256), content)

    def read(self, pack_sha256: str, parts: int) -> bytes:
        """Return a salt file whole. Raises `Tampered` if it is gone or of the wrong length."""
        try:
            content = self._path(pack_sha256).read_bytes()
        except FileNotFoundError as cause:
            raise self._bad(pack_sha256, "missing") from cause
        if not content.startswith(SALT_MAGIC) or len(content) != len(SALT_MAGIC) + SALT_BYTES * parts:
            raise self._bad(pack_sha256, f"{len(content)} bytes, not a salt file of {parts} parts")
        return content

    def overwrite(self, pack_sha256: str, parts: Iterable[int]) -> None:
        """Destroy the salts of these parts, in place; durable on return. Doing it twice changes nothing."""
        path = self._path(pack_sha256)
        try:
            handle = os.open(path, os.O_WRONLY)
        except FileNotFoundError as cause:
            raise self._bad(pack_sha256, "missing") from cause
        try:
            for part in parts:
                os.pwrite(handle, SHREDDED, len(SALT_MAGIC) + SALT_BYTES * part)
            os.fsync(handle)
        except OSError as cause:
            raise disk_refused(path, cause) from cause
        finally:
            os.close(handle)

    def listed(self) -> Iterator[tuple[str, float]]:
        """Yield each salt file's pack and the time (seconds) it was last written."""
        for path in self.folder.glob("??/*"):
            if not path.name.startswith("."):  # one that is just being written
                yield path.parent.name + path.name, path.stat().st_mtime

    def discard(self, pack_sha256: str) -> None:
        """Forget the salts of an act that was never done."""
        self._path(pack_sha256).unlink(missing_ok=True)

    def _path(self, pack_sha256: str) -> Path:
        return self.folder / pack_sha256[:2] / pack_sha256[2:]

    def _bad(self, pack_sha256: str, why: str) -> Tampered:
        return broken(f"salt file {pack_sha256}: {why}")
