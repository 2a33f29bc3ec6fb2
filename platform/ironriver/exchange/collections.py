"""Collections: where a partner's program fetches what was released to it, and where it may send.

A collection carries the highest level and every code that may lie in it. Who may not see that much does not see
the collection at all, so nothing inside it is ever hidden from somebody who reads it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ironriver import clock
from ironriver.access import Access, Action, require
from ironriver.access.agreements import find_agreement
from ironriver.errors import Conflict, Invalid, Say, nothing_here
from ironriver.ledger import Act, Change, Ledger, Look, Row
from ironriver.model.actor import Actor
from ironriver.model.marking import Handling, Marking, Tlp, join_handling

MOST = 500
_ALIAS = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCollection:
    """What the partner manager decides. An inbox is written and not read, an outbox the other way round."""

    agreement_id: str
    title: str
    alias: str
    max_tlp: Tlp
    handling: frozenset[Handling] = frozenset()
    description: str = ""
    may_read: bool = True
    may_write: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """One collection. `id` is the UUID that partners know; `node_id` is the graph's."""

    id: str
    node_id: str
    partner: str
    agreement_id: str
    title: str
    alias: str
    description: str
    may_read: bool
    may_write: bool
    opened: str
    last_added: str
    holding: str
    max_tlp: Tlp
    handling: str

    @property
    def marking(self) -> Marking:
        """The marking of what lies in it at most, and of the collection itself."""
        return Marking(holding=self.holding, tlp=self.max_tlp, handling=self.handling)


def make_collection(access: Access, actor: Actor, new: NewCollection) -> Collection:
    """Make a collection under a standing agreement of the actor's agency. `Invalid` names the fields."""
    require(actor, Action.EDIT_PROFILE)
    agreement = find_agreement(access, actor, new.agreement_id)
    faults: dict[str, Say] = {}
    if not agreement.holds_on(clock.today()):
        faults["agreement_id"] = Say(
            en="Choose an agreement that stands today.", es="Elija un convenio vigente el día de hoy."
        )
    if not new.title.strip():
        faults["title"] = Say(en="A title is needed.", es="Se necesita un título.")
    if not _ALIAS.fullmatch(new.alias):
        faults["alias"] = Say(
            en="Small letters, digits and hyphens, at most 40.", es="Minúsculas, dígitos y guiones, a lo más 40."
        )
    if new.max_tlp > min(agreement.max_tlp, Tlp.AMBER_STRICT) or not new.handling <= agreement.handling:
        faults["tlp"] = Say(
            en="The agreement reaches no further, and RED never lies in a collection.",
            es="El convenio no llega más lejos, y RED nunca queda en una colección.",
        )
    if faults:
        raise Invalid(
            Say(en="The collection was not made. See the fields.", es="No se creó la colección. Vea los campos."),
            fields=faults,
        )
    return _write(access.ledger, actor, new, agreement.partner)


def find_collection(actor: Actor, collection_id: str, *, ledger: Ledger) -> Collection:
    """Return a collection by its UUID. `NotFound` if it is not open to the actor."""
    require(actor, Action.VIEW_EXCHANGE)
    rows = ledger.ask(actor, "exchange.collection", {"uuid": collection_id, "limit": 1}).rows
    if not rows:
        raise nothing_here()
    return collection_of(rows[0]["c"])


def all_collections(actor: Actor, *, ledger: Ledger) -> list[Collection]:
    """Return the collections open to the actor, by partner and title."""
    require(actor, Action.VIEW_EXCHANGE)
    return [collection_of(row["c"]) for row in ledger.ask(actor, "exchange.collections", {"limit": MOST}).rows]


def collections_of_partner(actor: Actor, *, ledger: Ledger) -> list[Collection]:
    """Return what a partner's program may fetch from or send to, by title."""
    require(actor, Action.FETCH_SHARED)
    rows = ledger.ask(actor, "exchange.collections_of_partner", {"partner": actor.agency, "limit": MOST}).rows
    return [collection_of(row["c"]) for row in rows]


def collection_of(node: Mapping[str, Any]) -> Collection:
    """Return the collection that a node of the graph stands for."""
    said = (
        "partner",
        "agreement_id",
        "title",
        "alias",
        "description",
        "opened",
        "last_added",
        "holding",
        "handling",
    )
    return Collection(
        id=str(node["uuid"]),
        node_id=str(node["id"]),
        may_read=bool(node["may_read"]),
        may_write=bool(node["may_write"]),
        max_tlp=Tlp(node["tlp"]),
        **{name: str(node.get(name) or "") for name in said},
    )


def uuid_of(node_id: str) -> str:
    """Return a version-4 UUID for a keyed id of the graph; TAXII asks for that form (§4.1, §5.2)."""
    return str(uuid.UUID(hex=node_id[-32:], version=4))


def _write(ledger: Ledger, actor: Actor, new: NewCollection, partner: str) -> Collection:
    node_id = ledger.id_for("Collection", f"{partner}:{new.alias}", actor.agency)
    marking = Marking(holding=actor.agency, tlp=new.max_tlp, handling=join_handling(new.handling))
    stored = {
        "uuid": uuid_of(node_id),
        "partner": partner,
        "agreement_id": new.agreement_id,
        "title": new.title.strip(),
        "description": new.description.strip(),
        "alias": new.alias,
        "may_read": new.may_read,
        "may_write": new.may_write,
        "opened": clock.stamp(),
        "last_added": "",
    }

    def changes(look: Look) -> list[Change]:
        if look.read("exchange.collection_end", {"id": node_id}):
            raise Conflict(
                Say(
                    en="This partner has a collection of this alias. Choose another.",
                    es="Esta dependencia ya tiene una colección con este alias. Elija otro.",
                ),
                fields={"alias": Say(en="Taken.", es="Ya existe.")},
            )
        row = Row(s={"id": node_id, **marking.as_properties()}, p=stored)
        return [Change(statement="write.put_collection", rows=[row])]

    ledger.act(actor, Act(name="exchange.make_collection", changes=changes))
    return collection_of({**stored, "id": node_id, **marking.as_properties()})
