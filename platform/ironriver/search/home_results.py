"""What the home, import and source pages are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ironriver.search.results import Shown, Thing


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """One import with its source; counts as the batch states them."""

    id: str
    kind: str
    state: str
    opened: str
    closed: str
    source_id: str
    source_name: str
    counts: Mapping[str, int]
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceList:
    """One page of sources; `next_after` is the key of the next, empty at the end."""

    sources: tuple[Thing, ...]
    next_after: str
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """One source with its imports."""

    source: Thing
    batches: tuple[BatchRow, ...]
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """What one line of a source became: the cells as written, and the things made of them."""

    source: Thing
    line: int
    cells: Mapping[str, str]
    #: Cells about persons were left out: no case and purpose.
    withheld: bool
    things: tuple[Thing, ...]
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceRow:
    """One line of "newest trace results"."""

    trace: Thing
    firearm: Thing | None
    date: str
    completed: str
    status: str
    outcome: str
    ttc_days: int | None
    recovery_state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """The denominators: asked, completed, purchaser identified, since a date."""

    since: str
    asked: int
    completed: int
    purchaser_identified: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentTraces:
    """Newest traces with their denominators."""

    rows: tuple[TraceRow, ...]
    funnel: Funnel
    shown: tuple[Shown, ...]
