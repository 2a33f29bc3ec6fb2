"""Verifiable Credentials 2.0 over custody events: proof `eddsa-jcs-2022`, each naming the one before by its digest.

The same rules, written a second time and without any package, stand in `verify.py`; npm `@digitalbazaar/vc` is the
third opinion, in the test suite.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ironriver.custody.canonical import base58, digest_multibase, from_base58, from_multikey, jcs, sha256_hex
from ironriver.custody.handlers import SERVER_HELD, Signer
from ironriver.custody.records import Event, Exhibit, Happened, Sort
from ironriver.errors import Say, Tampered

W3C = "https://www.w3.org/ns/credentials/v2"
#: Address of our terms. It stands for itself: its document travels in each package and is never fetched.
CONTEXT = "https://ironriver.example/ns/custody/v1"
TYPES = {Happened.RECEIVED: "ExhibitCredential", Happened.ACCEPTED: "TransferCredential"}
_TERMS = (
    "exhibit", "exhibitNumber", "caseNumber", "agency", "sort", "make", "model", "calibre", "serialFrame",
    "serialSlide", "serialBarrel", "seal", "sealBefore", "condition", "place", "found", "finder", "authority",
    "fileName", "mediaType", "sha256", "size", "event", "happened", "at", "handler", "handlerName", "handlerTitle",
    "handlerAgency", "to", "toName", "transfer", "due", "reason", "location", "measured", "keyHeld",
    "exhibitDescription", "ExhibitCredential", "TransferCredential", "CustodyCredential",
)  # fmt: skip


def context_document() -> dict[str, Any]:
    """Return the JSON-LD context of our terms: flat, protected, every value plain text or number."""
    terms: dict[str, Any] = {"@version": 1.1, "@protected": True}
    terms |= {name: f"urn:ironriver:custody:v1#{name}" for name in _TERMS}
    return {"@context": terms}


def make_credential(exhibit: Exhibit, event: Event, signer: Signer) -> str:
    """Return the signed credential of an event, as the canonical text that is stored and hashed."""
    document: dict[str, Any] = {
        "@context": [W3C, CONTEXT],
        "id": f"urn:ironriver:{event.id}",
        "type": ["VerifiableCredential", TYPES.get(event.kind, "CustodyCredential")],
        "issuer": signer.issuer,
        "validFrom": event.at,
        "credentialSubject": _subject(exhibit, event),
    }
    if event.previous_sha256:
        document["relatedResource"] = [
            {
                "id": f"urn:sha256:{event.previous_sha256}",
                "digestMultibase": digest_multibase(event.previous_sha256),
            }
        ]
    return jcs(sign(document, signer, event.at)).decode()


def sign(document: dict[str, Any], signer: Signer, created: str) -> dict[str, Any]:
    """Return the document with its data integrity proof."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": created[:19] + "Z",
        "verificationMethod": signer.method,
        "proofPurpose": "assertionMethod",
        "@context": document["@context"],
    }
    value = base58(signer.private.sign(signed_bytes(document, options)))
    return document | {"proof": options | {"proofValue": value}}


def signed_bytes(document: dict[str, Any], options: dict[str, Any]) -> bytes:
    """Return what is signed: the digest of the proof's options, then that of the document without its proof."""
    return hashlib.sha256(jcs(options)).digest() + hashlib.sha256(jcs(document)).digest()


def check_credential(text: str, keys: dict[str, str]) -> dict[str, Any]:
    """Return the credential if its proof holds under one of `keys` (method → Multikey), else raise `Tampered`."""
    try:
        document = json.loads(text)
        proof = document.pop("proof")
        value = from_base58(proof.pop("proofValue"))
        public = from_multikey(keys[proof["verificationMethod"]])
        if proof["cryptosuite"] != "eddsa-jcs-2022" or proof["proofPurpose"] != "assertionMethod":
            raise ValueError("another kind of proof")
        Ed25519PublicKey.from_public_bytes(public).verify(value, signed_bytes(document, proof))
    except (KeyError, ValueError, TypeError, AttributeError, InvalidSignature) as cause:
        raise _forged(f"{type(cause).__name__}: {cause}") from cause
    return dict(document)


def _subject(exhibit: Exhibit, event: Event) -> dict[str, Any]:
    """Return what the credential says; empty values are left out. Times and numbers as text, sizes as numbers."""
    said: dict[str, Any] = {
        "id": f"urn:ironriver:{exhibit.id}",
        "exhibitNumber": exhibit.number,
        "caseNumber": exhibit.case_number,
        "event": event.n,
        "happened": event.kind.value,
        "at": event.at,
        "handler": event.by,
        "handlerName": event.by_name,
        "handlerTitle": event.by_title,
        "handlerAgency": event.by_agency,
        "to": event.to,
        "toName": event.to_name,
        "transfer": event.transfer,
        "due": event.due,
        "reason": event.reason,
        "location": event.location,
        "seal": event.seal,
        "sealBefore": event.seal_before,
        "sha256": event.sha256,
        "measured": event.measured.value,
        "keyHeld": SERVER_HELD,
    }
    if event.kind is Happened.RECEIVED:
        said |= _described(exhibit)
    return {name: value for name, value in said.items() if value != ""}


def _described(exhibit: Exhibit) -> dict[str, Any]:
    common = {
        "sort": exhibit.sort.value,
        "exhibitDescription": exhibit.description,
        "agency": exhibit.agency,
        "authority": exhibit.authority,
        "finder": exhibit.finder,
        "place": exhibit.place,
        "found": exhibit.found,
        "condition": exhibit.condition,
    }
    if exhibit.sort is Sort.FILE:
        return common | {"fileName": exhibit.file_name, "mediaType": exhibit.media_type, "size": exhibit.size}
    return common | {
        "make": exhibit.make,
        "model": exhibit.model,
        "calibre": exhibit.calibre,
        "serialFrame": exhibit.serial_frame,
        "serialSlide": exhibit.serial_slide,
        "serialBarrel": exhibit.serial_barrel,
    }


def credential_digest(text: str) -> str:
    """Return the digest by which the next credential names this one."""
    return sha256_hex(text.encode())


def _forged(detail: str) -> Tampered:
    return Tampered(
        Say(
            en="A signed custody record does not hold. Compare it with the package or the backup.",
            es="Un registro de custodia firmado no es íntegro. Compárelo con el paquete o el respaldo.",
        ),
        detail=detail,
    )
