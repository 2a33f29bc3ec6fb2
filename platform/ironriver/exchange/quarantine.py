"""Bytes from outside that nobody has read yet: what partners send, what polling fetches. Nothing here is a fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ironriver import clock
from ironriver.access import Action, require
from ironriver.errors import nothing_here
from ironriver.exchange.collections import uuid_of
from ironriver.ledger import Act, Change, Ledger, Row
from ironriver.model.actor import Actor
from ironriver.model.marking import Marking

#: Arrivals that are listed at once.
MOST_WAITING = 500


class QuarantineState(StrEnum):
    """`read` once drafts were made of it; `refused` by a person or because nothing in it can be read."""

    WAITING = "waiting"
    READ = "read"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """Bytes that just came: from which collection or feed, whose, and how they may be seen here."""

    origin: str
    origin_id: str
    partner: str
    sender: str
    content: bytes
    objects: int
    marking: Marking
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """One arrival. `sha256` names its bytes in the vault; `outcome` is JSON: what became of each object."""

    id: str
    uuid: str
    origin: str
    origin_id: str
    partner: str
    sender: str
    sha256: str
    size: int
    objects: int
    outcome: str
    received: str
    state: QuarantineState
    reasons: tuple[str, ...]
    holding: str
    tlp: int
    handling: str


def keep_arrived(actor: Actor, arrived: Arrived, *, ledger: Ledger, also: tuple[Change, ...] = ()) -> Quarantined:
    """Keep bytes in the vault and a row in the quarantine, with `also` in the same act. Callers hold the right."""
    kept = ledger.vault.put(arrived.content)
    now = clock.stamp()
    basis = f"{arrived.origin_id}:{kept.sha256}:{now if arrived.origin == 'collection' else ''}"
    id_ = ledger.id_for("Quarantined", basis, arrived.marking.holding)
    stored = {
        "uuid": uuid_of(id_),
        "origin": arrived.origin,
        "origin_id": arrived.origin_id,
        "partner": arrived.partner,
        "sender": arrived.sender,
        "sha256": kept.sha256,
        "size": kept.size,
        "objects": arrived.objects,
        "outcome": arrived.outcome,
        "received": now,
        "state": QuarantineState.WAITING.value,
        "reasons": [],
    }
    marking = arrived.marking.as_properties()
    put = Change(statement="write.put_quarantined", rows=[Row(s={"id": id_, **marking}, p=stored)])
    ledger.act(actor, Act(name="exchange.receive", changes=[put, *also]))
    return quarantined_of({**stored, "id": id_, **marking})


def quarantine(
    actor: Actor, *, ledger: Ledger, state: QuarantineState = QuarantineState.WAITING
) -> list[Quarantined]:
    """Return arrivals in a state, newest first, at most `MOST_WAITING`: reading some brings up others."""
    require(actor, Action.REVIEW_INBOUND)
    rows = ledger.ask(actor, "exchange.quarantine", {"state": state.value, "limit": MOST_WAITING}).rows
    return [quarantined_of(row["q"]) for row in rows]


def find_quarantined(actor: Actor, quarantined_id: str, *, ledger: Ledger) -> Quarantined:
    """Return one arrival. `NotFound` if it is not open to the actor."""
    require(actor, Action.REVIEW_INBOUND)
    rows = ledger.ask(actor, "exchange.quarantined", {"id": quarantined_id}).rows
    if not rows:
        raise nothing_here()
    return quarantined_of(rows[0]["q"])


def settled(quarantined_id: str, state: QuarantineState, reasons: tuple[str, ...] = ()) -> Change:
    """Return the change that settles an arrival, for the act of whoever read it."""
    said = {"state": state.value, "reasons": list(reasons)}
    return Change(statement="write.amend_quarantined", rows=[Row(s={"id": quarantined_id}, p=said)])


def quarantined_of(node: Mapping[str, Any]) -> Quarantined:
    """Return the arrival that a node of the graph stands for."""
    said = ("id", "uuid", "origin", "origin_id", "partner", "sender", "sha256", "outcome", "received", "holding")
    return Quarantined(
        **{name: str(node.get(name) or "") for name in (*said, "handling")},
        size=int(node["size"]),
        objects=int(node["objects"]),
        state=QuarantineState(node["state"]),
        reasons=tuple(node.get("reasons") or ()),
        tlp=int(node["tlp"]),
    )
