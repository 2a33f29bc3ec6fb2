"""What a partner's program sends: an envelope into the quarantine, with a status that it may ask for; removals."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from ironriver import clock
from ironriver.access import Action, require
from ironriver.errors import Invalid, NotAllowed, Say, nothing_here
from ironriver.exchange.object_store import take_out
from ironriver.exchange.quarantine import Arrived, Quarantined, keep_arrived, quarantined_of
from ironriver.exchange.taxii_filters import Filters
from ironriver.exchange.taxii_pages import find_for_partner, read_page
from ironriver.exchange.taxii_shape import read_strictly
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor

#: Bytes of one envelope; said in the API root as `max_content_length`.
MOST_BYTES = 10_000_000
MOST_OBJECTS = 5_000
#: Levels of nesting. STIX needs about eight; more is an attack on whoever reads it next.
MOST_DEPTH = 40
#: How long a status can be asked for (the standard asks for a day at least).
STATUS_DAYS = 7
_ID = re.compile(r"([a-z][a-z0-9-]{2,249})--[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(slots=True)
class Sorted:
    """Ids and versions of what could be read, and of what could not with the reason."""

    good: list[dict[str, str]] = field(default_factory=list)
    bad: list[dict[str, str]] = field(default_factory=list)


def receive_envelope(actor: Actor, id_or_alias: str, body: bytes, *, ledger: Ledger) -> Quarantined:
    """Keep an envelope in the quarantine; a person reads it later. `Invalid` when it is no envelope at all."""
    require(actor, Action.SEND_SHARED)
    collection = find_for_partner(actor, id_or_alias, ledger=ledger)
    if not collection.may_write:
        raise NotAllowed(
            Say(en="You may read this collection, not send to it.", es="Puede leer esta colección, no enviarle.")
        )
    sorted_ = sort_objects(read_envelope(body))
    arrived = Arrived(
        origin="collection",
        origin_id=collection.node_id,
        partner=actor.agency,
        sender=actor.id,
        content=body,
        objects=len(sorted_.good) + len(sorted_.bad),
        marking=collection.marking,
        outcome=json.dumps({"good": sorted_.good, "bad": sorted_.bad}),
    )
    return keep_arrived(actor, arrived, ledger=ledger)


def find_status(actor: Actor, uuid: str, *, ledger: Ledger) -> Quarantined:
    """Return what became of an envelope that this partner sent within the last `STATUS_DAYS`; else `NotFound`."""
    require(actor, Action.FETCH_SHARED)
    rows = ledger.ask(actor, "exchange.status", {"uuid": uuid, "partner": actor.agency, "limit": 1}).rows
    oldest = clock.stamp(clock.now() - timedelta(days=STATUS_DAYS))
    if not rows or rows[0]["q"]["received"] < oldest or rows[0]["q"]["origin"] != "collection":
        raise nothing_here()
    return quarantined_of(rows[0]["q"])


def remove_for_partner(actor: Actor, id_or_alias: str, filters: Filters, *, ledger: Ledger) -> None:
    """Take one object out of a collection that the partner may both read and write; `NotFound` if it is not there.

    `NotAllowed` where he may do only one of the two (TAXII 2.1 §5.7).
    """
    require(actor, Action.SEND_SHARED)
    collection = find_for_partner(actor, id_or_alias, ledger=ledger)
    if not (collection.may_read and collection.may_write):
        raise NotAllowed(
            Say(en="You may not delete from this collection.", es="No puede borrar de esta colección.")
        )
    versions, page = list[str](), read_page(actor, id_or_alias, filters, ledger=ledger)
    while page.rows:
        versions += [str(row["version"]) for row in page.rows]
        if not page.next:
            break
        page = read_page(actor, id_or_alias, replace(filters, next=page.next), ledger=ledger)
    if not versions:
        raise nothing_here()
    take_out(actor, collection.node_id, list(filters.ids), ledger=ledger, versions=versions)


def read_envelope(body: bytes) -> list[Any]:
    """Return the objects of an envelope. `Invalid` for what is no JSON, no envelope, too many or too deep.

    A bundle that says STIX 2.0 is refused whole: its objects need not say a version, so they could pass for ours.
    """
    try:
        envelope = read_strictly(body, MOST_DEPTH)
    except (ValueError, RecursionError) as cause:
        raise _unreadable() from cause
    found = envelope.get("objects") if isinstance(envelope, dict) else None
    if not isinstance(found, list) or not 0 < len(found) <= MOST_OBJECTS:
        raise _unreadable()
    if envelope.get("spec_version", "2.1") != "2.1":
        raise _other_version()
    return found


def sort_objects(found: list[Any]) -> Sorted:
    """Return which objects could be STIX 2.1 by id, type and version; what they say is judged later, by people."""
    sorted_ = Sorted()
    for number, one in enumerate(found):
        reason = fault_of(one)
        id_ = str(one.get("id", f"object {number}"))[:300] if isinstance(one, dict) else f"object {number}"
        version = version_of(one)
        if reason:
            sorted_.bad.append({"id": id_, "version": version, "message": reason})
        else:
            sorted_.good.append({"id": id_, "version": version})
    return sorted_


def fault_of(one: object) -> str:
    """Return why this cannot be a STIX 2.1 object, or nothing."""
    if not isinstance(one, dict):
        return "not an object"
    named = _ID.fullmatch(str(one.get("id", "")))
    if named is None:
        return "`id` is no STIX identifier"
    if named[1] != one.get("type"):
        return "`type` does not fit `id`"
    # Only what has no `created` may leave it out (§3.2); without it the rest is STIX 2.0.
    if one.get("spec_version", "" if "created" in one else "2.1") != "2.1":
        return "`spec_version` is not 2.1"
    return ""


def version_of(one: object) -> str:
    """Return the version of an object: `modified`, else `created`, else one fixed text for those without either."""
    said = one if isinstance(one, dict) else {}
    return str(said.get("modified") or said.get("created") or "1970-01-01T00:00:00.000Z")[:40]


def _other_version() -> Invalid:
    return Invalid(
        Say(
            en="The envelope says another version of STIX. Send STIX 2.1.",
            es="El sobre indica otra versión de STIX. Envíe STIX 2.1.",
        )
    )


def _unreadable() -> Invalid:
    return Invalid(
        Say(
            en=f"The body is no envelope with 1 to {MOST_OBJECTS} objects.",
            es=f"El cuerpo no es un sobre con 1 a {MOST_OBJECTS} objetos.",
        )
    )
