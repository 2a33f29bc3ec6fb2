"""What lies in a collection: object versions as they are sent, put there and taken out by acts of the ledger.

The time an object was added is given behind the head lock and grows by at least a microsecond from object to
object, so the order of commits is the order of times: a reader who goes on after the last time he saw misses
nothing that is still being written, and sees nothing twice (TAXII 2.1 §3.4; cti-taxii2#50).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ironriver import clock
from ironriver.access import Action, require
from ironriver.errors import Conflict, Invalid, Say, nothing_here
from ironriver.exchange.collections import find_collection
from ironriver.exchange.instants import in_order
from ironriver.ledger import Act, Change, Ledger, Look, Receipt, Row
from ironriver.model.actor import Actor
from ironriver.model.marking import Tlp

STIX_MEDIA = "application/stix+json;version=2.1"
#: Objects in one act. A row each, one for an older version each, one for the collection: below the ledger's 1,000.
AT_ONCE = 499
#: Versions of the objects of one act that are looked at; more than this of one object is no exchange any more.
_MOST_VERSIONS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredObject:
    """One version of a STIX object. `canonical` is served byte for byte; `date_added` is given by the store."""

    id: str
    version: str
    canonical: bytes
    tlp: Tlp
    handling: str = ""
    release_id: str = ""
    spec_version: str = "2.1"
    media_type: str = STIX_MEDIA
    date_added: str = ""


def put_objects(
    actor: Actor, collection_id: str, objects: Sequence[StoredObject], *, ledger: Ledger
) -> list[Receipt]:
    """Put object versions into a collection, in acts of `AT_ONCE`; return receipts. Callers hold the approvals.

    A version that lies there already with the same bytes stays as it is; one with other bytes is a `Conflict`. One
    that was taken out comes back, newly dated. `Invalid` for an object above the collection's level or codes.
    """
    require(actor, Action.VIEW_EXCHANGE)
    collection = find_collection(actor, collection_id, ledger=ledger)
    allowed = set(collection.handling.split(","))
    for one in objects:
        if one.tlp > collection.max_tlp or not {c for c in one.handling.split(",") if c} <= allowed:
            raise _above(one)
    receipts = []
    for start in range(0, len(objects), AT_ONCE):
        batch = {(one.id, one.version): one for one in objects[start : start + AT_ONCE]}
        putting = _Putting(ledger, collection.node_id, collection.holding, list(batch.values()))
        receipts.append(ledger.act(actor, Act(name="exchange.put_objects", changes=putting.changes)))
    return receipts


def remove_objects(
    actor: Actor, collection_id: str, stix_ids: Sequence[str], *, ledger: Ledger, versions: Sequence[str] = ()
) -> list[Receipt]:
    """Take objects out of a collection: all their versions, or those named. What is not there is no error."""
    require(actor, Action.VIEW_EXCHANGE)
    collection = find_collection(actor, collection_id, ledger=ledger)
    return take_out(actor, collection.node_id, stix_ids, ledger=ledger, versions=versions)


def take_out(
    actor: Actor, node_id: str, stix_ids: Sequence[str], *, ledger: Ledger, versions: Sequence[str] = ()
) -> list[Receipt]:
    """Like `remove_objects`, where the right was proved already; `node_id` is the graph's id of the collection."""
    receipts = []
    for start in range(0, len(stix_ids), AT_ONCE):
        some = list(stix_ids[start : start + AT_ONCE])

        def changes(look: Look, some: list[str] = some) -> list[Change]:
            lying = [row for row in _versions(look, node_id, some) if row["shelf"] != "gone"]
            gone = [row for row in lying if not versions or row["version"] in versions]
            left = [row for row in lying if row not in gone]
            moved = {
                row["id"]: {"shelf": "gone", "first": False, "content": "", "gone": clock.stamp()} for row in gone
            }
            return [_amended(moved | _shelves(left))]

        receipts.append(ledger.act(actor, Act(name="exchange.remove_objects", changes=changes)))
    return receipts


