"""The steps of the verifier, in order. Each takes what is known so far, adds to it, and raises `Failed` or goes on."""

from __future__ import annotations

import base64
import json
from typing import Any

from ironriver.custody.verifier.arithmetic import included, jcs, key_of, merkle_root, sha, signed_by
from ironriver.custody.verifier.container import Failed, Package, need

Given = dict[str, Any]
#: What stands beside the list of contents and is proved in other steps. Nothing else may be there.
TAGS = {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "package.json", "seal/ledger.json"}


def step_container(given: Given) -> str:
    package = given["package"] = Package(given["path"])
    declared = package.read("bagit.txt") == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    need(declared, "bagit.txt", "Not a BagIt 1.0 package.", "No es un paquete BagIt 1.0.")
    return f"{len(package.files)} files/archivos"


def step_manifests(given: Given) -> str:
    package, given["measured"], payload = given["package"], {}, 0
    listed = {}
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        for line in package.read(manifest).decode("utf-8").splitlines():
            digest, _, name = line.partition("  ")
            twice = name in listed or (name.startswith("data/") != (manifest[0] == "m"))
            need(not twice, name, "Listed twice, or in the wrong manifest.", "Repetido o en otro manifiesto.")
            listed[name] = digest
    known = set(listed) | {"tagmanifest-sha256.txt"}
    for name in sorted(known ^ set(package.files)):
        raise Failed(name, "Listed but missing, or there but not listed.", "Falta, o sobra sin estar en la lista.")
    for name, digest in listed.items():
        size, found = given["measured"][name] = package.measure(name)
        need(found == digest, name, "Its bytes are not those that were listed: it was changed.", "Fue alterado: sus "
             "bytes no son los de la lista.")  # fmt: skip
        payload += size if name.startswith("data/") else 0
    count = sum(name.startswith("data/") for name in listed)
    oxum = f"Payload-Oxum: {payload}.{count}\n".encode() in package.read("bag-info.txt")
    need(oxum, "bag-info.txt", "Payload-Oxum is wrong.", "Payload-Oxum es incorrecto.")
    return f"{len(listed)}"


def step_root(given: Given) -> str:
    index = given["index"] = given["package"].json("package.json")
    leaves = []
    for one in index["files"]:
        here = given["measured"].get(one["path"]) == (one["size"], one["sha256"])
        need(here, one["path"], "The list of contents says otherwise.", "La lista de contenido dice otra cosa.")
        leaves.append(sha(b"\x00" + jcs(one)))
    paths = [one["path"] for one in index["files"]]
    covered = {
        name for name in given["measured"] if name.startswith("data/") or name in ("verify.py", "README.txt")
    }
    whole = paths == sorted(covered, key=lambda name: name.encode())
    need(whole, "package.json", "The list of contents is not complete.", "La lista de contenido no está completa.")
    for name in sorted(set(given["measured"]) - covered - TAGS):
        stamp = name == "seal/stamps/chain.pem" or (name.startswith("seal/stamps/") and name.endswith(".tsr"))
        need(stamp, name, "Nothing vouches for this file.", "Nada da fe de este archivo.")
    given["root"] = merkle_root(leaves).hex()
    need(index["root"] == given["root"], "package.json", "The root is another one.", "La raíz es otra.")
    return str(given["root"])


def step_checkpoint(given: Given) -> str:
    ledger = given["ledger"] = given["package"].json("seal/ledger.json")
    where, key = "seal/ledger.json", given.get("log_key") or ledger["key"]
    name, encoded = key.split("+")[0], key.split("+", 2)[2]
    public, note = base64.b64decode(encoded)[1:], ledger["checkpoint"]
    body, _, signature = note.rpartition("\n\n")
    raw = base64.b64decode(signature.split(" ")[2])
    keyed = raw[:4] == sha(name.encode() + b"\n\x01" + public)[:4] and signature.split(" ")[1] == name
    held = keyed and signed_by(public, raw[4:], body.encode() + b"\n")
    need(held, where, "Not signed by the ledger's key: this is another log, or it was changed.", "No lo firmó la llave "
         "del registro: es otro registro, o fue alterado.")  # fmt: skip
    origin, size, head = body.split("\n")
    given["size"], given["head"], given["key"] = int(size), base64.b64decode(head), key
    need(origin == name, where, "A checkpoint of another log.", "Un punto de control de otro registro.")
    outside = "key given / llave dada" if given.get("log_key") else "KEY TAKEN FROM THE PACKAGE / LLAVE DEL PAQUETE"
    return f"{origin}, {size}; {outside}"


