"""Which of an act's nodes stand already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ironriver.ledger import Look
from ironriver.model.kinds import kind_of_id


def standing_nodes(look: Look, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return what stands on those of these nodes that are there, by id; asks nothing for no id."""
    wanted = by_kind(ids)
    if not wanted:
        return {}
    return {row["id"]: row["node"] for row in look.read("ingest.known_nodes", {"ids": wanted})}


def by_kind(ids: Iterable[str]) -> dict[str, list[str]]:
    """Return the ids in order, by the kind that each names: a node is found by its id only within its kind.

    An id whose prefix names no kind is left out: no node has it.
    """
    found: dict[str, list[str]] = {}
    for id_ in sorted(ids):
        kind = kind_of_id(id_)
        if kind is not None:
            found.setdefault(kind.name, []).append(id_)
    return found
