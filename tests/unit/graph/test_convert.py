"""Driver values → plain Python, type by type, without an engine: each has one form; what has none is refused."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from neo4j.graph import Graph, Node, Path, Relationship
from neo4j.spatial import CartesianPoint, WGS84Point
from neo4j.time import Date, DateTime, Duration, Time

from ironriver.graph.convert import plain


def node(number: int, labels: tuple[str, ...], **properties: Any) -> Node:
    return Node(Graph(), str(number), number, labels, properties)


def link(start: Node, end: Node, type_: str, **properties: Any) -> Relationship:
    made = Graph().relationship_type(type_)(start.graph, "9", 9, properties)
    made._start_node, made._end_node = start, end
    return made


@pytest.mark.parametrize("value", [None, "", "TKF12045", "Núñez", True, False, 0, -7, 2**53 + 1, 1.5, b"\x00\x01"])
def test_simple_values_pass_unchanged_and_keep_their_type(value: object) -> None:
    assert plain(value) == value
    assert type(plain(value)) is type(value)


def test_a_figure_that_is_no_number_stays_one() -> None:
    assert math.isnan(plain(float("nan")))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Date(2025, 8, 14), "2025-08-14"),
        (Date(1, 1, 1), "0001-01-01"),
        (Date(2024, 2, 29), "2024-02-29"),
        (Time(14, 5, 0), "14:05:00.000000000"),
        (DateTime(2025, 8, 14, 14, 5, 9), "2025-08-14T14:05:09.000000000"),
        (Duration(days=110), "P110D"),
        (Duration(years=1, months=2, days=3), "P1Y2M3D"),
    ],
)
def test_moments_become_iso_text(value: object, text: str) -> None:
    assert plain(value) == text


def test_texts_of_dates_sort_as_the_dates_do() -> None:
    """Pages go by key over these texts: the order of the text has to be the order of time."""
    days = [Date(2025, 12, 2), Date(2025, 8, 14), Date(999, 1, 1), Date(2025, 1, 19)]
    assert [plain(day) for day in sorted(days)] == sorted(plain(day) for day in days)


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (WGS84Point((-110.9, 32.2)), {"longitude": -110.9, "latitude": 32.2}),
        (WGS84Point((-110.9, 32.2, 700.0)), {"longitude": -110.9, "latitude": 32.2, "height": 700.0}),
        (CartesianPoint((1.0, 2.0)), {"x": 1.0, "y": 2.0}),
        (CartesianPoint((1.0, 2.0, 3.0)), {"x": 1.0, "y": 2.0, "z": 3.0}),
    ],
)
def test_points_name_their_axes(value: object, names: dict[str, float]) -> None:
    assert plain(value) == names


def test_a_node_is_its_properties_and_sorted_labels() -> None:
    got = plain(node(1, ("Thing", "Firearm"), serial="TKF12045", sold=Date(2025, 8, 14), tags=["b", "a"]))
    assert got == {
        "serial": "TKF12045",
        "sold": "2025-08-14",
        "tags": ["b", "a"],
        "_labels": ["Firearm", "Thing"],
    }
    assert list(got) == ["serial", "sold", "tags", "_labels"]


def test_a_link_is_its_properties_and_its_type() -> None:
    here, there = node(1, ("Firearm",), id="f"), node(2, ("BallisticEvent",), id="b")
    assert plain(link(here, there, "LEAD", number="26-0931")) == {"number": "26-0931", "_type": "LEAD"}


def test_a_path_is_nodes_and_links_in_turn() -> None:
    here, there = node(1, ("Firearm",), id="f"), node(2, ("BallisticEvent",), id="b")
    steps = plain(Path(here, link(here, there, "LEAD", id="r")))
    assert [step["id"] for step in steps] == ["f", "r", "b"]
    assert [step.get("_type", step.get("_labels")) for step in steps] == [["Firearm"], "LEAD", ["BallisticEvent"]]


def test_a_path_of_one_node_is_that_node() -> None:
    assert [step["id"] for step in plain(Path(node(1, ("Firearm",), id="f")))] == ["f"]


def test_containers_are_converted_all_the_way_down() -> None:
    value = {"a": [Date(2025, 8, 14), (1, {2})], "b": {"c": node(1, ("X",), at=Time(1, 2, 3))}}
    assert plain(value) == {
        "a": ["2025-08-14", [1, [2]]],
        "b": {"c": {"at": "01:02:03.000000000", "_labels": ["X"]}},
    }


def test_keys_become_text() -> None:
    assert plain({1: "one", None: "nothing"}) == {"1": "one", "None": "nothing"}


def test_everything_that_comes_out_is_json() -> None:
    value = [node(1, ("A",), d=Date(2025, 1, 1)), WGS84Point((1.0, 2.0)), Duration(days=1), {"x": (1, 2)}]
    assert json.loads(json.dumps(plain(value))) == plain(value)


@pytest.mark.parametrize("value", [object(), 3j, range(3), Exception("x")])
def test_what_has_no_plain_form_is_refused_and_named(value: object) -> None:
    with pytest.raises(TypeError, match=type(value).__name__):
        plain(value)
    with pytest.raises(TypeError, match=type(value).__name__):
        plain([{"deep": [value]}])
