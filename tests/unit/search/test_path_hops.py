"""One path explained, without a graph: order in time, unknown legs, the weakest link."""

from __future__ import annotations

from typing import Any

import pytest

from ironriver.search.asking import SourceBook
from ironriver.search.path_hops import explain, is_in_time, is_simple, left_out, unknown_hops


def node(label: str, name: str = "1", **more: Any) -> dict[str, Any]:
    return {"id": f"{label.lower()}_{name}", "_labels": [label], "tlp": 1, "holding": "us-tpd", **more}


def tie(type_: str, **more: Any) -> dict[str, Any]:
    return {"id": f"r_{type_}", "_type": type_, "tlp": 1, "source_id": "source_1", "line": 4, **more}


DEALER, GUN, PERSON = node("Dealer"), node("Firearm"), node("Person", name="w")
SALE = node("Purchase", date="2025-08-14", source_id="source_1", line=22)
RESALE = node("Purchase", "2", date="2025-10-01")
FOUND = node("Recovery", date="2025-12-02", source_id="source_2", line=3)
SENT = node("Shipment", date="2025-07-02")
TRACE, CASING, PHONE = node("TraceRequest", date="2025-12-10"), node("BallisticEvent"), node("Phone")
THEFT = node("Theft", date="2025-09-01")


@pytest.mark.parametrize(
    ("dates", "ordered"),
    [
        (("2025-08-14", "2025-12-02"), True),
        (("2025-12-02", "2025-08-14"), False),
        (("2025-08-14", "2025-08-14"), True),
        (("2025-08", "2025-08-14"), True),
        (("2025-09", "2025-08-14"), False),
        (("2025", "2025-08-14"), True),
        (("2026", "2025-08-14"), False),
        (("", "2025-08-14"), False),
        ((None, "2025-08-14"), False),
        (("2025-08-14", ""), False),
        (("2025-08-14", "2025-09-01", "2025-08-20"), False),
        (("2025-08-14", "2025-09-01", "2025-09-02"), True),
        (("2025-09", "2025", "2025-08-14"), False),
        ((), True),
        (("2025-08-14",), True),
        (("",), False),
    ],
)
def test_order_in_time(dates: tuple[str | None, ...], ordered: bool) -> None:
    assert is_in_time([node("Purchase", str(at), date=date) for at, date in enumerate(dates)]) is ordered


def test_a_paper_is_dated_later_than_what_it_tells_of_and_orders_nothing() -> None:
    assert is_in_time([SALE, GUN, TRACE, FOUND])


def test_a_path_that_passes_a_thing_twice_is_none() -> None:
    assert is_simple([DEALER, SALE, GUN])
    assert not is_simple([DEALER, SALE, DEALER])


@pytest.mark.parametrize(
    ("stops", "gaps"),
    [
        ([DEALER, SALE, GUN, FOUND], {2: 110}),
        ([FOUND, GUN, SALE, PERSON], {1: 110}),
        ([PERSON, SALE, GUN, TRACE, FOUND], {3: 110}),
        ([SALE, GUN, node("Firearm", "2"), FOUND], {2: 110}),
        ([SENT, GUN, FOUND], {1: 153}),
        ([SALE, GUN, RESALE], {1: 48}),
        ([SALE, GUN, THEFT], {1: 18}),
        ([THEFT, GUN, FOUND], {1: 92}),
        ([SALE, GUN, CASING], {1: None}),
        ([SENT, GUN, SALE], {}),
        ([GUN, FOUND], {}),
        ([PERSON, SALE, DEALER, RESALE], {}),
        ([SALE, PERSON, PHONE, node("Person", "z"), FOUND], {}),
        ([DEALER, SALE, GUN], {}),
        ([FOUND, node("Place"), node("Recovery", "2", date="2025-12-03")], {}),
        ([SALE, node("Document"), FOUND], {}),
    ],
)
def test_unknown_legs(stops: list[dict[str, Any]], gaps: dict[int, int | None]) -> None:
    assert unknown_hops(stops) == gaps


