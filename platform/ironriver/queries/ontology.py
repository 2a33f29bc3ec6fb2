"""The names that a query can use: kinds with their properties, links with their ends."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ironriver.model.kinds import KINDS, LINKS
from ironriver.queries.clearances import PROJECTED, protected_names

_EVERYWHERE = ("id", "holding", "tlp", "handling", "source_id", "line")


@cache
def ontology() -> Mapping[str, tuple[str, ...]]:
    """Return kind → its properties, and `-[:LINK]->` → the kinds it joins; only what a projection holds."""
    hidden = protected_names()
    words: dict[str, tuple[str, ...]] = {
        name: (*_EVERYWHERE, *(one for one in KINDS[name].properties if one not in hidden)) for name in PROJECTED
    }
    for link in LINKS:
        if link.from_kind in PROJECTED and link.to_kind in PROJECTED:
            pairs = words.get(f"-[:{link.type}]->", ())
            words[f"-[:{link.type}]->"] = (*pairs, f"{link.from_kind} → {link.to_kind}")
    return words
