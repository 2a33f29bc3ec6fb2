"""What attacks are made with: a good package, another one, and answers of authorities that nobody trusts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import rfc3161ng
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ironriver import clock
from ironriver.custody.demo_authority import prepare, reply
from tests.forgeries.custody.forge import Forgery
from tests.unit.custody.packed import Packed

ROGUE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
Attack = Callable[[Forgery, "Scene"], None]


@dataclass(frozen=True)
class Scene:
    """A good package, another good one, an answer of a rogue authority and one of an expired one."""

    made: Packed
    good: bytes
    second: bytes
    folder: Path
    verifier: Path
    key: str

    def rogue_answer(self, digest: bytes) -> tuple[bytes, bytes]:
        bundle = prepare(self.folder / "rogue")
        return reply(self.folder / "rogue", _query(digest)), bundle.read_bytes()

    def expired_answer(self, digest: bytes) -> tuple[bytes, bytes]:
        with clock.moved_by(timedelta(days=-30)):
            bundle = prepare(self.folder / "expired", valid_for=timedelta(days=2))
        return reply(self.folder / "expired", _query(digest)), bundle.read_bytes()

    def rejected_answer(self, digest: bytes) -> bytes:
        return reply(self.made.folder, _query(digest, policy="1.9.9"))


def _query(digest: bytes, policy: str = "") -> bytes:
    more = {"tsa_policy_id": policy} if policy else {}
    asked = rfc3161ng.make_timestamp_request(
        digest=digest, hashname="sha256", include_tsa_certificate=True, nonce=9, **more
    )
    return bytes(rfc3161ng.encode_timestamp_request(asked))
