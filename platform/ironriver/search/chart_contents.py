"""What a saved chart holds: ids and places, never facts. The same chart is stored as the same text."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ironriver.errors import Invalid, Say

#: Things and lines of one chart together, and the farthest place from its middle, in chart units.
MOST_ELEMENTS = 2000
_FARTHEST = 1_000_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One thing and where it stands, in chart units to a tenth; `pinned` stays when the chart is arranged."""

    id: str
    x: float
    y: float
    pinned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartContents:
    """What is drawn (`nodes`, `edges` by id), what was taken off by hand, and whose leaves were folded away."""

    nodes: tuple[Placed, ...]
    edges: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    collapsed: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Every thing that is named, drawn or taken off."""
        return tuple(dict.fromkeys([*(node.id for node in self.nodes), *self.hidden]))

    def only(self, things: Collection[str], lines: Collection[str]) -> ChartContents:
        """Return the same chart with these things and lines alone."""
        return ChartContents(
            nodes=tuple(node for node in self.nodes if node.id in things),
            edges=tuple(id_ for id_ in self.edges if id_ in lines),
            hidden=tuple(id_ for id_ in self.hidden if id_ in things),
            collapsed=tuple(id_ for id_ in self.collapsed if id_ in things),
        )

    def with_kept(self, kept: ChartContents) -> ChartContents:
        """Return this chart with what a colleague put there and this person may not see. What is here stays."""
        here = {node.id for node in self.nodes} | set(self.hidden)
        return ChartContents(
            nodes=(*self.nodes, *(node for node in kept.nodes if node.id not in here)),
            edges=tuple(dict.fromkeys([*self.edges, *kept.edges])),
            hidden=tuple(dict.fromkeys([*self.hidden, *(id_ for id_ in kept.hidden if id_ not in here)])),
            collapsed=tuple(dict.fromkeys([*self.collapsed, *kept.collapsed])),
        )

    def checked(self) -> ChartContents:
        """Return the chart with its places rounded. `Invalid` for too many elements or a place that is none."""
        if len(self.nodes) + len(self.edges) > MOST_ELEMENTS or len(self.hidden) > MOST_ELEMENTS:
            raise Invalid(
                Say(
                    en=f"A chart holds at most {MOST_ELEMENTS:,} things and lines. Hide some, then save.",
                    es=f"Un diagrama contiene como máximo {MOST_ELEMENTS:,} elementos y líneas. Oculte algunos.",
                )
            )
        if not all(math.isfinite(at) and abs(at) <= _FARTHEST for node in self.nodes for at in (node.x, node.y)):
            raise Invalid(
                Say(
                    en="A thing stands where no chart reaches. Arrange the chart, then save.",
                    es="Un elemento está fuera del alcance del diagrama. Ordene el diagrama y guarde.",
                )
            )
        return replace(self, nodes=tuple(_rounded(node) for node in _each_once(self.nodes)))


def contents_text(contents: ChartContents) -> str:
    """Return the stored form: the same chart gives the same text, whatever order its parts came in."""
    nodes = sorted([node.id, node.x, node.y, int(node.pinned)] for node in contents.nodes)
    told = {
        "nodes": nodes,
        "edges": sorted(set(contents.edges)),
        "hidden": sorted(set(contents.hidden)),
        "collapsed": sorted(set(contents.collapsed)),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_contents(text: str) -> ChartContents:
    """Return a stored chart. A text that was erased gives an empty one."""
    told: Mapping[str, Any] = json.loads(text) if text else {}
    return ChartContents(
        nodes=tuple(Placed(id=i, x=x, y=y, pinned=bool(pinned)) for i, x, y, pinned in told.get("nodes", ())),
        edges=tuple(told.get("edges", ())),
        hidden=tuple(told.get("hidden", ())),
        collapsed=tuple(told.get("collapsed", ())),
    )


def _each_once(nodes: Iterable[Placed]) -> Iterable[Placed]:
    return {node.id: node for node in nodes}.values()


def _rounded(node: Placed) -> Placed:
    # `+ 0.0` so that -0.0 is written 0.0.
    return replace(node, x=round(node.x, 1) + 0.0, y=round(node.y, 1) + 0.0)
