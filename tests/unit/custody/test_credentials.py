"""What Python signs, JavaScript must verify; and a change of anything must fail in both."""

from __future__ import annotations

import base64
import copy
import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ironriver import custody
from ironriver.access import find_account
from ironriver.custody import canonical
from ironriver.custody.credentials import CONTEXT, check_credential, context_document, signed_bytes
from ironriver.errors import Invalid, NotAllowed, NotFound, Tampered, Unavailable
from ironriver.model.actor import Actor
from tests.foreign.judges import verify_credentials
from tests.unit.custody.room import Room

#: From W3C vc-di-eddsa, test vectors of the Multikey of this seed-made key (facts of the format, not of ours).
KNOWN = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"


def documents(room: Room) -> dict[str, Any]:
    did = custody.did_document("us-tpd", ledger=room.ledger)
    return {did["id"]: did, CONTEXT: context_document()}


def keys(room: Room) -> dict[str, str]:
    did = custody.did_document("us-tpd", ledger=room.ledger)
    return {method["id"]: method["publicKeyMultibase"] for method in did["verificationMethod"]}


@pytest.fixture(scope="module")
def texts(room: Room) -> list[str]:
    """Credentials of a gun's and a file's whole way: receipt, offer, acceptance, refusal."""
    gun, file = room.gun(), room.file()
    for exhibit in (gun, file):
        room.give(exhibit, "quill", "marchetti")
    room.offered(gun, "marchetti", "quill", "Ñandú, “quoted”, and a new\tline")
    said = custody.Answer(reason="Seal read S-40737", seal="S-40737")
    custody.refuse(room.actor("quill"), gun.id, said, ledger=room.ledger)
    return [e.credential for one in (gun, file) for e in room.chain(one).events]


def test_javascript_verifies_every_credential(room: Room, texts: list[str]) -> None:
    judged = verify_credentials([json.loads(text) for text in texts], documents(room))
    assert len(texts) == 8
    assert [one for one in judged if not one["verified"]] == []


def mutations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    made = {
        name: copy.deepcopy(document) for name in ("holder", "added", "term", "time", "issuer", "proof", "before")
    }
    made["holder"]["credentialSubject"]["handlerName"] += "x"
    made["added"]["credentialSubject"]["toName"] = "Somebody else"
    made["term"]["credentialSubject"]["notATerm"] = "silently dropped by others"
    made["time"]["validFrom"] = "2020-01-01T00:00:00Z"
    made["issuer"]["issuer"] = "did:web:ironriver.local:agencies:mx-fge-son"
    made["proof"]["proof"]["created"] = "2020-01-01T00:00:00Z"
    made["before"]["relatedResource"] = [{"id": "urn:sha256:" + "0" * 64, "digestMultibase": "uEi"}]
    return made


def test_mutated_credentials_fail_in_both_languages(room: Room, texts: list[str]) -> None:
    mutated = mutations(json.loads(texts[2]))
    judged = verify_credentials(list(mutated.values()), documents(room))
    assert [name for name, one in zip(mutated, judged, strict=True) if one["verified"]] == []
    for document in mutated.values():
        with pytest.raises(Tampered):
            check_credential(json.dumps(document), keys(room))


def test_python_verifies_what_it_signed(room: Room, texts: list[str]) -> None:
    document = check_credential(texts[0], keys(room))
    assert document["credentialSubject"]["keyHeld"] == "server"
    assert document["type"] == ["VerifiableCredential", "ExhibitCredential"]
    assert "relatedResource" not in document


def test_each_names_the_one_before(texts: list[str]) -> None:
    for before, text in pairwise(texts[:5]):
        (related,) = json.loads(text)["relatedResource"]
        digest = canonical.sha256_hex(before.encode())
        assert related["id"] == f"urn:sha256:{digest}"
        padded = related["digestMultibase"][1:] + "=" * (-len(related["digestMultibase"][1:]) % 4)
        assert base64.urlsafe_b64decode(padded) == b"\x12\x20" + bytes.fromhex(digest)


def test_the_text_is_canonical(texts: list[str]) -> None:
    for text in texts:
        assert canonical.jcs(json.loads(text)).decode() == text


def test_another_persons_key_does_not_verify(room: Room, texts: list[str]) -> None:
    document = json.loads(texts[0])
    stolen = {document["proof"]["verificationMethod"]: canonical.multikey(bytes(range(32)))}
    for wrong in (stolen, {}):
        with pytest.raises(Tampered):
            check_credential(texts[0], wrong)


