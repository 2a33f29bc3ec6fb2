"""What a saved chart holds: one form whatever order, only ids and places, and what others see is carried on."""

from __future__ import annotations

import json
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.errors import Invalid
from ironriver.search import ChartContents, Placed, contents_text, read_contents
from ironriver.search.chart_contents import MOST_ELEMENTS

PLACES = st.floats(-5_000, 5_000, allow_nan=False)
NODES = st.lists(
    st.builds(Placed, id=st.from_regex(r"firearm_[0-9a-f]{4}", fullmatch=True), x=PLACES, y=PLACES),
    max_size=8,
    unique_by=lambda node: node.id,
)
IDS = st.lists(st.from_regex(r"person_[0-9a-f]{4}", fullmatch=True), max_size=4, unique=True)


@given(NODES, IDS, IDS)
def test_a_chart_reads_back_as_it_was_written(nodes: list[Placed], hidden: list[str], collapsed: list[str]) -> None:
    chart = ChartContents(nodes=tuple(nodes), hidden=tuple(hidden), collapsed=tuple(collapsed)).checked()
    again = read_contents(contents_text(chart))
    assert sorted(again.nodes, key=lambda node: node.id) == sorted(chart.nodes, key=lambda node: node.id)
    assert set(again.hidden) == set(hidden)
    assert set(again.collapsed) == set(collapsed)


@given(NODES, st.randoms())
def test_order_does_not_matter(nodes: list[Placed], rng: random.Random) -> None:
    shuffled = nodes[:]
    rng.shuffle(shuffled)
    assert contents_text(ChartContents(nodes=tuple(nodes))) == contents_text(ChartContents(nodes=tuple(shuffled)))


def test_places_are_kept_to_a_tenth_and_nothing_but_ids_and_places_is_stored() -> None:
    chart = ChartContents(nodes=(Placed(id="firearm_1", x=-0.01, y=12.34567, pinned=True),), edges=("b", "a", "a"))
    told = json.loads(contents_text(chart.checked()))
    assert told == {"collapsed": [], "edges": ["a", "b"], "hidden": [], "nodes": [["firearm_1", 0.0, 12.3, 1]]}


@pytest.mark.parametrize("at", [math.nan, math.inf, -math.inf, 2e6])
def test_a_place_that_is_none_is_refused(at: float) -> None:
    with pytest.raises(Invalid, match="no chart reaches"):
        ChartContents(nodes=(Placed(id="firearm_1", x=at, y=0),)).checked()


def test_too_many_elements_are_refused() -> None:
    nodes = tuple(Placed(id=f"firearm_{n}", x=n, y=0) for n in range(MOST_ELEMENTS))
    assert ChartContents(nodes=nodes).checked().nodes == nodes
    with pytest.raises(Invalid, match="at most 2,000"):
        ChartContents(nodes=nodes, edges=("one",)).checked()


def test_only_and_with_kept_are_each_others_other_half() -> None:
    both = ChartContents(
        nodes=(Placed(id="a", x=1, y=2), Placed(id="b", x=3, y=4)),
        edges=("l:a:b", "l:a:a"),
        hidden=("c", "d"),
        collapsed=("a", "b"),
    )
    mine, theirs = both.only({"a", "c"}, {"l:a:a"}), both.only({"b", "d"}, {"l:a:b"})
    joined = mine.with_kept(theirs)
    assert contents_text(joined) == contents_text(both)
    moved = ChartContents(nodes=(Placed(id="b", x=9, y=9),)).with_kept(theirs)
    assert moved.nodes == (Placed(id="b", x=9, y=9),), "what is here stays where this person put it"


def test_an_erased_chart_is_an_empty_one() -> None:
    assert read_contents("") == ChartContents(nodes=())
