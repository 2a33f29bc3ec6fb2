"""Non-interference: two graphs that differ only in what the actor may not see give him the same bytes.

Over every read of case data in the catalogue, and over every public function of search. Changed, deleted and
added: nodes, relationships, other holdings, higher levels, handling codes; and written in another order. The
first graph's answers also hold the chart's generated statements against an oracle that walks the graph by hand.
"""

from __future__ import annotations

import json
from typing import Any

from ironriver.graph import Catalogue
from ironriver.search import CHART_LINKS, links_of
from tests.cypher.interference import Compared, case_reads
from tests.cypher.worlds import Graph, Line, lines_of, narrow_actor

ACTOR = narrow_actor()


def test_no_statement_tells_of_hidden_things(compared: Compared) -> None:
    for old, new in zip(compared.before.narrow, compared.after.narrow, strict=True):
        assert old == new


def test_every_read_of_case_data_took_part(compared: Compared, catalogue: Catalogue) -> None:
    took_part = {json.loads(text)["statement"] for text in compared.before.narrow}
    assert took_part == {statement.name for statement in case_reads(catalogue)}


def test_no_function_of_search_tells_of_hidden_things(compared: Compared) -> None:
    for name, old in compared.before.functions.items():
        assert old == compared.after.functions[name], name


def test_there_was_something_to_see(compared: Compared, catalogue: Catalogue) -> None:
    """Most statements and functions gave an answer: nothing is proved by comparing empty lists."""
    texts = [json.loads(text) for text in compared.before.narrow]
    silent = {s.name for s in case_reads(catalogue)} - {text["statement"] for text in texts if text["rows"]}
    assert len(silent) < len(case_reads(catalogue)) * 0.3, sorted(silent)
    functions = compared.before.functions
    assert sum('"refused"' in text for text in functions.values()) < len(functions) * 0.5


def test_the_changes_are_seen_by_someone_who_may(compared: Compared, catalogue: Catalogue) -> None:
    """The same two graphs differ for an actor who is cleared for everything."""
    differing = {
        json.loads(old)["statement"]
        for old, new in zip(compared.before.cleared, compared.after.cleared, strict=True)
        if old != new
    }
    assert len(differing) > len(case_reads(catalogue)) * 0.4


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
