"""The generated statements of the chart against an oracle that walks the graph by hand."""

from __future__ import annotations

import json
from typing import Any

from ironriver.search import CHART_LINKS, links_of
from tests.cypher.interference import Compared
from tests.cypher.worlds import Graph, Line, lines_of, narrow_actor

ACTOR = narrow_actor()


def seen_lines(graph: Graph, link: str) -> list[Line]:
    """The visible lines of a link."""
    lines = lines_of(graph, CHART_LINKS[link])
    return [line for line in lines if all(graph.sees(ACTOR, part) for part in line.parts())]


def chart_answers(compared: Compared, what: str) -> list[tuple[str, dict[str, Any], list[dict[str, Any]]]]:
    """Return (rest of the name, parameters, rows) of the chart statements of one sort."""
    found = []
    for (statement, params), text in zip(compared.narrow, compared.before.narrow, strict=True):
        if statement.name.startswith(f"chart.{what}_"):
            found.append((statement.name.removeprefix(f"chart.{what}_"), params, json.loads(text)["rows"]))
    assert found
    return found


def test_expand_gives_each_visible_neighbour_once_with_its_events(compared: Compared) -> None:
    for rest, params, rows in chart_answers(compared, "expand"):
        if params["limit"] < 500 or params["after_date"] != "9999-12-31":
            continue
        link, _, way = rest.rpartition("_")
        expected: dict[str, set[str]] = {}
        for line in seen_lines(compared.graph, link):
            here, there = (line.start, line.end) if way == "out" else (line.end, line.start)
            if here == params["id"]:
                expected.setdefault(there, set()).add(line.event or line.ties[0])
        counted = {id_: len(events) for id_, events in expected.items()}
        assert {row["m"]["id"]: row["events"] for row in rows} == counted, rest
        keys = [(row["last"], row["m"]["id"]) for row in rows]
        assert keys == sorted(keys, reverse=True)


def test_counts_are_true_counts_of_visible_things(compared: Compared) -> None:
    for _rest, params, rows in chart_answers(compared, "counts"):
        if params["limit"] < 500:
            continue
        expected = {}
        kind = compared.graph.nodes[params["id"]].kind.name
        for link, way in links_of(kind):
            lines = seen_lines(compared.graph, link.name)
            ends = {
                line.end if way == "out" else line.start
                for line in lines
                if (line.start if way == "out" else line.end) == params["id"]
            }
            if ends:
                expected[(link.name, way)] = len(ends)
        assert {(row["link"], row["direction"]): row["total"] for row in rows} == expected


def test_evidence_lists_every_visible_record_behind_a_line(compared: Compared) -> None:
    for rest, params, rows in chart_answers(compared, "evidence"):
        if params["limit"] < 500:
            continue
        expected = {
            line.ties
            for line in seen_lines(compared.graph, rest)
            if (line.start, line.end) == (params["from_id"], params["to_id"])
        }
        got = {(row["a"]["id"], row["b"]["id"]) if row["b"] else (row["a"]["id"],) for row in rows}
        assert got == expected, rest


def test_node_is_there_exactly_for_those_who_may_see_it(compared: Compared) -> None:
    for _rest, params, rows in chart_answers(compared, "node"):
        assert bool(rows) == compared.graph.sees(ACTOR, params["id"])


def test_between_gives_each_visible_line_once_with_its_events(compared: Compared) -> None:
    drawn = 0
    for link, params, rows in chart_answers(compared, "between"):
        if params["limit"] < 500:
            continue
        expected: dict[tuple[str, str], set[str]] = {}
        for line in seen_lines(compared.graph, link):
            expected.setdefault((line.start, line.end), set()).add(line.event or line.ties[0])
        counted = {ends: len(events) for ends, events in expected.items()}
        assert {(row["n"]["id"], row["m"]["id"]): row["events"] for row in rows} == counted, link
        assert [(row["n"]["id"], row["m"]["id"]) for row in rows] == sorted(counted)
        drawn += len(rows)
    assert drawn