def step_ledger(given: Given) -> str:
    found, entries, given["rows"] = given["ledger"], {}, {}
    for entry in found["entries"]:
        path = [bytes.fromhex(step) for step in entry["path"]]
        held = included(sha(b"\x00" + entry["text"].encode()), entry["seq"], given["size"], path, given["head"])
        held = held and json.loads(entry["text"])["seq"] == entry["seq"] and entry["seq"] not in entries
        need(held, f"entry/asiento {entry['seq']}", "It does not stand in the signed ledger.", "No consta en el registro "
             "firmado.")  # fmt: skip
        entries[entry["seq"]] = json.loads(entry["text"])
    for row in found["rows"]:
        where, statement = f"entry/asiento {row['seq']}", entries[row["seq"]]["statements"][row["statement"]]
        for part, tag in enumerate("sp"):
            commitment = sha(
                b"ironriver/row/1/%s\x00" % tag.encode() + bytes.fromhex(row["salts"][part]) + jcs(row[tag])
            )
            path = [bytes.fromhex(step) for step in row["paths"][part]]
            leaf, top = sha(b"\x00" + commitment), bytes.fromhex(statement["rows_root"])
            held = row["leaves"] == 2 * statement["n"] and row["name"] == statement["name"]
            held = held and included(leaf, row["first"] + part, row["leaves"], path, top)
            need(
                held,
                where,
                "A record is not what the ledger committed to.",
                "Un dato no es el que fijó el registro.",
            )
        at = entries[row["seq"]]["at"]
        given["rows"].setdefault((row["name"], row["s"]["id"]), []).append((row["seq"], at, row["s"], row["p"]))
    return f"{len(entries)} entries/asientos, {len(found['rows'])} records/datos"


def step_credentials(given: Given) -> str:
    package = given["package"]
    keys: dict[str, tuple[str, str, str]] = {}
    for (kind, id_), rows in given["rows"].items():
        if kind == "write.put_handler_key":
            dates = [r[3]["revoked"] for r in given["rows"].get(("write.amend_handler_key", id_), ())]
            keys[id_] = (rows[-1][3]["public"], rows[-1][3]["account"], min(dates, default=""))
    for name in sorted(n for n in package.files if n.startswith("data/did/")):
        for method in package.json(name)["verificationMethod"]:
            known = keys.get(method["id"].rpartition("#")[2], ("", "", ""))
            # Revoked since the package was put together: the ledger knows more, and its date counts.
            same = method["publicKeyMultibase"] == known[0] and method.get("revoked", "") in ("", known[2])
            need(same, name, "A key is not the one in the ledger.", "Una llave no es la que consta en el registro.")
    names = sorted(n for n in package.files if n.startswith("data/credentials/"))
    for name in names:
        text = package.read(name)
        document = json.loads(text)
        proof = document.pop("proof")
        public, account, revoked = keys.get(proof["verificationMethod"].rpartition("#")[2], ("", "", ""))
        value = key_of(proof.pop("proofValue")).rjust(64, b"\0")
        told = proof["cryptosuite"] == "eddsa-jcs-2022" and document["credentialSubject"]["handler"] == account
        held = public and signed_by(key_of(public)[2:], value, sha(jcs(proof)) + sha(jcs(document)))
        canonical = (
            jcs({**document, "proof": {**proof, "proofValue": json.loads(text)["proof"]["proofValue"]}}) == text
        )
        need(told and held and canonical, name, "Its signature does not hold: it was changed, or signed by another "
             "key.", "Su firma no es válida: fue alterada o la firmó otra llave.")  # fmt: skip
        need(not revoked or document["validFrom"] < revoked, name, "Signed with a key after it was revoked.", "Firmada "
             "con una llave ya revocada.")  # fmt: skip
    return f"{len(names)}"


