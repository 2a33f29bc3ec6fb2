"""Signed notes and checkpoints as C2SP writes them (signed-note, tlog-checkpoint): Ed25519, one signature line.

A checkpoint is three lines (origin, size, root in base64), a blank line, and
`— <key name> <base64(key id ‖ signature)>` where key id = SHA-256(name ‖ "\\n" ‖ 0x01 ‖ public key)[:4].
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ironriver.errors import Say, Tampered

_ED25519 = b"\x01"
_DASH = "— "


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """One checkpoint: the log's name, its size, its root (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def verifier_key(name: str, public: bytes) -> str:
    """Return the key as other tools take it: `name+<key id in hex>+<base64(0x01 ‖ public key)>`."""
    return f"{name}+{key_id(name, public).hex()}+{base64.b64encode(_ED25519 + public).decode()}"


def key_id(name: str, public: bytes) -> bytes:
    """Return the four bytes that tell this key from others of the name."""
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def sign_note(body: str, name: str, private: Ed25519PrivateKey) -> str:
    """Return the signed note over `body`, which must end with a newline."""
    public = private.public_key().public_bytes_raw()
    signature = base64.b64encode(key_id(name, public) + private.sign(body.encode())).decode()
    return f"{body}\n{_DASH}{name} {signature}\n"


def open_note(note: str, name: str, public: bytes) -> str:
    """Return the body of a note signed by this key. Raises `Tampered` where it is not."""
    body, blank, signatures = note.rpartition("\n\n")
    if not blank:
        raise bad_note("no signature")
    wanted = key_id(name, public)
    for line in signatures.splitlines():
        dash, _, rest = line.partition(" ")
        signer, _, encoded = rest.partition(" ")
        if dash != _DASH.strip() or signer != name:
            continue
        try:
            raw = base64.b64decode(encoded, validate=True)
        except binascii.Error as cause:
            raise bad_note("the signature is not base64") from cause
        if raw[:4] != wanted:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(raw[4:], f"{body}\n".encode())
        except InvalidSignature as cause:
            raise bad_note("the signature does not hold") from cause
        return f"{body}\n"
    raise bad_note(f"not signed by {verifier_key(name, public)}")


def read_checkpoint(body: str) -> Checkpoint:
    """Read a checkpoint's body. Raises `Tampered` where it is not one."""
    lines = body.split("\n")
    if len(lines) != 4 or lines[3]:
        raise bad_note("not the three lines of a checkpoint")
    origin, size, root = lines[:3]
    try:
        checkpoint = Checkpoint(origin=origin, size=int(size), root=base64.b64decode(root, validate=True))
    except ValueError as cause:
        raise bad_note("size or root cannot be read") from cause
    if checkpoint.size < 0 or checkpoint.body() != body or len(checkpoint.root) != hashlib.sha256().digest_size:
        raise bad_note("not written canonically")
    return checkpoint


def bad_note(why: str) -> Tampered:
    """Return the refusal for a note that does not hold."""
    return Tampered(
        Say(
            en="A signed checkpoint does not hold. Compare it with the copies kept elsewhere.",
            es="Un punto de control firmado no es íntegro. Compárelo con las copias guardadas fuera.",
        ),
        detail=why,
    )
