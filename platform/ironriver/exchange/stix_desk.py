"""The desk on which one release is written: objects by id, each under its level and codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ironriver.exchange.redaction_pieces import Piece
from ironriver.exchange.stix_check import references_of
from ironriver.exchange.stix_firearm import as_object
from ironriver.exchange.stix_ids import DETAILS_EXTENSION, Naming, Object
from ironriver.exchange.stix_markings import TLP_IDS
from ironriver.model.marking import Tlp


class Flavour(StrEnum):
    """For readers that take our extensions, or for those that refuse types they do not know."""

    FULL = "full"
    CORE = "core"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around the pieces. `created` stays with a partner, `modified` is when this was prepared (ms)."""

    naming: Naming
    agency: str
    agency_name: str
    title: str
    flavour: Flavour
    created: str
    modified: str
    release_id: str
    floor: int = 5


@dataclass(slots=True)
class Desk:
    """What is being made. `ids` says which objects stand for a piece; `lost` what a flavour cannot say."""

    frame: Frame
    notices: tuple[str, ...]
    objects: dict[str, Object] = field(default_factory=dict)
    ids: dict[str, list[str]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    levels: dict[str, Tlp] = field(default_factory=dict)
    codes: dict[str, frozenset[str]] = field(default_factory=dict)

    def put(self, piece: Piece, type_: str, make: Callable[..., Any], /, *basis: str, **said: Any) -> str:  # noqa: ANN401
        """Make one object for a piece; the same thing of two pieces is one object, under the stricter marking."""
        id_ = self.frame.naming.stix_id(type_, *(basis or (piece.key,)))
        codes = frozenset(code for code in piece.marking.handling.split(",") if code)
        self.keep(id_, make, piece.marking.tlp, codes, said)
        self.ids.setdefault(piece.key, []).append(id_)
        return id_

    def keep(
        self, id_: str, make: Callable[..., Any], level: Tlp, codes: frozenset[str], said: dict[str, Any]
    ) -> None:
        """Make one object under a level and handling codes."""
        own = {"id": id_, **said}
        if not id_.startswith("firearm--"):
            own |= {"created": self.frame.created, "modified": self.frame.modified, "created_by_ref": self.creator}
        self.levels[id_] = max(level, self.levels.get(id_, Tlp.CLEAR))
        self.codes[id_] = codes | self.codes.get(id_, frozenset())
        self.objects[id_] = as_object(make(**own))

    def mark(self) -> None:
        """Mark every object as strictly as itself and everything that it refers to, over any number of steps."""
        for _ in self.objects:
            before = (dict(self.levels), dict(self.codes))
            for id_, one in self.objects.items():
                for ref in set(references_of(dict(one))) & set(self.objects):
                    self.levels[id_] = max(self.levels[id_], self.levels[ref])
                    self.codes[id_] |= self.codes[ref]
            if before == (self.levels, self.codes):
                break
        for id_, one in self.objects.items():
            self.objects[id_] = {**one, "object_marking_refs": self._marks(self.levels[id_], self.codes[id_])}

    @property
    def creator(self) -> str:
        """Id of the agency that releases."""
        return self.frame.naming.stix_id("identity", "agency", self.frame.agency)

    def extend(self, **said: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
        """Return our details as a property extension; nothing in core, nor where there is nothing to say."""
        if self.frame.flavour is Flavour.CORE or not said:
            return {}
        return {"extensions": {DETAILS_EXTENSION: {"extension_type": "property-extension", **said}}}

    def _marks(self, level: Tlp, codes: Sequence[str] | frozenset[str]) -> list[str]:
        said = sorted({*self.notices, *codes})
        return [TLP_IDS[level], *(self.frame.naming.stix_id("marking-definition", "notice", key) for key in said)]
