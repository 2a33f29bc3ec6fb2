"""BagIt 1.0 (RFC 8493) as a zip whose bytes follow from its files: same files, same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from ironriver.custody.canonical import jcs, sha256_hex
from ironriver.custody.verifier.arithmetic import merkle_root, sha
from ironriver.vault import Vault

#: Zip knows no year before 1980; every entry carries this one.
_TIME = (1980, 1, 1, 0, 0, 0)
_BLOCK = 1 << 20
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """One file of a package: where, how large, which digest (its name in the vault), which media type."""

    path: str
    size: int
    sha256: str
    type: str

    def as_record(self) -> dict[str, str | int]:
        """Return the leaf of the Merkle tree, before canonical JSON."""
        return {"path": self.path, "size": self.size, "sha256": self.sha256, "type": self.type}


def filed(vault: Vault, path: str, content: bytes, media_type: str) -> Filed:
    """Keep bytes in the vault and return them as a file of a package."""
    stored = vault.put(content)
    return Filed(path=path, size=stored.size, sha256=stored.sha256, type=media_type)


def root_of(files: Sequence[Filed]) -> str:
    """Return the Merkle root (hex) over files in the order of their paths' bytes."""
    ordered = sorted(files, key=lambda one: one.path.encode())
    return merkle_root([sha(b"\x00" + jcs(one.as_record())) for one in ordered]).hex()


def write_bag(top: str, files: Sequence[Filed], info: Mapping[str, str], vault: Vault, into: BinaryIO) -> None:
    """Write a package into a seekable file. `files` are payload (`data/`) and tag files, all in the vault."""
    payload = [one for one in files if one.path.startswith("data/")]
    small = {"bagit.txt": DECLARATION, "bag-info.txt": _info(info, payload)}
    small["manifest-sha256.txt"] = _list(payload)
    tags = [one for one in files if not one.path.startswith("data/")]
    tags += [Filed(path=n, size=len(c), sha256=sha256_hex(c), type="text/plain") for n, c in small.items()]
    small["tagmanifest-sha256.txt"] = _list(tags)
    known = {one.path: one.sha256 for one in files}
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as bag:
        for path in sorted({*known, *small}):
            entry = zipfile.ZipInfo(f"{top}/{path}", _TIME)
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3
            source = io.BytesIO(small[path]) if path in small else vault.open(known[path])
            entry.file_size = len(small[path]) if path in small else next(f.size for f in files if f.path == path)
            with source, bag.open(entry, "w") as target:
                while block := source.read(_BLOCK):
                    target.write(block)


def _info(info: Mapping[str, str], payload: Sequence[Filed]) -> bytes:
    lines = [f"{name}: {' '.join(value.split())}" for name, value in info.items()]
    lines.append(f"Payload-Oxum: {sum(one.size for one in payload)}.{len(payload)}")
    return ("\n".join(lines) + "\n").encode()


def _list(files: Sequence[Filed]) -> bytes:
    return "".join(f"{one.sha256}  {one.path}\n" for one in sorted(files, key=lambda f: f.path.encode())).encode()
