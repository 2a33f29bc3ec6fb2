"""Ed25519 (verification only), SHA-256, RFC 8785, RFC 9162 trees: what the verifier needs, without any package."""

from __future__ import annotations

import hashlib
import json
from typing import Any

Point = tuple[int, int, int, int]

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def point_add(a: Point, b: Point) -> Point:
    """Add two points in extended coordinates."""
    m, n = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def point_times(number: int, point: Point) -> Point:
    """Multiply a point by a number."""
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = point_add(result, point)
        point, number = point_add(point, point), number >> 1
    return result


def point_read(raw: bytes) -> Point:
    """Decode a point; ValueError where there is none."""
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * ROOT % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise ValueError("no point")
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P


BASE = point_read((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed_by(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether an Ed25519 signature holds."""
    try:
        key, r, s = point_read(public), point_read(signature[:32]), int.from_bytes(signature[32:], "little")
    except ValueError:
        return False
    if len(public) != 32 or len(signature) != 64 or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = point_times(s, BASE), point_add(r, point_times(k, key))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


def sha(content: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(content).digest()


def jcs(value: Any) -> bytes:
    """RFC 8785 JSON for our records: ASCII names, whole numbers."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def merkle_root(leaves: list[bytes]) -> bytes:
    """Root over leaf hashes."""
    level = list(leaves)
    while len(level) > 1:
        pairs = [sha(b"\x01" + a + b) for a, b in zip(level[::2], level[1::2])]  # noqa: B905 - Python 3.9
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0] if level else sha(b"")


def included(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Whether a path leads from a leaf to a root (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    last = size - 1
    for step in path:
        if last == 0:
            return False
        if index % 2 or index == last:
            leaf = sha(b"\x01" + step + leaf)
            while index % 2 == 0 and index:
                index, last = index // 2, last // 2
        else:
            leaf = sha(b"\x01" + leaf + step)
        index, last = index // 2, last // 2
    return last == 0 and leaf == root


def key_of(multibase: str) -> bytes:
    """Raw key of a Multikey text."""
    number, letters = 0, "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    for letter in multibase[1:]:
        number = number * 58 + letters.index(letter)
    return number.to_bytes((number.bit_length() + 7) // 8, "big")
