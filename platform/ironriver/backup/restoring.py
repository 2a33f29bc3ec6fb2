"""From a backup to a deployment: every file checked, then the graph rebuilt from the ledger."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ironriver.backup.copying import KEYS_FILE, STORES, digest_of, read_manifest
from ironriver.errors import Conflict, Say, Tampered
from ironriver.graph import Catalogue, Database
from ironriver.ledger import Ledger, canonical_hash, replay_from_segments, verify_log
from ironriver.settings import Settings
from ironriver.vault import Keys, Vault, make_folder, restore_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """The rebuilt graph: entries of the ledger, and its canonical hash."""

    size: int
    hash: str


def put_back(settings: Settings, source: Path, keys_source: Path, passphrase: str) -> int:
    """Copy a backup into the empty folders of `settings` and return the number of files.

    Every file is compared with the manifest before the first is copied. Raises `Tampered` naming the first that
    differs or is missing, `Conflict` where data or keys are there already, `Invalid` for a wrong passphrase: then
    nothing is written.
    """
    _must_be_empty(settings)
    files = read_manifest(source)
    for name, told in files.items():
        path = source / "data" / name
        if not path.resolve().is_relative_to(source.resolve()):
            raise _damaged(name)
        if not path.is_file() or digest_of(path) != told["sha256"]:
            raise _damaged(name)
    restore_keys(keys_source / KEYS_FILE, settings.keys_dir, passphrase)
    for name in STORES:
        if (keys_source / name).is_file():
            shutil.copyfile(keys_source / name, settings.keys_dir / name)
            (settings.keys_dir / name).chmod(0o600)
    for name in files:
        target = settings.data_dir / name
        make_folder(target.parent)
        shutil.copyfile(source / "data" / name, target)
        target.chmod(0o600)
    _fill_second(settings)
    return len(files)


def replay(settings: Settings, database: Database, *, progress: Callable[[int], None] | None = None) -> Restored:
    """Rebuild the graph in an empty `database` from what `put_back` brought, and check the whole log.

    Raises `Conflict` where the graph is not empty, `Tampered` naming the first thing that does not hold.
    """
    catalogue = Catalogue.load()
    keys = Keys.load_or_create(settings)
    ledger = Ledger.open(settings, database, catalogue, Vault(settings.data_dir / "vault"), keys)
    size = replay_from_segments(ledger, database, progress=progress)
    verify_log(ledger)
    return Restored(size=size, hash=canonical_hash(database, catalogue).total)


def _fill_second(settings: Settings) -> None:
    """Copy the signed checkpoints to the second folder where it is empty: the log must lie in both alike.

    One that holds something is the old one, mounted again: verification compares the backup with it.
    """
    second = settings.checkpoints_dir
    if second.is_dir() and any(second.iterdir()):
        return
    make_folder(second)
    for note in sorted((settings.data_dir / "checkpoints").glob("*")):
        shutil.copyfile(note, second / note.name)
        (second / note.name).chmod(0o600)


def _must_be_empty(settings: Settings) -> None:
    there = [path for path in (settings.data_dir, settings.keys_dir) if path.is_dir() and any(path.iterdir())]
    if there:
        raise Conflict(
            Say(
                en=f"{there[0]} is not empty. A restore never mixes with a deployment: set IRONRIVER_HOME to an "
                "empty folder.",
                es=f"{there[0]} no está vacía. Una restauración nunca se mezcla con otro sistema: ponga en "
                "IRONRIVER_HOME una carpeta vacía.",
            )
        )


def _damaged(name: str) -> Tampered:
    return Tampered(
        Say(
            en=f"The backup is damaged: {name} is missing or differs from its digest. Nothing was restored.",
            es=f"El respaldo está dañado: {name} falta o no coincide con su resumen. No se restauró nada.",
        )
    )
