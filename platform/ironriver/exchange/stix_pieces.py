"""One writer for each kind of piece: gun, first sale, recovery, dealer, purchaser of record, trace, corridor.

Nobody becomes a threat actor here: a trace names roles in records and says nothing of guilt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import stix2

from ironriver.exchange.redaction_pieces import Kind, Piece
from ironriver.exchange.stix_desk import Desk, Flavour
from ironriver.exchange.stix_firearm import Firearm
from ironriver.exchange.stix_places import Ends, location, name_of

_NAMES = {
    "serial": "serial_number",
    "make": "make",
    "model": "model",
    "calibre": "caliber",
    "firearm_type": "firearm_type",
}
#: Named things first: what refers comes after what it refers to.
_ORDER = (
    Kind.FIREARM,
    Kind.DEALER,
    Kind.PURCHASER,
    Kind.SALE,
    Kind.RECOVERY,
    Kind.TRACE,
    Kind.CORRIDOR,
    Kind.FINDING,
)
_EVENT = {Kind.SALE: "first_retail_sale", Kind.RECOVERY: "recovery"}
_ROLE = {
    Kind.DEALER: "Seller of record. Being named in a record is no sign of wrongdoing.",
    Kind.PURCHASER: "Purchaser of record. Being named in a record is no sign of wrongdoing.",
}


def write_pieces(desk: Desk, pieces: Sequence[Piece]) -> None:
    """Write all pieces, in an order in which references are met."""
    writers: Mapping[Kind, Callable[[Desk, Piece], None]] = {
        Kind.FIREARM: _firearm,
        Kind.DEALER: _party,
        Kind.PURCHASER: _party,
        Kind.SALE: _event,
        Kind.RECOVERY: _event,
        Kind.TRACE: _trace,
        Kind.CORRIDOR: _corridor,
        Kind.FINDING: _finding,
    }
    for piece in sorted(pieces, key=lambda one: (_ORDER.index(one.kind), one.key)):
        writers[piece.kind](desk, piece)


def _firearm(desk: Desk, piece: Piece) -> None:
    said = {_NAMES[name]: str(value) for name, value in piece.facts.items()}
    if desk.frame.flavour is Flavour.FULL:
        desk.put(piece, "firearm", Firearm, **said)
        return
    desk.lost.append("the firearm as an object of its own (its facts stand in a note)")
    text = "Firearm: " + ", ".join(f"{name} {value}" for name, value in sorted(said.items()))
    _note(desk, piece, text, [desk.creator])


def _party(desk: Desk, piece: Piece) -> None:
    is_person = piece.kind is Kind.PURCHASER
    name = str(piece.facts["purchaser" if is_person else "dealer_name"])
    class_ = "individual" if is_person else "organization"
    make = stix2.v21.Identity
    desk.put(piece, "identity", make, name=name, identity_class=class_, description=_ROLE[piece.kind])


def _event(desk: Desk, piece: Piece) -> None:
    prefix = piece.kind.value
    date = str(piece.facts.get(f"{prefix}_date", ""))
    place = piece.facts.get(f"{prefix}_place")
    where = location(desk, piece, place) if isinstance(place, dict) else ""
    guns = [id_ for ref in piece.refs for id_ in desk.ids.get(ref, ()) if id_.startswith("firearm--")]
    if date and guns and desk.frame.flavour is Flavour.FULL:
        id_ = _observed(desk, piece, date, guns)
    else:
        if desk.frame.flavour is Flavour.CORE:
            desk.lost.append(f"the {_EVENT[piece.kind]} as observed data (it stands in a note)")
        told = [date, name_of(place) if isinstance(place, dict) else ""]
        text = f"{_EVENT[piece.kind].replace('_', ' ')}: " + ", ".join(filter(None, told))
        about = [*_objects_of(desk, piece), *([where] if where else [])]
        id_ = _note(desk, piece, text, about or [desk.creator])
    for ref in [*_parties_of(desk, piece), *([where] if where else [])]:
        if not id_.startswith("note--"):
            _joined(desk, piece, id_, ref)


def _observed(desk: Desk, piece: Piece, date: str, guns: list[str]) -> str:
    moment = f"{date}-01-01"[:10] if len(date) == 4 else f"{date}-01"[:10] if len(date) == 7 else date
    precision = {4: "year", 7: "month"}.get(len(date), "day")
    return desk.put(
        piece,
        "observed-data",
        stix2.v21.ObservedData,
        first_observed=f"{moment}T00:00:00.000Z",
        last_observed=f"{moment}T00:00:00.000Z",
        number_observed=1,
        object_refs=guns,
        **desk.extend(event=_EVENT[piece.kind], date=date, date_precision=precision),
    )


def _trace(desk: Desk, piece: Piece) -> None:
    facts, said = piece.facts, dict[str, Any]()
    texts = ["Result of a firearm trace."]
    if "ttc_days" in facts:
        said["days_to_crime"] = int(str(facts["ttc_days"]))
        texts.append(f"{facts['ttc_days']} days from first retail sale to recovery.")
    if "ttc_band" in facts:
        said["time_band"] = str(facts["ttc_band"])
        texts.append(f"Time from first retail sale to recovery: {facts['ttc_band']}.")
    legs = facts.get("legs")
    if isinstance(legs, dict):
        said |= {"legs_recorded": int(legs["recorded"]), "legs_unknown": int(legs["unknown"])}
        texts.append(f"{legs['recorded']} legs are recorded; of {legs['unknown']} no source says who held the gun.")
    about = _objects_of(desk, piece)
    _note(desk, piece, " ".join(texts), about or [desk.creator], **desk.extend(**said))


def _finding(desk: Desk, piece: Piece) -> None:
    """One note in both languages: whoever passes it on passes on what speaks against it."""
    told = piece.facts["finding"]
    if isinstance(told, dict):
        _note(desk, piece, f"{told['en']}\n\n{told['es']}", _objects_of(desk, piece) or [desk.creator])


def _corridor(desk: Desk, piece: Piece) -> None:
    said = piece.facts["corridor"]
    if not isinstance(said, dict):
        return
    ends = Ends.of(said)
    source = location(desk, piece, ends.source)
    target = location(desk, piece, ends.target)
    firearms = int(said["firearms"])
    text = (
        f"{firearms} firearms first sold in {ends.source_name} and recovered in {ends.target_name}, traced "
        f"{said['since']} to {said['until']}. The line joins two ends; it is not a route."
    )
    span = {"since": said["since"], "until": said["until"], "floor": desk.frame.floor}
    desk.put(
        piece,
        "relationship",
        stix2.v21.Relationship,
        relationship_type="firearms-recovered-in",
        source_ref=source,
        target_ref=target,
        description=text,
        **desk.extend(firearms=firearms, **span),
    )
    if desk.frame.flavour is Flavour.CORE:
        desk.lost.append("counts of corridors as numbers (they stand in the description)")


def _note(desk: Desk, piece: Piece, text: str, about: list[str], **more: Any) -> str:  # noqa: ANN401 - JSON values
    return desk.put(piece, "note", stix2.v21.Note, content=text, object_refs=about, **more)


def _joined(desk: Desk, piece: Piece, source: str, target: str) -> None:
    said = {"relationship_type": "related-to", "source_ref": source, "target_ref": target}
    desk.put(piece, "relationship", stix2.v21.Relationship, source, target, **said)


def _objects_of(desk: Desk, piece: Piece) -> list[str]:
    return list(dict.fromkeys(id_ for ref in piece.refs for id_ in desk.ids.get(ref, ()) if _may_be_named(id_)))


def _parties_of(desk: Desk, piece: Piece) -> list[str]:
    return [id_ for ref in piece.refs for id_ in desk.ids.get(ref, ()) if id_.startswith("identity--")]


def _may_be_named(id_: str) -> bool:
    return not id_.startswith("relationship--")
