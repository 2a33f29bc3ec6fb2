"""What is not drawn is one number wherever it is said: on the canvas, in the saved chart, in its files."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.site import Browser, Site

Part = dict[str, Any]


@pytest.fixture(scope="module")
def browser(site: Site) -> Browser:
    return site.browser("marchetti", case=True)


@pytest.fixture(scope="module")
def first(site: Site, browser: Browser) -> Part:
    answer: Part = browser.call("/api/v1/chart/start", {"id": site.firearm("TKF12045")}).get_json()
    return answer


@pytest.fixture(scope="module")
def chart(browser: Browser, first: Part) -> str:
    nodes = [{"id": node["id"], "x": 90 * at, "y": 0} for at, node in enumerate(first["nodes"])]
    asked = {"title": "First look", "nodes": nodes, "edges": [edge["id"] for edge in first["edges"]]}
    return str(browser.call("/api/v1/charts/save", asked).get_json()["chart"])


def undrawn(part: Part) -> dict[str, int]:
    """Each counted thing's links that are not drawn, as the canvas reckons."""
    ends = [end for edge in part["edges"] for end in (edge["from"], edge["to"])]
    return {
        node["id"]: max(node["total"] - ends.count(node["id"]) - node.get("told", 0), 0)
        for node in part["nodes"]
        if node["total"] is not None
    }


def test_of_a_gun_whose_whole_chain_is_drawn_nothing_is_missing(site: Site, first: Part) -> None:
    assert undrawn(first)[site.firearm("TKF12045")] == 0
    assert sum(node.get("told", 0) for node in first["nodes"]) > 0  # or this would hold without the rule


def test_a_saved_chart_opens_with_the_numbers_it_was_saved_with(browser: Browser, first: Part, chart: str) -> None:
    opened = browser.call("/api/v1/charts/open", {"chart": chart}).get_json()
    kept = undrawn(opened)
    assert {id_: n for id_, n in kept.items() if id_ in undrawn(first)} == undrawn(first)


def test_its_files_say_the_same(site: Site, browser: Browser, first: Part, chart: str) -> None:
    record = browser.get(f"/charts/{chart}/chart.json").get_json()
    said = {thing["id"]: thing["not_drawn"] for thing in record["things"]}
    assert {id_: said[id_] for id_ in undrawn(first)} == undrawn(first)
    gun = site.firearm("TKF12045")
    rows = [row.split(",") for row in browser.get(f"/charts/{chart}/chart.csv").get_data(as_text=True).splitlines()]
    (row,) = [row for row in rows if row[-1] == gun and row[0] == "thing"]
    assert row[-2] == "0"


def test_things_that_are_put_back_together_too(browser: Browser, first: Part) -> None:
    part = browser.call("/api/v1/charts/things", {"ids": [node["id"] for node in first["nodes"]]}).get_json()
    told = {node["id"]: node.get("told", 0) for node in first["nodes"]}
    assert {node["id"]: node.get("told", 0) for node in part["nodes"]} == told
