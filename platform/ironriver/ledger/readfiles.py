"""Read-log files read back: does the chain hold, and what was asked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ironriver.errors import Say, Tampered
from ironriver.ledger.readlog import file_key


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """One file whose chain holds: the SHA-256 (hex) of each record line in order."""

    name: str
    lines: tuple[str, ...]

    @property
    def head(self) -> str:
        """The digest of the last record: it stands for all of them."""
        return self.lines[-1] if self.lines else ""


def check_read_file(path: Path) -> ReadFile:
    """Follow the chain of a file. Raises `Tampered` naming file and record.

    A torn last line (no line end) is what a crash leaves: it was never acknowledged, and is passed over.
    """
    before, digests = "", []
    for number, (line, record) in enumerate(raw_records(path)):
        if record.get("before") != before or record.get("n") != number:
            raise bad_read_file(path, number, "does not continue the record before it")
        if number == 0 and record.get("file") != path.name:
            raise bad_read_file(path, 0, "names another file")
        before = hashlib.sha256(line).hexdigest()
        digests.append(before)
    return ReadFile(name=path.name, lines=tuple(digests))


def read_records(path: Path, master_key: bytes) -> Iterator[dict[str, Any]]:
    """Yield the records of a file with what was sealed in them opened. For auditors. Raises `Tampered`."""
    cipher: AESGCM | None = None
    for number, (_, record) in enumerate(raw_records(path)):
        if cipher is None:
            cipher = cipher_of(path, record, master_key)
            continue
        yield opened_record(path, number, record, cipher)


def cipher_of(path: Path, first: dict[str, Any], master_key: bytes) -> AESGCM:
    """Return what opens a file's records, from its first record. Raises `Tampered`."""
    return AESGCM(file_key(master_key, _bytes_of(path, 0, first, "salt")))


def opened_record(path: Path, number: int, record: dict[str, Any], cipher: AESGCM) -> dict[str, Any]:
    """Return a record with what was sealed in it. Raises `Tampered`."""
    sealed = _bytes_of(path, number, record, "sealed")
    try:
        opened = json.loads(cipher.decrypt(number.to_bytes(12, "big"), sealed, None))
    except (InvalidTag, ValueError) as cause:
        raise bad_read_file(path, number, "what is sealed in it cannot be opened") from cause
    return {**{name: value for name, value in record.items() if name != "sealed"}, **opened}


def _bytes_of(path: Path, number: int, record: dict[str, Any], name: str) -> bytes:
    try:
        return bytes.fromhex(record[name])
    except (KeyError, TypeError, ValueError) as cause:
        raise bad_read_file(path, number, f"what is sealed in it cannot be opened: no {name}") from cause


def read_files(folder: Path) -> list[Path]:
    """Return the files of a read log, oldest first."""
    return sorted(folder.glob("reads-*.jsonl"))


def raw_records(path: Path) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """Yield each record's line and what stands in it, sealed parts as they are. Raises `Tampered`."""
    with path.open("rb") as file:
        for number, line in enumerate(file):
            if not line.endswith(b"\n"):
                return
            try:
                record = json.loads(line)
            except (ValueError, RecursionError) as cause:
                raise bad_read_file(path, number, "cannot be read") from cause
            if not isinstance(record, dict):
                raise bad_read_file(path, number, "is not a record")
            yield line, record


def bad_read_file(path: Path, number: int, why: str) -> Tampered:
    """Return the refusal that names a read-log file and record."""
    return Tampered(
        Say(
            en="The log of reads does not hold. Keep the file as it is and compare it with the backup.",
            es="La bitácora de lecturas no es íntegra. Conserve el archivo y compárelo con el respaldo.",
        ),
        detail=f"read log {path.name}: record {number} {why}",
    )
