"""Claims against the graph: which things are known already, which are new, what the rows of an act are.

Runs under the head lock. A thing is known by a strong key only; where descriptions conflict, or only weaker marks
agree, a new thing is made and counted as a candidate for a person to judge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ironriver.ingest.claims import Claim, Draft, LinkDraft
from ironriver.ingest.examining import hold_back, trace_ids, unknown_trace
from ironriver.ingest.keys import KEYED_RULES, conflicts, maker_of, type_of
from ironriver.ingest.minting import Minting, Rows
from ironriver.ingest.report import Tally
from ironriver.ingest.revising import is_same, revised
from ironriver.ingest.standing import standing_nodes
from ironriver.ledger import Change, Look
from ironriver.model.kinds import KINDS, Nature
from ironriver.model.marking import PUBLIC

_THINGS = frozenset(name for name, kind in KINDS.items() if kind.nature is Nature.THING)


@dataclass(slots=True)
class Known:
    """What the graph says about one act's claims, and what the act itself has made so far."""

    keys: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    traced: dict[str, dict[str, Any]] = field(default_factory=dict)
    by_serial: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    links: set[str] = field(default_factory=set)
    made: dict[str, dict[str, Any]] = field(default_factory=dict)

    def node(self, id_: str) -> dict[str, Any] | None:
        """Return what stands on a node, or will after this act; None when it is new."""
        return self.made.get(id_) or self.nodes.get(id_)


class _AboveError(Exception):
    """Some of what an act would join or change stands above whoever imports."""

    def __init__(self, ids: set[str]) -> None:
        super().__init__(len(ids))
        self.ids = ids


