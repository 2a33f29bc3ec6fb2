"""RFC 8785 JSON, base58 and the digests that credentials speak of. Pure functions."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import rfc8785

from ironriver.errors import Invalid, Say

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
#: Multicodec prefix of an Ed25519 public key.
_ED25519 = b"\xed\x01"


def jcs(value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """Return the canonical bytes of a JSON value. Raises `Invalid` for what JSON cannot say exactly."""
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, TypeError) as cause:
        raise Invalid(
            Say(
                en="This record holds a value that cannot be signed. Only text, whole numbers, yes/no and lists "
                "can.",
                es="Este registro tiene un valor que no se puede firmar. Solo texto, enteros, sí/no y listas.",
            ),
            detail=str(cause),
        ) from cause


def sha256_hex(content: bytes) -> str:
    """Return the digest as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def digest_multibase(sha256: str) -> str:
    """Return a SHA-256 given in hex as a multibase multihash (`uEi…`), as VC 2.0 writes it."""
    return "u" + base64.urlsafe_b64encode(b"\x12\x20" + bytes.fromhex(sha256)).decode().rstrip("=")


def base58(content: bytes) -> str:
    """Return bytes in the Bitcoin alphabet with multibase's `z` in front."""
    number, text = int.from_bytes(content, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = _ALPHABET[rest] + text
    zeros = len(content) - len(content.lstrip(b"\0"))
    return "z" + "1" * zeros + text


def from_base58(text: str) -> bytes:
    """Return the bytes of a multibase `z` text. Raises ValueError for anything else."""
    if not text.startswith("z"):
        raise ValueError("not multibase base58")
    number = 0
    for letter in text[1:]:
        number = number * 58 + _ALPHABET.index(letter)
    zeros = len(text[1:]) - len(text[1:].lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def multikey(public: bytes) -> str:
    """Return a raw Ed25519 public key as a Multikey text (`z6Mk…`)."""
    return base58(_ED25519 + public)


def from_multikey(text: str) -> bytes:
    """Return the raw key of a Multikey text. Raises ValueError for another kind of key."""
    raw = from_base58(text)
    if raw[:2] != _ED25519 or len(raw) != 34:
        raise ValueError("not an Ed25519 Multikey")
    return raw[2:]
