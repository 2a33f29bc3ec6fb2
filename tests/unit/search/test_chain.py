"""The chain from records in every state of disrepair: gaps stay gaps, nothing is inferred, legs and stops agree."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.search.asking import SourceBook
from ironriver.search.chain import Story, build_chain
from ironriver.search.page_results import Chain

Row = dict[str, Any]


def node(label: str, id_: str, **given: Any) -> Row:
    return {"_labels": [label], "id": id_, "holding": "us-tpd", "tlp": 2, "handling": "", **given}


def event(label: str, id_: str, date: str = "", **given: Any) -> Row:
    return node(label, id_, date=date, date_precision="day", **given)


def maker(id_: str = "o_maker", link: str = "MADE_BY", **given: Any) -> Row:
    role = "maker" if link == "MADE_BY" else "importer"
    return {"link": link, "o": node("Organisation", id_, role=role), "r": {"id": f"r_{id_}", **given}}


def shipment(id_: str, date: str, start: Row | None, end: Row | None, **given: Any) -> Row:
    return {"s": event("Shipment", id_, date, **given), "x": start, "y": end}


def sale(id_: str, date: str, dealer: Row | None, person: Row | None, **given: Any) -> Row:
    return {"p": event("Purchase", id_, date, **given), "d": dealer, "x": person}


def recovery(id_: str, date: str, possessor: Row | None = None, **given: Any) -> Row:
    return {"r": event("Recovery", id_, date, **given), "l": None, "x": possessor, "v": None}


MAKER = node("Organisation", "o_maker", role="maker")
BOX = node("Organisation", "o_box", role="distributor")
DEALER = node("Dealer", "d_1")
OTHER = node("Dealer", "d_2")
BUYER = node("Person", "x_1", name="Whitcombe, Dale R.")
HOLDER = node("Person", "x_2", name="Ruelas C., Iván")

FULL: dict[str, list[Row]] = {
    "makers": [maker()],
    "shipments": [
        shipment("s1", "2025-06-04", MAKER, BOX),
        shipment("s2", "2025-07-02", BOX, DEALER),
    ],
    "purchases": [sale("p1", "2025-08-14", DEALER, BUYER)],
    "recoveries": [recovery("r1", "2025-12-02", HOLDER)],
}


def chain(**changes: Any) -> Chain:
    return build_chain(Story(**{**FULL, **changes}), SourceBook())


def told(made: Chain) -> list[str]:
    """Stops and legs in turn: `dealer:d_1`, `-sold-`, `purchaser:x_1` …; `?` where nobody is named."""
    stops = [f"{stop.role}:{stop.thing.id if stop.thing else '?'}" for stop in made.stops]
    legs = [f"-{leg.kind}-" for leg in made.legs]
    return [word for pair in zip(stops, [*legs, ""], strict=True) for word in pair if word]


def test_the_whole_chain() -> None:
    assert told(chain()) == [
        *("maker:o_maker", "-shipped-", "distributor:o_box", "-shipped-", "dealer:d_1", "-sold-"),
        *("purchaser:x_1", "-unknown-", "recovery:r1", "-possessed-", "possessor:x_2"),
    ]
    assert (chain().recorded, chain().total) == (4, 5)


MISSING = {
    "no maker, but a shipment from one": (
        {"makers": []},
        "maker:o_maker -shipped- distributor:o_box -shipped- dealer:d_1 -sold- purchaser:x_1 -unknown- "
        "recovery:r1 -possessed- possessor:x_2",
    ),
    "no shipments": (
        {"shipments": []},
        "maker:o_maker -unknown- dealer:d_1 -sold- purchaser:x_1 -unknown- recovery:r1 -possessed- possessor:x_2",
    ),
    "the first shipment is missing": (
        {"shipments": FULL["shipments"][1:]},
        "maker:o_maker -unknown- distributor:o_box -shipped- dealer:d_1 -sold- purchaser:x_1 -unknown- "
        "recovery:r1 -possessed- possessor:x_2",
    ),
    "the last shipment is missing": (
        {"shipments": FULL["shipments"][:1]},
        "maker:o_maker -shipped- distributor:o_box -unknown- dealer:d_1 -sold- purchaser:x_1 -unknown- "
        "recovery:r1 -possessed- possessor:x_2",
    ),
    "shipped to another dealer than sold": (
        {"purchases": [sale("p1", "2025-08-14", OTHER, BUYER)]},
        "maker:o_maker -shipped- distributor:o_box -shipped- dealer:d_1 -unknown- dealer:d_2 -sold- "
        "purchaser:x_1 -unknown- recovery:r1 -possessed- possessor:x_2",
    ),
    "no purchase": (
        {"purchases": []},
        "maker:o_maker -shipped- distributor:o_box -shipped- dealer:d_1 -unknown- recovery:r1 -possessed- "
        "possessor:x_2",
    ),
    "a sale without a purchaser": (
        {"purchases": [sale("p1", "2025-08-14", DEALER, None)]},
        "maker:o_maker -shipped- distributor:o_box -shipped- dealer:d_1 -sold- purchaser:? -unknown- recovery:r1 "
        "-possessed- possessor:x_2",
    ),
    "a sale without a dealer": (
        {"purchases": [sale("p1", "2025-08-14", None, BUYER)]},
        "maker:o_maker -shipped- distributor:o_box -shipped- dealer:d_1 -unknown- dealer:? -sold- purchaser:x_1 "
        "-unknown- recovery:r1 -possessed- possessor:x_2",
    ),
    "a recovery without a possessor": (
        {"recoveries": [recovery("r1", "2025-12-02")]},
        "maker:o_maker -shipped- distributor:o_box -shipped- dealer:d_1 -sold- purchaser:x_1 -unknown- recovery:r1",
    ),
    "a recovery alone": (
        {"makers": [], "shipments": [], "purchases": []},
        "recovery:r1 -possessed- possessor:x_2",
    ),
    "a sale alone": (
        {"makers": [], "shipments": [], "recoveries": []},
        "dealer:d_1 -sold- purchaser:x_1",
    ),
    "a maker alone": ({"shipments": [], "purchases": [], "recoveries": []}, "maker:o_maker"),
    "an importer alone": (
        {"makers": [maker("o_imp", "IMPORTED_BY")], "shipments": [], "purchases": [], "recoveries": []},
        "importer:o_imp",
    ),
    "a shipment without a receiver": (
        {"shipments": [shipment("s1", "2025-06-04", MAKER, None)], "recoveries": []},
        "maker:o_maker -shipped- distributor:? -unknown- dealer:d_1 -sold- purchaser:x_1",
    ),
    "a shipment without a sender": (
        {"shipments": [shipment("s2", "2025-07-02", None, DEALER)], "recoveries": []},
        "maker:o_maker -unknown- distributor:? -shipped- dealer:d_1 -sold- purchaser:x_1",
    ),
    "a shipment between dealers": (
        {"shipments": [shipment("s1", "2025-07-02", DEALER, OTHER)], "recoveries": []},
        "maker:o_maker -unknown- dealer:d_1 -shipped- dealer:d_2 -unknown- dealer:d_1 -sold- purchaser:x_1",
    ),
    "the possessor is the purchaser": (
        {"recoveries": [recovery("r1", "2025-12-02", BUYER)], "shipments": []},
        "maker:o_maker -unknown- dealer:d_1 -sold- purchaser:x_1 -unknown- recovery:r1 -possessed- possessor:x_1",
    ),
    "two possessors of one recovery count once": (
        {
            "recoveries": [recovery("r1", "2025-12-02", HOLDER), recovery("r1", "2025-12-02", BUYER)],
            "shipments": [],
        },
        "maker:o_maker -unknown- dealer:d_1 -sold- purchaser:x_1 -unknown- recovery:r1 -possessed- possessor:x_2",
    ),
}


@pytest.mark.parametrize("case", MISSING, ids=list(MISSING))
def test_what_is_missing_stays_open(case: str) -> None:
    changes, expected = MISSING[case]
    assert told(chain(**changes)) == expected.split()


@pytest.mark.parametrize("case", MISSING, ids=list(MISSING))
def test_an_unknown_leg_has_no_source_and_a_recorded_one_says_so(case: str) -> None:
    made = chain(**MISSING[case][0])
    assert len(made.legs) == max(0, len(made.stops) - 1)
    for leg in made.legs:
        assert leg.recorded is (leg.kind != "unknown")
        assert leg.recorded or (leg.source_no, leg.date, leg.guns) == (0, "", 0)
        assert leg.title.en != leg.title.es
    assert made.recorded + sum(leg.kind == "unknown" for leg in made.legs) == made.total


DAYS = [
    ("2025-08-14", "2025-12-02", 110),
    ("2025-08-14", "2025-08-14", 0),
    ("2025-08-14", "2025-08-13", None),  # out of order: no number, least of all a negative one
    ("2024-02-28", "2024-03-01", 2),
    ("", "2025-12-02", None),
    ("2025-08-14", "", None),
    ("2025-08", "2025-12-02", None),
]


@pytest.mark.parametrize(("sold", "recovered", "days"), DAYS)
def test_days_across_the_unknown_leg(sold: str, recovered: str, days: int | None) -> None:
    made = chain(purchases=[sale("p1", sold, DEALER, BUYER)], recoveries=[recovery("r1", recovered)])
    (leg,) = [leg for leg in made.legs if leg.kind == "unknown"]
    assert leg.days == days


@pytest.mark.parametrize("precision", ["month", "year", "unknown"])
def test_no_days_from_half_known_dates(precision: str) -> None:
    vague = sale("p1", "2025-08-01", DEALER, BUYER)
    vague["p"]["date_precision"] = precision
    assert [leg.days for leg in chain(purchases=[vague]).legs if leg.kind == "unknown"] == [None]


def test_days_are_counted_from_the_last_event_and_not_from_the_first() -> None:
    made = chain(recoveries=[recovery("r1", "2025-12-02"), recovery("r2", "2025-12-12")])
    assert [leg.days for leg in made.legs if leg.kind == "unknown"] == [110, 10]


def test_guns_of_a_multiple_sale_stand_on_the_sale_and_nowhere_else() -> None:
    purchases = [sale("p1", "2025-08-14", DEALER, BUYER), sale("p2", "2025-09-01", OTHER, None)]
    made = chain(purchases=purchases, guns={"p1": 7})
    assert [(leg.kind, leg.guns) for leg in made.legs if leg.guns] == [("sold", 7)]
    made = chain(purchases=purchases, guns={"p2": 4, "elsewhere": 9})
    assert [leg.guns for leg in made.legs if leg.kind == "sold"] == [0, 4]


def test_a_sale_told_by_two_rows_is_one_sale() -> None:
    """Two purchasers of one form: the record names one first; the sale is not told twice."""
    rows = [sale("p1", "2025-08-14", DEALER, BUYER), sale("p1", "2025-08-14", DEALER, HOLDER)]
    made = chain(purchases=rows, guns={"p1": 3})
    assert [leg.guns for leg in made.legs if leg.kind == "sold"] == [3]
    assert [stop.thing.id for stop in made.stops if stop.role == "purchaser" and stop.thing] == ["x_1"]


def test_sources_are_those_of_recorded_legs_in_the_pages_own_numbers() -> None:
    book = SourceBook()
    book.number({"source_id": "cited_before"})
    story = Story(
        makers=[maker(source_id="s_maker")],
        shipments=[shipment("s1", "2025-06-04", MAKER, DEALER, source_id="s_ship")],
        purchases=[sale("p1", "2025-08-14", DEALER, BUYER, source_id="s_trace")],
        recoveries=[recovery("r1", "2025-12-02", HOLDER, source_id="s_trace")],
    )
    made = build_chain(story, book)
    assert [leg.source_no for leg in made.legs] == [3, 4, 0, 4]
    assert made.sources == (3, 4)
    assert [stop.source_no for stop in made.stops] == [2, 3, 4, 4, 4]


def test_a_leg_without_a_source_cites_none() -> None:
    assert chain().sources == ()


def test_a_role_that_nobody_knows_becomes_the_one_of_its_place() -> None:
    odd = node("Organisation", "o_odd", role="broker")
    made = chain(
        makers=[], shipments=[shipment("s1", "2025-06-04", odd, node("Organisation", "o_n"))], purchases=[]
    )
    assert [stop.role for stop in made.stops][:2] == ["maker", "distributor"]


parts = st.fixed_dictionaries(
    {
        "makers": st.sampled_from([[], [maker()], [maker(), maker("o_i", "IMPORTED_BY")]]),
        "shipments": st.lists(
            st.tuples(st.sampled_from([None, MAKER, BOX, DEALER]), st.sampled_from([None, BOX, DEALER, OTHER])),
            max_size=3,
        ),
        "purchases": st.lists(
            st.tuples(st.sampled_from([None, DEALER, OTHER]), st.sampled_from([None, BUYER])), max_size=3
        ),
        "recoveries": st.lists(st.sampled_from([None, BUYER, HOLDER]), max_size=3),
    }
)
dates = st.sampled_from(["", "2025", "2024-05-01", "2025-08-14", "2025-12-02"])


@given(parts, st.lists(dates, min_size=9, max_size=9), st.randoms(use_true_random=False))
def test_any_records_give_a_chain_that_holds_together(
    drawn: dict[str, Any], when: list[str], order: random.Random
) -> None:
    given_dates = iter(when)
    story = Story(
        makers=drawn["makers"],
        shipments=[shipment(f"s{n}", next(given_dates), a, b) for n, (a, b) in enumerate(drawn["shipments"])],
        purchases=[sale(f"p{n}", next(given_dates), d, x) for n, (d, x) in enumerate(drawn["purchases"])],
        recoveries=[recovery(f"r{n}", next(given_dates), x) for n, x in enumerate(drawn["recoveries"])],
    )
    order.shuffle(story.purchases)
    made = build_chain(story, SourceBook())
    assert len(made.legs) == max(0, len(made.stops) - 1)
    assert made.recorded == sum(leg.kind != "unknown" for leg in made.legs)
    # Every recorded event is told exactly once, whatever order it came in.
    kinds = [leg.kind for leg in made.legs]
    assert kinds.count("sold") == len(story.purchases)
    assert kinds.count("shipped") == len(story.shipments)
    assert kinds.count("possessed") == sum(row["x"] is not None for row in story.recoveries)
    assert sum(stop.role == "recovery" for stop in made.stops) == len(story.recoveries)
    assert all(leg.days is None or leg.days >= 0 for leg in made.legs)
    # Two gaps in a row would mean a stop that no record names.
    for before, after in pairwise(kinds):
        assert (before, after) != ("unknown", "unknown") or "recovery" in {stop.role for stop in made.stops}
