"""What the search room hands out. Frozen, plain, and each answer carries the questions that made it.

Sentences come as `Say` (English and Spanish). Dates are ISO text, empty where nobody knows. A source number
(`source_no`) points into the page's own `sources`, 0 where a fact has no source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ironriver.errors import Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One question behind an answer, for "Show the query": statement, text, parameters, data cut, rows returned."""

    statement: str
    text: str
    params: Mapping[str, Any]
    cut_at: str
    cut_id: str
    rows: int

    @property
    def is_cut(self) -> bool:
        """Whether as many rows came as were asked for at most: there may be more."""
        limit = self.params.get("limit")
        return isinstance(limit, int) and self.rows >= limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One node as a reader meets it. `label` names it, `second` is the line beneath; both are data, not sentences.

    `properties` are the stored ones; marking stands apart. `flags` are doubts about its values.
    """

    id: str
    kind: str
    label: str
    second: str
    holding: str
    tlp: int
    handling: str
    flags: tuple[str, ...] = ()
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRef:
    """A source as a page numbers it, from 1. `hidden` where a fact cites one that is not open to the actor."""

    no: int
    id: str
    name: str
    kind: str
    authority: str
    brought_by: str
    received: str
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One row of a facts table: what, the value read, where it stands, the cell as written, its grade, doubts."""

    key: str
    title: Say
    value: str
    source_no: int
    source_id: str
    line: int | None
    raw: str
    grade: str = ""
    doubts: tuple[str, ...] = ()


# --- search ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One candidate. `tier` (1 best … 8) only for serials; `reasons` say why it is here and what else agrees."""

    thing: Thing
    tier: int | None = None
    reasons: tuple[Say, ...] = ()
    #: Positions (from 0) of the searched canonical serial that differ or are open.
    at: tuple[int, ...] = ()
    #: Orders candidates of one tier, least first (`model.values.serial_match.WEIGHTS`).
    weight: float = 0.0
    #: Other visible candidates of the same maker under the same canonical serial.
    shared: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HitGroup:
    """Hits of one kind; `cut` says that more exist than are listed, all of them visible to the actor."""

    kind: str
    title: Say
    hits: tuple[Hit, ...]
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Answer of the one box. `read_as` says how the text was read; `notes` what was left out, and why."""

    text: str
    prefix: str
    term: str
    read_as: Say
    groups: tuple[HitGroup, ...]
    notes: tuple[Say, ...]
    shown: tuple[Shown, ...]

    @property
    def total(self) -> int:
        """How many hits are listed."""
        return sum(len(group.hits) for group in self.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A thing linked to the page's own, with the link's meaning and receipt."""

    thing: Thing
    link: str
    title: Say
    date: str = ""
    source_no: int = 0
    line: int | None = None
    #: How many visible persons share it (phones and addresses only).
    holders: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationRow:
    """One dated value of one attribute."""

    attribute: str
    title: Say
    value: str
    valid_from: str
    valid_to: str
    raw: str
    source_no: int
    line: int | None
