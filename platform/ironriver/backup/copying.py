"""What is copied, in which order, so that a copy made while everything runs is one that can be restored.

Segments go first: packs and salts of an entry are on the disk before the entry is, so what is copied later holds
everything that the copied entries need. The graph is not copied, because it is rebuilt; nor are sessions and jobs.
What has gone from the data since the last copy (a shredded salt) goes from the copy as well.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from ironriver import clock
from ironriver.errors import Invalid, Say, Tampered
from ironriver.settings import Settings
from ironriver.vault import backup_keys, disk_refused, make_folder, write_whole

FORMAT = "ironriver/backup/1"
MANIFEST = "MANIFEST.json"
KEYS_FILE = "keys.sealed.json"
#: In this order. `followed` is left out: it is counted anew from the lines that did come along.
FOLDERS = ("segments", "vault", "salts", "readlog", "checkpoints", "mappings")
FILES = ("keys.fingerprint", "blocked-passwords.txt")
LEFT_OUT = frozenset({"followed", "lock", "arriving"})
#: Copied through SQLite, which waits for who writes at the moment.
STORES = ("credentials.sqlite", "tokens.sqlite")
BLOCK = 1 << 20

#: Name in the data folder → `sha256`, `size` in bytes, `changed` in nanoseconds.
Listed = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What a backup did. Counts are files; `bytes` were copied anew."""

    files: int
    new: int
    gone: int
    bytes: int
    keys: tuple[str, ...]


def back_up(settings: Settings, target: Path, keys_target: Path, passphrase: str) -> Copied:
    """Copy the data to the folder `target`, the keys (sealed) and credentials to the folder `keys_target`.

    Into a folder that holds an earlier backup only what changed is copied. Raises `Invalid` where the two folders
    lie in one another or in the deployment, a folder holds something else, or the passphrase is too short, before
    anything is written; `Unavailable` where a disk refuses.
    """
    _check_places(settings, target, keys_target)
    before = read_manifest(target) if (target / MANIFEST).is_file() else _must_be_empty(target)
    keys = _keep_keys(settings, keys_target, passphrase)
    make_folder(target)
    listed: Listed = {}
    new = copied = 0
    for path in _wanted(settings.data_dir):
        name = path.relative_to(settings.data_dir).as_posix()
        known = before.get(name)
        try:
            stat = path.stat()
            if known and (known["size"], known["changed"]) == (stat.st_size, stat.st_mtime_ns):
                listed[name] = known
                continue
            digest, size = _copy(path, target / "data" / name)
        except FileNotFoundError:  # shredded, or given up, between the listing and the copy
            continue
        except OSError as cause:
            raise disk_refused(target / "data" / name, cause) from cause
        listed[name] = {"sha256": digest, "size": size, "changed": stat.st_mtime_ns}
        new, copied = new + 1, copied + size
    gone = sorted(set(before) - set(listed))
    manifest = {"format": FORMAT, "origin": settings.origin_name, "made": clock.stamp(), "files": listed}
    write_whole(target / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode() + b"\n")
    _sweep(target / "data", listed)
    return Copied(files=len(listed), new=new, gone=len(gone), bytes=copied, keys=tuple(keys))


def read_manifest(source: Path) -> Listed:
    """Return what a backup holds. Raises `Invalid` where the folder holds no backup, `Tampered` where it names a
    file that no backup of ours can hold: names become addresses on the disk, when copying and when restoring."""
    try:
        manifest = json.loads((source / MANIFEST).read_bytes())
        if manifest["format"] != FORMAT:
            raise ValueError(MANIFEST)
        files = {name: dict(told) for name, told in manifest["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as cause:
        raise Invalid(
            Say(
                en=f"{source} holds no backup of Ironriver ({MANIFEST} is missing or unreadable).",
                es=f"{source} no contiene un respaldo de Ironriver (falta {MANIFEST} o no se puede leer).",
            )
        ) from cause
    for name in files:
        if not _is_ours(name):
            raise Tampered(
                Say(
                    en=f"The backup is damaged: {MANIFEST} names {name!r}, which is no file of a backup.",
                    es=f"El respaldo está dañado: {MANIFEST} nombra {name!r}, que no es archivo de un respaldo.",
                )
            )
    return files


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in lower-case hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _wanted(data_dir: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((data_dir / folder).rglob("*")):
            if path.is_file() and not LEFT_OUT & set(path.relative_to(data_dir).parts):
                yield path
    yield from (data_dir / name for name in FILES if (data_dir / name).is_file())


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    plain = name == "/".join(parts) and ".." not in parts and "\x00" not in name
    return plain and (name in FILES or (len(parts) > 1 and parts[0] in FOLDERS))


def _sweep(data: Path, listed: Listed) -> None:
    """Remove what the manifest does not list, also what an interrupted backup left: a salt may be in it."""
    for path in data.rglob("*"):
        if (path.is_symlink() or path.is_file()) and path.relative_to(data).as_posix() not in listed:
            path.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> tuple[str, int]:
    make_folder(target.parent)
    found, size = hashlib.sha256(), 0
    part = target.with_name(f".{target.name}.part")
    with source.open("rb") as reading, part.open("wb") as writing:
        while block := reading.read(BLOCK):
            found.update(block)
            writing.write(block)
            size += len(block)
    part.chmod(0o600)
    part.rename(target)
    return found.hexdigest(), size


def _keep_keys(settings: Settings, target: Path, passphrase: str) -> list[str]:
    make_folder(target)
    sealed = target / KEYS_FILE
    fresh = target / f".{KEYS_FILE}.new"
    fresh.unlink(missing_ok=True)
    names = backup_keys(settings.keys_dir, fresh, passphrase)
    fresh.replace(sealed)
    for name in STORES:
        if (settings.keys_dir / name).is_file():
            _copy_store(settings.keys_dir / name, target / name)
    return names


def _copy_store(source: Path, target: Path) -> None:
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(part)) as writing:
        reading.backup(writing)
    part.chmod(0o600)
    shutil.move(part, target)


def _check_places(settings: Settings, target: Path, keys_target: Path) -> None:
    own = (settings.data_dir, settings.keys_dir)
    data, keys = target.resolve(), keys_target.resolve()
    inside = any(place.is_relative_to(home.resolve()) for place in (data, keys) for home in own)
    if inside or data.is_relative_to(keys) or keys.is_relative_to(data):
        raise Invalid(
            Say(
                en="Data and keys go to two folders that do not lie in one another, nor in the deployment: who "
                "finds the one must not have the other.",
                es="Los datos y las llaves van a dos carpetas que no estén una dentro de otra ni dentro del "
                "sistema: quien encuentre una no debe tener la otra.",
            )
        )


def _must_be_empty(target: Path) -> Listed:
    if target.is_dir() and any(target.iterdir()):
        raise Invalid(
            Say(
                en=f"{target} is not empty and holds no earlier backup. Name an empty folder.",
                es=f"{target} no está vacía ni contiene un respaldo anterior. Indique una carpeta vacía.",
            )
        )
    return {}
