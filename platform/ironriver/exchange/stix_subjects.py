"""From what is on record to pieces: a firearm's traced chain, and corridors between states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ironriver.access import Action, require
from ironriver.errors import Conflict, Say
from ironriver.exchange.redaction_pieces import Kind, Piece, Value
from ironriver.exchange.stix_places import state_place
from ironriver.ledger import Ask, Ledger
from ironriver.model.actor import Actor
from ironriver.model.marking import Marking, Tlp, strictest
from ironriver.search import Thing, firearm_page

_ROWS = 200
#: Groups of one period: states × states × markings stay below.
MOST_CORRIDORS = 5_000
_GUN = {"serial": "serial", "make": "maker", "model": "model", "calibre": "calibre", "firearm_type": "type"}
Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a release is about: its title and everything that could be told of it. Redaction comes after."""

    kind: str
    id: str
    title: str
    pieces: tuple[Piece, ...]


def firearm_subject(actor: Actor, firearm_id: str, *, ledger: Ledger) -> Subject:
    """Return what is recorded of one firearm as pieces; of records held to be the same gun, this one alone.

    `NotFound` if the gun is not open to the actor; `Conflict` while a result that contradicts the exhibit waits
    for a decision: nobody should receive what we doubt ourselves.
    """
    require(actor, Action.PREPARE_RELEASE)
    page = firearm_page(actor, firearm_id, ledger=ledger)
    if page.held_back:
        raise Conflict(
            Say(
                en="A trace result contradicts this exhibit and is held back. Decide on it first, then release.",
                es="Un resultado de rastreo contradice este indicio y está retenido. Decida primero y luego "
                "entregue.",
            )
        )
    names = ("exchange.firearm_sales", "exchange.firearm_recoveries")
    asked = [Ask(statement=name, params={"id": firearm_id, "limit": _ROWS}) for name in names]
    sales, recoveries = (answer.rows for answer in ledger.ask_many(actor, asked))
    gun = _gun(page.firearm)
    made = [gun, *_sales(gun.key, sales), *(_recovery(gun.key, row) for row in recoveries)]
    title = " ".join(str(gun.facts[name]) for name in ("make", "model") if name in gun.facts)
    return Subject(kind="firearm", id=gun.key, title=title or "Firearm", pieces=_once(made))


def corridor_subject(actor: Actor, since: str, until: str, *, ledger: Ledger) -> Subject:
    """Return the corridors of traces asked for in a period (ISO days, the end left out), one piece each marking.

    Counts of different markings are never added up: the sum would be as strict as its strictest part.
    """
    require(actor, Action.PREPARE_RELEASE)
    params = {"since": since, "until": until, "limit": MOST_CORRIDORS}
    rows = ledger.ask(actor, "exchange.corridors", params).rows
    pieces = [one for row in rows if (one := _corridor(row, since, until))]
    return Subject(
        kind="corridors", id=f"{since}..{until}", title=f"Corridors {since} / {until}", pieces=_once(pieces)
    )


def _gun(thing: Thing) -> Piece:
    read = thing.properties
    facts: dict[str, Value] = {key: str(read[name]) for key, name in _GUN.items() if read.get(name)}
    marking = Marking(holding=thing.holding, tlp=Tlp(thing.tlp), handling=thing.handling)
    return Piece(key=thing.id, kind=Kind.FIREARM, facts=facts, marking=marking)


def _sales(gun: str, rows: Sequence[Mapping[str, Any]]) -> list[Piece]:
    made: list[Piece] = []
    for row in rows:
        sale, dealer, buyer = row["p"], row["d"], row["x"]
        facts, marking, refs = _given(sale_date=_day(sale)), _marking(sale, row["o"]), [gun]
        if dealer:
            name = str(dealer.get("business_name") or dealer.get("name") or "")
            made.append(_party(Kind.DEALER, dealer, _given(dealer_name=name), row["a"]))
            made.append(_place_of_sale(gun, sale, dealer, row["a"]))
            refs.append(dealer["id"])
        if buyer:
            facts_of = _given(purchaser=str(buyer.get("name") or ""))
            # Whoever is given a person's name keeps it inside his own organisation.
            strict = {"tlp": max(int(Tlp.AMBER_STRICT), int(row["b"]["tlp"])), "handling": row["b"].get("handling")}
            made.append(_party(Kind.PURCHASER, buyer, facts_of, strict))
            refs.append(buyer["id"])
        made.append(Piece(key=sale["id"], kind=Kind.SALE, facts=facts, marking=marking, refs=tuple(refs)))
    return made


def _place_of_sale(gun: str, sale: Node, dealer: Node, link: Node) -> Piece:
    """Where it was sold is known from the dealer: a piece of its own, as strict as dealer and sale together."""
    marking = strictest(_marking(dealer, link), int(sale["tlp"]), str(sale.get("handling") or ""))
    place = state_place(str(dealer.get("state") or ""), "US")
    if place and dealer.get("city"):
        place["city"] = str(dealer["city"])
    facts: dict[str, Value] = {"sale_place": place} if place else {}
    # A dealer list is public; that this gun was sold there is as much ours as the sale is.
    own = Marking(holding=str(sale["holding"]), tlp=marking.tlp, handling=marking.handling)
    return Piece(key=f"place:{sale['id']}", kind=Kind.SALE, facts=facts, marking=own, refs=(gun,))


def _recovery(gun: str, row: Mapping[str, Any]) -> Piece:
    node = row["r"]
    facts = _given(recovery_date=_day(node))
    found = state_place(str(node.get("state") or ""), str(node.get("country") or ""))
    towns = {name: str(node[name]) for name in ("county", "city") if node.get(name)}
    if found:
        facts["recovery_place"] = found | towns
    return Piece(key=node["id"], kind=Kind.RECOVERY, facts=facts, marking=_marking(node, row["o"]), refs=(gun,))


def _party(kind: Kind, node: Node, facts: dict[str, Value], link: Node) -> Piece:
    return Piece(key=node["id"], kind=kind, facts=facts, marking=_marking(node, link))


def _corridor(row: Mapping[str, Any], since: str, until: str) -> Piece | None:
    source, target = state_place(row["source"]), state_place(row["target"], row["country"] or "")
    if not source.get("state") or not target.get("state"):
        return None
    marking = _marking(row, {})
    ends = f"{source['country']}-{source['state']}:{target['country']}-{target['state']}"
    said = {"source": source["state"], "target": target["state"], "firearms": str(row["firearms"])}
    facts: dict[str, Value] = {"corridor": {**said, "since": since, "until": until}}
    key = f"corridor:{ends}:{since}:{until}:{marking.holding}:{int(marking.tlp)}:{marking.handling}"
    return Piece(key=key, kind=Kind.CORRIDOR, facts=facts, marking=marking)


def _once(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Each thing once: a sale with two dealers comes as two rows."""
    return tuple({one.key: one for one in pieces if one.facts or one.kind is not Kind.SALE}.values())


def _given(**facts: str) -> dict[str, Value]:
    return {key: value for key, value in facts.items() if value}


def _day(node: Node) -> str:
    length = {"year": 4, "month": 7}.get(str(node.get("date_precision") or ""), 10)
    return str(node.get("date") or "")[:length]


def _marking(node: Node, link: Node) -> Marking:
    """As strict as the thing and the link that says what it has to do with the gun."""
    own = Marking(holding=str(node["holding"]), tlp=Tlp(node["tlp"]), handling=str(node.get("handling") or ""))
    return strictest(own, int(link.get("tlp") or 0), str(link.get("handling") or ""))