def test_two_people_sign_with_two_keys(texts: list[str]) -> None:
    offered, accepted = (json.loads(text)["proof"]["verificationMethod"] for text in texts[1:3])
    assert offered != accepted


def test_private_keys_are_sealed_and_closed_to_others(room: Room, texts: list[str]) -> None:
    folder = room.ledger.settings.keys_dir / "handlers"
    for path in folder.iterdir():
        assert path.stat().st_mode & 0o077 == 0
        assert len(path.read_bytes()) == 32 + 16
    signer = custody.signer_for(room.actor("quill"), ledger=room.ledger)
    assert signer.private.private_bytes_raw() not in b"".join(path.read_bytes() for path in folder.iterdir())


def test_a_lost_key_file_stops_signing_and_is_said(room: Room) -> None:
    actor = room.actor("whitfield")
    signer = custody.signer_for(actor, ledger=room.ledger)
    path = room.ledger.settings.keys_dir / "handlers" / f"{signer.key.id}.sealed"
    kept = path.read_bytes()
    for broken in (b"", kept[:-1] + bytes([kept[-1] ^ 1])):
        path.write_bytes(broken)
        with pytest.raises(Unavailable):
            custody.signer_for(actor, ledger=room.ledger)
    path.write_bytes(kept)
    assert custody.signer_for(actor, ledger=room.ledger).key == signer.key


def admin(room: Room) -> Actor:
    account = find_account(room.ledger, login="admin")
    assert account is not None
    return account.as_actor(origin="test")


def test_a_revoked_key_is_replaced_and_stays_listed_with_its_date(room: Room) -> None:
    actor = room.actor("ohlsson")
    first = custody.signer_for(actor, ledger=room.ledger)
    with pytest.raises(NotAllowed):
        custody.revoke_key(room.actor("marchetti"), first.key.id, "not mine to revoke", ledger=room.ledger)
    with pytest.raises(Invalid):
        custody.revoke_key(actor, first.key.id, "", ledger=room.ledger)
    custody.revoke_key(admin(room), first.key.id, "Laptop was stolen", ledger=room.ledger)
    with pytest.raises(NotFound):
        custody.revoke_key(actor, first.key.id, "once more", ledger=room.ledger)
    second = custody.signer_for(actor, ledger=room.ledger)
    assert second.method != first.method
    listed = {m["id"]: m for m in custody.did_document("us-tpd", ledger=room.ledger)["verificationMethod"]}
    assert "revoked" in listed[first.method]
    assert "revoked" not in listed[second.method]


def test_signed_bytes_follow_the_standard() -> None:
    """Options first, then the document, each as SHA-256 over canonical JSON (vc-di-eddsa §3.3)."""
    made = signed_bytes({"b": 1, "a": "é"}, {"type": "DataIntegrityProof"})
    assert made[:32].hex() == canonical.sha256_hex(b'{"type":"DataIntegrityProof"}')
    assert made[32:].hex() == canonical.sha256_hex('{"a":"é","b":1}'.encode())


def test_multikeys_round_trip_and_refuse_other_kinds() -> None:
    public = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    text = canonical.multikey(public)
    assert text.startswith("z6Mk")
    assert canonical.from_multikey(text) == public
    assert canonical.multikey(canonical.from_multikey(KNOWN)) == KNOWN
    for wrong in ("", "m" + text[1:], text[:-1], canonical.base58(b"\x12\x00" + public), text.replace("z6", "z0")):
        with pytest.raises(ValueError):  # noqa: PT011 - any of several texts
            canonical.from_multikey(wrong)
    for raw in (b"", b"\0\0\1", bytes(range(40))):
        assert canonical.from_base58(canonical.base58(raw)) == raw


def test_what_json_cannot_say_is_refused() -> None:
    for wrong in ({"n": 2**60}, {"n": float("nan")}, {"n": object()}, {"n": "\ud800"}):
        with pytest.raises(Invalid):
            canonical.jcs(wrong)


def test_names_are_signed_as_they_were(room: Room) -> None:
    exhibit = room.gun()
    event = room.chain(exhibit).events[0]
    said = json.loads(event.credential)["credentialSubject"]
    assert (said["handlerName"], said["handlerTitle"]) == ("D. Quill", "custodian")
    assert replace(event, by_name="Q. Uill").credential == event.credential