class Resolver:
    """Turns the claims of one act into rows."""

    def __init__(self, minting: Minting) -> None:
        self.minting = minting

    def changes(self, look: Look, claims: Sequence[Claim], tally: Tally) -> list[Change]:
        """Return the changes of these claims, counted into `tally`."""
        while True:
            trial = tally.copy()
            try:
                made = self._changes(look, claims, trial)
            except _AboveError as above:
                # Decided anew, beside what stands above whoever imports: each round some ids more are out of reach.
                if above.ids <= self.minting.hidden:
                    raise RuntimeError("an import names again what it was told to stand beside") from None
                self.minting.hidden |= above.ids
                continue
            tally.take(trial)
            return made

    def _changes(self, look: Look, claims: Sequence[Claim], tally: Tally) -> list[Change]:
        for claim in claims:  # an act that is decided again (too many rows, a busy engine) begins as the first time
            for name, key in claim.set_aside.items():
                claim.nodes[name].key = key
            claim.set_aside.clear()
        known = self._look_up(look, claims)
        open_claims = [claim for claim in claims if not self._is_unchanged(claim, known, tally)]
        ids = [self._ids(claim, known, tally) for claim in open_claims]
        self._look_further(look, ids, known)
        rows = Rows()
        for claim, named in zip(open_claims, ids, strict=True):
            if named is None:
                tally.late.append(unknown_trace(claim))
                continue
            main = claim.nodes[claim.main]
            fresh = known.node(named[main.name]) is None
            self._emit(claim, named, known, rows)
            hold_back(claim, known.traced, self.minting, rows)
            tally.added += fresh
            tally.changed += not fresh
            tally.doubts.update(claim.doubts)
        return rows.changes()

    def _look_up(self, look: Look, claims: Sequence[Claim]) -> Known:
        known = Known()
        drafts = [draft for claim in claims for draft in claim.nodes.values()]
        key_ids = list(dict.fromkeys(id_ for draft in drafts for id_ in self._key_ids(draft)))
        known.keys = {row["id"]: row["entity"] for row in look.read("ingest.known_keys", {"ids": key_ids})}
        ids = {self._plain_id(claim, draft) for claim in claims for draft in claim.nodes.values()}
        ids |= set(known.keys.values())
        known.nodes = standing_nodes(look, ids)
        known.asked = ids
        self._refuse_above(look, known.nodes, known.keys)
        traces = trace_ids(claims, self.minting)
        if traces:
            rows = look.read("ingest.traced", {"ids": traces})
            self._refuse_above(look, {row["id"]: row["request"] for row in rows})
            known.traced = {row["id"]: self._as_seen(row) for row in rows}
        serials = sorted({str(d.properties["canonical"]) for d in drafts if _needs_serial_search(d)})
        if serials:
            asked = {"serials": serials, "holding": self.minting.holding}
            for row in look.read("ingest.firearms_by_serial", asked):
                if self.minting.sees(row["node"]):
                    known.by_serial.setdefault(row["node"]["canonical"], []).append(row["node"])
        return known

    def _refuse_above(
        self, look: Look, nodes: Mapping[str, Mapping[str, Any]], keys: Mapping[str, str] | None = None
    ) -> None:
        """Raise `_AboveError` where a node, or what a key names, is not open to whoever imports."""
        above = {id_ for id_, node in nodes.items() if not self.minting.sees(node)}
        if not above:
            return
        persons = sorted(id_ for id_ in above if nodes[id_]["_labels"] == ["Person"])
        # Protected traits are read with nobody: they stand as high as the person they belong to.
        traits = {row["id"] for row in look.read("ingest.traits_at", {"ids": persons})} if persons else set()
        raise _AboveError(above | traits | {key for key, entity in (keys or {}).items() if entity in above})

    def _as_seen(self, row: dict[str, Any]) -> dict[str, Any]:
        seen = {name: row[name] for name in ("firearm", "result") if row[name] and self.minting.sees(row[name])}
        return {**row, "firearm": None, "result": None, **seen}

    def _look_further(self, look: Look, ids: Sequence[dict[str, str] | None], known: Known) -> None:
        """Read what only resolved ids reach: purchases, and links at events that are there already."""
        reached = {id_ for named in ids if named for id_ in named.values()}
        further = standing_nodes(look, reached - known.asked)
        self._refuse_above(look, further)
        known.nodes |= further
        standing = sorted(
            {
                id_
                for named in ids
                if named
                for id_ in named.values()
                if (node := known.nodes.get(id_)) is not None and node["_labels"][0] not in _THINGS
            }
        )
        if standing:
            known.links = {row["id"] for row in look.read("ingest.links_at", {"ids": standing})}
        persons = sorted(id_ for id_, node in known.nodes.items() if node["_labels"] == ["Person"])
        if persons:
            # Protected traits are never read back: that they are there is all that an import may know.
            for row in look.read("ingest.traits_at", {"ids": persons}):
                known.nodes[row["id"]] = {"id": row["id"], "_labels": ["ProtectedTraits"]}

    def _key_ids(self, draft: Draft) -> list[str]:
        if not draft.key or draft.rule not in KEYED_RULES:
            return []
        own = self.minting.key_id(draft.key)
        return [own] if draft.rule != "dealer" else [self.minting.key_id(draft.key, PUBLIC), own]

    def _base(self, claim: Claim, draft: Draft) -> str:
        """Return what stands for the row where a node has no key: the key of its report or trace, else the line."""
        whole = claim.nodes[draft.within or claim.main]
        return self.minting.base(whole.kind, whole.key) or f"source:{self.minting.source.id}:{claim.line}"

    def _plain_id(self, claim: Claim, draft: Draft) -> str:
        return self.minting.entity_id(draft.kind, draft.key or self._part(claim, draft))

    def _part(self, claim: Claim, draft: Draft) -> str:
        return f"{self._base(claim, draft)}|{draft.name}|{draft.part}"

    def _is_unchanged(self, claim: Claim, known: Known, tally: Tally) -> bool:
        main = claim.nodes[claim.main]
        id_ = next((known.keys[one] for one in self._key_ids(main) if one in known.keys), None)
        node = known.nodes.get(id_ or self._plain_id(claim, main))
        same = node is not None and node.get("raw") == claim.raw
        tally.unchanged += same
        return same

    def _ids(self, claim: Claim, known: Known, tally: Tally) -> dict[str, str] | None:
        """Return the id of each node of a claim, or None when it belongs to a trace that is not there."""
        named: dict[str, str] = {}
        for draft in claim.nodes.values():
            if draft.rule == "traced_firearm":
                found = known.traced.get(self.minting.entity_id("TraceRequest", draft.key))
                if found is None or found["firearm"] is None:
                    return None
                named[draft.name] = found["firearm"]["id"]
            elif draft.rule == "firearm":
                named[draft.name] = self._firearm(claim, draft, known, tally)
            elif draft.rule != "sale":
                named[draft.name] = self._keyed(claim, draft, known)
        for draft in claim.nodes.values():
            if draft.rule == "sale":
                named[draft.name] = self._sale(claim, draft, named)
            self._refer(draft, named)
        return named

    def _keyed(self, claim: Claim, draft: Draft, known: Known) -> str:
        for key_id in self._key_ids(draft):
            if key_id in known.keys:
                return known.keys[key_id]
        id_ = self._plain_id(claim, draft)
        for key_id in self._key_ids(draft)[-1:]:
            known.keys[key_id] = id_
        return id_

    def _firearm(self, claim: Claim, draft: Draft, known: Known, tally: Tally) -> str:
        by_part = self.minting.entity_id("Firearm", self._part(claim, draft))
        if draft.key:
            key_id = self.minting.key_id(draft.key)
            entity = known.keys.setdefault(key_id, self.minting.entity_id("Firearm", draft.key))
            node = known.node(entity)
            if node is None or not conflicts(node, draft.properties):
                known.made.setdefault(entity, node or draft.properties)
                return entity
            tally.candidates += by_part not in known.nodes
            claim.set_aside[draft.name] = draft.key
            draft.key = ""
        elif _needs_serial_search(draft):
            fits = [
                one
                for one in known.by_serial.get(str(draft.properties["canonical"]), ())
                if maker_of(one) == maker_of(draft.properties) and not conflicts(one, draft.properties)
            ]
            if len(fits) == 1:
                return str(fits[0]["id"])
            tally.candidates += bool(fits)
        return by_part

    def _sale(self, claim: Claim, draft: Draft, named: dict[str, str]) -> str:
        """A purchase with a known gun, dealer and day is one event, whichever file tells of it."""
        dealer, day = claim.nodes.get("dealer"), draft.properties.get("date_precision") == "day"
        if day and dealer is not None and dealer.key and "firearm" in named:
            basis = f"sale:{named['firearm']}|{dealer.key}|{draft.properties['date']}"
            return self.minting.entity_id("Purchase", basis)
        return self.minting.entity_id("Purchase", self._part(claim, draft))

    def _refer(self, draft: Draft, named: dict[str, str]) -> None:
        for property_, name in draft.refer.items():
            if name in named:
                draft.properties[property_] = named[name]

    def _emit(self, claim: Claim, named: dict[str, str], known: Known, rows: Rows) -> None:
        new: set[str] = set()
        for draft in claim.nodes.values():
            if draft.rule != "traced_firearm" and self._emit_node(claim, draft, named[draft.name], (known, rows)):
                new.add(draft.name)
        for link in claim.links:
            self._emit_link(claim, link, (named, new), (known, rows))

    def _emit_node(self, claim: Claim, draft: Draft, id_: str, into: tuple[Known, Rows]) -> bool:
        """Add the row of a node that is new or has changed; True when it is new."""
        known, rows = into
        receipt = self.minting.receipt(claim.line)
        raw = claim.raw if draft.name == claim.main else draft.raw
        payload = {**draft.properties, **receipt, **({"raw": raw} if raw and draft.kind not in _THINGS else {})}
        node = known.nodes.get(id_)
        if node is not None:
            if (draft.kind not in _THINGS and draft.rule != "sale" and self._differs(node, payload)) or (
                draft.name == claim.main and node.get("source_id") != self.minting.source.id
            ):
                rows.put(draft.kind, self.minting.revision(node, revised(node, payload, self.minting.source.id)))
            return False
        fresh = id_ not in known.made or known.made[id_] is draft.properties
        if fresh:
            rows.put(draft.kind, self.minting.row(id_, payload))
            known.made[id_] = payload
            if draft.key and draft.rule in KEYED_RULES and self.minting.owns(draft.key):
                rows.put("Key", self.minting.key_row(draft.key, id_))
        return fresh

    def _differs(self, node: dict[str, Any], payload: dict[str, Any]) -> bool:
        """Within one file the first row about an event holds; a later file revises it."""
        return node.get("source_id") != self.minting.source.id and not is_same(node, payload)

    def _emit_link(
        self, claim: Claim, link: LinkDraft, ids: tuple[dict[str, str], set[str]], into: tuple[Known, Rows]
    ) -> None:
        (named, new), (known, rows) = ids, into
        kinds = (claim.nodes[link.start].kind, claim.nodes[link.end].kind)
        between_things = kinds[0] in _THINGS and kinds[1] in _THINGS
        basis = ""
        if between_things and (link.type in _LASTING or kinds[0] in _APART):
            if link.start not in new:
                return
        elif between_things or link.properties:
            basis = named[claim.main]
        payload = {**link.properties, **self.minting.receipt(claim.line)}
        row = self.minting.link(link.type, (named[link.start], named[link.end]), payload, basis)
        if row.s["id"] not in known.links:
            known.links.add(row.s["id"])
            rows.join(link.type, kinds, row)


#: Links between things that hold for good: made once, with the thing they start from. Others belong to an event.
_LASTING = frozenset({"IN", "MADE_BY", "IMPORTED_BY"})
#: Things that belong to one other thing and are written with it, once.
_APART = frozenset({"ProtectedTraits"})


def _needs_serial_search(draft: Draft) -> bool:
    """A gun named by a usable serial and maker, in a file that has no types."""
    return (
        draft.rule == "firearm"
        and not draft.key
        and bool(draft.properties.get("serial_usable"))
        and bool(maker_of(draft.properties))
        and not type_of(draft.properties)
    )
