"""The chart's parts as the front end and `/api/v1` take them: plain JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.search import ChartEdge, ChartNode, ChartStart, Expansion, Page, expand
from ironriver.web.formats import show_date, show_number
from ironriver.web.look import language, t
from ironriver.web.pages.things import MONO_KINDS, mark_of, page_address

#: A first chart draws a link at once when it leads to no more things than this; more waits to be asked for.
FIRST_PAGE = 12
#: Things that one press of "add" draws.
ADDED = 25

#: Columns of the lane layout, in the order of a gun's life.
_LANES: Mapping[str, float] = MappingProxyType(
    {
        "maker": 0,
        "organisation": 0.5,
        "distributor": 1,
        "dealer": 2,
        "phone": 2.5,
        "document": 2.5,
        "agency": 4.5,
        "person": 3,
        "firearm": 4,
        "ballistic": 4.6,
        "vehicle": 5,
        "recovery": 5.4,
        "place": 6.4,
    }
)
#: A possessor stands behind the recovery, not before the gun.
_POSSESSOR_LANE = 6.4
_PREMISES_LANE = 1.6


def first_part(actor: Actor, start: ChartStart, *, ledger: Ledger) -> dict[str, Any]:
    """Return the first node with what hangs on it by links that lead to few things."""
    nodes: dict[str, ChartNode] = {start.node.id: start.node}
    edges: dict[str, ChartEdge] = {}
    cut = start.shown[-1] if start.shown else None
    for count in start.counts.counts:
        if count.is_hub or not 0 < count.total <= FIRST_PAGE:
            continue
        page = Page(limit=FIRST_PAGE)
        part = expand(actor, start.node.id, count.link, count.direction, ledger=ledger, page=page)
        nodes |= {node.id: node for node in part.nodes}
        edges |= {edge.id: edge for edge in part.edges}
    totals = {start.node.id: start.counts.total}
    return {
        "nodes": node_values(list(nodes.values()), list(edges.values()), totals),
        "edges": [edge_values(edge) for edge in edges.values()],
        "cut": {"at": cut.cut_at, "id": cut.cut_id} if cut else {"at": "", "id": ""},
    }


def expanded_part(part: Expansion) -> dict[str, Any]:
    """Return one page of neighbours; `left` things of this link are not in it."""
    cut = part.shown[-1] if part.shown else None
    return {
        "nodes": node_values(part.nodes, part.edges, {}),
        "edges": [edge_values(edge) for edge in part.edges],
        "left": max(part.total - len(part.nodes), 0),
        "total": part.total,
        "after": part.next_after,
        "cut": {"at": cut.cut_at, "id": cut.cut_id} if cut else {"at": "", "id": ""},
    }


def node_values(nodes: Sequence[ChartNode], edges: Sequence[ChartEdge], totals: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return nodes to draw. `total` is known only for things whose links were counted."""
    possessors = {edge.from_id for edge in edges if "possessed" in edge.link}
    premises = {edge.to_id for edge in edges if "premises" in edge.link}
    return [
        {
            "id": node.id,
            "kind": mark_of(node.kind, _role(node)),
            "label": _label(node),
            "sub": _second(node, possessors, edges),
            "mono": node.kind in MONO_KINDS,
            "href": page_address(node.kind, node.id),
            "total": totals.get(node.id, 0),
            "lane": _POSSESSOR_LANE
            if node.id in possessors
            else _PREMISES_LANE
            if node.id in premises
            else _LANES.get(mark_of(node.kind, _role(node)), 3),
        }
        for node in nodes
    ]


def _role(node: ChartNode) -> str:
    return {"factory": "maker", "box": "distributor"}.get(node.glyph, "") if node.kind == "Organisation" else ""


def _label(node: ChartNode) -> str:
    if node.kind == "Recovery":
        return t("kind.recovered")
    return node.label or t("records.erased")


def _second(node: ChartNode, possessors: set[str], edges: Sequence[ChartEdge]) -> str:
    """Role or date stands under the name: roles are on labels, never in shapes."""
    if node.kind == "Recovery":
        return show_date(node.label, language())
    if node.kind == "Person":
        if node.id in possessors:
            return t("person_role.possessor")
        if any("bought" in edge.link and node.id in (edge.from_id, edge.to_id) for edge in edges):
            return t("person_role.purchaser")
    parts = [show_date(part.strip(), language()) for part in node.second.split(",") if part.strip()]
    return ", ".join(parts[:2])


def edge_values(edge: ChartEdge) -> dict[str, Any]:
    """Return one line to draw; an unknown leg runs from the gun to its recovery, as time does."""
    turned = edge.style == "unknown_leg" and edge.link.startswith("recovery_")
    return {
        "id": edge.id,
        "from": edge.to_id if turned else edge.from_id,
        "to": edge.from_id if turned else edge.to_id,
        "link": edge.link,
        "style": edge.style,
        "label": _edge_label(edge),
        "count": max(edge.events, 1),
    }


def _edge_label(edge: ChartEdge) -> str:
    said = language()
    if edge.days is not None:
        return t("chart.days", n=show_number(edge.days, said))
    if edge.style in ("lead", "hit"):
        return t(f"chart.{edge.style}")
    if edge.events > 1:
        return f"{edge.title.in_language(said)} {show_number(edge.events, said)}"
    if "bought" in edge.link and edge.first:
        return show_date(edge.first, said)
    return ""
