"""Ids, keys and rows of one import: everything an act needs besides what is in the graph."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ironriver.ingest.sources import Source
from ironriver.ledger import Change, Row
from ironriver.model.ids import relationship_id
from ironriver.model.kinds import KINDS, snake
from ironriver.model.marking import strictest

#: Ids of some twenty acts: dealers, makers and places come again and again.
_IDS_KEPT = 20_000
#: (kind, basis, holding) → id; `Ledger.id_for`, or the same function of a bulk load.
Mint = Callable[[str, str, str], str]
#: Whether a node's marking (`tlp`, `handling`) is open to whoever imports.
Sees = Callable[[Mapping[str, Any]], bool]


def sees_all(_: Mapping[str, Any]) -> bool:
    """Return True: for a load that nobody's clearance narrows."""
    return True


@dataclass(slots=True)
class Minting:
    """Makes ids and rows that carry the source's marking and receipt."""

    source: Source
    mint: Mint
    sees: Sees = sees_all
    #: Ids of things, and of their keys, that stand above whoever imports. What he brings about them becomes a thing
    #: of its own beside: neither does he learn that they are there, nor does he change what he may not see.
    hidden: set[str] = field(default_factory=set)
    marking: dict[str, Any] = field(init=False)
    holding: str = field(init=False)

    def __post_init__(self) -> None:
        """Take the marking once; rows are many. Ids are asked for several times while an act is decided."""
        self.mint = lru_cache(maxsize=_IDS_KEPT)(self.mint)
        self.marking = self.source.marking.as_properties()
        self.holding = self.source.marking.holding

    def entity_id(self, kind: str, basis: str, holding: str = "") -> str:
        """Return the id of a thing in this import's holding, or in another one."""
        return self._beside(kind, basis, holding or self.holding)

    def key_id(self, key: str, holding: str = "") -> str:
        """Return the id of the `Key` node of `kind:value`."""
        return self._beside("Key", key, holding or self.holding)

    def owns(self, key: str) -> bool:
        """Whether the key names a thing of this import: one that stands above it keeps the key for itself."""
        return self.mint("Key", key, self.holding) not in self.hidden

    def base(self, kind: str, key: str) -> str:
        """Return what the parts of a keyed thing are named by: its key, beside one that stands above its id too."""
        if not self.hidden:
            return key
        stands = self.mint(kind, key, self.holding) in self.hidden or not self.owns(key)
        return f"{key}|{self.entity_id(kind, key)}" if key and stands else key

    def _beside(self, kind: str, basis: str, holding: str) -> str:
        id_ = self.mint(kind, basis, holding)
        while id_ in self.hidden:
            id_ = self.mint(kind, f"beside:{id_}", holding)
        return id_

    def row(self, id_: str, payload: dict[str, Any]) -> Row:
        """Return a node's row."""
        return Row({"id": id_, **self.marking}, payload)

    def revision(self, node: Mapping[str, Any], payload: dict[str, Any]) -> Row:
        """Return the row of a node that stands: what it says now, under the stricter marking of old and new.

        The former values stay on the node, so a file of a lower level must not open them.
        """
        marking = strictest(self.source.marking, node["tlp"], node["handling"])
        return Row({"id": node["id"], **marking.as_properties()}, payload)

    def key_row(self, key: str, entity: str) -> Row:
        """Return the row of a `Key`; the value lies in the payload, so that it can be shredded."""
        kind, _, value = key.partition(":")
        return self.row(self.key_id(key), {"kind": kind, "value": value, "entity": entity})

    def link(self, type_: str, ends: tuple[str, str], payload: dict[str, Any], basis: str = "") -> Row:
        """Return a link's row; `basis` tells apart several links of one type between the same ends."""
        start, end = ends
        structure = {"id": relationship_id(type_, start, end, basis), "from": start, "to": end, **self.marking}
        return Row(structure, payload)

    def receipt(self, line: int) -> dict[str, Any]:
        """Return the receipt of a fact: which source, which line."""
        return {"source_id": self.source.id, "line": line}


class Rows:
    """Rows gathered by statement, one per id, nodes before the links that need them."""

    def __init__(self) -> None:
        self._groups: dict[str, dict[str, Row]] = {}

    def add(self, statement: str, row: Row) -> None:
        """Add a row unless its id was already added to this statement."""
        self._groups.setdefault(statement, {}).setdefault(row.s["id"], row)

    def put(self, kind: str, row: Row) -> None:
        """Add the upsert of a node."""
        self.add(f"write.put_{KINDS[kind].stem}", row)

    def join(self, type_: str, kinds: tuple[str, str], row: Row) -> None:
        """Add the upsert of a link."""
        self.add(f"write.link_{snake(kinds[0])}_{type_.lower()}_{snake(kinds[1])}", row)

    def changes(self) -> list[Change]:
        """Return the changes: nodes first, then what needs them, each statement's rows in order of arrival."""
        order = sorted(
            self._groups, key=lambda name: (_RANK.get(name.partition(".")[2].partition("_")[0], 1), name)
        )
        return [Change(statement=name, rows=list(self._groups[name].values())) for name in order]


_RANK = {"put": 0, "amend": 1, "link": 2}
