"""Named attacks on a court package, each refused at the right step by the verifier on bare Python.

A forger without keys can repair whatever is only hashed (`repair`), so most attacks come twice: clumsy, found
by the manifests, and repaired, found by a signature, a proof or the ledger.
"""

from __future__ import annotations

import hashlib
import json
import struct
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import rfc3161ng
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ironriver import clock, custody
from ironriver.custody.canonical import base58, jcs, multikey
from ironriver.custody.credentials import signed_bytes
from ironriver.custody.demo_authority import prepare, reply
from ironriver.custody.verifier import source
from tests.forgeries.custody.forge import Forgery, judged, key_text, opened, other_note
from tests.unit.custody.packed import Packed, pack, packed
from tests.unit.custody.room import Room, opened_room
from tests.world import EngineAddress

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


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, engine: EngineAddress) -> Iterator[Room]:
    with opened_room(tmp_path_factory.mktemp("forged"), engine) as one:
        yield one


@pytest.fixture(scope="module")
def scene(room: Room, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("scene")
    (folder / "verify.py").write_bytes(source())
    with packed(room, folder / "tsa") as made:
        other = pack(room, made.exhibits[1])
        second = Packed(room, made.authority, made.folder, other, made.exhibits).bytes()
        key = (room.ledger.settings.checkpoints_dir / "ledger.vkey").read_text().strip()
        yield Scene(made, made.bytes(), second, folder, folder / "verify.py", key)


# ---- clumsy: a byte of anything ----------------------------------------------------------------------------------


def _flipped(beginning: str, ending: str = "") -> Attack:
    def attack(forgery: Forgery, _: Scene) -> None:
        forgery.flip(forgery.find(beginning, ending)[0])

    return attack


def payload_missing(forgery: Forgery, _: Scene) -> None:
    del forgery.files[forgery.find("data/exhibits/")[0]]


def file_added_unlisted(forgery: Forgery, _: Scene) -> None:
    forgery.files["data/exhibits/extra.txt"] = b"planted"


def names_swapped(forgery: Forgery, _: Scene) -> None:
    one, two = forgery.find("data/credentials/")[:2]
    forgery.files[one], forgery.files[two] = forgery.files[two], forgery.files[one]


def oxum_wrong(forgery: Forgery, _: Scene) -> None:
    forgery.files["bag-info.txt"] = forgery.files["bag-info.txt"].replace(b"Payload-Oxum: ", b"Payload-Oxum: 1")
    forgery.lists()


def manifest_line_twice(forgery: Forgery, _: Scene) -> None:
    line = forgery.files["manifest-sha256.txt"].splitlines(keepends=True)[0]
    forgery.files["manifest-sha256.txt"] += line


# ---- the container -----------------------------------------------------------------------------------------------


def path_traversal(forgery: Forgery, _: Scene) -> None:
    forgery.files["data/../../escaped.txt"] = b"outside"


def backslash_name(forgery: Forgery, _: Scene) -> None:
    forgery.files["data\\evil.txt"] = b"outside on another system"


def unicode_twin(forgery: Forgery, _: Scene) -> None:
    name = forgery.find("data/exhibits/")[0]
    forgery.files[name.replace("camera", "c\u0061\u0301mera")] = b"not normal"


def case_twin(forgery: Forgery, _: Scene) -> None:
    forgery.files["BAGIT.txt"] = forgery.files["bagit.txt"]


def fullwidth_twin(forgery: Forgery, _: Scene) -> None:
    forgery.files["verify\uff0epy"] = b"print('all good')"


def entry_twice(forgery: Forgery, _: Scene) -> None:
    def again(bag: zipfile.ZipFile, top: str) -> None:
        with pytest.warns(UserWarning, match="Duplicate"):
            bag.writestr(zipfile.ZipInfo(f"{top}/README.txt"), b"another text")

    forgery.extra.append(again)


def second_folder(forgery: Forgery, _: Scene) -> None:
    forgery.extra.append(lambda bag, _top: bag.writestr(zipfile.ZipInfo("elsewhere/a.txt"), b"x"))


def compressed_entry(forgery: Forgery, _: Scene) -> None:
    def bomb(bag: zipfile.ZipFile, top: str) -> None:
        bag.writestr(zipfile.ZipInfo(f"{top}/data/zeros"), bytes(1 << 20), zipfile.ZIP_DEFLATED)

    forgery.extra.append(bomb)


def symbolic_link(forgery: Forgery, _: Scene) -> None:
    def link(bag: zipfile.ZipFile, top: str) -> None:
        entry = zipfile.ZipInfo(f"{top}/data/link")
        entry.external_attr = 0o120777 << 16
        bag.writestr(entry, b"/etc/passwd")

    forgery.extra.append(link)


def another_bagit(forgery: Forgery, _: Scene) -> None:
    forgery.files["bagit.txt"] = b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"
    forgery.lists()


# ---- repaired: everything that is only hashed fits again ---------------------------------------------------------


def root_claimed(forgery: Forgery, _: Scene) -> None:
    index = forgery.json("package.json")
    index["root"] = "0" * 64
    forgery.put("package.json", index)
    forgery.lists()


def contents_list_shortened(forgery: Forgery, _: Scene) -> None:
    index = forgery.json("package.json")
    del index["files"][0]
    forgery.put("package.json", index)
    forgery.lists()


def second_preimage_without_prefixes(forgery: Forgery, _: Scene) -> None:
    """An inner node passed off as a leaf: the root of a shorter list, computed without 0x00/0x01."""
    index = forgery.json("package.json")
    leaves = [hashlib.sha256(jcs(one)).digest() for one in index["files"]]
    while len(leaves) > 1:
        paired = [hashlib.sha256(a + b).digest() for a, b in zip(leaves[::2], leaves[1::2], strict=False)]
        leaves = paired + ([leaves[-1]] if len(leaves) % 2 else [])
    index["root"] = leaves[0].hex()
    forgery.put("package.json", index)
    forgery.lists()


def payload_replaced_and_repaired(forgery: Forgery, _: Scene) -> None:
    forgery.files[forgery.find("data/exhibits/")[0]] = b"another recording"
    forgery.repair()


def report_rewritten_and_repaired(forgery: Forgery, _: Scene) -> None:
    name = forgery.find("data/report/", ".html")[0]
    forgery.files[name] = forgery.files[name].replace(b"REFUSED", b"Accepted")
    forgery.repair()


def verifier_replaced_and_repaired(forgery: Forgery, _: Scene) -> None:
    forgery.files["verify.py"] = b"print('Everything holds.')\n"
    forgery.repair()


def credential_reworded_and_repaired(forgery: Forgery, _: Scene) -> None:
    name = forgery.find("data/credentials/")[2]
    forgery.files[name] = forgery.files[name].replace(b"J. Marchetti", b"K. Whitfield")
    forgery.repair()


def credential_signed_by_another_key(forgery: Forgery, _: Scene) -> None:
    name = forgery.find("data/credentials/")[0]
    document = forgery.json(name)
    proof = document.pop("proof")
    del proof["proofValue"]
    document["credentialSubject"]["seal"] = "S-99999"
    value = base58(ROGUE.sign(signed_bytes(document, proof)))
    forgery.put(name, document | {"proof": proof | {"proofValue": value}})
    forgery.repair()


def key_replaced_in_the_did_document(forgery: Forgery, scene: Scene) -> None:
    credential_signed_by_another_key(forgery, scene)
    did = forgery.json("data/did/us-tpd.json")
    for method in did["verificationMethod"]:
        method["publicKeyMultibase"] = multikey(ROGUE.public_key().public_bytes_raw())
    forgery.put("data/did/us-tpd.json", did)
    forgery.repair()


def revocation_taken_out(forgery: Forgery, _: Scene) -> None:
    did = forgery.json("data/did/us-tpd.json")
    did["verificationMethod"][0]["revoked"] = "2020-01-01T00:00:00.000000Z"
    forgery.put("data/did/us-tpd.json", did)
    forgery.repair()


def _chain(forgery: Forgery) -> tuple[str, dict]:
    name = forgery.find("data/custody/")[0]
    return name, forgery.json(name)


def transfer_dropped(forgery: Forgery, _: Scene) -> None:
    name, record = _chain(forgery)
    del record["events"][1:3]
    forgery.put(name, record)
    forgery.repair()


def last_event_dropped_with_its_credential(forgery: Forgery, _: Scene) -> None:
    """The refusal at the end vanishes without a gap in the numbers: the root in the ledger is another."""
    name, record = _chain(forgery)
    event = record["events"].pop()
    del forgery.files[f"data/credentials/{record['exhibit']['p']['number']}/{event['p']['n']:04d}.json"]
    forgery.put(name, record)
    forgery.repair()


def events_reordered(forgery: Forgery, _: Scene) -> None:
    name, record = _chain(forgery)
    record["events"][1], record["events"][2] = record["events"][2], record["events"][1]
    forgery.put(name, record)
    forgery.repair()


def transfer_duplicated(forgery: Forgery, _: Scene) -> None:
    name, record = _chain(forgery)
    record["events"] += record["events"][1:3]
    forgery.put(name, record)
    forgery.repair()


def event_reworded(forgery: Forgery, _: Scene) -> None:
    name, record = _chain(forgery)
    record["events"][1]["p"]["reason"] = "Lent to a friend"
    forgery.put(name, record)
    forgery.repair()


def exhibit_reworded(forgery: Forgery, _: Scene) -> None:
    name, record = _chain(forgery)
    record["exhibit"]["p"]["serial_frame"] = "TKF99999"
    forgery.put(name, record)
    forgery.repair()


def exhibit_left_out(forgery: Forgery, _: Scene) -> None:
    name, record = _chain(forgery)
    number = record["exhibit"]["p"]["number"]
    for path in [name, *forgery.find(f"data/credentials/{number}/"), *forgery.find(f"data/report/{number}")]:
        del forgery.files[path]
    forgery.repair()


# ---- the ledger's excerpt ----------------------------------------------------------------------------------------


def _ledger(change: Callable[[dict], None]) -> Attack:
    def attack(forgery: Forgery, _: Scene) -> None:
        found = forgery.json("seal/ledger.json")
        change(found)
        forgery.put("seal/ledger.json", found)
        forgery.lists()

    return attack


def _proof_byte(found: dict) -> None:
    step = found["entries"][2]["path"][0]
    found["entries"][2]["path"][0] = ("1" if step[0] == "0" else "0") + step[1:]


def _proof_shortened(found: dict) -> None:
    found["entries"][0]["path"].pop()


def _entry_reworded(found: dict) -> None:
    found["entries"][1]["text"] = found["entries"][1]["text"].replace("actor_", "actor_0", 1)


def _row_reworded(found: dict) -> None:
    row = next(r for r in found["rows"] if r["name"] == "write.put_custody_event")
    row["p"]["by_name"] = "Somebody Else"


def _salt_changed(found: dict) -> None:
    found["rows"][0]["salts"][1] = "0" * 64


def _row_of_another_statement(found: dict) -> None:
    row = next(r for r in found["rows"] if r["name"] == "write.put_custody_event")
    row["name"] = "write.put_package"


def _entry_moved(found: dict) -> None:
    found["entries"][1]["seq"] = found["entries"][0]["seq"]


def _checkpoint_byte(found: dict) -> None:
    note = found["checkpoint"]
    place = note.index("\n", note.index("\n") + 1) + 3
    found["checkpoint"] = note[:place] + ("A" if note[place] != "A" else "B") + note[place + 1 :]


def _smaller_checkpoint(found: dict) -> None:
    lines = found["checkpoint"].split("\n")
    lines[1] = "3"
    found["checkpoint"] = "\n".join(lines)


def _resigned_shorter(found: dict) -> None:
    """Another key signs a shorter log: without the agency's key given, the ledger's own record of its key tells."""
    found["checkpoint"] = other_note(found["checkpoint"], ROGUE, size=3)


def _approval_taken_out(found: dict) -> None:
    found["rows"] = [r for r in found["rows"] if r["name"] != "write.amend_proposal"]


def forked_log_with_its_own_key(forgery: Forgery, _: Scene) -> None:
    found = forgery.json("seal/ledger.json")
    found["checkpoint"] = other_note(found["checkpoint"], ROGUE)
    found["key"] = key_text(found["checkpoint"].split("\n")[0], ROGUE.public_key().public_bytes_raw())
    forgery.put("seal/ledger.json", found)
    forgery.lists()


def ledger_of_another_package(forgery: Forgery, scene: Scene) -> None:
    forgery.files["seal/ledger.json"] = opened(scene.second).files["seal/ledger.json"]
    forgery.lists()


# ---- time-stamps -------------------------------------------------------------------------------------------------


def _root(forgery: Forgery) -> bytes:
    return bytes.fromhex(forgery.json("package.json")["root"])


def stamp_of_another_package(forgery: Forgery, scene: Scene) -> None:
    forgery.files["seal/stamps/root-1.tsr"] = opened(scene.second).files["seal/stamps/root-1.tsr"]
    forgery.lists()


def stamp_byte(forgery: Forgery, _: Scene) -> None:
    forgery.flip("seal/stamps/root-1.tsr")
    forgery.lists()


def stamps_exchanged(forgery: Forgery, _: Scene) -> None:
    one, two = "seal/stamps/root-1.tsr", "seal/stamps/checkpoint-1.tsr"
    forgery.files[one], forgery.files[two] = forgery.files[two], forgery.files[one]
    forgery.lists()


def rogue_authority(forgery: Forgery, scene: Scene) -> None:
    forgery.files["seal/stamps/root-1.tsr"], _ = scene.rogue_answer(_root(forgery))
    forgery.lists()


def rogue_authority_with_its_own_root(forgery: Forgery, scene: Scene) -> None:
    answer, bundle = scene.rogue_answer(_root(forgery))
    forgery.files["seal/stamps/root-1.tsr"], forgery.files["seal/stamps/chain.pem"] = answer, bundle
    forgery.lists()


def rogue_root_added(forgery: Forgery, scene: Scene) -> None:
    answer, bundle = scene.rogue_answer(_root(forgery))
    forgery.files["seal/stamps/root-1.tsr"] = answer
    forgery.files["seal/stamps/chain.pem"] += bundle
    forgery.lists()


def expired_authority(forgery: Forgery, scene: Scene) -> None:
    answer, bundle = scene.expired_answer(_root(forgery))
    forgery.files["seal/stamps/root-1.tsr"] = answer
    forgery.files["seal/stamps/chain.pem"] += bundle
    forgery.lists()


def rejected_answer(forgery: Forgery, scene: Scene) -> None:
    forgery.files["seal/stamps/root-1.tsr"] = scene.rejected_answer(_root(forgery))
    forgery.lists()


def no_answer_at_all(forgery: Forgery, _: Scene) -> None:
    forgery.files["seal/stamps/root-1.tsr"] = b"0\x03\x02\x01\x02"
    forgery.lists()


ATTACKS: dict[str, list[tuple[str, Attack]]] = {
    "container": [
        (one.__name__, one)
        for one in (
            path_traversal, backslash_name, unicode_twin, case_twin, fullwidth_twin, entry_twice, second_folder,
            compressed_entry, symbolic_link, another_bagit,
        )
    ],
    "manifests": [
        ("byte_of_payload", _flipped("data/exhibits/")),
        ("byte_of_manifest", _flipped("manifest-sha256.txt")),
        ("byte_of_tagmanifest", _flipped("tagmanifest-sha256.txt")),
        ("byte_of_credential", _flipped("data/credentials/")),
        ("byte_of_chain", _flipped("data/custody/")),
        ("byte_of_report", _flipped("data/report/", ".pdf")),
        ("byte_of_stamp", _flipped("seal/stamps/")),
        ("byte_of_ledger", _flipped("seal/ledger.json")),
        ("byte_of_verifier", _flipped("verify.py")),
        ("byte_of_certificate", _flipped("data/certificate")),
        *(
            (one.__name__, one)
            for one in (payload_missing, file_added_unlisted, names_swapped, oxum_wrong, manifest_line_twice)
        ),
    ],
    "root": [
        (one.__name__, one) for one in (root_claimed, contents_list_shortened, second_preimage_without_prefixes)
    ],
    "checkpoint": [
        ("byte_of_checkpoint", _ledger(_checkpoint_byte)),
        ("smaller_checkpoint", _ledger(_smaller_checkpoint)),
        ("shorter_log_signed_by_another_key", _ledger(_resigned_shorter)),
    ],
    "ledger": [
        ("byte_of_proof", _ledger(_proof_byte)),
        ("proof_shortened", _ledger(_proof_shortened)),
        ("entry_reworded", _ledger(_entry_reworded)),
        ("entry_moved", _ledger(_entry_moved)),
        ("row_reworded", _ledger(_row_reworded)),
        ("salt_changed", _ledger(_salt_changed)),
        ("row_of_another_statement", _ledger(_row_of_another_statement)),
    ],
    "credentials": [
        (one.__name__, one)
        for one in (
            credential_reworded_and_repaired, credential_signed_by_another_key, key_replaced_in_the_did_document,
            revocation_taken_out,
        )
    ],
    "chain": [
        (one.__name__, one)
        for one in (
            transfer_dropped, events_reordered, transfer_duplicated, event_reworded, exhibit_reworded,
            exhibit_left_out, payload_replaced_and_repaired, ledger_of_another_package,
        )
    ],
    "approval": [
        (one.__name__, one)
        for one in (
            report_rewritten_and_repaired, verifier_replaced_and_repaired, last_event_dropped_with_its_credential,
            forked_log_with_its_own_key,
        )
    ]
    + [("approval_taken_out", _ledger(_approval_taken_out))],
    "stamps": [
        (one.__name__, one)
        for one in (
            stamp_of_another_package, stamp_byte, stamps_exchanged, rogue_authority,
            rogue_authority_with_its_own_root,
            rogue_root_added, expired_authority, rejected_answer, no_answer_at_all,
        )
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("step", "attack"),
    [pytest.param(step, attack, id=f"{step}-{name}") for step, found in ATTACKS.items() for name, attack in found],
)
def test_attack(step: str, attack: Attack, scene: Scene) -> None:
    forgery = opened(scene.good)
    attack(forgery, scene)
    report = judged(scene.verifier, forgery.write(scene.folder / "forged.zip"))
    last = report["steps"][-1]
    assert report["code"] == 1
    assert last["name"] == step, last
    assert set(last["failed"]) == {"en", "es"}


def test_the_same_package_unforged_passes(scene: Scene) -> None:
    for content in (scene.good, scene.second):
        forgery = opened(content)
        assert judged(scene.verifier, forgery.write(scene.folder / "same.zip"))["code"] == 0
        forgery.repair()  # repairing what is whole changes nothing that matters
        assert judged(scene.verifier, forgery.write(scene.folder / "same.zip"))["code"] == 0


def test_there_are_enough_attacks() -> None:
    assert sum(map(len, ATTACKS.values())) >= 30


def test_a_forked_log_is_found_at_once_with_the_agencys_key(scene: Scene) -> None:
    forgery = opened(scene.good)
    forked_log_with_its_own_key(forgery, scene)
    report = judged(scene.verifier, forgery.write(scene.folder / "forked.zip"), "--log-key", scene.key)
    assert report["steps"][-1]["name"] == "checkpoint"


def test_another_root_given_from_outside_refuses_the_stamps(scene: Scene) -> None:
    _, bundle = scene.rogue_answer(b"\0" * 32)
    (scene.folder / "outside.pem").write_bytes(bundle)
    path = opened(scene.good).write(scene.folder / "outside.zip")
    report = judged(scene.verifier, path, "--tsa-root", str(scene.folder / "outside.pem"))
    assert report["steps"][-1]["name"] == "stamps"


def test_bytes_between_the_entries_and_overlapping_ones_are_refused(scene: Scene) -> None:
    path = scene.folder / "gap.zip"
    path.write_bytes(b"hidden before the first entry" + scene.good)
    assert judged(scene.verifier, path)["steps"][-1]["name"] == "container"
    content = bytearray(scene.good)
    second = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 4)
    content[second + 42 : second + 46] = struct.pack("<I", 0)  # the second entry points at the first one's bytes
    path.write_bytes(bytes(content))
    assert judged(scene.verifier, path)["steps"][-1]["name"] == "container"


def test_a_key_revoked_before_it_signed_is_refused(scene: Scene) -> None:
    """The agency itself signed with a key that it had revoked: every proof holds, the date does not."""
    room, ledger = scene.made.room, scene.made.room.ledger
    actor = room.actor("marchetti")
    exhibit = room.gun("marchetti")
    signer = custody.signer_for(actor, ledger=ledger)
    with clock.moved_by(timedelta(days=-1)):
        custody.revoke_key(actor, signer.key.id, "Laptop was stolen", ledger=ledger)
    package = pack(room, exhibit)
    content = Packed(room, scene.made.authority, scene.made.folder, package, ()).bytes()
    path = scene.folder / "revoked.zip"
    path.write_bytes(content)
    last = judged(scene.verifier, path)["steps"][-1]
    assert (last["name"], "revoked" in last["failed"]["en"]) == ("credentials", True)


def test_a_key_revoked_after_it_signed_still_holds(scene: Scene) -> None:
    room, ledger = scene.made.room, scene.made.room.ledger
    actor = room.actor("reyes")
    signer = custody.signer_for(actor, ledger=ledger)
    exhibit = room.gun()
    custody.revoke_key(actor, signer.key.id, "Left the agency", ledger=ledger)
    quill = room.actor("quill")
    custody.revoke_key(quill, custody.signer_for(quill, ledger=ledger).key.id, "Rotated", ledger=ledger)
    made = custody.propose_package(room.actor("abara"), room.case_id, _new(exhibit), ledger=ledger)
    custody.approve_package(room.actor("whitfield"), made.id, reason="Checked on the shelf", ledger=ledger)
    custody.seal_waiting(ledger)
    found = custody.find_package(room.actor("abara"), made.id, ledger=ledger)
    path = scene.folder / "rotated.zip"
    path.write_bytes(Packed(room, scene.made.authority, scene.made.folder, found, ()).bytes())
    assert judged(scene.verifier, path)["code"] == 0


def _new(exhibit: custody.Exhibit) -> custody.NewPackage:
    from tests.unit.custody.packed import new

    return new(exhibit)


def test_a_folder_with_a_link_is_refused(scene: Scene, tmp_path: Path) -> None:
    with zipfile.ZipFile(scene.folder / "same.zip") as bag:
        bag.extractall(tmp_path)
    (top,) = tmp_path.iterdir()
    (top / "data" / "link").symlink_to("/etc/passwd")
    assert judged(scene.verifier, top)["steps"][-1]["name"] == "container"


def test_only_the_modification_time_may_change(scene: Scene, tmp_path: Path) -> None:
    with zipfile.ZipFile(scene.folder / "same.zip") as bag:
        bag.extractall(tmp_path)
    (top,) = tmp_path.iterdir()
    subprocess.run(["touch", "-d", "1999-01-01", str(top / "README.txt")], check=True)
    assert judged(scene.verifier, top)["code"] == 0
    assert json.loads((top / "package.json").read_text())["v"] == 1