def step_chain(given: Given) -> str:
    package, count = given["package"], 0
    names = sorted(n for n in package.files if n.startswith("data/custody/"))
    for name in names:
        record = package.json(name)
        shown, before, holder, offered = record["exhibit"], "", "", None
        rows = given["rows"].get(("write.put_exhibit", shown["s"]["id"]), ())
        need([(r[2], r[3]) for r in rows] == [(shown["s"], shown["p"])], name, "The exhibit is not the one that was "
             "received.", "El indicio no es el que se recibió.")  # fmt: skip
        for number, event in enumerate(record["events"], 1):
            where, p = f"{name} #{number}", event["p"]
            rows = given["rows"].get(("write.put_custody_event", event["s"]["id"]), ())
            need([(r[2], r[3]) for r in rows] == [(event["s"], p)] and p["n"] == number, where, "The chain has a gap, or "
                 "an event was moved, added or changed.", "La cadena tiene un hueco, o un movimiento fue cambiado.")  # fmt: skip
            if "credential" in p:
                stored = package.read(f"data/credentials/{shown['p']['number']}/{number:04d}.json")
                linked = p.get("previous_sha256", "") == before and stored.decode() == p["credential"]
                before = sha(stored).hex()
                said = json.loads(stored)["credentialSubject"]
                same = (said["event"], said["happened"], said["handler"], said["at"]) == (
                    number,
                    p["kind"],
                    p["by"],
                    p["at"],
                )
                need(linked and same and p["credential_sha256"] == before, where, "It does not follow the credential "
                     "before it.", "No sigue a la credencial anterior.")  # fmt: skip
            if p["kind"] == "offered":
                need(p["by"] == holder, where, "Offered by who did not hold it.", "Ofrecido por quien no lo tenía.")
                offered = p
            elif p["kind"] in ("accepted", "refused"):
                right = (
                    offered and offered["transfer"] == p["transfer"] and offered["to"] == p["by"] != offered["by"]
                )
                need(right, where, "Not answered by the person it was offered to.", "No respondió quien debía.")
                holder, offered = (p["by"] if p["kind"] == "accepted" else holder), None
            holder = p["by"] if p["kind"] == "received" else holder
            count += 1
        if shown["p"].get("sha256"):
            path = record["file"]
            held = given["measured"].get(path) == (shown["p"]["size"], shown["p"]["sha256"])
            need(held, path, "The file is not the one that was received.", "El archivo no es el que se recibió.")
    listed = sorted(package.json(n)["exhibit"]["s"]["id"] for n in names)
    need(listed == sorted(given["index"]["exhibits"]), "data/custody", "Exhibits are missing.", "Faltan indicios.")
    return f"{len(names)} exhibits/indicios, {count} events/movimientos"


def step_approval(given: Given) -> str:
    """The root stands in the ledger as proposed by one person and approved by another, in the same entry."""
    id_, where, rows = given["index"]["package"], "package.json", given["rows"]
    proposed = [row[3] for row in rows.get(("write.put_package", id_), ())]
    same = len(proposed) == 1 and proposed[0]["root"] == given["root"]
    same = same and sorted(proposed[0]["exhibits"]) == sorted(given["index"]["exhibits"])
    need(same, where, "The ledger holds another content under this number.", "El registro tiene otro contenido.")
    by = proposed[0]["prepared_by"]
    yes = [row for row in rows.get(("write.amend_package", id_), ()) if row[3].get("state") == "approved"]
    decided = [row for (name, _), found in rows.items() if name == "write.amend_proposal" for row in found]
    whole = len(yes) == 1 and yes[0][3]["root"] == given["root"] and any(
        row[0] == yes[0][0] and row[3]["proposed_by"] == by != row[3]["decided_by"] for row in decided if "decided_by" in row[3]
        and "proposed_by" in row[3]
    )  # fmt: skip
    need(whole, where, "No second person approved it.", "Ninguna segunda persona lo aprobó.")
    own = given.get("log_key") or proposed[0]["log_key"] == given["key"]
    need(own, where, "The ledger's key is another.", "La llave del registro es otra.")
    given["tsa_roots"] = proposed[0]["tsa_roots"]
    return str(yes[0][1])
