"""When a later file says something else of the same event: the new properties stand, the old ones are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

#: Properties that say where a fact comes from or whose it is, not what it says.
_ASIDE = frozenset(
    {"id", "holding", "tlp", "handling", "source_id", "line", "raw", "earlier", "changed_by", "_labels", "_type"}
)


def is_same(node: Mapping[str, Any], payload: Mapping[str, Any]) -> bool:
    """Whether what stands in the graph already says what the payload says, receipts aside."""
    said = {name: value for name, value in payload.items() if name not in _ASIDE and value is not None}
    stands = {name: value for name, value in node.items() if name not in _ASIDE}
    return said == stands


def revised(node: Mapping[str, Any], payload: Mapping[str, Any], source_id: str) -> dict[str, Any]:
    """Return the payload that replaces a node's properties and keeps the former ones under `earlier`."""
    dropped = {name: None for name in node if name not in _ASIDE and name not in payload}
    return {
        **dropped,
        **payload,
        "earlier": [*(node.get("earlier") or ()), _remember(node)],
        "changed_by": source_id,
    }


def restored(node: Mapping[str, Any]) -> dict[str, Any]:
    """Return the payload that takes the last revision back."""
    *older, last = node["earlier"]
    former = json.loads(last)
    cleared = {name: None for name in node if name not in former and name not in _KEPT}
    return {**cleared, **former, "earlier": older or None}


_KEPT = frozenset({"id", "holding", "tlp", "handling", "_labels"})


def _remember(node: Mapping[str, Any]) -> str:
    kept = {name: value for name, value in node.items() if name not in _KEPT and name != "earlier"}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)
