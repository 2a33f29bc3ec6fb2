"""The three keys of a deployment: id, master, signing. They lie outside the data directory, readable by us alone.

The id key makes ids that cannot be confirmed by guessing a serial number; the master key seals rows; the signing
key signs checkpoints and is loaded by the worker only.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ironriver.errors import Invalid, Say, Unavailable
from ironriver.settings import Settings
from ironriver.vault.disk import make_folder, sync_folder, write_whole

KEY_BYTES = 32
#: The signing key that a change has made and not yet put in place.
_NEXT = "signing-next.key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Secret bytes, never printed. `signing` is None outside the worker; `public` is the raw Ed25519 public key."""

    id_key: bytes = field(repr=False)
    master_key: bytes = field(repr=False)
    public: bytes
    signing: Ed25519PrivateKey | None = field(default=None, repr=False)

    @classmethod
    def load_or_create(cls, settings: Settings, *, signing: bool = False) -> Keys:
        """Read the keys of `settings.keys_dir`; make all of them at the first start.

        Refuses (`Invalid`) files that others can read, and a folder where some of the keys are missing, or all of
        them although the data was begun (a volume that is not mounted): new ones would orphan what the old sealed.
        """
        folder = settings.keys_dir
        names = ("id.key", "master.key", "signing.key")
        present = [name for name in names if (folder / name).is_file()]
        data = settings.data_dir
        is_begun = (data / "keys.fingerprint").is_file() or any((data / "segments").glob("entries-*.jsonl"))
        if not present and not is_begun:
            _create(folder)
        elif len(present) != len(names):
            raise _incomplete(folder, sorted(set(names) - set(present)))
        private = Ed25519PrivateKey.from_private_bytes(_read(folder / "signing.key")) if signing else None
        public = _read_public(folder / "signing.pub")
        if private is not None and private.public_key().public_bytes_raw() != public:
            # A change was broken off between the two files: the old pair stands until it is ended.
            public = private.public_key().public_bytes_raw()
        return cls(
            id_key=_read(folder / "id.key"), master_key=_read(folder / "master.key"), public=public, signing=private
        )

    @staticmethod
    def prepare_signing(settings: Settings) -> Ed25519PrivateKey:
        """Return the key that will sign next: made now, or by an earlier change that was broken off."""
        path = settings.keys_dir / _NEXT
        if not path.is_file():
            secret = Ed25519PrivateKey.generate().private_bytes_raw()
            write_whole(path, secret.hex().encode() + b"\n")
        return Ed25519PrivateKey.from_private_bytes(_read(path))

    @classmethod
    def exchange_signing(cls, settings: Settings, public: bytes) -> Keys:
        """Put the prepared key, whose public half is given, into the place of the old one; return the keys anew.

        Raises `Unavailable` where the prepared key is missing or another.
        """
        folder = settings.keys_dir
        path = folder / _NEXT
        if not path.is_file():
            raise _unreadable(path)
        prepared = Ed25519PrivateKey.from_private_bytes(_read(path))
        if prepared.public_key().public_bytes_raw() != public:
            raise _unreadable(path)
        write_whole(folder / "signing.pub", public.hex().encode() + b"\n", mode=0o644)
        path.rename(folder / "signing.key")
        sync_folder(folder)
        return cls.load_or_create(settings, signing=True)

    def fingerprint(self) -> str:
        """Return 32 hex digits that tell these id and master keys from others and say nothing about them."""
        seal = hmac.digest(self.master_key, b"ironriver/fingerprint/1" + self.id_key, "sha256")
        return hashlib.sha256(seal).hexdigest()[:32]


def _create(folder: Path) -> None:
    make_folder(folder)
    folder.chmod(0o700)
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    write_whole(folder / "signing.pub", public.hex().encode() + b"\n", mode=0o644)
    # signing.key comes last: the three names together mean that the set is whole.
    for name, secret in (
        ("id.key", os.urandom(KEY_BYTES)),
        ("master.key", os.urandom(KEY_BYTES)),
        ("signing.key", private.private_bytes_raw()),
    ):
        write_whole(folder / name, secret.hex().encode() + b"\n")


def _read(path: Path) -> bytes:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise Invalid(
            Say(
                en=f"The key file {path} can be read by others (mode {mode:03o}). Run: chmod 600 {path}",
                es=f"Otros pueden leer el archivo de llave {path} (modo {mode:03o}). Ejecute: chmod 600 {path}",
            )
        )
    try:
        secret = bytes.fromhex(path.read_text("ascii").strip())
    except (OSError, ValueError) as cause:
        raise _unreadable(path) from cause
    if len(secret) != KEY_BYTES:
        raise _unreadable(path)
    return secret


def _read_public(path: Path) -> bytes:
    try:
        public = bytes.fromhex(path.read_text("ascii").strip())
    except (OSError, ValueError) as cause:
        raise _unreadable(path) from cause
    if len(public) != KEY_BYTES:
        raise _unreadable(path)
    return public


def _unreadable(path: Path) -> Unavailable:
    return Unavailable(
        Say(
            en=f"The key file {path} cannot be read as 64 hexadecimal digits. Restore it from the sealed backup.",
            es=f"El archivo de llave {path} no contiene 64 dígitos hexadecimales. Restáurelo del respaldo sellado.",
        )
    )


def _incomplete(folder: Path, missing: list[str]) -> Invalid:
    names = ", ".join(missing)
    return Invalid(
        Say(
            en=f"In {folder} these keys are missing: {names}. Restore them from the sealed backup; new keys could "
            "not open what the old ones sealed.",
            es=f"En {folder} faltan estas llaves: {names}. Restáurelas del respaldo sellado; unas llaves nuevas no "
            "podrían abrir lo que sellaron las anteriores.",
        )
    )
