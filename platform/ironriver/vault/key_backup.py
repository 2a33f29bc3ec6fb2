"""A sealed backup of the keys: one file that only its passphrase opens (argon2id, then AES-256-GCM).

It is JSON: what a reader needs to derive the key stands in the clear and is authenticated with the rest.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ironriver.errors import Invalid, Say
from ironriver.vault.disk import write_whole

FORMAT = "ironriver/keys/1"
#: Argon2id as RFC 9106 recommends where memory allows less than 2 GiB: 64 MiB, three passes, four lanes.
MEMORY_KIB, PASSES, LANES = 65_536, 3, 4
#: A passphrase guards every record of the deployment, with no limit on guesses: so it is a long one.
SHORTEST = 15
LARGEST_BYTES = 16 * 1024 * 1024
_ALWAYS = ("id.key", "master.key", "signing.key", "signing.pub")


def backup_keys(keys_dir: Path, target: Path, passphrase: str) -> list[str]:
    """Seal the key files of `keys_dir` into the new file `target` and return their names.

    Raises `Invalid` for a short passphrase, missing keys or a target that exists, `Unavailable` where the disk
    refuses.
    """
    if len(passphrase) < SHORTEST:
        raise _short()
    if target.exists():
        raise _exists(target)
    names = [*_ALWAYS, *sorted(f"handlers/{path.name}" for path in keys_dir.glob("handlers/*.sealed"))]
    missing = [name for name in names if not (keys_dir / name).is_file()]
    if missing:
        raise _missing(keys_dir, missing)
    files = {name: (keys_dir / name).read_bytes().hex() for name in names}
    head = {"format": FORMAT, "memory_kib": MEMORY_KIB, "passes": PASSES, "lanes": LANES}
    head |= {"salt": os.urandom(16).hex(), "nonce": os.urandom(12).hex()}
    sealed = _cipher(head, passphrase).encrypt(
        bytes.fromhex(str(head["nonce"])), json.dumps(files).encode(), _clear(head)
    )
    write_whole(target, json.dumps({**head, "sealed": sealed.hex()}, indent=1).encode() + b"\n")
    return names


def restore_keys(source: Path, keys_dir: Path, passphrase: str) -> list[str]:
    """Put the keys of a backup into `keys_dir`, which must hold none of them, and return their names.

    Raises `Invalid` where the file is no backup, the passphrase is not its own or a key would be overwritten: then
    nothing is written.
    """
    files = _opened(source, passphrase)
    there = sorted(name for name in files if (keys_dir / name).exists())
    if there:
        raise _overwrites(keys_dir, there)
    # The signing key last: the names together mean that the set is whole.
    for name in sorted(files, key=lambda name: name == "signing.key"):
        write_whole(keys_dir / name, files[name], mode=0o644 if name.endswith(".pub") else 0o600)
    return sorted(files)


def _opened(source: Path, passphrase: str) -> dict[str, bytes]:
    try:
        if source.stat().st_size > LARGEST_BYTES:
            raise _no_backup(source)
        bundle = json.loads(source.read_bytes())
        sealed = bytes.fromhex(bundle.pop("sealed"))
        # Only our own cost is taken: a forged file must not make the reader spend what it pleases.
        if (bundle["format"], bundle["memory_kib"], bundle["passes"], bundle["lanes"]) != (
            FORMAT, MEMORY_KIB, PASSES, LANES,
        ):  # fmt: skip
            raise _no_backup(source)
        clear = _cipher(bundle, passphrase).decrypt(bytes.fromhex(bundle["nonce"]), sealed, _clear(bundle))
    except InvalidTag as cause:
        raise _other_passphrase(source) from cause
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as cause:
        raise _no_backup(source) from cause
    files = {name: bytes.fromhex(content) for name, content in json.loads(clear).items()}
    if not all(_is_ours(name) for name in files):
        raise _no_backup(source)
    return files


def _is_ours(name: str) -> bool:
    path = PurePosixPath(name)
    return name in _ALWAYS or (path.parts[:-1] == ("handlers",) and path.suffix == ".sealed")


def _cipher(head: Mapping[str, object], passphrase: str) -> AESGCM:
    salt = bytes.fromhex(str(head["salt"]))
    return AESGCM(hash_secret_raw(passphrase.encode(), salt, PASSES, MEMORY_KIB, LANES, 32, Type.ID))


def _clear(head: Mapping[str, object]) -> bytes:
    return json.dumps(head, sort_keys=True).encode()


def _short() -> Invalid:
    return Invalid(
        Say(
            en=f"The passphrase is too short. Use {SHORTEST} characters or more: several words are good.",
            es=f"La frase de contraseña es muy corta. Use {SHORTEST} caracteres o más; sirven varias palabras.",
        )
    )


def _exists(target: Path) -> Invalid:
    return Invalid(
        Say(
            en=f"{target} exists already and stays as it is. Name another file.",
            es=f"{target} ya existe y se deja como está. Indique otro archivo.",
        )
    )


def _missing(keys_dir: Path, names: list[str]) -> Invalid:
    listed = ", ".join(names)
    return Invalid(
        Say(
            en=f"In {keys_dir} these keys are missing: {listed}. No backup was made. Name the right keys folder.",
            es=f"En {keys_dir} faltan estas llaves: {listed}. No se hizo el respaldo. Indique la carpeta correcta.",
        )
    )


def _overwrites(keys_dir: Path, names: list[str]) -> Invalid:
    listed = ", ".join(names)
    return Invalid(
        Say(
            en=f"{keys_dir} holds keys already: {listed}. Nothing was written. Move them away first.",
            es=f"{keys_dir} ya contiene llaves: {listed}. No se escribió nada. Muévalas primero a otro lugar.",
        )
    )


def _other_passphrase(source: Path) -> Invalid:
    return Invalid(
        Say(
            en=f"{source} does not open: the passphrase is another one, or the file changed. Nothing was written.",
            es=f"{source} no se abre: la frase es otra o el archivo fue alterado. No se escribió nada.",
        )
    )


def _no_backup(source: Path) -> Invalid:
    return Invalid(
        Say(
            en=f"{source} cannot be read as a backup of keys. Name the file that `ledger backup-keys` wrote.",
            es=f"{source} no se puede leer como respaldo de llaves. Indique el que hizo `ledger backup-keys`.",
        )
    )
