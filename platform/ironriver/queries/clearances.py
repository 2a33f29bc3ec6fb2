"""Which part of the graph a projection holds: what one clearance may see, without sealed or joint cases."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from ironriver.model.actor import Actor
from ironriver.model.kinds import KINDS

#: What a projection is made of. Not among them: race, sex and measures of persons (ProtectedTraits), what people
#: decided in review, exhibits and packages, accounts, and everything of the product's own.
PROJECTED = (
    *("Firearm", "Serial", "Person", "Dealer", "Organisation", "Agency", "Phone", "Vehicle", "Place", "Document"),
    *("Purchase", "MultipleSale", "Theft", "Shipment", "Recovery", "TraceRequest", "TraceResult", "BallisticEvent"),
    *("TraceFlow", "Observation", "Source"),
)


def cleared(actor: Actor) -> Actor:
    """Return the actor without the holdings of sealed and joint cases: those are never copied."""
    return replace(actor, holdings=frozenset(h for h in actor.holdings if not h.startswith("case:")))


def clearance_key(actor: Actor) -> str:
    """Return the name of a clearance: who may see exactly the same has the same, and nobody else."""
    seen = cleared(actor)
    said = [sorted(seen.holdings), int(seen.max_tlp), sorted(seen.handling)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def protected_names() -> frozenset[str]:
    """Return the properties that are never copied."""
    kinds = [kind for kind in KINDS.values() if kind.name in PROJECTED]
    return frozenset(name for kind in kinds for name, one in kind.properties.items() if one.protected)
