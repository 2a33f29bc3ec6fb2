"""Attacks on container, manifests, payload, credentials and chains; clumsy, or with all digests repaired."""

from __future__ import annotations

import hashlib
import zipfile

import pytest

from ironriver.custody.canonical import base58, jcs, multikey
from ironriver.custody.credentials import signed_bytes
from tests.forgeries.custody.forge import Forgery
from tests.forgeries.custody.scene import ROGUE, Attack, Scene

# ---- clumsy: a byte of anything ----------------------------------------------------------------------------------


def flipped(beginning: str, ending: str = "") -> Attack:
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
