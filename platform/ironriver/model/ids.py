"""Ids: keyed, so that nobody can confirm a serial or a name by hashing guesses.

An id is minted once, at first sight, from kind, strong natural key (else source line) and holding, and never
changes. Relationship ids need no key of their own: their ends are keyed already.
"""

from __future__ import annotations

import hashlib
import hmac

from ironriver.model.kinds import KINDS

_DIGITS = 32  # 128 bits: no collision in sight at 10**12 things


def _framed(*parts: str) -> bytes:
    """Return the parts with their lengths in front, so that no two lists of parts give the same bytes."""
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def mint(id_key: bytes, kind: str, basis: str, holding: str) -> str:
    """Return `<prefix>_` and 32 hex digits: HMAC-SHA256 over kind, basis and holding.

    `basis` is the canonical strong key or `source:<source_id>:<line>[:part]`. Raises KeyError for a kind that the
    ontology does not know.
    """
    digest = hmac.digest(id_key, b"ironriver/id/v1\x00" + _framed(kind, basis, holding), "sha256")
    return f"{KINDS[kind].prefix}_{digest.hex()[:_DIGITS]}"


def relationship_id(type_: str, from_id: str, to_id: str, basis: str = "") -> str:
    """Return `link_` and 32 hex digits. `basis` tells apart several links of one type between the same ends."""
    digest = hashlib.sha256(b"ironriver/link/v1\x00" + _framed(type_, from_id, to_id, basis))
    return f"link_{digest.hexdigest()[:_DIGITS]}"


def source_basis(source_id: str, line: int, part: str = "") -> str:
    """Return the basis for a thing that no strong key names: its source line, and which part of it."""
    return f"source:{source_id}:{line}:{part}" if part else f"source:{source_id}:{line}"
