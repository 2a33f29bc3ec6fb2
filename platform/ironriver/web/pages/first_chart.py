"""The first chart of a thing: what hangs on it, the chain it stands in, and the lines between those."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.search import (
    Between,
    ChartEdge,
    ChartNode,
    ChartStart,
    Expansion,
    LinkCount,
    LinkCounts,
    expand_each,
    told_twice,
)
from ironriver.web.pages.chart import counts_of, cut_values, edge_values, node_values

#: A first chart draws a link at once when it leads to no more things than this; more waits to be asked for.
FIRST_PAGE = 12
#: Lines between things that the first chart already shows: the chain of hands, papers that name both ends.
_SOLD_TO = "dealer_sold_by_bought_person"
_BETWEEN = (
    *("organisation_shipped_by_shipped_to_organisation", "organisation_shipped_by_shipped_to_dealer"),
    *("dealer_shipped_by_shipped_to_dealer", _SOLD_TO, "person_bought_of_firearm", "recovery_of_firearm"),
    *("multiple_sale_reported_by_dealer", "multiple_sale_includes_of_firearm"),
    *("trace_request_for_recovery", "theft_reported_by_dealer"),
    *(
        "firearm_lead_ballistic_event",
        "firearm_hit_ballistic_event",
        "person_has_phone_phone",
        "person_has_address_place",
    ),
)
#: Where the chain goes on behind a recovery.
_ONWARD = frozenset({("recovery_at_place", "out"), ("person_possessed_recovery", "in")})
#: A link of more things than this is not searched for lines between what is drawn: it waits to be asked for.
MOST_BETWEEN = 200


def first_part(actor: Actor, start: ChartStart, *, ledger: Ledger) -> dict[str, Any]:
    """Return the first node with what hangs on it by links that lead to few things."""
    nodes: dict[str, ChartNode] = {start.node.id: start.node}
    edges: dict[str, ChartEdge] = {}
    near = [count for count in start.counts.counts if not count.is_hub and 0 < count.total <= FIRST_PAGE]
    for part in expand_each(actor, [(start.node.id, count) for count in near], ledger=ledger):
        _draw(part, nodes, edges)
    counts = counts_of(actor, list(nodes.values())[1:], ledger)
    for part in expand_each(actor, list(_onward(counts)), ledger=ledger):
        _draw(part, nodes, edges)
    counts |= counts_of(actor, [node for node in nodes.values() if node.id not in counts][1:], ledger)
    for part in expand_each(actor, list(_between(counts)), ledger=ledger, most=MOST_BETWEEN):
        _draw(part, {}, edges)
    edges = {edge.id: edge for edge in edges.values() if edge.from_id in nodes and edge.to_id in nodes}
    told = told_twice(list(edges.values()))
    totals = {id_: one.total for id_, one in counts.items()} | {start.node.id: start.counts.total}
    for edge in (edges.pop(id_) for id_ in told):
        for end in (edge.from_id, edge.to_id):
            totals[end] = max(totals.get(end, 0) - 1, 0)
    return {
        "nodes": node_values(list(nodes.values()), list(edges.values()), totals),
        "edges": [edge_values(edge) for edge in edges.values()],
        "cut": cut_values(start.shown),
    }


def _draw(part: Expansion, nodes: dict[str, ChartNode], edges: dict[str, ChartEdge]) -> None:
    for node in part.nodes:
        nodes.setdefault(node.id, node)
    edges |= {edge.id: edge for edge in part.edges}


def _onward(counts: Mapping[str, LinkCounts]) -> Iterator[tuple[str, LinkCount]]:
    """Yield the last step of the chain: where the gun was recovered and who held it then."""
    for id_, found in counts.items():
        for count in found.counts:
            if (count.link, count.direction) in _ONWARD and 0 < count.total <= FIRST_PAGE:
                yield id_, count


def _between(counts: Mapping[str, LinkCounts]) -> Iterator[tuple[str, LinkCount]]:
    """Yield links among what stands already, each asked from the end where fewer hang."""
    for link in _BETWEEN:
        ways: dict[str, list[tuple[str, LinkCount]]] = {"out": [], "in": []}
        for id_, found in counts.items():
            for count in found.counts:
                if count.link == link and count.total:
                    ways[count.direction].append((id_, count))
        if not all(ways.values()):
            continue  # one end of this link is not on the chart
        cheapest = min(ways.values(), key=lambda asked: (sum(count.total for _, count in asked), len(asked)))
        yield from ((id_, count) for id_, count in cheapest if count.total <= MOST_BETWEEN)


def lines_part(found: Between) -> dict[str, Any]:
    """Return the lines between drawn things, each record told once."""
    again = set(told_twice(found.edges))
    return {
        "edges": [edge_values(edge) for edge in found.edges if edge.id not in again],
        "is_cut": found.is_cut,
        "cut": cut_values(found.shown),
    }
