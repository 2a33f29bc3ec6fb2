"""The first chart draws the chain once: a line that only repeats its records is left out."""

from __future__ import annotations

from ironriver.errors import Say
from ironriver.search import ChartEdge, told_twice


def line(link: str, from_id: str, to_id: str) -> ChartEdge:
    return ChartEdge(
        id=f"{link}:{from_id}:{to_id}",
        link=link,
        from_id=from_id,
        to_id=to_id,
        style="recorded",
        title=Say(en=link, es=link),
        events=1,
        first="2025-08-14",
        last="2025-08-14",
    )


SOLD_GUN = line("dealer_sold_by_of_firearm", "dealer", "gun")
SOLD_TO = line("dealer_sold_by_bought_person", "dealer", "buyer")
BOUGHT = line("person_bought_of_firearm", "buyer", "gun")
RECEIVED = line("dealer_shipped_to_of_firearm", "dealer", "gun")
SHIPPED = line("organisation_shipped_by_of_firearm", "maker", "gun")
MADE = line("firearm_made_by_organisation", "gun", "maker")
CHAIN = line("organisation_shipped_by_shipped_to_dealer", "maker", "dealer")


def test_a_sale_told_through_the_purchaser_is_not_told_again():
    assert told_twice([SOLD_GUN, SOLD_TO, BOUGHT]) == [SOLD_GUN.id]


def test_a_sale_stays_where_its_purchaser_is_not_drawn():
    assert told_twice([SOLD_GUN]) == []
    assert told_twice([SOLD_GUN, SOLD_TO]) == []
    assert told_twice([SOLD_GUN, BOUGHT]) == []


def test_a_sale_of_another_gun_does_not_hide_this_one():
    other = line("person_bought_of_firearm", "buyer", "another gun")
    assert told_twice([SOLD_GUN, SOLD_TO, other]) == []


def test_shipments_are_told_along_the_chain():
    assert told_twice([RECEIVED, SHIPPED, CHAIN]) == [RECEIVED.id, SHIPPED.id]
    assert told_twice([RECEIVED, SHIPPED]) == []


def test_who_made_it_is_left_to_the_chain_where_the_maker_shipped_this_gun():
    assert told_twice([MADE, CHAIN, SHIPPED]) == [MADE.id, SHIPPED.id]
    assert told_twice([MADE, CHAIN]) == []