@dataclass(frozen=True, slots=True)
class _Putting:
    ledger: Ledger
    node_id: str
    holding: str
    objects: list[StoredObject]

    def changes(self, look: Look) -> list[Change]:
        """Return what putting these changes, given what lies there now."""
        end = look.read("exchange.collection_end", {"id": self.node_id})
        if not end:
            raise nothing_here()
        lying = _versions(look, self.node_id, [one.id for one in self.objects])
        known = {(row["stix_id"], in_order(row["version"])): row for row in lying if row["shelf"] != "gone"}
        fresh = [one for one in self.objects if not _is_there(one, known)]
        if not fresh:
            return []
        next_time = _after(str(end[0]["c"].get("last_added") or ""))
        times = [clock.stamp(next_time + timedelta(microseconds=n)) for n in range(len(fresh))]
        new = {self._id(one): {"id": self._id(one), "stix_id": one.id, "version": one.version} for one in fresh}
        shelves = _shelves([*known.values(), *new.values()])
        rows = [
            Row(s=self._structure(one), p={**self._payload(one, at), **shelves.pop(self._id(one))})
            for one, at in zip(fresh, times, strict=True)
        ]
        before = {row["id"]: (row["shelf"], row["first"]) for row in lying}
        moved = {i: p for i, p in shelves.items() if before[i] != (p["shelf"], p["first"])}
        collection = Row(s={"id": self.node_id}, p={"last_added": times[-1]})
        return [
            Change(statement="write.put_shared_object", rows=rows),
            _amended(moved),
            Change(statement="write.amend_collection", rows=[collection]),
        ]

    def _id(self, one: StoredObject) -> str:
        return self.ledger.id_for("SharedObject", f"{self.node_id}:{one.id}:{one.version}", self.holding)

    def _structure(self, one: StoredObject) -> dict[str, Any]:
        return {"id": self._id(one), "holding": self.holding, "tlp": int(one.tlp), "handling": one.handling}

    def _payload(self, one: StoredObject, added: str) -> dict[str, Any]:
        return {
            "collection_id": self.node_id,
            "stix_id": one.id,
            "stix_type": one.id.partition("--")[0],
            "version": one.version,
            "spec_version": one.spec_version,
            "media_type": one.media_type,
            "added": added,
            "content": one.canonical.decode(),
            "release_id": one.release_id,
            "gone": None,
        }


def _versions(look: Look, node_id: str, stix_ids: Sequence[str]) -> list[dict[str, Any]]:
    params = {"collection_id": node_id, "stix_ids": sorted(set(stix_ids)), "limit": _MOST_VERSIONS}
    return look.read("exchange.versions_now", params)


def _is_there(one: StoredObject, known: dict[tuple[str, str], dict[str, Any]]) -> bool:
    row = known.get((one.id, in_order(one.version)))
    if row is not None and row["content"] != one.canonical.decode():
        raise Conflict(
            Say(
                en="This version of the object lies there with other content. A change needs a new version.",
                es="Esta versión del objeto ya está ahí con otro contenido. Un cambio exige una versión nueva.",
            ),
            detail=f"{one.id} {one.version}",
        )
    return row is not None


def _shelves(rows: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return id → shelf and whether it is the first, over all versions of each object that lie there."""
    by_object: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_object.setdefault(row["stix_id"], []).append(row)
    found = {}
    for versions in by_object.values():
        ordered = sorted(versions, key=lambda row: in_order(row["version"]))
        for number, row in enumerate(ordered):
            newest = number == len(ordered) - 1
            found[row["id"]] = {"shelf": "newest" if newest else "older", "first": number == 0}
    return found


def _after(last: str) -> datetime:
    now = clock.now()
    return max(now, datetime.fromisoformat(last) + timedelta(microseconds=1)) if last else now


def _amended(moved: dict[str, dict[str, Any]]) -> Change:
    return Change(statement="write.amend_shared_object", rows=[Row(s={"id": i}, p=p) for i, p in moved.items()])


def _above(one: StoredObject) -> Invalid:
    return Invalid(
        Say(
            en="An object is marked above what this collection may hold. Nothing was put there.",
            es="Un objeto está marcado por encima de lo que admite esta colección. No se puso nada.",
        ),
        detail=f"{one.id}: {one.tlp.label} {one.handling}",
    )
