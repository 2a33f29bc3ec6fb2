"""The chart's parts as the front end and `/api/v1` take them: plain JSON values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from textwrap import shorten
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from flask import url_for

from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.search import (
    ChartEdge,
    ChartNode,
    Expansion,
    LinkCounts,
    Shown,
    link_counts_of,
    told_twice,
)
from ironriver.web import as_read
from ironriver.web.formats import show_date, show_number, show_time
from ironriver.web.look import language, t
from ironriver.web.pages.things import MONO_KINDS, code_text, mark_of, page_address

#: Things that one press of "add" draws.
ADDED = 25

#: Columns of the lane layout, in the order of a gun's life.
_LANES: Mapping[str, int] = MappingProxyType(
    {
        "maker": 0,
        "organisation": 1,
        "distributor": 1,
        "MultipleSale": 2,
        "Document": 2,
        "dealer": 2,
        "person": 3,
        "phone": 3,
        "Theft": 3,
        "firearm": 4,
        "recovery": 5,
        "ballistic": 5,
        "vehicle": 5,
        "TraceRequest": 5,
        "agency": 6,
        "place": 6,
    }
)
#: A possessor stands behind the recovery, a home address beside the purchaser, premises before the dealer.
_BY_LINK: tuple[tuple[str, str, int], ...] = (
    ("possessed", "from", 6),
    ("has_address", "to", 3),
    ("premises", "to", 1),
)
#: Things of one answer whose links are counted for the badge; each count is a question to the graph.
_COUNTED = 30
#: Few things, on each of which hundreds of thousands hang (guns of a maker, requests of an agency): to count them
#: takes longer than all the rest of a chart, so they are counted when somebody chooses one.
COUNTED_WHEN_CHOSEN = frozenset({"Organisation", "Agency"})
#: Letters of a second line on the chart.
_FITS = 26


def expanded_part(actor: Actor, part: Expansion, *, ledger: Ledger) -> dict[str, Any]:
    """Return one page of neighbours; `left` things of this link are not in it."""
    return {
        "nodes": node_values(part.nodes, part.edges, _totals(actor, part.nodes, ledger)),
        "edges": [edge_values(edge) for edge in part.edges],
        "left": max(part.total - len(part.nodes), 0),
        "total": part.total,
        "after": part.next_after,
        "cut": cut_values(part.shown),
    }


def cut_values(shown: Sequence[Shown]) -> dict[str, str]:
    """Return the moment of the answer, for the chip above the chart."""
    if not shown:
        return {"at": "", "id": "", "text": ""}
    first = shown[0]
    return {"at": first.cut_at, "id": first.cut_id, "text": t("chart.cut", at=show_time(first.cut_at, language()))}


def told_by_others(
    edges: Iterable[ChartEdge], *, kept: Container[str] = ()
) -> tuple[list[ChartEdge], Counter[str]]:
    """Return the lines that say something of their own, and how many others end at each thing.

    Those others are neither drawn nor missing: the lines beside them say the same records. `kept` are drawn all the
    same.
    """
    lines = list(edges)
    again = {id_ for id_ in told_twice(lines) if id_ not in kept}
    told = Counter(end for edge in lines if edge.id in again for end in (edge.from_id, edge.to_id))
    return [edge for edge in lines if edge.id not in again], told


def node_values(
    nodes: Sequence[ChartNode],
    edges: Sequence[ChartEdge],
    totals: Mapping[str, int],
    told: Mapping[str, int] = MappingProxyType({}),
) -> list[dict[str, Any]]:
    """Return nodes to draw. `total` is None for things whose links were not counted."""
    lanes = {end: lane for edge in edges for end, lane in _lanes_by_link(edge)}
    return [
        {
            "id": node.id,
            "kind": mark_of(node.kind, _role(node)),
            "label": _label(node),
            "sub": shorten(_second(node, edges), _FITS, placeholder=" …"),
            "mono": node.kind in MONO_KINDS,
            "href": page_address(node.kind, node.id),
            "total": totals.get(node.id),
            **({"told": told[node.id]} if node.id in told else {}),
            "date": node.label if node.kind == "Recovery" else "",
            "lane": lanes.get(node.id, _LANES.get(node.kind, _LANES.get(mark_of(node.kind, _role(node)), 3))),
        }
        for node in nodes
    ]


def _lanes_by_link(edge: ChartEdge) -> list[tuple[str, int]]:
    return [
        (edge.from_id if end == "from" else edge.to_id, lane) for part, end, lane in _BY_LINK if part in edge.link
    ]


def _totals(actor: Actor, nodes: Sequence[ChartNode], ledger: Ledger) -> dict[str, int]:
    """Count the links of what came in. A thing that may not be counted now (no case) gets no badge."""
    return {id_: found.total for id_, found in counts_of(actor, nodes, ledger).items()}


def counts_of(actor: Actor, nodes: Sequence[ChartNode], ledger: Ledger) -> dict[str, LinkCounts]:
    """Return the counts of each thing that may be counted now and is counted unasked."""
    asked = [node.id for node in nodes if node.kind not in COUNTED_WHEN_CHOSEN]
    return link_counts_of(actor, asked[:_COUNTED], ledger=ledger)


def _role(node: ChartNode) -> str:
    return node.second.partition(",")[0].strip() if node.kind == "Organisation" else ""


def _label(node: ChartNode) -> str:
    if node.kind == "Recovery":
        return t("kind.recovered")
    return as_read.label(node.kind, node.label) or t("records.erased")


def _second(node: ChartNode, edges: Sequence[ChartEdge]) -> str:
    """Role or date stands under the name: roles are on labels, never in shapes."""
    said = language()
    parts = [show_date(part.strip(), said) for part in node.second.split(",") if part.strip()]
    if node.kind == "Recovery":
        return show_date(node.label, said)
    if node.kind == "Person":
        return _person_role(node, edges)
    if node.kind == "Organisation":
        return t(f"kind.{mark_of(node.kind, _role(node))}")
    if node.kind in ("Firearm", "Dealer"):
        return _third(node, parts)
    parts = [as_read.calm(part) if at == 0 else part for at, part in enumerate(parts)]
    if node.kind == "BallisticEvent" and parts:
        parts[0] = code_text("kind", parts[0]) or parts[0]
    return ", ".join(parts[:1]) if node.kind in ("TraceRequest", "MultipleSale") else ", ".join(parts[:2])


def _third(node: ChartNode, parts: Sequence[str]) -> str:
    """Model and calibre of a gun, town and state of a dealer."""
    if node.kind == "Firearm":
        return ", ".join(as_read.calibre(part) if at else as_read.calm(part) for at, part in enumerate(parts[1:3]))
    return ", ".join(part if at else as_read.calm(part) for at, part in enumerate(parts[1:3]))


def _person_role(node: ChartNode, edges: Sequence[ChartEdge]) -> str:
    links = [edge.link for edge in edges if node.id in (edge.from_id, edge.to_id)]
    if any("possessed" in link for link in links):
        return t("person_role.possessor")
    return t("person_role.purchaser") if any("bought" in link for link in links) else ""


def edge_values(edge: ChartEdge) -> dict[str, Any]:
    """Return one line to draw; an unknown leg runs from the gun to its recovery, as time does."""
    ends = {"link": edge.link, "from": edge.from_id, "to": edge.to_id}
    turned = edge.style == "unknown_leg" and edge.link.startswith("recovery_")
    return {
        "id": edge.id,
        "from": edge.to_id if turned else edge.from_id,
        "to": edge.from_id if turned else edge.to_id,
        "link": edge.link,
        "style": edge.style,
        "label": _edge_label(edge),
        "count": max(edge.events, 1),
        "first": edge.first,
        "last": edge.last,
        "pane": f"{url_for('workbench.edge')}?{urlencode(ends)}",
    }


def _edge_label(edge: ChartEdge) -> str:
    said = language()
    if edge.days is not None:
        return t("chart.days", n=show_number(edge.days, said))
    if edge.style in ("lead", "hit", "excluded"):
        return t(f"chart.{edge.style}")
    if edge.events > 1:
        return f"{edge.title.in_language(said)} {show_number(edge.events, said)}"
    if "bought" in edge.link and edge.first:
        return show_date(edge.first, said)
    return ""
