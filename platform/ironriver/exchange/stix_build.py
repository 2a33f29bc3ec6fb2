"""Pieces become STIX 2.1 objects, in full (own extensions) or core (none; what is lost is listed)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import stix2

from ironriver.exchange.confirmed import WHAT_IT_IS
from ironriver.exchange.redaction import Redacted
from ironriver.exchange.redaction_pieces import Kind
from ironriver.exchange.stix_check import check_objects
from ironriver.exchange.stix_desk import Desk, Flavour, Frame
from ironriver.exchange.stix_firearm import extension_objects
from ironriver.exchange.stix_ids import Naming, Object, canonical
from ironriver.exchange.stix_markings import codes_that_travel, level_of, notice_objects, tlp_object
from ironriver.exchange.stix_pieces import write_pieces
from ironriver.model.marking import Tlp, join_handling


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The objects in order (what is named comes first) and what the flavour could not say."""

    objects: tuple[Object, ...]
    lost: tuple[str, ...]

    def bundle(self, id_: str) -> bytes:
        """Return a bundle of all objects, canonical: stored and served as these bytes."""
        return canonical({"type": "bundle", "id": id_, "objects": [dict(one) for one in self.objects]})


def tlp_of(one: Object) -> Tlp:
    """Return the strictest level among an object's markings; markings and extension definitions are CLEAR."""
    levels = [level_of(ref) for ref in one.get("object_marking_refs", ())]
    return max((level for level in levels if level is not None), default=Tlp.CLEAR)


def codes_of(one: Object, naming: Naming) -> str:
    """Return the handling codes among an object's markings, as the graph stores them."""
    named = {naming.stix_id("marking-definition", "notice", code.value): code for code in codes_that_travel()}
    return join_handling({named[ref] for ref in one.get("object_marking_refs", ()) if ref in named})


def build(redacted: Redacted, frame: Frame) -> Built:
    """Return the objects of a release, valid and closed. `Invalid` where the validator objects."""
    kinds = {piece.kind for piece in redacted.pieces}
    desk = Desk(frame, ("statistics",) if kinds == {Kind.CORRIDOR} else ("alone", "innocence"))
    # The sender is named to whoever gets the least of it.
    said = {"name": frame.agency_name, "identity_class": "organization"}
    desk.keep(desk.creator, stix2.v21.Identity, Tlp.CLEAR, frozenset(), dict(said))
    write_pieces(desk, redacted.pieces)
    _grouping(desk, redacted)
    desk.mark()
    objects = [*_around(desk), *desk.objects.values()]
    check_objects(objects)
    return Built(objects=tuple(objects), lost=tuple(dict.fromkeys(desk.lost)))


def _around(desk: Desk) -> list[Object]:
    made = [tlp_object(level) for level in sorted(set(desk.levels.values()))]
    codes = frozenset[str]().union(*desk.codes.values())
    made += notice_objects(desk.frame.naming, {*desk.notices, *codes}, desk.frame.created, desk.creator)
    if desk.frame.flavour is Flavour.FULL:
        made += extension_objects()
    return made


def _grouping(desk: Desk, redacted: Redacted) -> None:
    """One object that holds the others together, says what was lost and commits to what was taken out."""
    naming = desk.frame.naming
    details: dict[str, Any] = {"flavour": desk.frame.flavour.value}
    if redacted.commitments:
        details["commitments"] = [
            {"field": one.name, "piece": naming.stix_id("piece", one.key), "sha256": one.sha256}
            for one in redacted.commitments
        ]
    is_finding = any(piece.kind is Kind.FINDING for piece in redacted.pieces)
    texts = [WHAT_IT_IS.en if is_finding else "Facts as recorded; no finding against anybody."]
    if desk.lost:
        texts.append("Not in this flavour: " + "; ".join(dict.fromkeys(desk.lost)) + ".")
    said = {
        "name": desk.frame.title,
        "context": "suspicious-activity" if is_finding else "unspecified",
        "description": " ".join(texts),
        "object_refs": list(desk.objects),
        **desk.extend(**details),
    }
    id_ = naming.stix_id("grouping", desk.frame.release_id)
    desk.keep(id_, stix2.v21.Grouping, Tlp.CLEAR, frozenset(), said)