def test_sale_to_recovery_is_shown_as_the_unknown_leg_it_is() -> None:
    book = SourceBook()
    way = explain([DEALER, SALE, GUN, FOUND], [tie("SOLD_BY"), tie("OF"), tie("OF")], book)
    assert [hop.style for hop in way.hops] == ["recorded", "recorded", "unknown_leg"]
    assert way.crosses_unknown
    assert way.weakest == 2
    assert "no source says who held" in way.why.en
    assert "ninguna fuente" in way.why.es
    assert way.hops[2].days == 110
    assert way.hops[2].title.en == "No source says who held it"


@pytest.mark.parametrize("stops", [[SENT, GUN, FOUND], [FOUND, GUN, SENT]])
def test_a_leg_over_a_recorded_sale_is_not_called_unknown(stops: list[dict[str, Any]]) -> None:
    events = {GUN["id"]: [SALE]}
    assert left_out(stops, events) == {1: [SALE]}
    hop = explain(stops, [tie("OF"), tie("OF")], SourceBook(), events).hops[1]
    assert (hop.days, hop.title.en) == (None, "Recorded, and left out on this way")
    assert SALE["date"] in hop.means.en
    assert "nothing is recorded" not in hop.means.en
    assert left_out([SENT, GUN, SALE, GUN, FOUND], events) == {}
    assert left_out([SALE, GUN, FOUND], {GUN["id"]: [SENT, SALE]}) == {}


def test_each_hop_has_its_line_and_date() -> None:
    book = SourceBook()
    bare = tie("SOLD_BY", source_id=None, line=None)
    way = explain([DEALER, SALE, GUN], [bare, tie("OF", line=9)], book)
    assert [(hop.source_no, hop.line, hop.date) for hop in way.hops] == [
        (1, 22, "2025-08-14"),
        (1, 9, "2025-08-14"),
    ]
    assert [hop.title.en for hop in way.hops][1] == "of firearm"
    assert way.hops[0].title.en != way.hops[0].title.es


def test_a_link_is_named_from_the_end_it_is_walked_from() -> None:
    there = explain([SALE, GUN], [tie("OF")], SourceBook()).hops[0]
    back = explain([GUN, SALE], [tie("OF")], SourceBook()).hops[0]
    assert (there.title.en, back.title.en) == ("of firearm", "happened to it")


def test_a_lead_on_an_unknown_leg_stays_a_lead() -> None:
    way = explain([SALE, GUN, CASING], [tie("OF"), tie("LEAD")], SourceBook())
    assert way.hops[1].style == "unknown_leg"
    assert "No examiner" in way.hops[1].means.en


@pytest.mark.parametrize(
    ("stops", "types", "weakest", "says"),
    [
        ([GUN, CASING], ["LEAD"], 0, "lead"),
        ([SALE, GUN, node("Firearm", "2")], ["OF", "SAME_AS"], 1, "withdrawn"),
        ([PERSON, PHONE, node("Person", "z")], ["HAS_PHONE", "HAS_PHONE"], 0, "share"),
        ([DEALER, SALE, GUN], ["SOLD_BY", "OF"], None, "None is weaker"),
    ],
)
def test_the_weakest_link(stops: list[dict[str, Any]], types: list[str], weakest: int | None, says: str) -> None:
    way = explain(stops, [tie(type_) for type_ in types], SourceBook())
    assert way.weakest == weakest
    assert says in way.why.en


def test_a_link_without_a_source_line_is_weaker_than_one_with() -> None:
    way = explain([PERSON, PHONE], [tie("HAS_PHONE", source_id=None, line=None)], SourceBook())
    assert way.hops[0].source_no == 0
    assert "No source line" in way.why.en


def test_a_path_is_as_strict_as_its_strictest_part() -> None:
    way = explain([DEALER, {**SALE, "tlp": 3}, GUN], [tie("SOLD_BY"), tie("OF")], SourceBook())
    assert way.tlp == 3
