"""Laboratory readings against the traces they belong to.

A returned trace whose maker, model or calibre contradicts the examined exhibit is held back from everything
derived until a person decides; nothing of it is changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ironriver.errors import Say
from ironriver.ingest.claims import Claim
from ironriver.ingest.keys import conflicts, maker_of
from ironriver.ingest.minting import Minting, Rows
from ironriver.ingest.revising import revised
from ironriver.ingest.table import Reject, reject


def trace_ids(claims: Iterable[Claim], minting: Minting) -> list[str]:
    """Return the ids of the trace requests that these claims refer to by number."""
    keys = {
        draft.key
        for claim in claims
        for draft in claim.nodes.values()
        if draft.rule == "traced_firearm" and draft.key
    }
    return sorted(minting.entity_id("TraceRequest", key) for key in keys)


def unknown_trace(claim: Claim) -> Reject:
    """Return the reject of a reading whose trace is not in the graph."""
    return reject(
        claim.line,
        "trace_number",
        "",
        "unknown_trace",
        Say(
            en="No trace of this number is known in this holding. Import the trace first.",
            es="No se conoce ningún rastreo con este número en esta titularidad. Importe primero el rastreo.",
        ),
    )


def hold_back(claim: Claim, traced: Mapping[str, Mapping[str, Any]], minting: Minting, rows: Rows) -> None:
    """Hold back the result of a trace that the examined gun contradicts."""
    firearm = claim.nodes.get("firearm")
    if firearm is None or firearm.rule != "traced_firearm":
        return
    found = traced[minting.entity_id("TraceRequest", firearm.key)]
    result = found["result"]
    if result is None or result.get("held_back") or not _contradicts(found["firearm"], firearm.properties):
        return
    kept = {name: value for name, value in result.items() if name in {"source_id", "line", "raw"}}
    said = {name: value for name, value in result.items() if name not in _ASIDE}
    payload = revised(result, {**said, **kept, "held_back": True}, minting.source.id)
    rows.put("TraceResult", minting.revision(result, payload))
    if "trace_contradicts_exhibit" not in claim.doubts:  # an act may be decided more than once
        claim.doubts.append("trace_contradicts_exhibit")


_ASIDE = frozenset({"id", "holding", "tlp", "handling", "earlier", "changed_by", "_labels"})


def _contradicts(known: Mapping[str, Any], examined: Mapping[str, Any]) -> bool:
    one, other = maker_of(known), maker_of(examined)
    return (bool(one and other) and one != other) or conflicts(known, examined)
