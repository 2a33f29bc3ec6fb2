"""STIX ids and canonical bytes. Ids are keyed and differ by partner: nobody can confirm a guess by hashing."""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rfc8785

from ironriver.errors import Invalid, Say

#: Fixed for all deployments: what both objects mean is the same everywhere.
FIREARM_EXTENSION = "extension-definition--6d1b7b1c-5c1f-4a58-9a0c-2f6e1b8a4c11"
DETAILS_EXTENSION = "extension-definition--b2f0a7de-93c4-4c0e-8f35-0d9a6c7e5a22"
#: The maker of both extension definitions, as an identity.
PROJECT_IDENTITY = "identity--0f7c2a5e-6b1d-4e9a-b7c3-5a4d8e2f1b33"

Object = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Gives ids to what one partner gets. `key` is secret; the same thing has the same id in every release."""

    key: bytes
    partner: str

    def stix_id(self, type_: str, *basis: str) -> str:
        """Return `<type>--<uuid>` for a thing, keyed. The bits are those of a version 4 UUID (pseudo-random)."""
        digest = self._digest(b"id", type_, *basis)
        return f"{type_}--{uuid.UUID(bytes=digest[:16], version=4)}"

    def salt(self, *basis: str) -> str:
        """Return 64 hex digits that only this deployment can make again: the salt of one commitment."""
        return self._digest(b"salt", *basis).hex()

    def _digest(self, use: bytes, *parts: str) -> bytes:
        framed = b"".join(len(p.encode()).to_bytes(4, "big") + p.encode() for p in (self.partner, *parts))
        return hmac.digest(self.key, b"ironriver/stix/1\x00" + use + b"\x00" + framed, "sha256")


def canonical(value: object) -> bytes:
    """Return the canonical JSON (RFC 8785) of an object. `Invalid` for what JSON cannot say exactly."""
    try:
        return rfc8785.dumps(value)  # type: ignore[arg-type]
    except (rfc8785.CanonicalizationError, TypeError, UnicodeError) as cause:
        raise Invalid(
            Say(
                en="This object holds a value that has no canonical form, so nobody could compare it.",
                es="Este objeto tiene un valor sin forma canónica; nadie podría compararlo.",
            ),
            detail=str(cause),
        ) from cause


def milliseconds(moment: datetime) -> str:
    """Return a UTC time as STIX text with exactly three digits: peers that cut microseconds make two versions."""
    return f"{moment.year:04d}-{moment:%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
