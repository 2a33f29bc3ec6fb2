"""Sealing: the worker adds the ledger's proof to an approved package, has it stamped, and writes the file.

Everything a package file is made of lies in the vault before the file does, and the file is served only once the
graph names its digest: a crash at any moment leaves the package as it was, and the worker begins again.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from ironriver.access import Action, require
from ironriver.custody.bag import Filed, filed, write_bag
from ironriver.custody.canonical import jcs, sha256_hex
from ironriver.custody.handlers import keys_of_agency
from ironriver.custody.packages import Package, find_package, package_of
from ironriver.custody.timestamps import Trust, ask, authorities, configured_trust, pem
from ironriver.errors import Conflict, IronriverError, Say, Unavailable, nothing_here
from ironriver.ledger import Act, Change, Excerpt, Ledger, Opening, Row, make_checkpoint, open_rows, prove_entries
from ironriver.model.actor import Actor, system_actor

_ROWS = frozenset(
    {
        "write.put_exhibit",
        "write.put_custody_event",
        "write.put_handler_key",
        "write.amend_handler_key",
        "write.put_package",
        "write.amend_package",
        "write.amend_proposal",
    }
)
#: Packages that are asked for at once.
_AT_ONCE = 100


def seal_waiting(ledger: Ledger) -> int:
    """Seal what was approved and stamp what was sealed; return how many packages moved on. For the worker.

    An authority that does not answer leaves its package UNSTAMPED, with the reason, until the next turn; it is
    asked once a turn: the worker has other things to do. A package that cannot be sealed holds up no other, nor do
    those that nobody will ever stamp; what kept the first one is raised at the end.
    """
    moved, troubles = 0, list[IronriverError]()
    for package_id in _waiting(ledger, "approved"):
        try:
            seal(ledger, package_id)
            moved += 1
        except IronriverError as trouble:
            troubles.append(trouble)
    for package_id in _waiting(ledger, "sealed") if authorities(ledger.settings) else ():
        try:
            done = _stamped(ledger, package_id)
        except IronriverError as trouble:
            troubles.append(trouble)
            continue
        moved += done is True
        if isinstance(done, Unavailable):
            break
    if troubles:
        raise troubles[0]
    return moved


def _waiting(ledger: Ledger, state: str) -> Iterator[str]:
    """Yield every package in a state, oldest first, however many there are."""
    after, after_id = "", ""
    while rows := ledger.look(
        "custody.packages_waiting", {"state": state, "after": after, "after_id": after_id, "limit": _AT_ONCE}
    ):
        yield from (row["id"] for row in rows)
        after, after_id = rows[-1]["prepared"], rows[-1]["id"]


def seal(ledger: Ledger, package_id: str) -> None:
    """Write the ledger's excerpt of an approved package, and its file, still UNSTAMPED. Needs the signing key."""
    package = _raw(ledger, package_id)
    make_checkpoint(ledger)
    opened = _openings(ledger, package)
    excerpt = prove_entries(ledger, {one.entry.seq for one in opened})
    text = jcs(_excerpt(ledger, package_id, excerpt, opened))
    sealed = ledger.vault.put(text).sha256
    _move_on(ledger, package_id, {"state": "sealed", "seal_sha256": sealed} | _written(ledger, package, sealed, ()))


def stamp(ledger: Ledger, package_id: str) -> bool:
    """Have a sealed package's root and checkpoint stamped and write its file anew. Returns whether it was.

    Trouble with the authority is noted on the package once, and tried again at the next call.
    """
    return _stamped(ledger, package_id) is True


def _stamped(ledger: Ledger, package_id: str) -> bool | IronriverError:
    """Return whether it was stamped now, or the trouble with the authority."""
    package = _raw(ledger, package_id)
    asked = authorities(ledger.settings)
    if not asked or package["state"] != "sealed":
        return False
    note = json.loads(ledger.vault.read(package["seal_sha256"]))["checkpoint"].encode()
    digests = {"root": bytes.fromhex(package["root"]), "checkpoint": hashlib.sha256(note).digest()}
    try:
        trust = _promised(package, configured_trust(ledger.settings))
        stamps = [f"chain {ledger.vault.put(pem((*trust.roots, *trust.intermediates))).sha256} - -"]
        for number, authority in enumerate(asked, 1):
            for what, digest in digests.items():
                made = ask(authority, digest, trust)
                kept = ledger.vault.put(made.response).sha256
                stamps.append(f"{what}-{number} {kept} {made.at} {'+'.join(made.checked_by)}")
    except IronriverError as trouble:
        if package.get("stamp_trouble") != trouble.say.en:
            _move_on(ledger, package_id, {"stamp_trouble": trouble.say.en})
        return trouble
    written = _written(ledger, package, package["seal_sha256"], tuple(stamps))
    _move_on(ledger, package_id, {"state": "stamped", "stamps": stamps, "stamp_trouble": None} | written)
    return True


