"""What a chart is made of: nodes, lines, true counts, and the panes beside them."""

from __future__ import annotations

from dataclasses import dataclass

from ironriver.errors import Say
from ironriver.search.links import Direction, Style
from ironriver.search.results import Fact, Shown, SourceRef, Thing


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartNode:
    """One node to draw; shape and glyph are the ontology's, so that kinds read in greyscale."""

    id: str
    kind: str
    label: str
    second: str
    shape: str
    glyph: str
    tlp: int
    handling: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartEdge:
    """One line to draw: `events` records folded into it, dated from `first` to `last`."""

    id: str
    link: str
    from_id: str
    to_id: str
    style: Style
    title: Say
    events: int
    first: str
    last: str
    #: Days across an unknown leg, where known.
    days: int | None = None
    #: Strictest marking of the records behind it, where they were asked for (`links_between`).
    tlp: int = 0
    handling: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCount:
    """How many things hang on a node by one link in one direction; `is_hub` asks before drawing."""

    link: str
    direction: Direction
    kind: str
    title: Say
    total: int
    is_hub: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCounts:
    """True counts of what the actor may see, before anything is drawn."""

    id: str
    counts: tuple[LinkCount, ...]
    shown: tuple[Shown, ...]

    @property
    def total(self) -> int:
        """Things in reach by one step, counted once for each link."""
        return sum(count.total for count in self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartStart:
    """The first node of a chart with its counts.

    `shipped`: of a gun, the lines along which its own shipments went. What other shipments they fold is not
    counted: their `events` are 0, and they have no dates.
    """

    node: ChartNode
    counts: LinkCounts
    shipped: tuple[ChartEdge, ...]
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """One page of neighbours; `next_after` is the next page's key, empty at the end; `total` the true count."""

    id: str
    link: str
    direction: Direction
    nodes: tuple[ChartNode, ...]
    edges: tuple[ChartEdge, ...]
    total: int
    next_after: str
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeFacts:
    """A node's own facts for the pane."""

    thing: Thing
    facts: tuple[Fact, ...]
    sources: tuple[SourceRef, ...]
    notices: tuple[str, ...]
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeRecord:
    """One record behind a drawn line."""

    id: str
    date: str
    facts: tuple[Fact, ...]
    source_no: int
    line: int | None
    tlp: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeFacts:
    """A line's pane, in this order: meaning, source, confirmed or lead, what it does not show, time, sharing.

    `is_cut` where more records stand behind it than `records`: dates and level are of those that were read.
    """

    link: str
    title: Say
    means: Say
    does_not_show: Say
    style: Style
    start: Thing
    end: Thing
    records: tuple[EdgeRecord, ...]
    is_cut: bool
    first: str
    last: str
    sources: tuple[SourceRef, ...]
    tlp: int
    notices: tuple[str, ...]
    shown: tuple[Shown, ...]
