"""Lines that repeat what the chain beside them says already."""

from __future__ import annotations

from collections.abc import Sequence

from ironriver.search.chart_results import ChartEdge

SOLD_TO = "dealer_sold_by_bought_person"


def told_twice(edges: Sequence[ChartEdge]) -> list[str]:
    """Return the ids of lines from a gun that repeat records which the chain beside them already draws.

    A sale is drawn from the dealer to the purchaser and from the purchaser to the gun; a third line, from the
    dealer to the gun, would say the same record again. Where the chain is not drawn, the line stays.
    """
    bought = [edge for edge in edges if edge.link == "person_bought_of_firearm"]
    sold = [edge for edge in edges if edge.link == SOLD_TO]
    sellers = {(buy.to_id, sale.from_id) for buy in bought for sale in sold if sale.to_id == buy.from_id}
    shipped = [edge for edge in edges if "shipped_by_shipped_to" in edge.link]
    senders, receivers = {edge.from_id for edge in shipped}, {edge.to_id for edge in shipped}
    shippers = {edge.from_id for edge in edges if edge.link == "organisation_shipped_by_of_firearm"}
    told = []
    for edge in edges:
        again = {
            "dealer_sold_by_of_firearm": (edge.to_id, edge.from_id) in sellers,
            "dealer_shipped_to_of_firearm": edge.from_id in receivers,
            "organisation_shipped_by_of_firearm": edge.from_id in senders,
            "firearm_made_by_organisation": edge.to_id in senders and edge.to_id in shippers,
        }
        if again.get(edge.link):
            told.append(edge.id)
    return told