def _promised(package: dict[str, Any], trust: Trust) -> Trust:
    """Return what is believed now of what the package was proposed with: its verifier believes nothing else."""
    named = set(package.get("tsa_roots") or ())
    kept = tuple(root for root in trust.roots if sha256_hex(root) in named)
    if not kept:
        raise Conflict(
            Say(
                en="This package was proposed before the time-stamp authority of now was set up, so whoever "
                "checks it would not believe a stamp. It stays UNSTAMPED; propose it anew to have one stamped.",
                es="Este paquete se propuso antes de configurar la autoridad de sellado actual, así que quien lo "
                "revise no creería el sello. Queda SIN SELLO DE TIEMPO; propóngalo de nuevo para que se selle.",
            )
        )
    return Trust(roots=kept, intermediates=trust.intermediates)


def open_package(actor: Actor, package_id: str, *, ledger: Ledger) -> tuple[Package, BinaryIO]:
    """Return a sealed package's file, after measuring it and recording who took it. `Conflict` before sealing."""
    require(actor, Action.OPEN_EXHIBIT_FILE)
    package = find_package(actor, package_id, ledger=ledger)
    if not package.zip_sha256:
        raise Conflict(
            Say(
                en="This package is not sealed yet. It has to be approved by a second person first.",
                es="Este paquete aún no está sellado. Antes lo tiene que aprobar una segunda persona.",
            )
        )
    ledger.vault.check(package.zip_sha256)
    row = Row(s={"id": package.id}, p={"zip_size": package.zip_size})  # says who took it; changes nothing
    change = Change(statement="write.amend_package", rows=[row])
    ledger.act(actor, Act(name="custody.download_package", changes=[change]))
    return package, ledger.vault.open(package.zip_sha256)


def _written(ledger: Ledger, package: dict[str, Any], sealed: str, stamps: tuple[str, ...]) -> dict[str, Any]:
    """Write the file into the vault; return what the graph has to know of it. Same parts, same bytes."""
    vault = ledger.vault
    contents = json.loads(vault.read(package["contents_sha256"]))
    files = [Filed(**one) for one in contents["files"]]
    files.append(filed(vault, "package.json", vault.read(package["contents_sha256"]), "application/json"))
    files.append(filed(vault, "seal/ledger.json", vault.read(sealed), "application/json"))
    for line in stamps:
        what, digest, _, _ = line.split(" ")
        name = "seal/stamps/chain.pem" if what == "chain" else f"seal/stamps/{what}.tsr"
        files.append(filed(vault, name, vault.read(digest), "application/timestamp-reply"))
    info = {
        "Source-Organization": ledger.settings.origin_name,
        "External-Identifier": package["number"],
        "Internal-Sender-Description": f"Case {package['case_number']}",
        "Bagging-Date": package["prepared"][:10],
        "Time-Stamp": "see seal/stamps" if stamps else "UNSTAMPED",
    }
    with tempfile.TemporaryFile(dir=ledger.settings.data_dir) as spool:
        write_bag(package["number"], files, info, vault, spool)
        spool.seek(0)
        stored = vault.put(spool)
    return {"zip_sha256": stored.sha256, "zip_size": stored.size}


def _openings(ledger: Ledger, package: dict[str, Any]) -> list[Opening]:
    contents = json.loads(ledger.vault.read(package["contents_sha256"]))
    wanted = {package["id"], package["proposal"], *contents["exhibits"]}
    agencies = set()
    for one in contents["files"]:
        if one["path"].startswith("data/custody/"):
            events = json.loads(ledger.vault.read(one["sha256"]))["events"]
            wanted |= {event["s"]["id"] for event in events}
            agencies |= {event["p"]["by_agency"] for event in events}
    for agency in agencies:
        wanted |= {key.id for key in keys_of_agency(agency, ledger=ledger)}
    return open_rows(ledger, wanted, _ROWS)


def _excerpt(ledger: Ledger, package_id: str, excerpt: Excerpt, opened: list[Opening]) -> dict[str, Any]:
    entries = {one.entry.seq: one.entry.text for one in opened}
    key = next(o.payload["log_key"] for o in opened if "log_key" in o.payload and o.structure["id"] == package_id)
    return {
        "v": 1,
        "key": key,
        "checkpoint": excerpt.note,
        "entries": [
            {"seq": n, "text": text, "path": list(excerpt.paths[n])} for n, text in sorted(entries.items())
        ],
        "rows": [_row(one) for one in opened],
    }


def _row(one: Opening) -> dict[str, Any]:
    return {
        "seq": one.entry.seq,
        "statement": one.statement,
        "name": one.entry.fields["statements"][one.statement]["name"],
        "leaves": one.leaves,
        "first": one.first,
        "s": one.structure,
        "p": one.payload,
        "salts": list(one.salts),
        "paths": [list(path) for path in one.paths],
    }


def _raw(ledger: Ledger, package_id: str) -> dict[str, Any]:
    """Return a package's own properties, for the worker, which acts for nobody in particular."""
    rows = ledger.look("custody.package_to_seal", {"id": package_id})
    if not rows:
        raise nothing_here()
    found: dict[str, Any] = dict(rows[0]["p"])
    package_of(found)
    return found


def _move_on(ledger: Ledger, package_id: str, changed: dict[str, Any]) -> None:
    change = Change(statement="write.amend_package", rows=[Row(s={"id": package_id}, p=changed)])
    ledger.act(system_actor("worker"), Act(name="custody.seal_package", changes=[change]))
