"""The first chart of a thing: what hangs on it, the chain it stands in, and the lines between those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.search import (
    CHART_LINKS,
    Between,
    ChartEdge,
    ChartNode,
    ChartStart,
    Expansion,
    LinkCount,
    LinkCounts,
    expand_each,
)
from ironriver.web.pages.chart import (
    COUNTED_WHEN_CHOSEN,
    counts_of,
    cut_values,
    edge_values,
    node_values,
    told_by_others,
)

#: A first chart draws a link at once when it leads to no more things than this; more waits to be asked for.
FIRST_PAGE = 12
#: Lines between things that the first chart already shows: the chain of hands, papers that name both ends.
_BETWEEN = (
    *("dealer_sold_by_bought_person", "person_bought_of_firearm", "recovery_of_firearm"),
    *("multiple_sale_reported_by_dealer", "multiple_sale_includes_of_firearm"),
    *("trace_request_for_recovery", "theft_reported_by_dealer"),
    *(
        "firearm_lead_ballistic_event",
        "firearm_hit_ballistic_event",
        "person_has_phone_phone",
        "person_has_address_place",
    ),
)
#: What shipments pass through, a hundred thousand at one of them and more: no first chart waits for their counts.
_LATER = COUNTED_WHEN_CHOSEN | {"Dealer"}
#: Where the chain goes on behind a recovery.
_ONWARD = frozenset({("recovery_at_place", "out"), ("person_possessed_recovery", "in")})
#: A link of more things than this is not searched for lines between what is drawn: it waits to be asked for.
MOST_BETWEEN = 200


def first_part(actor: Actor, start: ChartStart, *, ledger: Ledger) -> dict[str, Any]:
    """Return the first node with what hangs on it by links that lead to few things.

    `later`: dealers and organisations drawn. Their links, and the shipments that the lines among them fold, are not
    counted yet: those may be hundreds of thousands. Of a gun, the lines of its own shipments are drawn at once,
    without a number; the true one comes when the lines between these things are asked for.
    """
    nodes: dict[str, ChartNode] = {start.node.id: start.node}
    edges = {edge.id: edge for edge in start.shipped}
    near = [count for count in start.counts.counts if not count.is_hub and 0 < count.total <= FIRST_PAGE]
    for part in expand_each(actor, [(start.node.id, count) for count in near], ledger=ledger):
        _draw(part, nodes, edges)
    counts = counts_of(actor, _counted_now(nodes, start.node.id), ledger)
    for part in expand_each(actor, list(_onward(counts)), ledger=ledger):
        _draw(part, nodes, edges)
    fresh = [node for node in _counted_now(nodes, start.node.id) if node.id not in counts]
    counts |= counts_of(actor, fresh, ledger)
    kinds = {node.kind for node in nodes.values()}
    for part in expand_each(actor, list(_between(counts, kinds)), ledger=ledger, most=MOST_BETWEEN):
        _draw(part, {}, edges)
    lines, told = told_by_others(
        edge for edge in edges.values() if edge.from_id in nodes and edge.to_id in nodes
    )
    totals = {id_: one.total for id_, one in counts.items()} | {start.node.id: start.counts.total}
    later = [node.id for node in nodes.values() if node.kind in _LATER]
    return {
        "nodes": node_values(list(nodes.values()), lines, totals, told),
        "edges": [edge_values(edge) for edge in lines],
        "later": later,
        "cut": cut_values(start.shown),
    }


def _counted_now(nodes: Mapping[str, ChartNode], start_id: str) -> list[ChartNode]:
    return [node for node in nodes.values() if node.id != start_id and node.kind not in _LATER]


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


def _between(counts: Mapping[str, LinkCounts], kinds: Iterable[str]) -> Iterator[tuple[str, LinkCount]]:
    """Yield links among what stands already, each asked from the end where fewer hang: a counted one.

    `kinds` of what stands: a thing that is not counted may be an end, too.
    """
    uncounted = _LATER.intersection(kinds)
    for link in _BETWEEN:
        ways: dict[str, list[tuple[str, LinkCount]]] = {"out": [], "in": []}
        for id_, found in counts.items():
            for count in found.counts:
                if count.link == link and count.total:
                    ways[count.direction].append((id_, count))
        ends = {"out": CHART_LINKS[link].from_kind, "in": CHART_LINKS[link].to_kind}
        counted = [way for way in ways.values() if way]
        if not counted or any(not way and ends[at] not in uncounted for at, way in ways.items()):
            continue  # one end of this link is not on the chart
        cheapest = min(counted, key=lambda asked: (sum(count.total for _, count in asked), len(asked)))
        yield from ((id_, count) for id_, count in cheapest if count.total <= MOST_BETWEEN)


def lines_part(found: Between) -> dict[str, Any]:
    """Return the lines between drawn things, each record told once."""
    lines, _ = told_by_others(found.edges)
    return {
        "edges": [edge_values(edge) for edge in lines],
        "is_cut": found.is_cut,
        "cut": cut_values(found.shown),
    }
