"""Keys of handlers: one Ed25519 key for each person, made at first need, kept by the server, sealed at rest.

A server-held key shows that the server acted for a signed-in person; it does not show what a key in his own hand
would. Every record and credential says so. Public keys are facts of the ledger; private ones lie in the keys
directory, each sealed (AES-256-GCM) under a key derived from the master key and the key's own name.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ironriver import clock
from ironriver.access import Action, require
from ironriver.custody.canonical import multikey
from ironriver.errors import Invalid, Say, Unavailable, nothing_here
from ironriver.ledger import Act, Change, Ledger, Row, whole
from ironriver.model.actor import Actor
from ironriver.settings import Settings
from ironriver.vault import make_folder, write_whole

#: Where the private half is. Said in the DID document, in each credential and on paper.
SERVER_HELD = "server"
#: Keys of one agency. A part of them would fail signatures that hold, so that it is all or a refusal.
_MOST = 20_000
# Each key file has a sealing key of its own, so the nonce may be constant.
_NONCE = bytes(12)
#: Namespace of our terms. The document is part of each package and is never fetched.
VOCABULARY = "urn:ironriver:custody:v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlerKey:
    """One key as the ledger knows it; `public` is a Multikey text."""

    id: str
    account: str
    n: int
    public: str
    kept: str
    created: str
    revoked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A private key with the name by which verifiers find its public half."""

    key: HandlerKey
    method: str
    issuer: str
    private: Ed25519PrivateKey


def did_of(settings: Settings, agency: str) -> str:
    """Return the agency's did:web; its document is served at `/agencies/<agency>/did.json`."""
    return f"did:web:{settings.origin_name.replace(':', '%3A')}:agencies:{agency}"


def signer_for(actor: Actor, *, ledger: Ledger) -> Signer:
    """Return the actor's signing key, making it at first need. Raises `Unavailable` if its file is lost."""
    keys = [k for k in keys_of_agency(actor.agency, ledger=ledger) if k.account == actor.id]
    valid = [k for k in keys if not k.revoked]
    key = valid[-1] if valid else _make(actor, len(keys) + 1, ledger)
    did = did_of(ledger.settings, actor.agency)
    private = _unseal(ledger, key)
    if multikey(private.public_key().public_bytes_raw()) != key.public:
        raise _lost(key)
    return Signer(key=key, method=method_of(did, key), issuer=did, private=private)


def keys_of_agency(agency: str, *, ledger: Ledger) -> list[HandlerKey]:
    """Return all keys of an agency's handlers, revoked ones too, oldest first."""
    rows = ledger.look("custody.keys_of_agency", {"agency": agency, "limit": _MOST + 1})
    return [_key(row) for row in whole(rows, _MOST)]


def revoke_key(actor: Actor, key_id: str, reason: str, *, ledger: Ledger) -> None:
    """Revoke a key from now on: one's own, or, as an administrator, that of anybody of the agency.

    What was signed before stays valid. `NotFound` for a key that is not the actor's to revoke.
    """
    found = next((k for k in keys_of_agency(actor.agency, ledger=ledger) if k.id == key_id), None)
    if found is None or found.revoked:
        raise nothing_here()
    require(actor, Action.USE_OWN_ACCOUNT if found.account == actor.id else Action.MANAGE_ACCOUNTS)
    if len(reason.strip()) < 5:
        raise Invalid(
            Say(en="Say why the key is revoked.", es="Diga por qué se revoca la llave."),
            fields={"reason": Say(en="At least 5 characters.", es="Al menos 5 caracteres.")},
        )
    row = Row(s={"id": key_id}, p={"revoked": clock.stamp(), "revoked_reason": reason.strip()})
    change = Change(statement="write.amend_handler_key", rows=[row])
    ledger.act(actor, Act(name="custody.revoke_key", changes=[change]))


def did_document(agency: str, *, ledger: Ledger) -> dict[str, Any]:
    """Return the agency's DID document: every key of its handlers, with the moment each was revoked."""
    did = did_of(ledger.settings, agency)
    keys = keys_of_agency(agency, ledger=ledger)
    methods = [_method(did, key) for key in keys]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def method_of(did: str, key: HandlerKey) -> str:
    """Return the name of a key inside its agency's DID document."""
    return f"{did}#{key.id}"


def _method(did: str, key: HandlerKey) -> dict[str, Any]:
    method = {"id": method_of(did, key), "type": "Multikey", "controller": did, "publicKeyMultibase": key.public}
    return method | ({"revoked": key.revoked} if key.revoked else {})


def _make(actor: Actor, n: int, ledger: Ledger) -> HandlerKey:
    """Make a key. Two at once make the same name: the first file stays, and the act id makes one act of two."""
    key_id = ledger.id_for("HandlerKey", f"account:{actor.id}:{n}", actor.agency)
    path = _path(ledger.settings, key_id)
    make_folder(path.parent)
    if not path.is_file():
        private = Ed25519PrivateKey.generate()
        sealed = AESGCM(_sealing_key(ledger, key_id)).encrypt(_NONCE, private.private_bytes_raw(), key_id.encode())
        write_whole(path, sealed)
    private = _open(ledger, key_id)
    stored = {
        "account": actor.id,
        "agency": actor.agency,
        "n": n,
        "public": multikey(private.public_key().public_bytes_raw()),
        "kept": SERVER_HELD,
        "created": clock.stamp(),
    }
    change = Change(statement="write.put_handler_key", rows=[Row(s={"id": key_id}, p=stored)])
    ledger.act(actor, Act(name="custody.make_key", changes=[change], act_id=f"custody.make_key:{key_id}"))
    return next(k for k in keys_of_agency(actor.agency, ledger=ledger) if k.id == key_id)


def _unseal(ledger: Ledger, key: HandlerKey) -> Ed25519PrivateKey:
    try:
        return _open(ledger, key.id)
    except (OSError, InvalidTag, ValueError) as cause:
        raise _lost(key) from cause


def _open(ledger: Ledger, key_id: str) -> Ed25519PrivateKey:
    sealed = _path(ledger.settings, key_id).read_bytes()
    raw = AESGCM(_sealing_key(ledger, key_id)).decrypt(_NONCE, sealed, key_id.encode())
    return Ed25519PrivateKey.from_private_bytes(raw)


def _sealing_key(ledger: Ledger, key_id: str) -> bytes:
    return hmac.digest(ledger.keys.master_key, b"ironriver/handler-key/1\x00" + key_id.encode(), "sha256")


def _path(settings: Settings, key_id: str) -> Path:
    return settings.keys_dir / "handlers" / f"{key_id}.sealed"


def _key(row: Mapping[str, Any]) -> HandlerKey:
    return HandlerKey(
        id=row["id"],
        account=row["account"],
        n=int(row["n"]),
        public=row["public"],
        kept=row["kept"],
        created=row["created"],
        revoked=row["revoked"] or "",
    )


def _lost(key: HandlerKey) -> Unavailable:
    return Unavailable(
        Say(
            en="Your signing key cannot be opened, so nothing was signed. The administrator restores the keys "
            "directory, or revokes the key so that a new one is made.",
            es="Su llave de firma no se puede abrir, así que no se firmó nada. El administrador restaura el "
            "directorio de llaves, o revoca la llave para que se haga otra.",
        ),
        detail=key.id,
    )
